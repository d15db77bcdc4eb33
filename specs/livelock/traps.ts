/**
 * U2: what never ends, told as outcomes. A run in a trap comes to one of its bottoms and stays there:
 * each bottom is one more way in which the test can turn out, in which registers show `loops` where
 * the lane goes round within the call of their cell.
 *
 * Conditions are about ends. A bottom satisfies none, so `forall` falls with it, and an outcome that
 * no end shows may still be one that a run would have come to.
 */
import { NO_COMPONENT } from '../../checker/cycles/components.ts';
import type { Traps } from '../../checker/cycles/traps.ts';
import { OP } from '../../model/record/layout.ts';
import type { Machine } from '../../model/machine.ts';
import type { Op } from '../../model/record/program.ts';
import type { OutcomeKey } from '../search/test-model.ts';

/** What is shown of the bottoms of a trap that look alike. */
export interface Endless {
  readonly key: OutcomeKey;
  readonly bottoms: number;
}

/** One each of what the bottoms look like. */
export function endlessOf(machine: Machine, traps: Traps): readonly Endless[] {
  const found = new Map<string, Endless>();
  const { arena } = traps.part.graph.exploration.seen;
  for (const states of statesOf(traps).values()) {
    const [first] = states;
    const { lanes, registers } = loopingIn(machine, traps, states);
    machine.kernel.loopingLanes = lanes;
    machine.kernel.looping = registers;
    const text = machine.outcome(arena.chunkOf(first), arena.atOf(first)) ?? '{}';
    machine.kernel.loopingLanes = new Set();
    machine.kernel.looping = new Set();
    const known = found.get(text);
    const key = { ...(JSON.parse(text) as OutcomeKey), satisfies: false };
    found.set(text, { key, bottoms: 1 + (known?.bottoms ?? 0) });
  }
  return [...found.values()];
}

/** The states of each bottom. */
function statesOf({ of, bottoms }: Traps): Map<number, number[]> {
  const states = new Map(bottoms.map((bottom) => [bottom, [] as number[]]));
  for (const [id, own] of of.entries()) if (own !== NO_COMPONENT) states.get(own)?.push(id);
  return states;
}

/** The lanes that go round there, and the registers that belong to every step that each stands at. */
function loopingIn(
  machine: Machine,
  { part: { graph, moves } }: Traps,
  states: readonly number[],
): { readonly lanes: Set<number>; readonly registers: Set<number> } {
  const { kernel } = machine;
  const { arena } = graph.exploration.seen;
  const moving = new Set<number>();
  const registers = kernel.program.lanes.map(() => null as Set<number> | null);
  for (const id of states) {
    kernel.bind(arena.chunkOf(id), arena.atOf(id));
    for (const [t, { ops }] of kernel.program.lanes.entries()) {
      const own = shownBy(ops[kernel.get(t, OP)]);
      const known = registers[t];
      registers[t] = known === null ? own : new Set([...known].filter((each) => own.has(each)));
    }
    for (let edge = graph.first[id]; edge < graph.first[id + 1]; edge++) {
      const rule = graph.rules[edge];
      if (moves[rule] !== 0) moving.add(machine.rules[rule].actor);
    }
  }
  const lanes = new Set([...moving].filter((t) => t < kernel.threads));
  const shown = [...lanes].flatMap((t) => [...(registers[t] ?? [])]);
  return { lanes, registers: new Set(shown) };
}

function shownBy(op: Op | undefined): Set<number> {
  return new Set(op === undefined ? [] : [op.register, ...op.shows]);
}
