/**
 * Where a lane of user code goes on when a step of it is over: through all that is about its own
 * registers alone, to the next step or to its end. Nobody else can see that, so it is no step of its
 * own. A register that nobody reads any more is unset: equal situations are equal bytes.
 */
import { OP } from '../record/layout.ts';
import type { Kernel } from '../record/state.ts';
import type { Sum } from '../record/user-code.ts';
import { evaluate, holds } from './evaluate.ts';
import { setValue } from './values.ts';

/** Goes on at instruction `from`; returns the first step of what comes next, 0 at the end. */
export function advance(k: Kernel, t: number, from: number): number {
  const { code, ops, dead } = k.program.lanes[t];
  let at = from;
  while (at < code.length) {
    const micro = code[at];
    if (micro.is === 'step') {
      const op = ops[micro.op];
      k.set(t, OP, micro.op);
      unset(k, op.dead);
      return op.entry;
    }
    if (micro.is === 'jump') at = micro.to;
    else if (micro.is === 'test') at = holds(k, micro.test, 0) ? at + 1 : micro.no;
    else {
      assign(k, micro.register, micro.value);
      at++;
    }
  }
  k.set(t, OP, ops.length);
  unset(k, dead);
  return 0;
}

function unset(k: Kernel, registers: readonly number[]): void {
  for (let i = 0; i < registers.length; i++) k.setRegisterByte(registers[i], 0);
}

/** A register is copied as it is: a request stays the one that was received. */
export function assign(k: Kernel, register: number, value: Sum | null): void {
  if (value === null) return k.setRegisterByte(register, 0);
  const [term] = value;
  if (value.length === 1 && term.from === 'register' && !term.minus) {
    return k.setRegisterByte(register, k.registerByte(term.n));
  }
  setValue(k, register, evaluate(k, value));
}
