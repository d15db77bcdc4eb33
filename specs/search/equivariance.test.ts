import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parseDesign } from '../../model/designs/designs.ts';
import { presets } from '../../model/designs/presets.ts';
import type { Machine } from '../../model/machine.ts';
import { readOutcomes } from '../agree/read-outcomes.ts';
import { machineOf } from '../agree/run.ts';
import { programToLitmus } from '../agree/translate.ts';
import { readCatalogue } from '../catalogue.ts';
import { compile } from '../compile/compile.ts';
import { Unsupported } from '../compile/unsupported.ts';
import { parseLitmus } from '../litmus/parse/parse.ts';
import { compareImages, sampleOf } from './equivariance.ts';
import { revisionsOf } from './revisions.ts';
import { symmetryIn } from './symmetric.ts';
import { testModel } from './test-model.ts';
import { SYMMETRIC_PROGRAMS } from './symmetric-programs.ts';

const isAll = process.env.ALL !== undefined;
const STATES_MAX = isAll ? 200_000 : 4000;
const SAMPLES = isAll ? 4000 : 60;

const catalogue = readCatalogue();

test('in every test of the catalogue the successors of an image are the images of the successors', () => {
  const designs = isAll ? presets() : [parseDesign('ticket'), parseDesign('today')];
  let [qualify, pairs] = [0, 0];
  const differ: string[] = [];
  for (const { litmus } of catalogue) {
    for (const revision of revisionsOf(litmus)) {
      for (const design of designs) {
        let machine: Machine;
        try {
          machine = testModel(litmus, compile(litmus, design, revision)).machine;
        } catch (error) {
          if (error instanceof Unsupported) continue;
          throw error;
        }
        const symmetry = symmetryIn(machine);
        if (symmetry === null) continue;
        qualify++;
        const records = sampleOf(machine, STATES_MAX, SAMPLES);
        const compared = compareImages(machine, symmetry, records);
        pairs += compared.pairs;
        if (compared.differs !== null) {
          differ.push(`${litmus.name} ${revision} ${design.name}: ${compared.differs}`);
        }
      }
    }
  }
  console.log(`${qualify} models, ${pairs} images`);
  expect(differ).toEqual([]);
  expect(qualify).toBeGreaterThan(25);
}, 3_600_000);

/** Of the recorded programs, every one in an ordinary run of so many. */
const EVERY = isAll ? 1 : 6;

test('so it is in programs that were recorded', () => {
  const differ: string[] = [];
  let qualify = 0;
  for (const file of ['waitq.jsonl', 'ipc.jsonl', 'ipc-kinds.jsonl']) {
    const path = fileURLToPath(new URL(`../kernel-outcomes/${file}`, import.meta.url));
    for (const recorded of readOutcomes(readFileSync(path, 'utf8'), file)) {
      if ('malformed' in recorded || recorded.line % EVERY !== 0) continue;
      const litmus = programToLitmus(recorded);
      if ('notExpressible' in litmus) continue;
      const today = parseDesign('today');
      const stampReturns = recorded.ticks !== 'none';
      const machine = machineOf(compile(litmus, today, recorded.revision, { stampReturns }));
      const symmetry = symmetryIn(machine);
      if (symmetry === null) continue;
      qualify++;
      const { differs } = compareImages(machine, symmetry, sampleOf(machine, STATES_MAX, SAMPLES));
      if (differs !== null) differ.push(`${recorded.name}: ${differs}`);
    }
  }
  console.log(`${qualify} recorded programs`);
  expect(differ).toEqual([]);
  expect(qualify).toBeGreaterThan(isAll ? 15 : 3);
}, 3_600_000);

const programs = SYMMETRIC_PROGRAMS.map(({ name, text, design, size }) => {
  const litmus = parseLitmus(text, name);
  const [revision] = revisionsOf(litmus);
  const { machine } = testModel(litmus, compile(litmus, parseDesign(design), revision));
  return { name, machine, size, symmetry: symmetryIn(machine) };
});
const records = new Map(
  programs.map(({ name, machine }) => [name, sampleOf(machine, 20_000, 150)]),
);

test.for(programs)('$name has $size permutations, and they are of the model', (each) => {
  const { name, machine, symmetry, size } = each;
  expect(symmetry?.size).toBe(size);
  if (symmetry === null) return;
  expect(compareImages(machine, symmetry, records.get(name) ?? []).differs).toBeNull();
});

/** Every kind of byte that names something. */
const FIELDS =
  'CLOCK_THREAD PANIC THREADS_LOCK MISUSE LINK TOKEN RECORD CLOSED owner CALLEE priv via by ' +
  'SUBSCRIBER register WQ TO_READY LOCAL PHONE BOX CONNECTED_PLACE timers sleepers arrivals';

test.for(FIELDS.split(' '))('%s left as it is would be noticed', (without) => {
  const isNoticed = programs.some(({ name, machine, symmetry }) => {
    if (symmetry === null) return false;
    return compareImages(machine, symmetry, records.get(name) ?? [], without).differs !== null;
  });
  expect(isNoticed).toBe(true);
});
