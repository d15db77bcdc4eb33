/**
 * The list of mutants is about this model and these tests, and its runner can fail.
 */
import { expect, test } from 'vitest';
import { type Facts, falls } from './facts.ts';
import { MUTANTS } from './list.ts';
import type { Killed, Mutant } from './mutant.ts';
import { mutate, sourceOf } from './mutate.ts';
import { Questions } from './questions.ts';
import { type Result, runMutants } from './run.ts';
import { TrialThread } from './trial-thread.ts';

const questions = new Questions();

/** A waker of 2026 that says one word more in its header: nothing that anybody could notice. */
const HARMLESS: Killed = {
  id: 'harmless',
  file: 'model/synch/wait-queue-2026.ts',
  find: "says: 'repays a debt, wakes the first sleeper, or banks the wakeup'",
  replace: "says: 'repays a debt, or wakes the first sleeper, or banks the wakeup'",
  says: 'nothing at all',
  killer: { litmus: 'WQ+wake', revision: 'helenos-2026', falls: 'R1' },
};

/** The same waker, which banks no wakeup: seen on the same test. */
const HARMFUL: Killed = {
  ...HARMLESS,
  id: 'harmful',
  find: 'if (k.balance(q) < 0 || sleeper < 0) k.setBalance(q, k.balance(q) + 1);',
  replace: 'if (k.balance(q) < 0 || sleeper < 0) return;',
};

async function verdictOn(mutant: Mutant): Promise<Omit<Result, 'seconds' | 'id'>> {
  const [{ passed, says, isBroken }] = await runMutants([mutant], () => {});
  return { passed, says, isBroken };
}

test('there are at least thirty, each with a name of its own', () => {
  expect(MUTANTS.length).toBeGreaterThanOrEqual(30);
  expect(new Set(MUTANTS.map(({ id }) => id)).size).toBe(MUTANTS.length);
});

test.for(MUTANTS.map((mutant) => ({ id: mutant.id, mutant })))(
  '$id changes one text of the model and names a test that there is',
  ({ mutant }) => {
    const source = sourceOf(mutant);
    expect(mutate(source, mutant)).not.toBe(source);
    const trial = 'killer' in mutant ? mutant.killer : mutant.nearest;
    expect(() => questions.of(trial)).not.toThrow();
    const what = 'killer' in mutant ? mutant.killer.falls : 'error';
    expect(questions.visible(trial)).toContain(what);
  },
);

test('a mutant that its killer notices passes', async () => {
  const says = 'R1 on WQ+wake (helenos-2026)';
  expect(await verdictOn(HARMFUL)).toEqual({ passed: true, says, isBroken: false });
});

test('a mutant that nobody notices has survived, and is a failure', async () => {
  const says = 'SURVIVED R1 on WQ+wake (helenos-2026): nothing differs';
  expect(await verdictOn(HARMLESS)).toEqual({ passed: false, says, isBroken: false });
});

test('a mutant that something else notices has survived its killer', async () => {
  const elsewhere = { ...HARMFUL.killer, litmus: 'WQ+fifo', falls: 'condition' };
  const { passed, says } = await verdictOn({ ...HARMFUL, killer: elsewhere });
  expect({ passed, says }).toEqual({
    passed: false,
    says: 'SURVIVED condition on WQ+fifo (helenos-2026): nothing differs',
  });
});

test('an explained survivor must really survive its nearest test', async () => {
  const { killer, ...mutation } = HARMFUL;
  const explained = { ...mutation, survivor: 'so it is said', nearest: killer };
  const { passed, says } = await verdictOn(explained);
  expect(passed).toBe(false);
  expect(says).toMatch(/^survives no longer: R1 VERIFIED -> VIOLATED/);
  const { find, replace } = HARMLESS;
  expect((await verdictOn({ ...explained, find, replace })).passed).toBe(true);
});

test.for([
  { find: 'no such text', times: 0 },
  { find: 'k.endOfCall(t);', times: 4 },
])('a text that stands there $times times is no mutation', async ({ find, times }) => {
  const { passed, says, isBroken } = await verdictOn({ ...HARMFUL, find });
  expect({ passed, isBroken }).toEqual({ passed: false, isBroken: true });
  expect(says).toMatch(
    `model/synch/wait-queue-2026.ts: the text that harmful replaces occurs ${times} times`,
  );
});

test('a killer that does not exist is told apart from one that notices nothing', async () => {
  const killer = { ...HARMFUL.killer, litmus: 'WQ+wak' };
  const { says, isBroken } = await verdictOn({ ...HARMFUL, killer });
  expect({ says, isBroken }).toEqual({
    says: 'unknown test "WQ+wak"; the nearest is "WQ+wake". fermata list litmus lists them all.',
    isBroken: true,
  });
});

test('a thread that is lost in a step is ended, and the next question has a new one', async () => {
  const code = `
    import { parentPort } from 'node:worker_threads';
    parentPort.on('message', (question) => {
      while (question === 'loop');
      parentPort.postMessage({ is: 'failed', why: 'an answer' });
    });`;
  const thread = new TrialThread(code, 2000);
  const ask = (question: string) => thread.ask(question as never);
  const lost = { is: 'failed', why: 'no answer within 2 s: a step may not end' };
  expect(await ask('loop')).toEqual(lost);
  expect(await ask('speak')).toEqual({ is: 'failed', why: 'an answer' });
  await thread.end();
});

test('only what held before has fallen', () => {
  const facts = (verdict: string, failed: string | null = null): Facts => {
    return { failed, verdicts: new Map([['R1', verdict]]), outcomes: [], states: 1 };
  };
  const [holds, fallen, broken] = [
    facts('VERIFIED'),
    facts('VIOLATED'),
    facts('INCONCLUSIVE', 'no'),
  ];
  expect(falls('R1', holds, fallen)).toBe(true);
  expect(falls('R1', holds, holds)).toBe(false);
  expect(falls('R1', fallen, fallen)).toBe(false);
  expect(falls('R1', facts('VACUOUS'), fallen)).toBe(false);
  expect(falls('R1', holds, facts('VACUOUS'))).toBe(false);
  expect(falls('R2', holds, fallen)).toBe(false);
  expect(falls('error', holds, broken)).toBe(true);
  expect(falls('error', broken, broken)).toBe(false);
});
