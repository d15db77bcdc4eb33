/**
 * The environment of a generated program: who is aborted, how often, and by whom.
 *
 * A call that waits is always among those that may be aborted. Mostly a budget leaves the moment
 * open; now and then the E lane aborts in a state that it waits for, and resumes.
 */
import { type Draft, PLACE } from './draft.ts';
import type { AbortBudget, CallRef, EnvOp } from '../litmus/litmus.ts';

export interface Environment {
  readonly budgets: readonly AbortBudget[];
  readonly ops: readonly EnvOp[];
  /** The most aborts that a run can have. */
  readonly aborts: number;
}

/** The environment of a draft, in which some call waits. */
export function environmentOf(draft: Draft): Environment {
  const { random, killed } = draft;
  const kill: EnvOp[] = killed === null ? [] : [{ is: 'kill', task: killed }];
  // Without aborts a kill behind an `await` would come at another time: R9 and R15 do not apply.
  if (killed === null && random.chance(12)) return byTheLane(draft);
  const most = random.pick(draft.size > 4 || killed !== null ? [1, 1, 1, 2] : [1, 1, 2, 2]);
  const [target, other] = random.shuffled(waiting(draft));
  if (random.chance(60)) {
    return { budgets: [{ target: 'any', most, place: PLACE }], ops: kill, aborts: most };
  }
  const budgets: AbortBudget[] = [{ target, most, place: PLACE }];
  if (other !== undefined && most === 1 && random.chance(40)) {
    budgets.push({ target: other, most: 1, place: PLACE });
  }
  return { budgets, ops: kill, aborts: most + budgets.length - 1 };
}

/** The E lane waits until a thread is in its call, aborts it, and may resume it. */
function byTheLane(draft: Draft): Environment {
  const { random } = draft;
  const ref = random.pick(waiting(draft));
  // With a wakeup in the bank to begin with nobody may ever fall asleep.
  const isBanked = draft.init.some(({ is }) => is === 'value');
  const { call, ticks } = callAt(draft, ref);
  const sleeps = !isBanked && /^(futex|waitq|ipc|page)/.test(call);
  const states = sleeps
    ? (['Asleep', 'Asleep', 'Inside', 'Woken'] as const)
    : (['Inside'] as const);
  const picked = random.pick(states);
  // For who sleeps with a timeout there may be no waker.
  const state = picked === 'Woken' && ticks > 0 ? 'Asleep' : picked;
  const ops: EnvOp[] = [
    { is: 'await', state, ref },
    { is: 'abort', ref },
  ];
  if (random.chance(30)) ops.push({ is: 'resume', lane: ref.lane });
  const again = random.chance(25);
  if (again) ops.push({ is: 'abort', ref });
  return { budgets: [], ops, aborts: again ? 2 : 1 };
}

/** The calls that wait. */
export function waiting(draft: Draft): CallRef[] {
  return draft.lanes.flatMap(({ cells }, lane) =>
    cells.flatMap(({ cell, waits }) =>
      waits && cell.is === 'call' && cell.label !== null
        ? [{ lane: `P${lane}`, label: cell.label }]
        : [],
    ),
  );
}

/** The call at a reference, and for how long it may wait. */
function callAt({ lanes }: Draft, { lane, label }: CallRef): { call: string; ticks: number } {
  for (const { cell, ticks } of lanes[Number(lane.slice(1))].cells) {
    if (cell.is === 'call' && cell.label === label) return { call: cell.call, ticks };
  }
  throw new Error(`no call ${lane}:${label}`);
}
