/**
 * The twins are the same models: SPIN counts the states that we count, and one transition more. The
 * text of a twin has a location for each step that its litmus takes.
 */
import { describe, expect, test } from 'vitest';
import { explore } from '../../checker/explore.ts';
import type { Model } from '../../checker/model.ts';
import { twoPhaseCommit } from '../../checker/two-phase-commit.ts';
import { modelOf } from '../commands/bench-subjects.ts';
import { ipcLitmus, ipcTwin } from './ipc-twin.ts';
import { buildSpin } from './spin.ts';
import { twoPhaseCommitTwin } from './two-phase-commit-twin.ts';
import { waitQueueLitmus, waitQueueTwin } from './wait-queue-twin.ts';

const quick = (reduced: boolean) => ({ reduced, slotBits: 18, optimization: '-O0' as const });

const queues = [
  { sleepers: 1, wakers: 1, aborts: 1 },
  { sleepers: 2, wakers: 1, aborts: 2 },
  { sleepers: 2, wakers: 2, aborts: 0 },
  { sleepers: 1, wakers: 3, aborts: 1 },
].map((size) => ({
  name: `wait queue, ${size.sleepers} sleepers, ${size.wakers} wakers, ${size.aborts} aborts`,
  model: () => modelOf(waitQueueLitmus(size)),
  promela: waitQueueTwin(size),
}));

const calls = [
  { callers: 1, aborts: 3 },
  { callers: 2, aborts: 0 },
  { callers: 2, aborts: 1 },
].map((size) => ({
  name: `IPC, ${size.callers} callers, ${size.aborts} aborts`,
  model: () => modelOf(ipcLitmus(size)),
  promela: ipcTwin(size),
}));

const commit = {
  name: 'two-phase commit',
  model: () => twoPhaseCommit(4),
  promela: twoPhaseCommitTwin(4),
};

const lacksSpin = 'missing' in buildSpin(twoPhaseCommitTwin(1), quick(false));

describe.skipIf(lacksSpin)('SPIN (skipped where it is not installed)', () => {
  test.for([commit, ...queues, ...calls])('the same states: $name', ({ model, promela }) => {
    const { states, transitions } = explore(model());
    expect(countsOf(promela, false)).toEqual({ states, transitions: transitions + 1 });
  });

  test('its reduction leaves some of them out', () => {
    const { states } = explore(calls[2].model());
    expect(countsOf(calls[2].promela, true)?.states).toBeLessThan(states);
  });
});

function countsOf(promela: string, reduced: boolean) {
  const spin = buildSpin(promela, quick(reduced));
  if ('missing' in spin) throw new Error(spin.missing);
  try {
    const { states, transitions } = spin.run();
    return { states, transitions };
  } finally {
    spin.remove();
  }
}

test('two-phase commit has a d_step for each rule', () => {
  for (const managers of [1, 8]) {
    const steps = twoPhaseCommitTwin(managers).match(/:: d_step/g);
    expect(steps).toHaveLength(twoPhaseCommit(managers).rules.length);
  }
});

/** Steps that a search of the litmus has taken, without the names of threads. */
function stepsOf(model: Model): Set<string> {
  const { fired } = explore(model).coverage;
  const taken = model.rules.filter((_, rule) => fired[rule] > 0);
  return new Set(taken.map(({ name }) => name.replace(/^P\d+ |(?<=^E \w+) P\d+$/g, '')));
}

test.for([queues[1], calls[2]])(
  'each step of the litmus stands in a comment of the twin, and no other: $name',
  ({ model, promela }) => {
    const comments = Array.from(promela.matchAll(/^\w+: \/\* (E \w+|[\w-]+)|\/\* (E \w+) P\d/gm));
    const told = new Set(comments.map(([, location, environment]) => location ?? environment));
    expect([...told].toSorted()).toEqual([...stepsOf(model())].toSorted());
  },
);

test('the texts for a size', () => {
  const size = { sleepers: 2, wakers: 1, aborts: 1 };
  expect(waitQueueTwin(size)).toContain('#define SLEEPERS 2\n#define THREADS 3\n');
  expect(waitQueueTwin(size).match(/E kick P\d/g)).toEqual(['E kick P0', 'E kick P1', 'E kick P2']);
  expect(waitQueueTwin(size)).toContain('byte budget = 1;');
  expect(waitQueueLitmus(size)).toContain(
    ' r0 = waitq_sleep(q, 0, FUTEX) | r0 = waitq_sleep(q, 0, FUTEX) | r0 = waitq_wakeup(q) ;',
  );
  expect(ipcTwin({ callers: 3, aborts: 2 })).toContain('#define CALLERS 3\n#define SERVER 3\n');
  expect(ipcLitmus({ callers: 2, aborts: 0 })).not.toContain('Aborts=');
  expect(ipcLitmus({ callers: 2, aborts: 0 })).toContain('phone s0 = C0 -> S; phone s1 = C1 -> S;');
});
