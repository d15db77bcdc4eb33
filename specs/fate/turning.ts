/**
 * Where a run could still have ended well, and where not any more: the point of no return, what could
 * have come instead, and which changes of the mover had to be.
 *
 * A way ends well if it comes to a good end and nothing falls on it. So a state in which something
 * falls is a wall: what could come after it helps nobody. Of any system; no kernel is known here.
 */
import type { Graph } from '../../checker/graph.ts';
import { nearestFrom, NEVER, stepsTo } from '../../checker/ways.ts';
import type { Turn } from '../../reports/data.ts';

/** A run through a graph, and what is asked of it. Bytes are per state. */
export interface Asked {
  readonly graph: Graph;
  /** The states in which what is asked about falls. */
  readonly falls: Uint8Array;
  /** Ends that are good; none of them falls. */
  readonly goods: Uint8Array;
  /** The states of the run, the initial one first; in the last one something falls. */
  readonly path: readonly number[];
  /** The rule of each step: one less than there are states. */
  readonly rules: readonly number[];
}

export interface TurningPoint {
  /** After this step, counted from 1, no good end can be reached; 0: not even at the start. */
  readonly lost: number;
  /** Rules that can come instead of that step: how far the nearest good end is then, and which. */
  readonly instead: readonly {
    readonly rule: number;
    readonly steps: number;
    readonly end: number;
  }[];
  /** The state before that step is a good end. */
  readonly mayStop: boolean;
}

export function turningPointOf({ graph, falls, goods, path }: Asked): TurningPoint {
  const steps = stepsTo(graph, goods, falls);
  // From a state that is lost no way leads back: the first one is the point of no return.
  const lost = path.findIndex((id) => steps[id] === NEVER);
  if (lost < 1) return { lost: 0, instead: [], mayStop: false };
  const before = path[lost - 1];
  const instead = edgesOf(graph, before)
    .filter((edge) => steps[graph.targets[edge]] !== NEVER)
    .map((edge) => ({
      rule: graph.rules[edge],
      steps: steps[graph.targets[edge]] + 1,
      end: nearestFrom(graph, steps, graph.targets[edge]),
    }))
    .toSorted((a, b) => a.steps - b.steps || a.rule - b.rule);
  return { lost, instead, mayStop: goods[before] !== 0 };
}

/** Each change of the mover: could the same one have gone on, and could it fall all the same? */
export function turnsOf({ graph, falls, path, rules }: Asked): readonly Turn[] {
  const actorOf = (rule: number): number => graph.exploration.model.rules[rule].actor;
  const steps = stepsTo(graph, falls, falls);
  return rules.slice(1).flatMap((rule, i): Turn[] => {
    const mover = actorOf(rules[i]);
    if (actorOf(rule) === mover) return [];
    const after = i + 1;
    const own = edgesOf(graph, path[after]).filter((edge) => actorOf(graph.rules[edge]) === mover);
    if (own.length === 0) return [{ after, is: 'forced' }];
    const canFall = own.some((edge) => steps[graph.targets[edge]] !== NEVER);
    return [{ after, is: canFall ? 'free' : 'needed' }];
  });
}

function edgesOf({ first }: Graph, id: number): number[] {
  return Array.from({ length: first[id + 1] - first[id] }, (_, i) => first[id] + i);
}
