/**
 * Runs a kernel-level program on the model and says in what it can end.
 */
import { explore } from '../../checker/explore.ts';
import { ModelError } from '../../checker/model.ts';
import { outcomeWitness } from '../../checker/shortest.ts';
import { parseDesign } from '../../model/designs/designs.ts';
import { K_AWAIT } from '../../model/syscall/kernel-lanes.ts';
import { INTERRUPTED, OP, PANIC, PC } from '../../model/record/layout.ts';
import { Machine } from '../../model/machine.ts';
import { NONE, type Program } from '../../model/record/program.ts';
import { isAsleep } from '../../model/proc/scheduler.ts';
import type { Kernel } from '../../model/record/state.ts';
import { INTEGER, RC_NAMES, TIMEOUT_2012 } from '../../model/record/values.ts';
import { compile } from '../compile/compile.ts';
import type { Litmus } from '../litmus/litmus.ts';
import type { KernelEnd } from './outcomes.ts';
import type { Revision } from './read-outcomes.ts';
import { capabilityOf, messageResult, tasksOf } from './run-tasks.ts';
import { Unsupported } from '../compile/unsupported.ts';

/** Far more than any recorded program needs; beyond it the comparison says that it was cut. */
const STATES_MAX = 4_000_000;

/** All ends of the program, or the reason for which there is none to compare. */
export function runKernelProgram(
  litmus: Litmus,
  revision: Revision,
  recordTicks: boolean,
): readonly KernelEnd[] | string {
  try {
    const program = compile(litmus, parseDesign('today'), revision, { stampReturns: recordTicks });
    const machine = machineOf(program);
    const { stopped, outcomes, error } = explore(machine, { statesMax: STATES_MAX });
    if (stopped !== 'complete') return `the search ended with ${error?.message ?? stopped}`;
    return [...outcomes.keys()].map((text) => JSON.parse(text) as KernelEnd);
  } catch (error) {
    if (error instanceof Unsupported) return error.message;
    throw error;
  }
}

/**
 * The shortest run of the model to an end, with the fewest context switches: a rule a step.
 *
 * @throws RangeError if the model has no such end.
 */
export function witnessTo(
  litmus: Litmus,
  revision: Revision,
  recordTicks: boolean,
  end: KernelEnd,
): readonly string[] {
  const program = compile(litmus, parseDesign('today'), revision, { stampReturns: recordTicks });
  const exploration = explore(machineOf(program), { statesMax: STATES_MAX });
  const { rules } = outcomeWitness(exploration, JSON.stringify(end));
  return rules.map((rule) => exploration.model.rules[rule].name);
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
      if (kind === 'box' || kind === 'phone-lock') return [];
      const sleepers = Array.from({ length: k.sleepers(q) }, (_, i) => laneName(k.sleeper(q, i)));
      const closed = k.closed(q) && !k.old;
      return [{ name, banked: k.balance(q), closed, sleepers, ...capabilityOf(k, q) }];
    }),
    counters: program.words
      .map(({ name }, w) => ({ name, value: k.word(w) }))
      .filter(({ name }) => program.queues.some((queue) => queue.name === name)),
    interrupted: threads.filter((t) => k.has(t, INTERRUPTED)).map(laneName),
    armedTimeouts: k.bytes[k.timersAt()],
    tasks: tasksOf(k),
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
