/**
 * What the edges of a test's graph mean that somebody may want to leave out: requests to stop, and
 * ticks of the clock.
 */
import type { Graph } from '../../checker/graph.ts';
import { ABORT, ENV_OP, OP } from '../../model/record/layout.ts';
import type { Machine } from '../../model/machine.ts';

/** Per edge: NOTHING, TICK, or the call in which a request hits its thread. */
export type Deeds = Int32Array;

const NOTHING = -1;
export const TICK = -2;
/** More than a lane has calls. */
const OPS_MAX = 2 ** 16;

/** The number of a thread's call among the deeds. */
function callNumber(thread: number, op: number): number {
  return thread * OPS_MAX + op;
}

export function isRequest(deed: number): boolean {
  return deed >= 0;
}

/** `P0:L0`, or `waitq_sleep of P0` where the test gives it no label. */
export function callName({ kernel: { program } }: Machine, deed: number): string {
  const { name, ops } = program.lanes[Math.floor(deed / OPS_MAX)];
  const { label, call } = ops[deed % OPS_MAX];
  return label === null ? `${call} of ${name}` : `${name}:${label}`;
}

/** The deeds of all edges: those of the environment are looked at, nobody else asks or ticks. */
export function deedsOf(graph: Graph, machine: Machine): Deeds {
  const { states, first, targets, rules } = graph;
  const deeds: Deeds = new Int32Array(targets.length).fill(NOTHING);
  for (let id = 0; id < states; id++) {
    for (let edge = first[id]; edge < first[id + 1]; edge++) {
      const rule = rules[edge];
      if (rule >= machine.envRules) deeds[edge] = deedOf(graph, machine, id, edge);
    }
  }
  return deeds;
}

function deedOf(graph: Graph, machine: Machine, id: number, edge: number): number {
  const { name } = machine.rules[graph.rules[edge]];
  if (name === 'E tick') return TICK;
  const { kernel } = machine;
  const see = (state: number): void => {
    const { arena } = graph.exploration.seen;
    kernel.bind(arena.chunkOf(state), arena.atOf(state));
  };
  see(id);
  const asked = kernel.program.lanes.map((_, t) => ({
    was: kernel.has(t, ABORT),
    op: kernel.get(t, OP),
  }));
  const action = name === 'E lane' ? kernel.program.env[kernel.global(ENV_OP)] : null;
  if (action?.is === 'tick') return TICK;
  see(graph.targets[edge]);
  // A request that comes too early or too late for its call, or coalesces with another, hits nobody.
  const hit = asked.findIndex(({ was }, t) => !was && kernel.has(t, ABORT));
  return hit < 0 ? NOTHING : callNumber(hit, asked[hit].op);
}
