/**
 * What a debugger does to a thread that it holds, and what becomes of the restart record that the
 * thread had.
 */
import { HELD } from '../../model/proc/boundary.ts';
import { OP, PC } from '../../model/record/layout.ts';
import type { Kernel } from '../../model/record/state.ts';
import { type HeldAction, takesArgument } from '../../model/syscall/examine.ts';
import type { Deed } from '../../reports/data.ts';

/** In the state before it is done; `changes`: what it changes. */
export function heldSays(k: Kernel, action: HeldAction, changes: Deed['changes']): string {
  const t = action.thread;
  const { name } = k.program.lanes[t];
  const record = changes.find((it) => it.name === `${name}.record`);
  const isGone = record !== undefined && /^(none|given up)$/.test(record.to);
  const where = k.get(t, PC) === HELD ? '' : ', which is not held';
  switch (action.is) {
    case 'examine':
      return `looks at ${name}${isGone ? ', and takes its record' : ''}`;
    case 'set-register':
      return `sets ${k.program.registers[action.register].name} of ${name}${where}`;
    case 'set-arg':
      if (!takesArgument(k, action)) return `sets an argument of ${name}: it has no such call`;
      return `sets an argument of ${k.op(t).call} of ${name}${where}${givenUp(isGone)}`;
    case 'set-pc':
      return `sets ${name} ${placeOf(k, action)}${where}${givenUp(isGone)}`;
  }
}

const givenUp = (isGone: boolean): string => (isGone ? '; its record is given up' : '');

function placeOf(k: Kernel, { thread, op }: Extract<HeldAction, { is: 'set-pc' }>): string {
  const target = k.program.lanes[thread].ops[op];
  if (target === undefined) return 'behind its last call';
  const { call, label } = target;
  const way = op <= k.get(thread, OP) ? 'back to' : 'on to';
  return `${way} ${call}${label === null ? '' : ` (${label})`}`;
}
