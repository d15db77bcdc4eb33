/**
 * The environment of a program: its E lane and its budgets of aborts.
 *
 * What the E lane requests itself draws from the same budgets (model/environment.ts). A test may be
 * compiled with fewer aborts than it says, for the assertions that compare the two.
 */
import { type EnvAction, NONE, type Program } from '../../model/record/program.ts';
import type { CheckpointCompiler } from './compile-checkpoints.ts';
import { type Names, callOf, cellsOf, taskName, threadOf } from './compile-names.ts';
import { followers } from '../litmus/flow/graph.ts';
import { keepsHeld } from '../../model/environment.ts';
import { heldAction, type Variants } from './compile-sets.ts';
import { type EnvOp, isOfHeld, type Loc } from '../litmus/litmus.ts';
import { Unsupported } from './unsupported.ts';

export interface EnvironmentOptions {
  /** No aborts; the E lane keeps what it does besides (kill, ticks, set). */
  readonly withoutAborts?: boolean;
  /** A group is stopped where it is saved, and let go where it is restored: nothing else (R10). */
  readonly holdsOnly?: boolean;
  /** Every budget is cut to this many aborts. */
  readonly aborts?: number | null;
}

/** The actions of the E lane, in order. @throws Unsupported */
export function environmentOf(
  names: Names,
  checkpoints: CheckpointCompiler,
  options: EnvironmentOptions,
  variants: Variants,
  registers: Program['registers'],
): EnvAction[] {
  const { litmus } = names;
  const column = litmus.lanes.findIndex(({ name }) => name === 'E');
  if (column < 0) return [];
  const actions = cellsOf(litmus, column).map((cell) => {
    if (cell.is !== 'env') throw new Unsupported('only environment operations in lane E');
    return isOfHeld(cell.op)
      ? heldAction(names, cell.op, variants, registers)
      : actionOf(names, checkpoints, cell.op);
  });
  if (options.withoutAborts) {
    return actions.filter((it) => !OF_STOPS.has(it.is) && !keepsHeld(it));
  }
  return options.aborts === 1 ? firstAbortOnly(actions) : actions;
}

/** What there is only because threads are stopped. */
const OF_STOPS: ReadonlySet<EnvAction['is']> = new Set([
  'abort',
  'await',
  'resume',
  'go',
  'checkpoint',
  'restore',
]);

/** How often each call may be aborted in all, by the E lane or beside it. */
export function budgetsOf(names: Names, options: EnvironmentOptions): Program['budgets'] {
  if (options.withoutAborts) return [];
  const cap = options.aborts ?? null;
  return names.litmus.meta.aborts.map(({ target, most }) => ({
    ...(target === 'any' ? { thread: NONE, op: NONE, last: NONE } : callOf(names, target)),
    most: cap === null ? most : Math.min(most, cap),
  }));
}

function actionOf(names: Names, checkpoints: CheckpointCompiler, op: EnvOp): EnvAction {
  switch (op.is) {
    case 'await':
      return awaitOf(names, op);
    case 'abort':
      return { is: 'abort', ...callOf(names, op.ref) };
    case 'resume':
    case 'go':
      if (op.is === 'go' && names.litmus.meta.debugs.length > 0) {
        throw new Unsupported('go beside debug sessions, which have a request of their own for it');
      }
      return { is: op.is, thread: threadOf(names, op.lane) };
    case 'tick':
      return { is: 'tick', count: op.count };
    case 'kill':
      return killOf(names, op.task);
    case 'checkpoint':
      return checkpoints.checkpoint(op.tasks);
    case 'restore':
      return checkpoints.restore(op.tasks);
    case 'set':
      return setOf(names, op.loc, op.value.is === 'integer' ? op.value.value : 0);
    default:
      throw new Unsupported(`the model has no "${op.is}" yet`);
  }
}

function awaitOf(names: Names, { state, ref }: Extract<EnvOp, { is: 'await' }>): EnvAction {
  const at = callOf(names, ref);
  return { is: 'await', state, ...at, next: nextOf(names, at) };
}

/** The steps that may come after those of a label. */
function nextOf(
  { flow }: Names,
  { thread, op, last }: { readonly thread: number; readonly op: number; readonly last: number },
): number[] {
  const code = flow?.lanes[thread].code;
  if (code === undefined) return [op + 1];
  const steps = [...code.keys()].filter((at) => code[at].is === 'step');
  const seen = new Set(steps.slice(op, last + 1).flatMap((at) => followers(code, at)));
  for (const at of seen) {
    if (code[at]?.is !== 'step') for (const next of followers(code, at)) seen.add(next);
  }
  const numbers = [...seen].flatMap((at) => {
    if (at >= code.length) return [steps.length];
    return code[at].is === 'step' ? [steps.indexOf(at)] : [];
  });
  return numbers.filter((number) => number < op || number > last);
}

function killOf({ litmus, columns }: Names, task: string): EnvAction {
  const threads = columns.flatMap((column, t) => (taskName(litmus, column) === task ? [t] : []));
  return { is: 'kill', threads };
}

function setOf({ words }: Names, loc: Loc, value: number): EnvAction {
  const name = loc.is === 'object' ? loc.name : '';
  const word = words.findIndex((known) => known.name === name);
  if (word < 0) throw new Unsupported(`set ${name}: only words can be set`);
  return { is: 'set', word, value };
}

/** The E lane with its first abort alone, for R11. */
function firstAbortOnly(actions: readonly EnvAction[]): EnvAction[] {
  const first = actions.findIndex(({ is }) => is === 'abort');
  return actions.filter(({ is }, i) => is !== 'abort' || i === first);
}
