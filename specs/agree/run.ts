/**
 * Runs a kernel-level program on the model and says in what it can end.
 */
import type { Exploration, ExploreOptions } from '../../checker/exploration.ts';
import { explore } from '../../checker/explore.ts';
import { ModelError } from '../../checker/model.ts';
import { outcomeWitness } from '../../checker/shortest.ts';
import { traceTo } from '../../checker/trace.ts';
import { parseDesign } from '../../model/designs/designs.ts';
import { DesignError } from '../../model/designs/policies.ts';
import { K_AWAIT } from '../../model/syscall/kernel-lanes.ts';
import { INTERRUPTED, OP, PANIC, PC } from '../../model/record/layout.ts';
import { Machine } from '../../model/machine.ts';
import { NONE, type Program } from '../../model/record/program.ts';
import { isAsleep } from '../../model/proc/scheduler.ts';
import { timersAt } from '../../model/record/cpus.ts';
import type { Kernel } from '../../model/record/state.ts';
import { INTEGER, RC_NAMES, TIMEOUT_2012 } from '../../model/record/values.ts';
import { compile } from '../compile/compile.ts';
import type { Litmus } from '../litmus/litmus.ts';
import type { CannotRun } from './agree.ts';
import type { AllowedOutcome } from './agree-observed.ts';
import { firstEndless } from './endless.ts';
import type { Endless, KernelEnd } from './outcomes.ts';
import { askingFor, type NamedPlace, placeReader } from './places.ts';
import type { Revision } from './read-outcomes.ts';
import { capabilityOf, messageResult, tasksOf } from './run-tasks.ts';
import { sessionOf } from './run-udebug.ts';
import { Unsupported } from '../compile/unsupported.ts';

/** Far more than any recorded program needs; beyond it the comparison says that it was cut. */
const LIMITS = { statesMax: 4_000_000, timeLimitMs: 60_000 };

/** All ends of the program, or the reason for which there is none to compare. */
export function runKernelProgram(
  litmus: Litmus,
  revision: Revision,
  recordTicks: boolean,
  limits: ExploreOptions = LIMITS,
): readonly KernelEnd[] | CannotRun {
  return unlessItCannot(() => {
    const exploration = exploreKernelProgram(litmus, revision, recordTicks, limits);
    return cutShort(exploration) ?? [...keysOf<KernelEnd>(exploration), ...endless(exploration)];
  });
}

/** Looked for where a thread may wait by going round: in a debug session of 2026. */
function endless(exploration: Exploration): readonly Endless[] {
  const { kernel } = exploration.model as Machine;
  const isAsked = kernel.program.sessions.length > 0;
  return isAsked && firstEndless(exploration) >= 0 ? [{ endless: true }] : [];
}

/** All ends of a test of the catalogue, as the values of `places`. */
export function runObserved(
  litmus: Litmus,
  design: string,
  revision: Revision,
  places: readonly NamedPlace[],
): readonly AllowedOutcome[] | CannotRun {
  return unlessItCannot(() => {
    const program = compile(askingFor(litmus, places), parseDesign(design), revision);
    const readers = places.map((place) => placeReader(program, place));
    const machine = new Machine(program, {
      properties: [],
      boundExceeded: (message) => new ModelError(message),
      outcome: (k) => JSON.stringify(k.global(PANIC) === 0 ? readers.map((read) => read(k)) : null),
    });
    const exploration = explore(machine, LIMITS);
    return cutShort(exploration) ?? keysOf<AllowedOutcome>(exploration);
  });
}

/** A program that breaks the model is an error of its line: those after it are still compared. */
function unlessItCannot<T>(run: () => readonly T[] | CannotRun): readonly T[] | CannotRun {
  try {
    return run();
  } catch (error) {
    if (error instanceof Unsupported) return { verdict: 'not expressible', why: error.message };
    if (error instanceof DesignError) return { verdict: 'error', why: error.message };
    const { name, message } = error as Error;
    return { verdict: 'error', why: `the model cannot run it (${name}: ${message})` };
  }
}

function cutShort({ stopped, error, states }: Exploration): CannotRun | null {
  if (stopped === 'complete') return null;
  const why = error?.message ?? `the search was cut (limit: ${stopped}) after ${states} states`;
  return { verdict: 'error', why };
}

function keysOf<T>({ outcomes }: Exploration): readonly T[] {
  return [...outcomes.keys()].map((text) => JSON.parse(text) as T);
}

function exploreKernelProgram(
  litmus: Litmus,
  revision: Revision,
  recordTicks: boolean,
  limits: ExploreOptions,
): Exploration {
  const program = compile(litmus, parseDesign('today'), revision, { stampReturns: recordTicks });
  return explore(machineOf(program), limits);
}

/** Runs are looked for to so many ends of one program: each is a search of its own. */
const WITNESSES_MAX = 5;

/**
 * The shortest run of the model to each of `ends`, with the fewest context switches: a rule a step.
 * Of many, the first ones; null for the others.
 *
 * @throws RangeError if the model has no such end.
 */
export function witnessesTo(
  litmus: Litmus,
  revision: Revision,
  recordTicks: boolean,
  ends: readonly KernelEnd[],
): (readonly string[] | null)[] {
  if (ends.length === 0) return [];
  const exploration = exploreKernelProgram(litmus, revision, recordTicks, LIMITS);
  return ends.map((end, i) => {
    if (i >= WITNESSES_MAX) return null;
    const { rules } =
      'endless' in end
        ? traceTo(exploration, firstEndless(exploration))
        : outcomeWitness(exploration, JSON.stringify(end));
    return rules.map((rule) => exploration.model.rules[rule].name);
  });
}

/** The program as a model whose outcomes are KernelEnds, as JSON. */
export function machineOf(program: Program): Machine {
  return new Machine(program, {
    properties: [],
    boundExceeded: (message) => new ModelError(message),
    outcome: (k) => JSON.stringify(endOf(k)),
  });
}

function endOf(k: Kernel): KernelEnd {
  const { program } = k;
  const laneName = (t: number): string => `P${t}`;
  if (k.global(PANIC) !== 0) return { panic: `assertion in ${laneName(k.global(PANIC) - 1)}` };
  const threads = program.lanes.map((_, t) => t);
  return {
    results: threads.map((t) => program.lanes[t].ops.map((_, op) => resultOf(k, t, op))),
    queues: program.queues.flatMap(({ name, kind }, q) => {
      if (kind === 'box' || kind === 'phone-lock' || kind === 'go') return [];
      const sleepers = Array.from({ length: k.sleepers(q) }, (_, i) => laneName(k.sleeper(q, i)));
      const closed = k.closed(q) && !k.old;
      return [{ name, banked: k.balance(q), closed, sleepers, ...capabilityOf(k, q) }];
    }),
    counters: program.words
      .map(({ name }, w) => ({ name, value: k.word(w) }))
      .filter(({ name }) => program.queues.some((queue) => queue.name === name)),
    interrupted: threads.filter((t) => k.has(t, INTERRUPTED)).map(laneName),
    armedTimeouts: k.bytes[timersAt(k, 0)],
    tasks: tasksOf(k),
    ...(program.sessions.length > 0 && { udebug: sessionOf(k, 0) }),
  };
}

function resultOf(k: Kernel, t: number, op: number): string {
  const now = k.get(t, OP);
  if (op > now) return 'not-reached';
  if (op === now) return unfinished(k, t);
  const { register, call } = k.program.lanes[t].ops[op];
  if (register === NONE) return call === 'tick' ? 'ok' : 'unset';
  const code = k.registerCode(register);
  const payload = k.registerPayload(register);
  const message = messageResult(k, call, code, payload);
  const text = message ?? (code === INTEGER ? String(payload) : codeName(code));
  if (!k.program.stampReturns) return text;
  return `${text}@t${k.bytes[k.at + k.layout.stamps + register]}`;
}

function codeName(code: number): string {
  return code === TIMEOUT_2012 ? 'TIMEOUT' : RC_NAMES[code];
}

/** Why a lane that has not ended is where it is. */
function unfinished(k: Kernel, t: number): string {
  if (k.get(t, PC) === K_AWAIT) return 'awaiting';
  return isAsleep(k, t) ? 'blocked' : 'deadlock(lock)';
}
