/**
 * What a check answers besides pass and fall: what nothing models, budgets that the E lane shares
 * with the environment, and words that are true of the state that they are about.
 */
import { describe, expect, test } from 'vitest';
import { parseDesign } from '../../model/designs/designs.ts';
import type { Run } from '../../reports/data.ts';
import { check } from './check.ts';
import { APPLICABLE } from '../litmus/calls/asserted.ts';
import { ASSERTIONS } from '../properties/assertions.ts';
import type { Revision } from '../../model/record/program.ts';
import { parseLitmus } from '../litmus/parse/parse.ts';

interface Sample {
  readonly table?: string;
  readonly keys?: string;
  readonly objects?: string;
  readonly lanes?: string;
  readonly end?: string;
}

const SLEEPER = ` P0                                | P1                   | E                   ;
 L0: r0 = waitq_sleep(q, 0, FUTEX) | r0 = waitq_wakeup(q) | await Asleep(P0:L0) ;
                                   |                      | abort P0:L0         ;
                                   |                      | await Asleep(P0:L0) ;
                                   |                      | abort P0:L0         ;`;

function run(sample: Sample, design = 'ticket', aborts: number | null = null): Run {
  const { table = 'helenos-2026', keys = 'Asserts=R1', lanes = SLEEPER } = sample;
  const { objects = 'waitq q;', end = '~exists (0:r0=blocked)' } = sample;
  const text = `SYS t\n"a test"\nTable=${table}\n${keys}\n{ ${objects} }\n${lanes}\n${end}\n`;
  const revision: Revision = 'helenos-2026';
  const limits = { statesMax: 100_000, memoryMaxBytes: 2 ** 28, deadlineMs: null };
  const source = { litmus: parseLitmus(text, 't.litmus'), file: 't.litmus', text };
  return check(source, parseDesign(design), revision, {
    ...limits,
    aborts,
    digest: '',
    interrupted: () => false,
  });
}

describe('what nothing models', () => {
  test('is R10 where nobody is saved: it is UNSUPPORTED, beside what is searched', () => {
    const { verdict, assertions } = run({ keys: 'Asserts=R1,R10' });
    expect(verdict).toBe('VERIFIED');
    expect(assertions[1]).toMatchObject({
      verdict: 'UNSUPPORTED',
      why: 'nobody is saved in this test',
    });
  });

  test('does not hide what falls', () => {
    expect(run({ keys: 'Asserts=R1,R10' }, 'debt=book').verdict).toBe('VIOLATED');
  });

  test('is not what Needs names: all of it is there', () => {
    expect(run({ keys: 'Needs=ipc,udebug,checkpoint' }).verdict).toBe('VERIFIED');
  });

  test('is not what this design or revision alone has not', () => {
    const { verdict, assertions } = run({ keys: 'Asserts=R1,R14' });
    expect(verdict).toBe('VERIFIED');
    expect(assertions[1]).toMatchObject({ verdict: 'UNSUPPORTED' });
  });

  test('is MAPPED without the word that says whether memory is mapped', () => {
    const lanes = ' P0@C ;\n r0 = ipc_call_async_slow(s, 1, MAPPED) ;';
    const { verdict, why } = run({ lanes, objects: 'phone s = C -> C;', end: 'exists (0:r0=EOK)' });
    expect([verdict, why]).toEqual(['UNSUPPORTED', expect.stringContaining('word mapped')]);
  });

  test('is R1 in kernel tables, whose steps keep no ledger', () => {
    const lanes = ' P0 ;\n r0 = waitq_sleep_timeout(q, 9, 0) ;';
    const { assertions } = run({ table: 'kernel-2026', lanes, end: 'exists (0:r0=ETIMEOUT)' });
    expect(assertions[0].why).toBe('kernel tables keep no ledger of the wakeups posted');
  });
});

describe('a kill beside aborts', () => {
  const keys = 'Aborts=P0:L0<=1\nAsserts=R9,R15';
  const end = 'exists (0:r0=killed)';
  const first = ' P0@C | E ;\n L0: r0 = waitq_sleep(q, 0, FUTEX)';

  test('comes without aborts as well: dying is no loss of transparency', () => {
    const { assertions } = run({ keys, end, lanes: `${first} | kill C ;` });
    expect(assertions.map(({ verdict }) => verdict)).toEqual(['VERIFIED', 'VERIFIED']);
  });

  test('that the lane waits for cannot be compared', () => {
    const lanes = `${first} | await Asleep(P0:L0) ;\n | kill C ;`;
    const { assertions } = run({ keys, end, lanes });
    expect(assertions.map(({ verdict }) => verdict)).toEqual(['UNSUPPORTED', 'UNSUPPORTED']);
  });
});

test('what falls without aborts is asked anew where the same program asserts something else', () => {
  const lanes = ' P0 | P1 ;\n L0: r0 = waitq_sleep(q, 0, 0) | r0 = waitq_destroy(q) ;';
  const of = (asserts: string) =>
    run({ keys: `Aborts=P0:L0<=1\nAsserts=${asserts}`, lanes, end: 'exists (true)' });
  of('R15');
  const { defect } = of('R1,R15').assertions[0];
  expect(defect).toBe('kernel');
});

describe('a budget', () => {
  const TWICE = 'filter Aborted(P0:L0, 2)\nexists (0:r0=EOK)';
  const ONCE = 'filter Aborted(P0:L0)\nexists (0:r0=EOK)';

  test('is no limit where there is none', () => {
    expect(run({ end: TWICE }).verdict).toBe('VERIFIED');
  });

  test('is the total: an abort of the lane that it does not cover any more is passed over', () => {
    expect(run({ keys: 'Aborts=P0:L0<=1', end: TWICE }).condition.verdict).toBe('VACUOUS');
    expect(run({ keys: 'Aborts=P0:L0<=1', end: ONCE }).verdict).toBe('VERIFIED');
    expect(run({ keys: 'Aborts=any<=2', end: TWICE }).verdict).toBe('VERIFIED');
    const thrice = 'filter Aborted(P0:L0, 3)\nexists (0:r0=EOK)';
    expect(run({ keys: 'Aborts=any<=2', end: thrice }).condition.verdict).toBe('VACUOUS');
  });

  test('is one for the lane and for what the environment does beside it', () => {
    const lanes = SLEEPER.replace('await Asleep(P0:L0)', 'await Inside(P0:L0)');
    const either = 'exists (not Aborted(P0:L0, 2) /\\ Aborted(P0:L0))';
    expect(run({ keys: 'Aborts=P0:L0<=1', lanes, end: either }).verdict).toBe('VERIFIED');
    const both = 'exists (Aborted(P0:L0, 2))';
    expect(run({ keys: 'Aborts=P0:L0<=1', lanes, end: both }).verdict).toBe('VIOLATED');
  });

  test('of another call leaves the lane alone', () => {
    const lanes = SLEEPER.replace('| r0 = waitq_wakeup(q)', '| L1: r0 = waitq_wakeup(q)');
    expect(run({ keys: 'Aborts=P1:L1<=1', lanes, end: TWICE }).verdict).toBe('VERIFIED');
  });

  test('of the command line caps the total, and 0 leaves no abort at all', () => {
    expect(run({ end: TWICE }, 'ticket', 2).verdict).toBe('VERIFIED');
    expect(run({ end: TWICE }, 'ticket', 1).condition.verdict).toBe('VACUOUS');
    expect(run({ end: ONCE }, 'ticket', 1).verdict).toBe('VERIFIED');
    expect(run({ end: ONCE }, 'ticket', 0).condition.verdict).toBe('VACUOUS');
    // Without aborts even a kernel that knows none can be asked.
    expect(run({}, 'today', 0).verdict).toBe('VERIFIED');
  });

  test('that was spent beside the lane holds nobody for ever, though the lane has a resume', () => {
    const lanes = ` P0                                | P1                   | E                   ;
 L0: r0 = waitq_sleep(q, 0, FUTEX) | r0 = waitq_wakeup(q) | await Asleep(P0:L0) ;
                                   |                      | abort P0:L0         ;
                                   |                      | resume P0           ;`;
    expect(run({ keys: 'Aborts=any<=2\nAsserts=R1,R9,R15', lanes }).verdict).toBe('VERIFIED');
  });
});

describe('the words of a counterexample', () => {
  const { assertions } = run({ keys: 'Asserts=R1,R3' }, 'debt=book');
  const [r1, r3] = assertions.map(({ counterexample }) => counterexample?.words.however);

  test('say of an end who never returns', () => {
    expect(r1).toMatch(/^the counter of q is .*; P0 never returns; R1: /);
  });

  test('say of a state in the middle only where everybody is', () => {
    expect(r3).not.toContain('never return');
    expect(r3).toContain('P0 is held, to restart waitq_sleep');
  });
});

test('ends that print alike are two outcomes where only one satisfies the condition', () => {
  const end = 'locations [q.balance;]\n~exists (Aborted(P0:L0) /\\ not 0:r0=blocked)';
  const { outcomes } = run({ keys: 'Aborts=any<=1', end });
  const alike = outcomes.filter(({ text }) => text === outcomes[0].text);
  expect(alike.map(({ satisfies }) => satisfies).toSorted()).toEqual([false, true]);
});

/** Two threads of one queue, and what the E lane does. */
function withLane(lane: readonly string[], end = '~exists (0:r0=blocked)', keys = 'Asserts=R1') {
  const calls = ['L0: r0 = waitq_sleep(q, 0, FUTEX) | L1: r0 = waitq_wakeup(q)'];
  const rows = lane.map((op, i) => ` ${calls[i] ?? ' | '} | ${op} ;`);
  return { keys, end, lanes: [' P0 | P1 | E ;', ...rows].join('\n') };
}

describe('what no run does makes a test VACUOUS', () => {
  test.for([
    [['await Inside(P1:L1)', 'await Asleep(P0:L0)', 'abort P0:L0'], null],
    [
      ['await Done(P0:L0)', 'await Asleep(P0:L0)', 'abort P0:L0'],
      "line 8: 'await Asleep(P0:L0)' is passed in no run",
    ],
    [['await Done(P0:L0)', 'abort P0:L0'], "line 8: 'abort P0:L0' hits in no run"],
    [['resume P0', 'tick'], "line 7: 'resume P0' is performed in no run"],
    [['await Held(P0:L0)', 'kill T'], "line 7: 'await Held(P0:L0)' is passed in no run"],
  ] as const)('%j', ([lane, why]) => {
    // debt=book is wrong, and only an abort shows it.
    const { verdict, why: said } = run(withLane(lane), why === null ? 'debt=book' : 'ticket');
    expect(verdict).toBe(why === null ? 'VIOLATED' : 'VACUOUS');
    expect(said).toContain(why ?? 'R1');
  });

  test('no wrong design passes with an abort that never comes', () => {
    const { verdict } = run(withLane(['await Done(P0:L0)', 'abort P0:L0']), 'debt=book');
    expect(verdict).toBe('VACUOUS');
  });

  test('a budget that nobody can use', () => {
    const lanes =
      ' P0 | P1 ;\n r0 = waitq_sleep(p, 0, 0) | r0 = waitq_wakeup(q) ;\n L1: waitq_sleep(q, 0, 0) | ;';
    const keys = 'Aborts=P0:L1<=1\nAsserts=R1';
    const end = 'forall (1:r0=EOK)';
    expect(run({ keys, objects: 'waitq p; waitq q;', lanes, end })).toMatchObject({
      verdict: 'VACUOUS',
      why: 'line 4: Aborts=P0:L1<=1 is used in no run',
    });
  });

  test('an abort that the condition takes for granted, but not one that it asks about', () => {
    const lane = ['await Asleep(P0:L0)', 'abort P0:L0'];
    const of = (end: string): Run => run(withLane(lane, end));
    expect(of('~exists (Aborted(P1:L1) /\\ 0:r0=blocked)')).toMatchObject({
      verdict: 'VACUOUS',
      why: 'line 9: Aborted(P1:L1) is true in no state',
    });
    expect(of('forall (Aborted(P1:L1) => 0:r0=EOK)').verdict).toBe('VACUOUS');
    expect(of('~exists (Aborted(P1:L1))').verdict).toBe('VERIFIED');
    expect(of('~exists (Aborted(P0:L0) /\\ 0:r0=blocked)').verdict).toBe('VERIFIED');
  });

  test('a test without calls, and one in which nothing is checked', () => {
    expect(
      run({ objects: '', lanes: ' P0 ;', keys: 'Asserts=none', end: 'forall (true)' }),
    ).toMatchObject({
      verdict: 'VACUOUS',
      why: 'no lane makes a call',
    });
    expect(
      run({ ...withLane(['tick']), keys: 'Asserts=none', end: 'forall (true)' }),
    ).toMatchObject({
      verdict: 'VACUOUS',
      why: 'nothing is checked: every end is as true says',
    });
  });
});

describe('what a verdict rests on', () => {
  const lane = ['await Asleep(P0:L0)', 'abort P0:L0'];

  test('is named', () => {
    const { why } = run(withLane(lane, undefined, 'Asserts=R1,R3'));
    expect(why).toMatch(/^condition; R1, R3: \d+ states, the whole space$/);
    expect(run(withLane(lane, '~exists (false)')).why).toMatch(/^R1: /);
    expect(run(withLane(lane, undefined, 'Asserts=none')).why).toMatch(/^condition: /);
  });

  test('is all that applies, where the file does not say', () => {
    const { verdict, why } = run(withLane(lane, undefined, 'Ref=x'));
    expect(verdict).toBe('VERIFIED');
    expect(why).toMatch(/^condition; R1, R3, R6, R7, R9, R12, R13, R15: /);
    expect(run(withLane(lane, '~exists (false)', 'Ref=x'), 'debt=book').verdict).toBe('VIOLATED');
  });

  test('is what is about any run, where there is no abort', () => {
    const lanes = ' P0 | P1 ;\n L0: r0 = waitq_sleep(q, 2, FUTEX) | r0 = waitq_wakeup(q) ;';
    expect(run({ keys: 'Ref=x', lanes, end: 'exists (0:r0=EOK)' }).why).toMatch(
      /^condition; R1, R2: /,
    );
  });

  test('is nothing that kernel lanes do not have', () => {
    const lanes = ' P0 | P1 ;\n r0 = waitq_sleep_timeout(q, 0, 0) | waitq_wake_one(q) ;';
    const sample = { table: 'kernel-2026', keys: 'Ref=x', lanes, end: 'forall (0:r0=EOK)' };
    expect(run(sample).why).toMatch(/^condition: /);
  });
});

test('what can be implied is what is modelled', () => {
  expect(APPLICABLE).toEqual(ASSERTIONS.map(({ id }) => id));
});

test('R14 is put to the test by a call that nobody answers', () => {
  const objects = 'phone s = C -> S;';
  const lanes = ' P0@C | P1@S ;\n r0 = ipc_call_async(s, 1) | r0 = ipc_poke() ;';
  const { verdict, why } = run({ objects, lanes, keys: 'Asserts=R14', end: 'exists (S.calls=1)' });
  expect([verdict, why]).toEqual(['VERIFIED', expect.stringMatching(/^condition; R14: /)]);
});
