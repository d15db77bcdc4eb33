/**
 * No test of debug sessions, traps, two CPUs, moved groups, examining or user code takes long: the states of
 * each, over all designs and both revisions that `npm start` runs (costs.jsonl), so any one search has fewer. When this was
 * written, all of them under every design, wrong ones of sessions too, were 1,948 runs and took 74
 * seconds of CPU (`time npx fermata check` with their names); the largest search had 600,000 states in
 * 54 MB. That is far below 20 seconds and 4 GiB for one.
 */
import { expect, test } from 'vitest';
import { readCatalogue } from './catalogue.ts';
import { readCosts } from './run/costs.ts';

const STATES_MOST = 1_500_000;
const FAMILIES = ['udebug', 'traps', 'cpus', 'migrate', 'examine', 'user'];

const costs = readCosts();
const tests = readCatalogue().filter(({ family }) => FAMILIES.includes(family));

test.for(FAMILIES)('%s has tests, each with a cost', (name) => {
  const own = tests.filter(({ family }) => family === name);
  expect(own.length).toBeGreaterThan(10);
  expect(own.filter((each) => !costs.has(each.name)).map((each) => each.name)).toEqual([]);
});

test('none takes more states than is said, in all designs that npm start runs', () => {
  const large = tests.filter(({ name }) => (costs.get(name) ?? Infinity) > STATES_MOST);
  expect(large.map(({ name }) => name)).toEqual([]);
});
