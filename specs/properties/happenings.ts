/**
 * What a test says will or may happen, and whether some run does it: operations of the E lane,
 * budgets of aborts, the aborts that its condition takes for granted.
 *
 * An await that nothing ends, an abort that always misses, a budget that nobody can use: what is
 * left is another test than the one that was written, and a pass of it says nothing.
 */
import { budgetFor, isHeld, isInKernel, keepsHeld, laneAction } from '../../model/environment.ts';
import { takesArgument } from '../../model/syscall/examine.ts';
import { DEAD } from '../../model/proc/thread-dead.ts';
import { ABORT, ENV_OP, ENV_SUB, INTERRUPTED, KICK, OP, PC } from '../../model/record/layout.ts';
import type { EnvAction, Program } from '../../model/record/program.ts';
import type { Kernel } from '../../model/record/state.ts';
import type { Cell, Litmus, Prop } from '../litmus/litmus.ts';
import { printCell, printProp, printRef } from '../litmus/print.ts';
import { testOf } from './condition.ts';
import { someThread } from './every-thread.ts';

/** Something that some state of the search must show. */
export interface Happening {
  /** `line 9: 'abort P0:L0' hits in no run`, where none does. */
  readonly lacking: string;
  /** Of the E lane: whether what comes behind it waits for it. */
  readonly lane: 'waits' | 'goes on' | null;
  seen(k: Kernel): boolean;
}

/** All that the test says, in the order of its lines: E lane, budgets, condition. */
export function happeningsOf(litmus: Litmus, program: Program): readonly Happening[] {
  return [
    ...laneHappenings(litmus, program),
    ...budgetHappenings(litmus),
    ...guardHappenings(litmus, program),
  ];
}

function laneHappenings({ lanes, rows }: Litmus, { env }: Program): readonly Happening[] {
  const column = lanes.findIndex(({ name }) => name === 'E');
  const cells = rows.flatMap((row): Cell[] => (row[column] ? [row[column]] : []));
  return env.map((action, i) => {
    const cell = cells[i];
    return {
      lacking: `line ${cell.place.line}: '${printCell(cell)}' ${LACKING[action.is]} in no run`,
      lane: action.is === 'abort' ? 'goes on' : 'waits',
      seen: (k) => k.global(ENV_OP) === i && (isDone(k, action) || isNeedless(k, action)),
    };
  });
}

const LACKING: Readonly<Record<EnvAction['is'], string>> = {
  await: 'is passed',
  abort: 'hits',
  resume: 'is performed',
  go: 'finds a request, or a held thread,',
  kill: 'is performed',
  set: 'is performed',
  examine: 'is performed',
  'set-register': 'is performed',
  'set-pc': 'is performed',
  'set-arg': 'finds such a call',
  tick: 'is performed',
  checkpoint: 'saves its group',
  restore: 'is performed',
};

/** The next operation of the lane can be performed now, and does what it says. */
function isDone(k: Kernel, action: EnvAction): boolean {
  if (laneAction(k) === undefined) return false;
  if (action.is === 'checkpoint') return k.global(ENV_SUB) === action.plan.length - 1;
  if (action.is === 'set-arg') return takesArgument(k, action);
  if (action.is === 'go') return k.has(action.thread, ABORT) || isHeld(k, action.thread);
  if (action.is !== 'abort') return true;
  // One whose budget is used up is passed over, as it should be: its thread is there all the same.
  const { thread, op, last } = action;
  const isThere = k.get(thread, OP) >= op && k.get(thread, OP) <= last;
  return isThere && isInKernel(k, thread) && !k.has(thread, ABORT | KICK);
}

/** Who was killed while it was held is resumed by nobody. */
function isNeedless(k: Kernel, action: EnvAction): boolean {
  if (!keepsHeld(action)) return false;
  return k.get(action.thread, PC) === DEAD || k.has(action.thread, INTERRUPTED);
}

function budgetHappenings({ meta }: Litmus): readonly Happening[] {
  return meta.aborts.map(({ target, most, place }, b) => {
    const text = `${target === 'any' ? target : printRef(target)}<=${most}`;
    return {
      lacking: `line ${place.line}: Aborts=${text} is used in no run`,
      lane: null,
      seen: (k) => someThread(k, (_, t) => budgetFor(k, t) === b),
    };
  });
}

/**
 * Aborts that a condition takes for granted: beside others in a conjunction, or before `=>`. One
 * that stands for itself is what the test asks, and may well be never; and whether a call is issued
 * again is up to the design.
 */
function guardHappenings(litmus: Litmus, program: Program): readonly Happening[] {
  return guardsIn(litmus.condition.prop, false).map((atom) => ({
    lacking: `line ${atom.place.line}: ${printProp(atom)} is true in no state`,
    lane: null,
    seen: testOf(program, atom),
  }));
}

type Atom = Extract<Prop, { is: 'aborted' }>;

function guardsIn(prop: Prop, isGuard: boolean): readonly Atom[] {
  switch (prop.is) {
    case 'aborted':
      return isGuard ? [prop] : [];
    case 'and':
      return [...guardsIn(prop.left, true), ...guardsIn(prop.right, true)];
    case 'implies':
      return [...guardsIn(prop.left, true), ...guardsIn(prop.right, false)];
    case 'or':
      return [...guardsIn(prop.left, isGuard), ...guardsIn(prop.right, isGuard)];
    default:
      return [];
  }
}

/** What no run has done, each in a sentence; behind what blocks the E lane nothing is told. */
export function lackingOf(
  happenings: readonly Happening[],
  seen: (index: number) => boolean,
): readonly string[] {
  const lacking: string[] = [];
  let isBlocked = false;
  for (const [i, happening] of happenings.entries()) {
    if (seen(i)) continue;
    if (!isBlocked || happening.lane === null) lacking.push(happening.lacking);
    isBlocked ||= happening.lane === 'waits';
  }
  return lacking;
}
