/**
 * No test of debug sessions, of traps or of two CPUs takes long: the states of each, over all designs
 * and both revisions together (costs.jsonl), so any one search has fewer. A million states took 8 to 17
 * seconds of one busy core and 100 MB when this was written, well below 20 seconds of CPU and 4 GiB.
 */
import { expect, test } from 'vitest';
import { readCatalogue } from './catalogue.ts';
import { readCosts } from './run/costs.ts';

const STATES_MOST = 1_000_000;
const FAMILIES = ['udebug', 'traps', 'cpus'];

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
