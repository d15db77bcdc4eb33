/**
 * Real threads that help a search: tests of the catalogue are searched as without, state by state,
 * and a helper that dies is an error. (All schedules of small models: checker/crew.test.ts.)
 */
// First: steps are numbered as they load, as in the threads.
import '../../../model/steps.ts';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import type { Exploration } from '../../../checker/exploration.ts';
import { explore } from '../../../checker/explore.ts';
import { parseDesign } from '../../../model/designs/designs.ts';
import { readCatalogue } from '../../catalogue.ts';
import { revisionsOf } from '../../check/check.ts';
import { compile } from '../../compile/compile.ts';
import { root } from '../../root.ts';
import { reducedModel, testModel } from '../../search/test-model.ts';
import { helpersFor, ThreadCrew } from './crew.ts';

const HELPER = pathToFileURL(join(root, 'dist', 'helper.mjs'));
const catalogue = readCatalogue();

/** The bundle that the threads run. */
beforeAll(() => {
  spawnSync(process.execPath, [join(root, 'fermata.mjs'), '--version'], { cwd: root });
});

function compiled(name: string) {
  const source = catalogue.find((each) => each.name === name);
  if (source === undefined) throw new Error(`${name} is not in the catalogue`);
  const [revision] = revisionsOf(source.litmus);
  return { ...source, program: compile(source.litmus, parseDesign('ticket'), revision) };
}

/** All that two searches of a test must agree on; states, parents and rules as one hash. */
function told(found: Exploration): unknown {
  const { seen, model, states, transitions, levels, ends, coverage, outcomes, orbits } = found;
  const hash = createHash('sha256');
  for (let id = 0; id < states; id++) {
    const by = id === 0 ? 0 : seen.arena.ruleOf(id);
    hash.update(`${seen.arena.parentOf(id)} ${by} `).update(seen.arena.recordOf(id));
  }
  const properties = found.properties.map(({ id }) => id);
  return {
    name: model.name,
    stopped: found.stopped,
    states,
    transitions,
    levels,
    ends,
    coverage,
    outcomes: [...outcomes],
    orbits,
    properties,
    all: hash.digest('hex'),
  };
}

test.for([
  { name: 'DATA+slow', isPermuted: false, helpers: 1 },
  { name: 'UDELAY2+abort3', isPermuted: false, helpers: 2 },
  { name: 'FUTEX+2down+2up', isPermuted: true, helpers: 1 },
  { name: 'IPC+2recv+2aborts', isPermuted: true, helpers: 2 },
])('$helpers help with $name (permuted: $isPermuted): nothing changes', async (row) => {
  const { litmus, program } = compiled(row.name);
  const model = row.isPermuted ? reducedModel(litmus, program) : testModel(litmus, program);
  if (model === null) throw new Error(`${row.name} has no symmetry`);
  const how = { statesMax: 10_000, keepEdges: true };
  const alone = explore(model.machine, how);
  const crew = new ThreadCrew(row.helpers, HELPER, 200);
  expect(alone.states).toBeGreaterThan(200);
  // The second time they are there already.
  for (let i = 0; i < 2; i++) {
    const helped = explore(model.machine, { ...how, crew });
    await crew.settled();
    expect(told(helped)).toEqual(told(alone));
    expect(helped.edges?.edges).toBe(alone.edges?.edges);
  }
  await crew.end();
});

/** A helper that does this with a desk as soon as it hears of one. */
const helperThat = (deed: string): URL =>
  new URL(
    `data:text/javascript,${encodeURIComponent(`
      import { workerData } from 'node:worker_threads';
      workerData.port.on('message', ({ is, beginning }) => { if (is === 'begin') { ${deed} } });
    `)}`,
  );

test('helpers that die, or that cannot be loaded, are never passed over', async () => {
  const { litmus, program } = compiled('UDELAY2+abort3');
  for (const [url, why] of [
    [helperThat('process.exit(3)'), 'ended with 3'],
    [helperThat('throw new Error("boom")'), 'boom'],
    [new URL('file:///nowhere/helper.mjs'), 'nowhere'],
  ] as const) {
    const crew = new ThreadCrew(1, url, 200);
    const { machine } = testModel(litmus, program);
    const search = async (): Promise<void> => {
      explore(machine, { statesMax: 20_000, crew });
      await crew.settled();
    };
    await expect(search()).rejects.toThrow(why);
    // Nor does it help the next one.
    expect(() => explore(machine, { statesMax: 20_000, crew })).toThrow('has died');
    await crew.end();
  }
});

test('helpers take the cores that are left over, unless somebody says how many', () => {
  expect([helpersFor(1, 1), helpersFor(1, 3), helpersFor(8, 2)]).toEqual([0, 2, 1]);
  expect(helpersFor(1000)).toBe(0);
});
