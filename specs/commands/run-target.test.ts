/**
 * The reference kernel, which shares no code with the model, beside the model: over a sample of the
 * catalogue nothing that it gives is forbidden, and it gives nine tenths of what is allowed. A restart
 * mechanism that is wrong in one place is seen. `ALL=1` runs every test that it covers.
 */
import '../../model/steps.ts';
import { expect, test } from 'vitest';
import { parseDesign } from '../../model/designs/designs.ts';
import { readCatalogue, selectTests } from '../catalogue.ts';
import { referenceTarget } from '../conformance/reference/reference-target.ts';
import { designNamed, type Restart } from '../conformance/reference/restart.ts';
import { readCosts } from '../run/costs.ts';
import { referenceSample } from './reference-sample.ts';
import { runOnTarget, type TargetResult } from './run-target.ts';
import { targetNamed } from './targets.ts';

const isAll = process.env.ALL === '1';
const REVISIONS = ['helenos-2012', 'helenos-2026'] as const;
/** Of tests that it covers, one of so many is run; a prime, so that no family is left out. */
const STRIDE = isAll ? 1 : 17;
const ROUNDS = isAll ? 2000 : 200;
/** Tests of more states than this, over all designs, are searched with `ALL=1` alone. */
const STATES_MOST = isAll ? Infinity : 4000;
/** Of what is allowed, seen at least: over all tests together. */
const SEEN_LEAST = 0.9;

function restartOf(name: string): Restart {
  const restart = designNamed(name);
  if (restart === undefined) throw new Error(`no design ${name}`);
  return restart;
}

const costs = readCosts();

async function results(design: string): Promise<TargetResult[]> {
  const all: TargetResult[] = [];
  const options = { rounds: ROUNDS, seed: 1, isTraced: false, timing: 'compared' } as const;
  for (const revision of REVISIONS) {
    const target = referenceTarget(revision, revision, restartOf(design));
    const covered = readCatalogue().filter(({ litmus, name }) => {
      return (costs.get(name) ?? 0) <= STATES_MOST && target.refuses(litmus) === undefined;
    });
    for (const it of covered.filter((_, i) => i % STRIDE === 0)) {
      all.push(await runOnTarget(target, it, parseDesign(design), options));
    }
  }
  return all;
}

/** Seen of what is allowed, by folder of the catalogue. */
function byFamily(all: readonly TargetResult[]): string {
  const folders = new Map(readCatalogue().map(({ file, name }) => [name, file.split('/').at(-2)]));
  const lines = [...grouped(all, (it) => folders.get(it.test) ?? '')].map(([folder, own]) => {
    const allowed = own.reduce((sum, it) => sum + it.allowed, 0);
    const missing = own.reduce((sum, { judgement }) => sum + judgement.missing.length, 0);
    return `${folder}: ${allowed - missing} of ${allowed} in ${own.length}`;
  });
  return lines.toSorted().join('\n');
}

test.for(['ticket', 'today'])(
  'it gives under %s what the model allows, and nearly all of it',
  { timeout: 3_600_000 },
  async (design) => {
    const all = await results(design);
    const unsound = all.filter((it) => it.judgement.word === 'unsound');
    expect(unsound.map((it) => ({ test: it.test, ...it.judgement }))).toEqual([]);
    const refused = all.filter((it) => it.refused !== null);
    expect(refused.map((it) => it.refused)).toEqual([]);
    const allowed = all.reduce((sum, it) => sum + it.allowed, 0);
    const missing = all.reduce((sum, { judgement }) => sum + judgement.missing.length, 0);
    if (isAll) console.log(`${design}: ${allowed - missing} of ${allowed}\n${byFamily(all)}`);
    expect(allowed).toBeGreaterThan(0);
    expect(1 - missing / allowed).toBeGreaterThanOrEqual(SEEN_LEAST);
  },
);

test('a panic is no outcome that must be seen; where the model has none, it is what was seen', async () => {
  const [both] = selectTests(['KILL+both.2012']);
  const target = referenceTarget('2012', 'helenos-2012', restartOf('ticket'));
  const options = { rounds: 400, seed: 1, isTraced: false, timing: 'compared' } as const;
  const found = await runOnTarget(target, both, parseDesign('ticket'), options);
  expect(found.judgement.forbidden).toEqual([]);
  expect([...found.setAside.keys()].some((why) => why.startsWith('kernel panic'))).toBe(true);
  const [plain] = selectTests(['IPC+wait+send']);
  const why = 'kernel panic: of its own';
  const panics = {
    ...target,
    rounds: async function* () {
      yield await Promise.resolve({ setAside: why });
    },
  };
  const { judgement, setAside } = await runOnTarget(panics, plain, parseDesign('ticket'), options);
  expect(judgement).toMatchObject({ word: 'unsound', forbidden: [why] });
  expect([...setAside]).toEqual([]);
});

test.for([
  ['debt=book', 'WQ+abort+wake', 'helenos-2026'],
  ['timeout=relative', 'SLEEP+abort', 'helenos-2012'],
  ['eintr', 'FSLEEP+abort+wakeup', 'helenos-2012'],
  ['loops=full-timeout', 'BUG19+full-timeout', 'helenos-2012'],
] as const)('a mechanism with %s is unsound on %s', async ([design, name, revision]) => {
  const target = referenceTarget('wrong', revision, restartOf(design));
  const [it] = selectTests([name]);
  const options = { rounds: 400, seed: 1, isTraced: false, timing: 'compared' } as const;
  const { judgement } = await runOnTarget(target, it, parseDesign('ticket'), options);
  expect(judgement.word).toBe('unsound');
});

test('ticks that are not compared are one outcome, of which all that is allowed counts once', async () => {
  const [named] = await targetNamed('reference-2026', 'eintr');
  const [it] = selectTests(['SLEEP+abort']);
  const options = { rounds: 100, seed: 1, isTraced: false, timing: named.timing };
  const result = await runOnTarget(named.target, it, parseDesign('eintr'), options);
  expect([...result.seen.keys()]).toEqual(['0:r0=EOK; 0:waited(L0)=any;']);
  expect([...result.satisfies.values()]).toEqual([null]);
  expect({ allowed: result.allowed, missing: result.judgement.missing }).toEqual({
    allowed: 1,
    missing: [],
  });
});

test('the same seed gives the same rounds', async () => {
  const target = referenceTarget('same', 'helenos-2026', restartOf('ticket'));
  const [it] = selectTests(['WQ+2timed']);
  const options = { rounds: 50, seed: 7, isTraced: true, timing: 'compared' } as const;
  const [first, second] = [
    await runOnTarget(target, it, parseDesign('ticket'), options),
    await runOnTarget(target, it, parseDesign('ticket'), options),
  ];
  expect([...second.traces]).toEqual([...first.traces]);
  expect([...second.seen]).toEqual([...first.seen]);
});

test('npm start says of a sample that it is sound', async () => {
  const { isSound, line, targets } = await referenceSample();
  expect(isSound).toBe(true);
  expect(line).toMatch(/^reference kernel: sound on \d\d tests, \d+ of \d+ outcomes seen$/);
  const known = targets.map(({ name, table }) => [name, table]);
  expect(known).toEqual(REVISIONS.map((it) => [`reference-${it.slice(-4)}`, it]));
  const rows = targets.flatMap((target) => target.results);
  expect(line).toContain(`sound on ${rows.length} tests`);
  expect(new Set(rows.map(({ standing }) => standing))).toEqual(new Set(['expected']));
});

function grouped<Item>(all: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of all) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
