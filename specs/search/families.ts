/** How many times fewer states a search by a choice of successors visits, by family of tests. */
import { explore } from '../../checker/explore.ts';
import type { Design } from '../../model/designs/policies.ts';
import { choiceFor } from '../../model/footprints/choice.ts';
import type { Litmus } from '../litmus/litmus.ts';
import { type Case, casesOf } from './declared-cases.ts';
import { testModel } from './test-model.ts';

export interface FamilyRow {
  readonly family: string;
  /** Programs that were compared; those whose plain search was cut; those that met an assertion. */
  readonly programs: number;
  readonly cut: number;
  readonly panicked: number;
  /** Plain by reduced, of states and of transitions: the median and the most. */
  readonly states: readonly [number, number];
  readonly transitions: readonly [number, number];
}

/** The ends alone, of every test of a family on both revisions, up to so many states. */
export function familyRow(
  family: string,
  tests: readonly { readonly family: string; readonly litmus: Litmus }[],
  design: Design,
  statesMax: number,
): FamilyRow {
  const mine = tests.filter((test) => test.family === family).map(({ litmus }) => litmus);
  const compared = casesOf(mine, design).map((each) => compare(each, statesMax));
  const counted = compared.filter((result) => typeof result !== 'string');
  return {
    family,
    programs: counted.length,
    cut: compared.filter((result) => result === 'cut').length,
    panicked: compared.filter((result) => result === 'panicked').length,
    states: medianAndMost(counted.map(({ states }) => states)),
    transitions: medianAndMost(counted.map(({ transitions }) => transitions)),
  };
}

type Compared = { readonly states: number; readonly transitions: number } | 'cut' | 'panicked';

function compare({ litmus, program }: Case, statesMax: number): Compared {
  const plain = explore(testModel(litmus, program, []).machine, { statesMax });
  plain.seen.arena.release();
  if (plain.stopped !== 'complete') return 'cut';
  const choice = choiceFor(program, 'apart');
  const { machine } = testModel(litmus, program, [], choice);
  const reduced = explore(machine, { statesMax, reduced: true });
  reduced.seen.arena.release();
  if (choice?.hasPanicked !== false) return 'panicked';
  return {
    states: plain.states / reduced.states,
    transitions: plain.transitions / Math.max(1, reduced.transitions),
  };
}

function medianAndMost(values: readonly number[]): readonly [number, number] {
  const sorted = values.toSorted((a, b) => a - b);
  return [sorted[Math.floor(sorted.length / 2)] ?? 1, sorted.at(-1) ?? 1];
}

/** A row of the table of docs/search.md. */
export function rowText(row: FamilyRow): string {
  const { family, programs, cut, panicked, states, transitions } = row;
  const numbers = [...states, ...transitions].map((value) => value.toFixed(2));
  return `| ${[family, programs, cut, panicked, ...numbers].join(' | ')} |`;
}
