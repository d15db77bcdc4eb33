/**
 * A run that is taken from the search of another design is the run that its own search would give, to
 * the last step of each counterexample; only names differ.
 */
import { expect, test } from 'vitest';
import { parseDesign } from '../../../model/designs/designs.ts';
import { presets } from '../../../model/designs/presets.ts';
import type { Counterexample, Run } from '../../../reports/data.ts';
import { readCatalogue } from '../../catalogue.ts';
import { check, revisionsOf } from '../../check/check.ts';
import { CHECK_OPTIONS } from '../sample.ts';
import type { Job } from './pool.ts';
import { SameSearch } from './same-search.ts';

/** What a cut search says of others depends on which of them an earlier run had to make. */
const OPTIONS = { ...CHECK_OPTIONS, statesMax: 1_000 };
const isWhole = (): boolean => true;
/** With ALL=1 every test. */
const catalogue = readCatalogue().filter((_, i) => process.env.ALL === '1' || i % 36 === 3);

/** Without what names the design, and without times and memory. */
function told(run: Run) {
  const { condition, assertions, search, latencies, outcomes, ...rest } = run;
  const nameless = (found: Counterexample | null) =>
    found && {
      ...found,
      token: '',
      words: { ...found.words, let: found.words.let.replaceAll(` under ${run.design}`, '') },
    };
  return {
    ...rest,
    design: '',
    condition: { ...condition, counterexample: nameless(condition.counterexample) },
    assertions: assertions.map((each) => ({
      ...each,
      counterexample: nameless(each.counterexample),
    })),
    outcomes: outcomes.map(({ text, states, satisfies, witness }) => [
      `${text} ${states} ${satisfies}`,
      witness,
    ]),
    search: { ...search, elapsedMs: 0, bytesPerState: 0 },
    latencies: latencies?.map((each) => ({ ...each, design: '' })),
  };
}

test('a shared run is the one that its own search would give', () => {
  let shared = 0;
  let searched = 0;
  for (const source of catalogue) {
    for (const revision of revisionsOf(source.litmus)) {
      const same = new SameSearch({ aborts: null });
      const runs = new Map<string, Run>();
      for (const design of presets()) {
        const job: Job = { test: source, design, revision };
        const by = same.designFor(job);
        const search = (each: typeof design) => check(source, each, revision, OPTIONS);
        if (by === null) {
          runs.set(design.name, same.run(job, search, isWhole));
          searched++;
          continue;
        }
        const served = runs.get(by.name);
        if (served === undefined) throw new Error(`${by.name} was not searched`);
        if (!served.search.complete) continue;
        const about = `${source.name} ${revision}: ${design.name} by ${by.name}`;
        expect([about, told(served)]).toEqual([about, told(search(design))]);
        shared++;
      }
    }
  }
  expect(Math.min(shared, searched)).toBeGreaterThan(200);
});

const source = readCatalogue().find(({ name }) => name === 'WQ+abort+wake');

function jobOf(design: string): Job {
  if (source === undefined) throw new Error('the test is not there any more');
  return { test: source, design: parseDesign(design), revision: 'helenos-2026' };
}

const searchOf =
  ({ test: each, revision }: Job) =>
  (design: Job['design']) =>
    check(each, design, revision, OPTIONS);

test('a design that answers otherwise is searched itself', () => {
  const same = new SameSearch({ aborts: null });
  same.run(jobOf('ticket'), searchOf(jobOf('ticket')), isWhole);
  expect(same.designFor(jobOf('udelay=spin'))?.name).toBe('ticket');
  expect(same.designFor(jobOf('result=leak'))).toBeNull();
});

test('so is one that is to fall here, and whatever comes after a search that was cut by a clock', () => {
  const same = new SameSearch({ aborts: null });
  same.run(jobOf('debt=book'), searchOf(jobOf('debt=book')), isWhole);
  expect(same.designFor(jobOf('debt=book'))).toBeNull();
  const cut = new SameSearch({ aborts: null });
  cut.run(jobOf('ticket'), searchOf(jobOf('ticket')), () => false);
  expect(cut.designFor(jobOf('udelay=spin'))).toBeNull();
});

test('a right design is not served by a wrong one, of which less is told', () => {
  const same = new SameSearch({ aborts: null });
  const wrong = jobOf('udelay=spin');
  same.run(wrong, searchOf(wrong), isWhole);
  expect(same.designFor(jobOf('ticket'))).toBeNull();
  expect(same.designFor(jobOf('udelay=spin'))?.name).toBe('udelay=spin');
});
