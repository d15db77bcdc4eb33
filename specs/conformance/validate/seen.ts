/**
 * What a kernel that logs would have logged of one step of the model: the events of docs/traces.md,
 * read off the states before and after it.
 *
 * Nothing is remembered between steps: whether a call begins, is issued again or is over follows from
 * the step and the two states alone, so that a search may come to a state by any way.
 */
import { ENV_OP, OP, PC, RC, RET, WQ } from '../../../model/record/layout.ts';
import type { Machine } from '../../../model/machine.ts';
import { NONE, PRIVATE_QUEUE, type Op, type Program } from '../../../model/record/program.ts';
import type { Kernel } from '../../../model/record/state.ts';
import { STEPS } from '../../../model/record/step.ts';
import { HELD } from '../../../model/proc/boundary.ts';
import { RC_NAMES } from '../../../model/record/values.ts';
import { isDead, registerText } from '../../properties/kernel-view.ts';
import type { EventName } from '../trace-event.ts';
import { environmentEvents } from './seen-environment.ts';
import { messageEvents } from './seen-messages.ts';
import {
  ENTERS,
  isLibcFirst,
  isUserStep,
  type Level,
  REPAID,
  returnsToLibc,
  systemCall,
} from './libc.ts';
import { type Scene, sceneOf } from './scene.ts';

/** An event of the model. `th`: index of its lane; behind them all the environment. */
export interface Seen {
  readonly ev: EventName;
  readonly th: number;
  /** A kernel that logs its kind logs it: its absence says that it has not happened. */
  readonly isEvidence: boolean;
  readonly label?: string | null;
  readonly sys?: string;
  /** The kernel's own name of it, where libc's stands in the litmus. */
  readonly also?: string | null;
  readonly op?: number;
  readonly on?: string;
  readonly val?: string | null;
  readonly woke?: readonly string[];
  readonly hit?: boolean;
  readonly box?: string;
}

/** Steps that hand a wakeup over, or bank it. */
const WAKERS: ReadonlySet<string> = new Set([
  'waitq_wakeup-first',
  'waitq_wakeup-all',
  'waitq_wake_one',
  'waitq_signal',
  'waitq_wake_all',
  'waitq_close',
]);
/** Steps that issue a call again, if they do. */
const RESTARTERS: ReadonlySet<string> = new Set([
  'restart',
  'libc-retry',
  'libc-retry-timed',
  'k-call-again',
  'k-again',
]);
/** Where a step of these leads that has issued nothing yet, and will or will not. */
const LOOKS_FIRST: ReadonlySet<string> = new Set(['libc-retry-timed', 'thread_exit']);
/** Queues on which threads sleep for a lock of the kernel's own: nobody has to log these. */
const LOCKS: ReadonlySet<string> = new Set(['phone-lock', 'as-lock', 'go']);

/** The events of the step by `rule` between two records, in the order in which they are logged. */
export function seenIn(
  machine: Machine,
  before: Uint8Array,
  from: number,
  rule: number,
  after: Uint8Array,
  to: number,
  level: Level = 'kernel',
): readonly Seen[] {
  const { kernel: k, envRules } = machine;
  const { actor } = machine.rules[rule];
  k.bind(before, from);
  const was = sceneOf(k);
  const isThread = actor < k.threads;
  const step = rule < envRules ? STEPS[rule % STEPS.length].name : '';
  const begun = isThread ? beginning(k, actor, rule, step, level) : null;
  const queue = isThread ? queueOf(k, actor, step) : null;
  const action = k.program.env[k.global(ENV_OP)];
  k.bind(after, to);
  const is = sceneOf(k);
  return [
    ...(begun === null || !hasBegun(k, actor, begun) ? [] : [begun]),
    ...(queue === null ? [] : [wakeOf(k.program, actor, queue, was, is)]),
    ...(isThread ? messageEvents(k.program, actor, was, is) : []),
    ...(isThread ? blocked(k.program, actor, was, is) : []),
    ...(isThread ? returned(k, actor, step, level, was, is) : []),
    ...environmentEvents(k, rule === envRules ? action : undefined, actor, was, is),
  ];
}

/** A call of the litmus that begins or is issued again by this step; null: by none. */
function beginning(k: Kernel, t: number, rule: number, step: string, level: Level): Seen | null {
  const op = k.op(t);
  if (!isCall(op) || rule >= t * STEPS.length + STEPS.length) return null;
  const isFirst = rule % STEPS.length === op.entry;
  const isEntered = level === 'libc' ? isFirst : ENTERS.has(step) || (isFirst && !isLibcFirst(op));
  const ev = RESTARTERS.has(step) ? 'restart' : isEntered ? 'call' : null;
  if (ev === null) return null;
  const common = { th: t, isEvidence: true, label: op.label, op: k.get(t, OP) };
  return { ev, ...common, sys: op.call, also: systemCall(op, step, k.old) };
}

/** A thread that was to issue its call again may have died, or have looked at the clock first. */
function hasBegun(k: Kernel, t: number, { ev, op }: Seen): boolean {
  if (ev === 'call') return true;
  return !isDead(k, t) && k.get(t, OP) === op && !LOOKS_FIRST.has(STEPS[k.get(t, PC)].name);
}

/** What user code does by itself is no call. */
export const isCall = ({ act, call }: Op): boolean =>
  act === null && call !== '' && call !== '=' && call !== '+=';

/** The queue on which a step of t wakes; null: it wakes nobody. */
function queueOf(k: Kernel, t: number, step: string): number | null {
  if (WAKERS.has(step)) return k.get(t, WQ);
  // Linux wakes, or sleeps, in one function.
  if (step !== 'do_futex' && step !== '') return null;
  return k.op(t).call === 'futex_wake' ? k.get(t, WQ) : null;
}

function wakeOf(program: Program, t: number, queue: number, was: Scene, is: Scene): Seen {
  const woke = program.lanes.flatMap(({ name }, other) => {
    const link = was.threads[other].link;
    return other !== t && link === queue + 1 && is.threads[other].link === 0 ? [name] : [];
  });
  const { name, isEvidence } = shownQueue(program, queue);
  return { ev: 'wake', th: t, isEvidence, on: name, woke };
}

function blocked(program: Program, t: number, was: Scene, is: Scene): readonly Seen[] {
  const link = is.threads[t].link;
  if (link === 0 || link === was.threads[t].link) return [];
  const { name, isEvidence } = shownQueue(program, link - 1);
  return [{ ev: 'block', th: t, isEvidence, on: name }];
}

/** A sleep for time alone is on `timer`. */
function shownQueue(program: Program, queue: number): { name: string; isEvidence: boolean } {
  if (queue === PRIVATE_QUEUE) return { name: 'timer', isEvidence: true };
  const known = program.queues[queue];
  if (known === undefined) return { name: '?', isEvidence: false };
  return { name: known.name, isEvidence: !LOCKS.has(known.kind) };
}

/** Calls of t that are over. In a loop the next may be the same one. */
function returned(
  k: Kernel,
  t: number,
  step: string,
  level: Level,
  was: Scene,
  is: Scene,
): readonly Seen[] {
  const [before, after] = [was.threads[t], is.threads[t]];
  const op = k.program.lanes[t].ops[before.op];
  if (op === undefined || !isCall(op) || after.isDead) return [];
  const common = { ev: 'ret', th: t, isEvidence: true, sys: op.call, label: op.label } as const;
  if (level === 'kernel') {
    if (step === REPAID) return [{ ...common, val: 'EOK' }];
    if (returnsToLibc(op)) {
      if (after.next !== op.after || before.next === op.after) return [];
      return [{ ...common, val: RC_NAMES[k.get(t, RC)] }];
    }
    // What libc does without the kernel no kernel sees.
    if (isLibcFirst(op) && isUserStep(step)) return [];
  }
  const isOver = before.op !== after.op || (op.repeats && isBackAt(k, t, op, step, before.next));
  if (!isOver) return [];
  const text = op.register === NONE ? 'unset' : registerText(k, op.register);
  // A register that nobody reads any more is unset at once.
  return [{ ...common, val: text === 'unset' ? null : text }];
}

function isBackAt(k: Kernel, t: number, op: Op, step: string, before: number): boolean {
  const pc = k.get(t, PC);
  const next = pc === HELD ? k.get(t, RET) : pc;
  if (next !== op.entry) return false;
  return before !== op.entry || STEPS[op.entry].name === step;
}
