/**
 * R7 and R9 on cycles: steps of the model are made to go round, and the lasso is found, told, and
 * replayed by its token. The list of mutants has the same faults, as texts (mutants/livelocks.ts).
 */
import { afterEach, expect, test } from 'vitest';
import { explore } from '../../checker/explore.ts';
import { parseDesign } from '../../model/designs/designs.ts';
import { ABORT, LINK, RC } from '../../model/record/layout.ts';
import type { Kernel } from '../../model/record/state.ts';
import { STEPS } from '../../model/record/step.ts';
import { ERESTART, ETIMEOUT } from '../../model/record/values.ts';
import { RELOCK, SLEEP_ENTER } from '../../model/synch/wait-queue-2026.ts';
import { TRAP } from '../../model/syscall/syscall.ts';
import type { Counterexample, Run } from '../../reports/data.ts';
import { readCatalogue } from '../catalogue.ts';
import { check } from '../check/check.ts';
import { compile } from '../compile/compile.ts';
import { hashOf } from '../litmus/hash.ts';
import { parseLitmus } from '../litmus/parse/parse.ts';
import { CHECK_OPTIONS } from '../run/sample.ts';
import type { Subject } from '../search/search.ts';
import { testModel } from '../search/test-model.ts';
import { replay } from '../trace/replay.ts';
import { readToken, ReplayError, writeToken } from '../trace/token.ts';
import { Livelocks } from './livelocks.ts';

const REVISION = 'helenos-2026';
const catalogue = readCatalogue();
const original = STEPS.map(({ run }) => run);

afterEach(() => {
  for (const [number, run] of original.entries()) STEPS[number].run = run;
});

/** From now on the step does `change` after what it does. */
function after(step: number, change: (k: Kernel, t: number) => void): void {
  STEPS[step].run = (k, t) => {
    original[step](k, t);
    change(k, t);
  };
}

/** A sleeper with a request looks again and again whether it was woken. */
function spinOnRequests(): void {
  STEPS[RELOCK].run = (k, t) => {
    if (k.get(t, LINK) === 0 || !k.has(t, ABORT)) original[RELOCK](k, t);
  };
  after(SLEEP_ENTER, (k, t) => {
    if (k.get(t, RC) === ERESTART) k.goto(t, SLEEP_ENTER);
  });
}

/** A call that is issued again after its deadline is taken out for it, each time. */
function neverTimeOut(): void {
  after(SLEEP_ENTER, (k, t) => {
    if (k.get(t, RC) === ETIMEOUT) k.set(t, RC, ERESTART);
  });
}

function source(name: string) {
  const found = catalogue.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no test ${name}`);
  return found;
}

const checked = (name: string, options = {}): Run =>
  check(source(name), parseDesign('ticket'), REVISION, { ...CHECK_OPTIONS, ...options });

const assertionOf = ({ assertions }: Run, id: string) => assertions.find((each) => each.id === id);

function lassoOf(name: string, id: string): Counterexample {
  const { verdict, defect, counterexample } = assertionOf(checked(name), id) ?? {};
  expect({ verdict, defect }).toEqual({ verdict: 'VIOLATED', defect: 'design' });
  if (counterexample?.loop === undefined) throw new Error(`no lasso: ${id} of ${name}`);
  return counterexample;
}

test('R7 falls where kernel code runs for ever and the request is never answered', () => {
  spinOnRequests();
  const { steps, loop, words } = lassoOf('WQ+request', 'R7');
  expect(steps.map(({ rule }) => rule)).toContain('E kick P0');
  expect(loop?.from).toBe(steps.length);
  expect(words.however).toMatch(/step \d+ can be repeated for ever, and nobody who could move all/);
});

test('R9 falls where a call is issued again for ever, although it ends without aborts', () => {
  neverTimeOut();
  const { steps, loop } = lassoOf('SLEEP+outlasted', 'R9');
  const rules = steps.slice((loop?.from ?? 0) - 1).map(({ rule }) => rule.replace(/^\w+ /, ''));
  expect(rules.toSorted()).toEqual(['restart', 'syscall-exit', 'waitq_sleep-enter']);
  expect(assertionOf(checked('SLEEP+outlasted'), 'R15')?.verdict).toBe('VERIFIED');
});

test('a cycle of orbits is no cycle of states: all states are searched, and the lasso is theirs', () => {
  const text = `SYS alike
"two sleepers with a deadline each, either of which may be stopped"
Table=helenos-2026
Asserts=R9
Aborts=any<=1
Ticks=6
{ }
 P0                    | P1                    ;
 r0 = thread_usleep(1) | r0 = thread_usleep(1) ;
exists (0:r0=EOK)
`;
  const litmus = parseLitmus(text, 'alike.litmus');
  const alike = { litmus, file: 'alike.litmus', text };
  const run = (): Run => check(alike, parseDesign('ticket'), REVISION, CHECK_OPTIONS);
  expect(run().search.symmetry).toBe(2);
  neverTimeOut();
  const livelock = run();
  expect(livelock.search.symmetry).toBeUndefined();
  const { verdict, counterexample } = assertionOf(livelock, 'R9') ?? {};
  expect(verdict).toBe('VIOLATED');
  expect(counterexample?.loop).toBeDefined();
});

test('a token has the loop, and replays to the same lasso', () => {
  spinOnRequests();
  const told = lassoOf('WQ+request', 'R7');
  expect(readToken(told.token).loopFrom).toBe(told.loop?.from);
  expect(replay(source('WQ+request'), told.token, CHECK_OPTIONS)).toEqual(told);
});

test('a token whose loop is none is refused, and so is one of a model without it', () => {
  spinOnRequests();
  const spinning = source('WQ+request');
  const { token, steps } = lassoOf('WQ+request', 'R7');
  const parts = readToken(token);
  const refusal = (change: object): unknown => {
    try {
      return replay(spinning, writeToken({ ...parts, ...change }), CHECK_OPTIONS);
    } catch (error) {
      return (error as Error).constructor === ReplayError ? (error as Error).message : error;
    }
  };
  expect(refusal({ loopFrom: steps.length - 1 })).toMatch(/is not that after step/);
  expect(refusal({ breaks: 'condition' })).toMatch(/no cycle of WQ\+request breaks "condition"/);
  expect(refusal({ breaks: 'R9' })).toMatch(/no cycle of WQ\+request breaks "R9"/);
  expect(refusal({ loopFrom: 99 })).toMatch(/not a whole replay token/);
  expect(refusal({ loopFrom: null })).toMatch(/breaks R7, and it does not/);
  for (const [number, run] of original.entries()) STEPS[number].run = run;
  expect(refusal({})).toMatch(/is not enabled here|is not that after step/);
});

test('what goes round without aborts as well is no fault of theirs', () => {
  STEPS[TRAP].run = (k, t) => {
    if (t !== 0) original[TRAP](k, t);
  };
  const { verdict, why } = assertionOf(checked('SLEEP+outlasted'), 'R9') ?? {};
  expect({ verdict, why }).toMatchObject({ verdict: 'VACUOUS', why: /^no end to compare/ });
});

test('livelocks without aborts are allowed, all others are not', () => {
  neverTimeOut();
  const { litmus } = source('SLEEP+outlasted');
  const design = parseDesign('ticket');
  const program = compile(litmus, design, REVISION);
  const hash = hashOf(litmus);
  const subject: Subject = {
    litmus,
    hash,
    design,
    revision: REVISION,
    options: CHECK_OPTIONS,
    program,
  };
  const model = testModel(litmus, program);
  const search = explore(model.machine, { keepEdges: true });
  const livelocks = new Livelocks(subject, model, search);
  expect(livelocks.hasNoCycle).toBe(false);
  expect(livelocks.unfinished(new Set(['P0 at 0']))).toBe('none');
  expect(livelocks.unfinished(new Set(['P0 done']))).toMatchObject({ isShortest: true });
  expect(livelocks.unanswered()).toBe('none');
  const cut = new Livelocks(subject, model, explore(model.machine, { statesMax: 5 }));
  expect(cut.unanswered()).toEqual({ unknown: 'the search was cut (states)' });
});

test('where the edges do not fit, nothing is said of cycles', () => {
  const whole = checked('WQ+request');
  expect(assertionOf(whole, 'R7')?.why).toBe(
    'in every state of the whole space, which has no cycle',
  );
  const { search } = checked('FWD+ehangup');
  const bytes = Math.ceil(search.bytesPerState * search.states);
  const tight = checked('FWD+ehangup', { memoryMaxBytes: bytes });
  expect(assertionOf(tight, 'R7')).toMatchObject({
    verdict: 'INCONCLUSIVE',
    why: expect.stringMatching(/all edges of the [\d,]+ states do not fit into the memory/),
  });
  expect(tight.latencies).toEqual([]);
});
