/**
 * What of a counterexample had to be: its aborts, its ticks, its context switches.
 *
 * Each is asked by itself, of all runs of this very test that break the same: what is the least that
 * one of them has? So `least` of two kinds need not come together in one run.
 */
import { leastOf, leastSwitches } from '../../checker/ways.ts';
import type { AbortNeed, KnownFate, Need } from '../../reports/data.ts';
import type { TestModel } from '../search/test-model.ts';
import { callName, type Deeds, isRequest, TICK } from './deeds.ts';
import { type Asked, turnsOf } from './turning.ts';

type Needs = Pick<KnownFate, 'aborts' | 'ticks' | 'switches'>;

export function needsOf(asked: Asked, deeds: Deeds, machine: TestModel['machine']): Needs {
  const { graph, falls, path, rules } = asked;
  const own = rules.map((rule, i) => deeds[graph.edgeBy(path[i], rule)]);
  const needOf = (counts: (deed: number) => boolean): Need => {
    const made = own.filter(counts).length;
    // What the run has none of it does not need.
    const least = made === 0 ? 0 : leastOf(graph, falls, falls, (edge) => counts(deeds[edge]));
    return { made, least };
  };
  const hit = [...new Set(own.filter(isRequest))];
  const each = hit.map((call): AbortNeed => ({
    ...needOf((deed) => deed === call),
    of: callName(machine, call),
    steps: own.flatMap((deed, i) => (deed === call ? [i + 1] : [])),
  }));
  const turns = turnsOf(asked);
  return {
    aborts: { ...needOf(isRequest), each },
    ticks: needOf((deed) => deed === TICK),
    switches: { made: turns.length, least: leastSwitches(graph, falls, falls), each: turns },
  };
}
