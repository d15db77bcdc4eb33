/**
 * What the steps of a run mean for its calls, threads and messages: events in the words of a
 * kernel's traces , read off the states before and after each step.
 *
 * No step is asked what it does: whether a thread sleeps, is held, or in which list a message is
 * follows from the record, for every kernel function and revision alike.
 */
import type { Trace } from '../../checker/trace.ts';
import { HELD } from '../../model/proc/boundary.ts';
import { ABORT, BOX, ENV_OP, INTERRUPTED, LINK, OP, PC, WHERE } from '../../model/record/layout.ts';
import { IN_ANSWERS, IN_CALLS, IN_NOTIFS } from '../../model/record/ipc-objects.ts';
import type { Machine } from '../../model/machine.ts';
import { NONE, PRIVATE_QUEUE } from '../../model/record/program.ts';
import { isAsleep } from '../../model/proc/scheduler.ts';
import { isOfHeld } from '../../model/syscall/examine.ts';
import type { Kernel } from '../../model/record/state.ts';
import { DEAD } from '../../model/proc/thread-dead.ts';
import type { StepEvent } from '../../reports/data.ts';
import { heldForAnother, messageName, registerText } from '../properties/kernel-view.ts';

/** What of one state the events need. */
interface Scene {
  readonly threads: readonly ThreadScene[];
  /** Per message: the list of a box that it is in, or null. */
  readonly lists: readonly (MessageList | null)[];
}

interface ThreadScene {
  readonly op: number;
  readonly call: string;
  readonly label: string | null;
  readonly isAsleep: boolean;
  /** The queue in whose list it is, or null. */
  readonly queue: string | null;
  readonly isRequested: boolean;
  readonly isHeld: boolean;
  readonly willRestart: boolean;
  readonly isKilled: boolean;
  readonly isDead: boolean;
}

interface MessageList {
  readonly box: string;
  readonly holds: 'requests' | 'answers';
  readonly message: string;
}

/** How far a thread is in its lane: which call it has begun last, and how often. */
interface Progress {
  op: number;
  attempt: number;
  mayRestart: boolean;
}

/** The events of each step of a run, in the order in which a reader would tell them. */
export function eventsOf(machine: Machine, trace: Trace): StepEvent[][] {
  const { kernel, recordSize } = machine;
  const sceneAt = (i: number): Scene => {
    kernel.bind(trace.records, i * recordSize);
    return sceneOf(kernel);
  };
  const progress = kernel.program.lanes.map(() => ({ op: -1, attempt: 0, mayRestart: false }));
  let before = sceneAt(0);
  return trace.rules.map((rule, i) => {
    const after = sceneAt(i + 1);
    const { actor } = machine.rules[rule];
    const events = [
      ...begun(actor, before, progress),
      ...threadEvents(actor, before, after),
      ...heldEvents(machine, rule, trace, i),
      ...messageEvents(actor, before, after),
      ...ended(kernel, before, after),
    ];
    for (const event of events) follow(progress[event.lane], event, after);
    before = after;
    return events;
  });
}

/** What was taken out may be issued again; a thread that was set begins another call, or that one anew. */
function follow(own: Progress, event: StepEvent, after: Scene): void {
  if (event.ev === 'unwind') own.mayRestart = true;
  if (event.ev !== 'set' || after.threads[event.lane].willRestart) return;
  own.op = -1;
  own.mayRestart = false;
}

/** The actor's first step in a call, or its first one after it was taken out of it. */
function begun(actor: number, before: Scene, progress: readonly Progress[]): StepEvent[] {
  const thread = before.threads[actor];
  const own = progress[actor];
  // The clock and the environment run no calls; nor does a thread beyond its last one.
  if (thread === undefined || thread.call === '') return [];
  if (own.op === thread.op && !own.mayRestart) return [];
  const isNew = own.op !== thread.op;
  own.attempt = isNew ? 1 : own.attempt + 1;
  own.op = thread.op;
  own.mayRestart = false;
  const { label, call } = thread;
  const ev = isNew ? 'call' : 'restart';
  return [{ ev, lane: actor, label, call, attempt: own.attempt }];
}

function threadEvents(actor: number, before: Scene, after: Scene): StepEvent[] {
  return before.threads.flatMap((was, lane) => {
    const is = after.threads[lane];
    const events: StepEvent[] = [];
    if (!was.isKilled && is.isKilled) events.push({ ev: 'kill', lane });
    if (!was.isRequested && is.isRequested) events.push({ ev: 'abort', lane });
    if (!was.isAsleep && is.isAsleep)
      events.push({ ev: 'block', lane, on: is.queue ?? 'its timer' });
    if (isWoken(was, is, lane === actor)) {
      events.push({ ev: 'wake', lane, on: was.queue ?? 'its timer' });
    }
    if (was.isAsleep && !is.isAsleep) events.push({ ev: 'unblock', lane });
    if (!was.willRestart && is.willRestart) events.push({ ev: 'unwind', lane });
    if (!was.isHeld && is.isHeld) events.push({ ev: 'hold', lane });
    if (was.isHeld && !is.isHeld) events.push({ ev: 'resume', lane });
    return events;
  });
}

/** Made ready by somebody else, or taken off its queue before it was switched out. */
function isWoken(was: ThreadScene, is: ThreadScene, bySelf: boolean): boolean {
  if (bySelf) return false;
  return (was.isAsleep && !is.isAsleep) || (was.queue !== null && is.queue === null);
}

/** A look at a held thread changes nothing: what the lane does there says so itself. */
function heldEvents(
  { kernel, recordSize, envRules }: Machine,
  rule: number,
  trace: Trace,
  i: number,
): StepEvent[] {
  if (rule !== envRules || kernel.program.examines === null) return [];
  kernel.bind(trace.records, i * recordSize);
  const action = kernel.program.env[kernel.global(ENV_OP)];
  if (!isOfHeld(action)) return [];
  return [{ ev: action.is === 'examine' ? 'examine' : 'set', lane: action.thread }];
}

function messageEvents(lane: number, before: Scene, after: Scene): StepEvent[] {
  return before.lists.flatMap((was, m) => {
    const is = after.lists[m];
    if (was?.box === is?.box && was?.holds === is?.holds) return [];
    const events: StepEvent[] = [];
    if (was !== null) events.push({ ev: 'take', lane, message: was.message, from: was.box });
    if (is !== null) {
      const ev = is.holds === 'answers' ? 'answer' : 'send';
      events.push({ ev, lane, message: is.message, to: is.box });
    }
    return events;
  });
}

/** Calls that are over, threads that are. The kernel is bound to the state after the step. */
function ended(k: Kernel, before: Scene, after: Scene): StepEvent[] {
  return before.threads.flatMap((was, lane) => {
    const is = after.threads[lane];
    const events: StepEvent[] = [];
    // A held thread is put elsewhere by a debugger: its call has not returned.
    if (was.op !== is.op && !(was.isHeld && is.isHeld)) {
      const { register } = k.program.lanes[lane].ops[was.op];
      const value = register === NONE ? null : registerText(k, register);
      events.push({ ev: 'ret', lane, value });
    }
    if (!was.isDead && is.isDead) events.push({ ev: 'exit', lane });
    return events;
  });
}

function sceneOf(k: Kernel): Scene {
  return {
    threads: k.program.lanes.map((_, t) => threadScene(k, t)),
    lists: k.program.messages.map((_, m) => listOf(k, m)),
  };
}

function threadScene(k: Kernel, t: number): ThreadScene {
  const op = k.get(t, OP);
  const known = k.program.lanes[t].ops[op];
  const queue = k.get(t, LINK) - 1;
  return {
    op,
    call: known?.call ?? '',
    label: known?.label ?? null,
    isAsleep: isAsleep(k, t),
    queue: queue < 0 || queue === PRIVATE_QUEUE ? null : k.program.queues[queue].name,
    isRequested: k.has(t, ABORT),
    isHeld: k.get(t, PC) === HELD,
    willRestart: heldForAnother(k, t),
    isKilled: k.has(t, INTERRUPTED),
    isDead: k.get(t, PC) === DEAD,
  };
}

function listOf(k: Kernel, m: number): MessageList | null {
  const where = k.message(m, WHERE);
  const holds = where === IN_ANSWERS ? 'answers' : 'requests';
  if (holds === 'requests' && where !== IN_CALLS && where !== IN_NOTIFS) return null;
  const place = holds === 'answers' ? k.program.messages[m].callerBox : k.message(m, BOX);
  const { isPrivate, queue, task } = k.program.boxes[place];
  const box = isPrivate ? k.program.queues[queue].name : k.program.tasks[task];
  return { box, holds, message: `${messageName(k, m)}#${m}` };
}
