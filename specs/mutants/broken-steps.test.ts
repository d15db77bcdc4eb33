/**
 * No step of debug sessions is taken on trust: each is broken by a mutant, which a test notices or
 * whose survival is explained. So is each function of checkpoints, restores, examine and set, and those
 * that two CPUs, and the calls that a session owes an answer, come down to.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import '../../model/steps.ts';
import { STEPS } from '../../model/record/step.ts';
import { root } from '../root.ts';
import { brokenFunctions, brokenSteps } from './broken-steps.ts';
import { MUTANTS } from './list.ts';
import type { Mutant } from './mutant.ts';

const filesIn = (room: string): readonly string[] =>
  readdirSync(join(root, room))
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => `${room}/${name}`);

const files = filesIn('model/udebug');

const sourceOf = (file: string): string => readFileSync(join(root, file), 'utf8');
const mutantsOf = (file: string): readonly Mutant[] =>
  MUTANTS.filter((mutant) => mutant.file === file);

function stepsOf(file: string): ReadonlyMap<string, readonly string[]> {
  return brokenSteps(sourceOf(file), mutantsOf(file));
}

/** What stands before a step's name where it is added: by step(), a lane, a hook, a request. */
const ADDED = String.raw`(?:name: |(?:lane|hookOp)\(\s*|serveUnder\(\s*'\w+',\s*)`;

test('every step that the room adds is found in its source', () => {
  const sources = files.map(sourceOf);
  const isAddedIn = (source: string, name: string): boolean =>
    new RegExp(`${ADDED}'${name}'`).test(source);
  const added = STEPS.filter(({ name }) => sources.some((source) => isAddedIn(source, name)));
  const found = files.flatMap((file) => Array.from(stepsOf(file).keys()));
  expect(found.length).toBe(added.length);
  expect(found.length).toBeGreaterThan(70);
});

describe('every step is broken by a mutant', () => {
  test.for(
    files.flatMap((file) => Array.from(stepsOf(file), ([step, by]) => ({ file, step, by }))),
  )('$step of $file', ({ by }) => {
    expect(by).not.toEqual([]);
  });
});

/** What a debugger, or a checkpoint, does to a thread is no step of it: every function of these files. */
const OF_THE_LANE = [...filesIn('model/checkpoint'), 'model/syscall/examine.ts'];

const functionsOf = (file: string) =>
  Array.from(brokenFunctions(sourceOf(file), mutantsOf(file)), ([name, by]) => ({
    file,
    name,
    by,
  }));

describe('every function of checkpoints, of restores and of examine and set is broken', () => {
  test.for(OF_THE_LANE.flatMap(functionsOf))('$name of $file', ({ by }) => {
    expect(by).not.toEqual([]);
  });

  test('they are found in the sources', () => {
    const words = OF_THE_LANE.flatMap((file) => sourceOf(file).match(/\bfunction \w+\(/g) ?? []);
    expect(words.length).toBeGreaterThan(40);
    expect(OF_THE_LANE.flatMap(functionsOf).length).toBeGreaterThanOrEqual(words.length);
  });
});

test.for(Array.from(stepsOf('model/ipc/sync-call/record.ts'), ([step, by]) => ({ step, by })))(
  '$step, by which a thread that was set gives up its call, is broken by a mutant',
  ({ by }) => {
    expect(by).not.toEqual([]);
  },
);

/** No steps, and what the steps of several files come down to. */
const FUNCTIONS = [
  { file: 'model/udebug/calls.ts', names: ['takeBeginCall', 'takeGoCall'] },
  { file: 'model/record/cpus.ts', names: ['localTicks', 'toNextCpu'] },
  {
    file: 'model/environment.ts',
    names: [
      'mayMove',
      'move',
      'mayResume',
      'laneWillResume',
      'keepsHeld',
      'laneMayGoOn',
      'runLane',
    ],
  },
  { file: 'model/record/timeout-list.ts', names: ['sleepDeadline', 'registerTimeout'] },
];

test.for(FUNCTIONS.flatMap(({ file, names }) => names.map((name) => ({ file, name }))))(
  '$name of $file is broken by a mutant',
  ({ file, name }) => {
    const [, text] = new RegExp(`^((?:export )?function ${name}\\b[^]*?^\\})`, 'm').exec(
      sourceOf(file),
    )!;
    const by = mutantsOf(file).filter(({ find }) => text.includes(find));
    expect(by.map(({ id }) => id)).not.toEqual([]);
  },
);

const SOURCE = `
/** Takes it. */
export const TAKE = step({
  name: 'take',
  run: (k, t) => take(k, t),
});

function take(k, t) {
  lower(k, t);
}

function lower(k, t) {
  k.lower(t);
}

export const GIVE = step({
  name: 'give',
  run: (k, t) => k.goto(t, TAKE),
});
`;

test.for([
  { find: "name: 'take'", breaks: ['TAKE'] },
  { find: 'k.lower(t);', breaks: ['TAKE'] },
  { find: 'k.goto(t, TAKE)', breaks: ['GIVE'] },
  { find: 'Takes it.', breaks: [] },
  { find: 'nowhere', breaks: [] },
])('a mutant of "$find" breaks $breaks', ({ find, breaks }) => {
  const mutant = { id: 'm', file: 'model/x.ts', find, replace: '', says: '' } as const;
  const broken = Array.from(brokenSteps(SOURCE, [mutant])).filter(([, by]) => by.length > 0);
  expect(broken.map(([step]) => step)).toEqual(breaks);
});
