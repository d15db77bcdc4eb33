/**
 * B and H of R7: the most steps that a thread takes, and that it waits for lock holders to take,
 * from an abort request to its boundary: longest ways through the part of the graph of a complete
 * search in which the request is pending. Where one can go round for ever, there is no most.
 */
import { componentsOf, type Part } from '../../checker/cycles/components.ts';
import { mostInOrder, mostOnWays } from '../../checker/cycles/most.ts';
import type { Graph } from '../../checker/graph.ts';
import { ABORT, LINK, OP, PC, RET, TIMER, TIMER_IDLE } from '../../model/record/layout.ts';
import type { Machine } from '../../model/machine.ts';
import { PRIVATE_QUEUE } from '../../model/record/program.ts';
import type { Kernel } from '../../model/record/state.ts';
import { STEPS } from '../../model/record/step.ts';
import { HELD } from '../../model/proc/boundary.ts';
import { isSeen } from '../../model/proc/seen.ts';
import { SLEEP } from '../../model/synch/wait-queue-2012.ts';
import { UNREGISTER_WAIT } from '../../model/synch/wait-queue-2026.ts';
import { RESTART } from '../../model/syscall/syscall.ts';
import { EXCEPTION_EXIT, LEAVE } from '../../model/proc/thread-exit.ts';
import type { AssertionResult, Latency } from '../../reports/data.ts';
import type { Whole } from '../livelock/livelocks.ts';
import type { Subject } from '../search/search.ts';

const EXIT_CALL = 'thread_exit';

/** `whole`: the graph of the test, or null where it is not at hand. */
export function latencies(
  subject: Subject,
  machine: Machine,
  whole: Whole | null,
  assertions: readonly AssertionResult[],
): Latency[] {
  const r7 = assertions.find(({ id }) => id === 'R7');
  // Which call of a lane that branches has just completed is in no state.
  if (r7 === undefined || whole === null || branches(machine)) return [];
  const worst = new Map<string, Steps>();
  for (let t = 0; t < machine.kernel.threads; t++) addWorst(worst, machine, whole, t);
  const isBounded = (steps: number): boolean => r7.verdict !== 'VIOLATED' && steps < Infinity;
  return [...worst].map(([call, { own, holder }]) => ({
    call,
    revision: subject.revision,
    design: subject.design.name,
    ownSteps: isBounded(own) ? own : null,
    holderSteps: isBounded(holder) ? holder : null,
    test: subject.litmus.name,
  }));
}

/** User code that does not go straight on. */
function branches({ kernel: { program } }: Machine): boolean {
  return program.lanes.some(
    ({ code, ops }) =>
      code.some(({ is }) => is === 'jump' || is === 'test') ||
      ops.some(({ act }) => act?.is === 'any' || (act && 'then' in act && act.then?.is === 'test')),
  );
}

interface Steps {
  readonly own: number;
  readonly holder: number;
}

/** What thread t takes at most to its boundaries, by call. */
function addWorst(worst: Map<string, Steps>, machine: Machine, whole: Whole, t: number): void {
  const { kernel } = machine;
  const { graph, order } = whole;
  const { arena } = graph.exploration.seen;
  const part = pendingPart(machine, graph, t);
  if (!part.inside.includes(1)) return;
  const components = order === null ? componentsOf(part) : null;
  const most = (counts: (edge: number) => number): Float64Array =>
    components === null
      ? mostInOrder(part, order ?? new Uint32Array(0), counts)
      : mostOnWays(part, components, counts);
  const own = most(ownSteps(machine, graph, t));
  const holder = most(holderSteps(machine, graph, t));
  for (let id = 0; id < graph.states; id++) {
    if (part.inside[id] === 0) continue;
    kernel.bind(arena.chunkOf(id), arena.atOf(id));
    const left = stepsLeft(kernel, t);
    // Who was set is at another call now; as it came to be held it stands in a state before.
    if (left < 0 || isSeen(kernel, t)) continue;
    const call = left > 0 ? EXIT_CALL : callOf(kernel, t);
    if (call === null) continue;
    const known = worst.get(call) ?? { own: 0, holder: 0 };
    worst.set(call, {
      own: Math.max(known.own, own[id] + left),
      holder: Math.max(known.holder, holder[id]),
    });
  }
}

/** The states in which t has a request, or has been held by one. */
function pendingPart({ kernel, rules }: Machine, graph: Graph, t: number): Part {
  const { arena } = graph.exploration.seen;
  const inside = new Uint8Array(graph.states);
  for (let id = 0; id < graph.states; id++) {
    kernel.bind(arena.chunkOf(id), arena.atOf(id));
    if (kernel.has(t, ABORT) || kernel.get(t, PC) === HELD) inside[id] = 1;
  }
  return { graph, inside, moves: new Uint8Array(rules.length).fill(1) };
}

function ownSteps({ rules, envRules }: Machine, graph: Graph, t: number) {
  const isOwn = rules.map(({ actor }, rule) =>
    rule < envRules && actor === t && STEPS[rule % STEPS.length].mode === 'kernel' ? 1 : 0,
  );
  return (edge: number): number => isOwn[graph.rules[edge]];
}

/** Steps of whoever t waits for, once they are taken. */
function holderSteps({ kernel, rules, envRules }: Machine, graph: Graph, t: number) {
  const { arena } = graph.exploration.seen;
  return (edge: number): number => {
    const rule = graph.rules[edge];
    const who = rules[rule].actor;
    if (rule >= envRules || who === t || rule % STEPS.length === EXCEPTION_EXIT) return 0;
    const target = graph.targets[edge];
    kernel.bind(arena.chunkOf(target), arena.atOf(target));
    return kernel.has(t, ABORT) && waitsFor(kernel, t, who) ? 1 : 0;
  };
}

/** For a lock that `who` may hold, or for the clock's handler. */
function waitsFor(k: Kernel, t: number, who: number): boolean {
  const pc = k.get(t, PC);
  if (who === k.threads) {
    return pc === UNREGISTER_WAIT || (pc === SLEEP && k.get(t, TIMER) !== TIMER_IDLE);
  }
  const queue = k.get(t, LINK) - 1;
  if (queue < 0 || queue === PRIVATE_QUEUE) return false;
  const { kind } = k.program.queues[queue];
  if (kind === 'as-lock') return k.op(who).call === 'page_in' && sameTask(k, t, who);
  if (kind !== 'phone-lock') return false;
  const { ops } = k.program.lanes[who];
  return ops.some(
    ({ phone }) => phone < k.program.phones.length && k.program.phones[phone].lock === queue,
  );
}

const sameTask = (k: Kernel, t: number, who: number): boolean =>
  k.program.lanes[t].task === k.program.lanes[who].task;

/**
 * 0: t is held at the boundary. 1: it was asked to stop in thread_exit, whose one step is its last:
 * it is never held, its end is its boundary. -1: neither.
 */
function stepsLeft(k: Kernel, t: number): number {
  const pc = k.get(t, PC);
  if (pc === HELD) return 0;
  return pc === LEAVE && k.has(t, ABORT) ? 1 : -1;
}

/**
 * The call that a held thread was stopped in; one that completed is the one before. A checkpoint holds
 * a thread in user mode as well, where it is at a boundary: null before its first call.
 */
function callOf(k: Kernel, t: number): string | null {
  const { ops } = k.program.lanes[t];
  const ret = k.get(t, RET);
  const current = ops[k.get(t, OP)];
  const goesOn = ret === RESTART || (current !== undefined && ret === current.after && ret !== 0);
  return goesOn ? current.call : (ops[k.get(t, OP) - 1]?.call ?? null);
}
