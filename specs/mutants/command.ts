/**
 * `fermata mutants`: the table of all mutants with their killers, or one mutant against everything.
 */
import { performance } from 'node:perf_hooks';
import { UsageError } from '../errors.ts';
import { MUTANTS } from './list.ts';
import { type Mutant, placeOf } from './mutant.ts';
import { type Result, runMutants, selectMutants } from './run.ts';
import { scan } from './scan.ts';

/** `broken`: a mutant that is not one any more, or whose killer does not exist. */
export type Ended = 'passed' | 'survived' | 'broken';

/** Every `of`th of the mutants, from the `first` on, which counts from 1. */
export interface Part {
  readonly first: number;
  readonly of: number;
}

/** `2/3`. @throws UsageError */
export function parsePart(text: string): Part {
  const [, first, of] = (/^([1-9]\d{0,3})\/([1-9]\d{0,3})$/.exec(text) ?? []).map(Number);
  if (first <= of) return { first, of };
  throw new UsageError(`--part ${text}: expected k/n with k from 1 to n, as 2/3`);
}

/** Runs the mutants named, all if none is, or a part of them; the last line is `N passed, N failed`. */
export async function mutantsTable(
  ids: readonly string[],
  print: (line: string) => void,
  part: Part = { first: 1, of: 1 },
): Promise<Ended> {
  const startedMs = performance.now();
  const all = selectMutants(MUTANTS, ids);
  const mutants = all.filter((_, i) => i % part.of === part.first - 1);
  if (mutants.length === 0) throw new UsageError(`--part: ${all.length} mutants have no such part`);
  const width = Math.max(...mutants.map(({ id }) => id.length));
  const killersWidth = Math.max(...mutants.map((mutant) => expectationOf(mutant).length));
  const results = await runMutants(mutants, ({ id, says, seconds }) => {
    print(`${id.padEnd(width)}  ${says.padEnd(killersWidth)}  ${seconds.toFixed(1)} s`);
  });
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  const explained = mutants.filter((mutant) => 'survivor' in mutant);
  const passed = results.filter((result) => result.passed).length;
  print('');
  if (mutants.length < all.length) {
    print(`part ${part.first} of ${part.of}: ${mutants.length} of ${all.length} mutants ran`);
  }
  for (const { id, says, survivor } of explained) print(`${id}: ${says}; ${survivor}`);
  print(
    `mutants: ${mutants.length}, explained survivors: ${explained.length}, seconds: ${seconds}`,
  );
  print(`${passed} passed, ${mutants.length - passed} failed`);
  return endOf(results);
}

/** Prints who notices one mutant. @throws UsageError if there is no such mutant, InputError */
export async function mutantsScan(
  id: string,
  design: string,
  print: (line: string) => void,
): Promise<void> {
  const [mutant] = selectMutants(MUTANTS, [id]);
  print(`${mutant.file}: ${mutant.says}`);
  const noticed = await scan(mutant, design, print);
  print(`${noticed} tests and recorded programs notice`);
}

function expectationOf(mutant: Mutant): string {
  if ('killer' in mutant) return `${mutant.killer.falls} on ${placeOf(mutant.killer)}`;
  return `survives ${placeOf(mutant.nearest)}, explained`;
}

function endOf(results: readonly Result[]): Ended {
  if (results.some(({ isBroken }) => isBroken)) return 'broken';
  return results.every(({ passed }) => passed) && results.length > 0 ? 'passed' : 'survived';
}
