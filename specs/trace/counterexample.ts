/**
 * From a trace to something that can be read: steps with their kernel functions and only what
 * changed, the contradiction in words, and a token to run it again.
 *
 * The trace is a shortest one and has been replayed from the initial state before it gets here. That
 * of a counterexample has the fewest context switches among these.
 */
import type { Exploration } from '../../checker/exploration.ts';
import type { Model } from '../../checker/model.ts';
import { counterexample, outcomeWitness } from '../../checker/shortest.ts';
import { confirm, type Trace, traceTo } from '../../checker/trace.ts';
import { ABORT, ENV_OP, ENV_SUB, PC } from '../../model/record/layout.ts';
import type { Machine } from '../../model/machine.ts';
import { isAttached } from '../../model/proc/thread-dead.ts';
import { ASSIGN } from '../../model/syscall/syscall.ts';
import { STEPS } from '../../model/record/step.ts';
import { isHeld } from '../../model/environment.ts';
import type { Counterexample, Deed, Execution, Step } from '../../reports/data.ts';
import { eventsOf } from './events.ts';
import type { Subject } from '../search/search.ts';
import { fieldsOf } from '../properties/kernel-view.ts';
import { deedSays, restoreSays } from './tell-checkpoint.ts';
import { isOfHeld } from '../../model/syscall/examine.ts';
import { heldSays } from './tell-held.ts';
import { tellStep } from './tell-step.ts';
import type { Look } from './telling.ts';
import { NOTHING, writeToken } from './token.ts';
import { wordsFor } from './let-then-however.ts';

/** What the trace shall lead to: a property that falls, or an end with this outcome. */
export type Target = { readonly property: number } | { readonly outcome: string };

/** The counterexample that leads there. `known`: the observable ends without aborts, for R15. */
export function counterexampleTo(
  subject: Subject,
  exploration: Exploration,
  breaks: string,
  target: Target,
  known: ReadonlySet<string> = new Set(),
): Counterexample {
  const trace =
    'property' in target
      ? counterexample(exploration, target.property)
      : outcomeWitness(exploration, target.outcome);
  confirm(exploration.model, trace);
  return tell(subject, exploration.model as Machine, trace, breaks, known);
}

/**
 * A shortest run to an end with this outcome: the one by which the search found it. To look for the
 * one with the fewest context switches costs a second search, and nothing went wrong here.
 * @throws RangeError if the search found no such end.
 */
export function executionTo(
  subject: Subject,
  exploration: Exploration,
  outcome: string,
): Execution {
  const trace = traceToOutcome(exploration, outcome);
  confirm(exploration.model, trace);
  return executionOf(subject, exploration.model as Machine, trace, NOTHING);
}

/**
 * A replayed trace, told. `known`: the observable ends without aborts, for R15. `loopFrom`: the number
 * of the step, from 1, with which the loop of a lasso begins.
 */
export function tell(
  subject: Subject,
  machine: Machine,
  trace: Trace,
  breaks: string,
  known: ReadonlySet<string>,
  loopFrom: number | null = null,
): Counterexample {
  const execution = executionOf(subject, machine, trace, breaks, loopFrom);
  const words = wordsFor(subject, machine, trace, breaks, known, loopFrom);
  return { breaks, ...execution, words, ...(loopFrom !== null && { loop: { from: loopFrom } }) };
}

/** A replayed trace as it is shown. */
export function executionOf(
  subject: Subject,
  machine: Machine,
  trace: Trace,
  breaks: string,
  loopFrom: number | null = null,
): Execution {
  const schedule = trace.rules.map((rule) => machine.rules[rule].name);
  const { litmus, hash, revision, design, options } = subject;
  return {
    lanes: [...machine.kernel.program.lanes.map(({ name }) => name), 'clock', 'E'],
    start: fieldsAt(machine, trace, 0),
    steps: stepsOf(machine, trace),
    contextSwitches: switchesOf(machine, trace.rules),
    token: writeToken({
      test: litmus.name,
      hash,
      revision,
      design: design.name,
      aborts: options.aborts,
      breaks,
      schedule,
      loopFrom,
      digest: options.digest,
    }),
  };
}

/** The schedule of the run by which the search found this outcome first. */
export function scheduleTo(exploration: Exploration, outcome: string): string[] {
  const { rules } = exploration.model;
  return traceToOutcome(exploration, outcome).rules.map((rule) => rules[rule].name);
}

function traceToOutcome(exploration: Exploration, outcome: string): Trace {
  const { model, outcomes } = exploration;
  const isIt = (bytes: Uint8Array, at: number) => model.outcome?.(bytes, at) === outcome;
  return traceTo(exploration, outcomes.get(outcome)?.id ?? -1, isIt);
}

function switchesOf(model: Model, rules: readonly number[]): number {
  const actors = rules.map((rule) => model.rules[rule].actor);
  return actors.filter((actor, i) => i > 0 && actor !== actors[i - 1]).length;
}

/** Every step of a replayed trace. */
export function stepsOf(machine: Machine, trace: Trace): Step[] {
  const events = eventsOf(machine, trace);
  return trace.rules.map((_, i) => ({
    ...deedOf(machine, trace, i),
    events: events[i],
    ...withinOf(machine, trace, i),
  }));
}

/** The procedure of user code in which the lane makes this step, where it is in one. */
function withinOf(machine: Machine, trace: Trace, i: number): Pick<Step, 'within'> {
  const { kernel } = machine;
  const { actor } = machine.rules[trace.rules[i]];
  if (!kernel.program.hasUserCode || actor >= kernel.threads) return {};
  kernel.bind(trace.records, i * machine.recordSize);
  const { within } = kernel.op(actor);
  return within === '' ? {} : { within };
}

/** What step `i` of a trace does. */
export function deedOf(machine: Machine, trace: Trace, i: number): Deed {
  const rule = trace.rules[i];
  const { actor, name } = machine.rules[rule];
  const own = rule < machine.envRules ? STEPS[rule % STEPS.length] : undefined;
  return {
    lane: actor,
    rule: name,
    says:
      own === undefined
        ? environmentSays(machine, trace, name, i)
        : ownSays(machine, trace, rule, i),
    fn: own?.fn ?? '',
    file: own?.file || sourceOf(machine, trace, i),
    changes: changesIn(machine, trace, i),
  };
}

/** A step of user code comes from the test itself, `line 12`, or from what it includes, `a.proc line 12`. */
function sourceOf(machine: Machine, trace: Trace, i: number): string {
  const { actor } = machine.rules[trace.rules[i]];
  machine.kernel.bind(trace.records, i * machine.recordSize);
  if (actor >= machine.kernel.threads) return '';
  const { act, line, file } = machine.kernel.op(actor);
  if (act === null || machine.kernel.get(actor, PC) !== ASSIGN) return '';
  return file === '' ? `line ${line}` : `${file} line ${line}`;
}

/** A step of a thread or of the clock, told by what it did. */
function ownSays(machine: Machine, trace: Trace, rule: number, i: number): string {
  const look =
    (index: number): Look =>
    (read) => {
      machine.kernel.bind(trace.records, index * machine.recordSize);
      return read(machine.kernel);
    };
  const step = rule % STEPS.length;
  return tellStep(step, machine.rules[rule].actor, look(i), look(i + 1));
}

/** `any` of user code, by its source text and which way it goes. */
function chosenSays(machine: Machine, trace: Trace, i: number): string {
  const rule = trace.rules[i];
  const { actor, name } = machine.rules[rule];
  machine.kernel.bind(trace.records, i * machine.recordSize);
  return `${machine.kernel.op(actor).text}: ${name.endsWith('1') ? 'yes' : 'no'}`;
}

/** What E awaits, as it reads after `sees that P0`. */
const SEEN: Readonly<Record<string, string>> = {
  Asleep: 'is asleep',
  Inside: 'is inside its call',
  Woken: 'has been woken',
  Held: 'is held',
  Done: 'is done with its call',
};

/** The machine's kernel is at the state before. */
function goSays({ kernel }: Machine, thread: number, lane: string): string {
  return isHeld(kernel, thread) ? `lets ${lane} go on` : `takes its request to ${lane} back`;
}

function environmentSays(machine: Machine, trace: Trace, name: string, i: number): string {
  const [, what, who] = name.split(' ');
  if (what.startsWith('any=')) return chosenSays(machine, trace, i);
  if (what === 'wakes') return `wakes ${who}`;
  if (what === 'tick') return 'one clock interrupt';
  if (what === 'abort') return `asks ${who} to stop`;
  if (what === 'kick') return kickSays(machine, trace, who, i);
  if (what === 'resume') return `lets ${who} go on`;
  if (what === 'move') return `puts ${who} on the other CPU`;
  machine.kernel.bind(trace.records, i * machine.recordSize);
  const action = machine.kernel.program.env[machine.kernel.global(ENV_OP)];
  const lane = 'thread' in action ? machine.kernel.program.lanes[action.thread].name : '';
  if (action.is === 'await') return `sees that ${lane} ${SEEN[action.state] ?? action.state}`;
  if (action.is === 'abort') return abortSays(machine, trace, action.thread, i);
  if (action.is === 'resume') return `lets ${lane} go on`;
  if (action.is === 'go') return goSays(machine, action.thread, lane);
  if (action.is === 'kill') {
    const sub = machine.kernel.global(ENV_SUB);
    const thread = action.threads[sub >> 1];
    const victim = machine.kernel.program.lanes[thread].name;
    if (!isAttached(machine.kernel, thread)) return `kills ${victim}: it is not there yet`;
    return sub % 2 === 0 ? `kills ${victim}: sets its flag` : `kills ${victim}: wakes it`;
  }
  if (action.is === 'checkpoint') {
    return deedSays(machine.kernel.program, action.plan[machine.kernel.global(ENV_SUB)]);
  }
  if (action.is === 'restore') return restoreSays(machine.kernel.program, action.group);
  if (isOfHeld(action)) {
    const changes = changesIn(machine, trace, i);
    machine.kernel.bind(trace.records, i * machine.recordSize);
    return heldSays(machine.kernel, action, changes);
  }
  return `${action.is} ${lane}`.trim();
}

/** The second half of a request. It comes too late for a thread that has seen the flag already. */
function kickSays(machine: Machine, trace: Trace, who: string, i: number): string {
  const moved = changesIn(machine, trace, i).some(({ name }) => name !== `${who}.abort`);
  return moved ? `wakes ${who} to see the request` : `wakes ${who}: no effect`;
}

/** An abort of the E lane may come too early or too late for the call that it is meant for. */
function abortSays(machine: Machine, trace: Trace, thread: number, i: number): string {
  const { kernel } = machine;
  const isRequested = (index: number): boolean => {
    kernel.bind(trace.records, index * machine.recordSize);
    return kernel.has(thread, ABORT);
  };
  const { name } = kernel.program.lanes[thread];
  if (!isRequested(i) && isRequested(i + 1)) return `asks ${name} to stop`;
  return isRequested(i)
    ? `asks ${name} to stop: it is asked already`
    : `asks ${name} to stop: too late or too early for that call`;
}

/** What step `i` of a trace changes of what can be seen. */
export function changesIn(machine: Machine, trace: Trace, i: number): Deed['changes'] {
  const before = fieldsAt(machine, trace, i);
  const changes: { name: string; from: string; to: string }[] = [];
  // The fields of a kernel are the same in all states, in one order; a restore on the other revision
  // leads to others, of which those are compared that both have.
  for (const [f, [name, to]] of fieldsAt(machine, trace, i + 1).entries()) {
    const known = before[f]?.[0] === name ? before[f] : before.find(([other]) => other === name);
    if (known !== undefined && known[1] !== to) changes.push({ name, from: known[1], to });
  }
  return changes;
}

/** By trace: each state is asked for by the step to it, by the step from it, and by its words. */
const told = new WeakMap<Trace, Fields[]>();

type Fields = readonly (readonly [string, string])[];

/** All that can be seen of state `i` of a trace. */
function fieldsAt(machine: Machine, trace: Trace, i: number): Fields {
  const known = told.get(trace) ?? [];
  if (known.length === 0) told.set(trace, known);
  if (known[i] === undefined) {
    known[i] = fieldsIn(machine, trace.records, i * machine.recordSize);
  }
  return known[i];
}

/** By machine: runs of one test go through the same states. */
const seen = new WeakMap<Machine, Map<string, Fields>>();

function fieldsIn(machine: Machine, records: Uint8Array, at: number): Fields {
  const known = seen.get(machine) ?? new Map<string, Fields>();
  seen.set(machine, known);
  let bytes = '';
  for (let i = at; i < at + machine.recordSize; i++) bytes += String.fromCharCode(records[i]);
  const fields = known.get(bytes);
  if (fields !== undefined) return fields;
  machine.kernel.bind(records, at);
  const found = fieldsOf(machine.kernel);
  known.set(bytes, found);
  return found;
}
