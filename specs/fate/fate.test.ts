/**
 * What could have become of counterexamples of the catalogue: known answers, and the least of aborts
 * held against searches that are allowed fewer.
 */
import { describe, expect, test } from 'vitest';
import { parseDesign } from '../../model/designs/designs.ts';
import type { Revision } from '../../model/record/program.ts';
import type { Counterexample, Fate, KnownFate, Run } from '../../reports/data.ts';
import { readCatalogue } from '../catalogue.ts';
import { check } from '../check/check.ts';
import type { Litmus } from '../litmus/litmus.ts';
import { parseLitmus } from '../litmus/parse/parse.ts';
import type { CheckOptions, FateLimits, Source } from '../search/search.ts';

const ALL: FateLimits = { statesMax: 100_000, everyDesign: true, says: '' };
const OPTIONS: CheckOptions = {
  statesMax: 100_000,
  memoryMaxBytes: 2 ** 28,
  deadlineMs: null,
  aborts: null,
  digest: '',
  fate: ALL,
  interrupted: () => false,
};

const catalogue = new Map(readCatalogue().map((each) => [each.name, each]));

function sourceOf(name: string): Source {
  const source = catalogue.get(name);
  if (source === undefined) throw new Error(`no test is named ${name}`);
  return source;
}

function run(
  source: Source,
  design: string,
  options: Partial<CheckOptions> = {},
  revision: Revision = 'helenos-2026',
): Run {
  return check(source, parseDesign(design), revision, { ...OPTIONS, ...options });
}

function counterexampleIn({ assertions, condition }: Run, breaks: string): Counterexample | null {
  if (breaks === 'condition') return condition.counterexample;
  return assertions.find(({ id }) => id === breaks)?.counterexample ?? null;
}

function fateIn(found: Run, breaks: string): Fate {
  const fate = counterexampleIn(found, breaks)?.fate;
  if (fate === undefined) throw new Error(`${found.test} breaks no ${breaks}, or has no fate`);
  return fate;
}

function knownIn(found: Run, breaks: string): KnownFate {
  const fate = fateIn(found, breaks);
  if (fate.is !== 'known') throw new Error(fate.why);
  return fate;
}

describe('WQ+abort+wake under debt=book', () => {
  const found = run(sourceOf('WQ+abort+wake'), 'debt=book');

  test.for(['R1', 'R3'])(
    '%s is lost where the debt is booked, not where the wakeup is',
    (breaks) => {
      const { lost } = knownIn(found, breaks);
      const step = counterexampleIn(found, breaks)?.steps[lost - 1];
      expect(lost).toBe(8);
      expect(step?.changes).toContainEqual({ name: 'q.balance', from: '0', to: '-1' });
    },
  );

  test('before that the waker could have come, and both had returned', () => {
    const { instead, mayStop, states } = knownIn(found, 'R1');
    expect(states).toBe(found.search.states);
    expect(mayStop).toBe(false);
    expect(instead).toEqual([
      {
        lane: 1,
        rule: 'P1 trap',
        says: 'enters the kernel',
        steps: 6,
        ends: '0:r0=EOK; 1:r0=EOK; q.balance=0;',
      },
    ]);
  });

  test('its abort is needed, and no tick', () => {
    const { aborts, ticks, switches, parts } = knownIn(found, 'R1');
    expect(aborts).toEqual({
      made: 1,
      least: 1,
      each: [{ of: 'P0:L0', made: 1, least: 1, steps: [5] }],
    });
    expect(ticks).toEqual({ made: 0, least: 0 });
    expect(switches).toMatchObject({ made: 5, least: 5 });
    expect(parts).toEqual([]);
  });
});

test('WQ+fifo under the ticket is lost when the other has joined the queue', () => {
  const found = run(sourceOf('WQ+fifo'), 'ticket');
  const { lost, instead, aborts } = knownIn(found, 'R17');
  const step = counterexampleIn(found, 'R17')?.steps[lost - 1];
  expect(lost).toBe(6);
  expect(step?.changes).toContainEqual({ name: 'q.sleepers', from: '[]', to: '[P1]' });
  expect(instead.map(({ rule }) => rule)).toEqual(['E kick P0', 'E resume P0']);
  expect(aborts).toMatchObject({ made: 1, least: 1 });
});

test('an end at which an assertion of the kernel failed is good for nothing', () => {
  // Without an abort this kernel stops; with one, it loses a wakeup.
  const found = run(sourceOf('DATA+bad.2012'), 'window=written', {}, 'helenos-2012');
  expect(knownIn(found, 'R1')).toMatchObject({ lost: 0, instead: [], mayStop: false });
});

test('an abort that the environment could have left undone is said to be', () => {
  const { lost, mayStop, instead } = knownIn(
    run(sourceOf('FSLEEP+fifo'), 'ticket', {}, 'helenos-2012'),
    'R17',
  );
  // Both sleep, which is a good end; then comes the optional abort.
  expect({ lost, mayStop, instead }).toEqual({ lost: 5, mayStop: true, instead: [] });
});

test('R1 can fall in another run without the abort of the one that is shown', () => {
  const found = run(sourceOf('BUG21+retry'), 'eintr', {}, 'helenos-2012');
  expect(knownIn(found, 'R14').aborts).toMatchObject({ made: 1, least: 0 });
  expect(knownIn(found, 'R9').aborts).toMatchObject({ made: 1, least: 1 });
});

test('ticks are counted, and the turn without which the call is not delayed', () => {
  const { ticks, switches } = knownIn(
    run(sourceOf('BUG19+full-timeout'), 'ticket,loops=full-timeout'),
    'R2',
  );
  expect(ticks).toEqual({ made: 2, least: 2 });
  expect(switches.made).toBe(switches.each.length);
  expect(switches.each.map(({ is }) => is)).toContain('needed');
});

test('of a condition the part that was lost first comes first', () => {
  const found = run(sourceOf('BUG29+connect-retried'), 'eintr', {}, 'helenos-2012');
  expect(knownIn(found, 'condition').parts).toEqual([
    { text: '0:r0=ans:0', is: false, since: 14 },
    { text: '0:r1=ans:6', is: false, since: 22 },
  ]);
});

test('of what must not come together each part says when it was certain', () => {
  const text = `SYS t
"a test"
Table=helenos-2026
Asserts=none
{ waitq q; }
 P0                   | P1                                   ;
 r0 = waitq_wakeup(q) | r0 = waitq_sleep(q, 0, NON_BLOCKING) ;
~exists (0:r0=EOK /\\ 1:r0=EOK)
`.replace('NON_BLOCKING', 'NONBLOCK');
  const found = run({ litmus: parseLitmus(text, 't.litmus'), file: 't.litmus', text }, 'ticket');
  const { parts, lost } = knownIn(found, 'condition');
  const steps = counterexampleIn(found, 'condition')?.steps ?? [];
  // The waker returns EOK whatever comes; the sleeper only if the wakeup was there.
  expect(parts[0]).toEqual({ text: '0:r0=EOK', is: true, since: 0 });
  expect(parts[1]).toEqual({ text: '1:r0=EOK', is: true, since: lost });
  expect(steps[lost - 1].rule).toContain('wake');
});

describe('the least number of aborts is what searches with fewer find', () => {
  // All their aborts are the environment's, from one budget.
  const asked = [
    ['FUTEX+down+up+abort', 'debt=book', 'helenos-2026'],
    ['WQ+abort3+wake', 'debt=book', 'helenos-2026'],
    ['D11+answer', 'debt=book', 'helenos-2012'],
    ['FSLEEP+fifo', 'debt=book', 'helenos-2012'],
    ['BUG09+receiver-aborts', 'eintr', 'helenos-2012'],
    ['BUG36+two-rewinds', 'eintr', 'helenos-2012'],
    ['DATA+bad.2026', 'window=written', 'helenos-2026'],
    ['EVENT+mask', 'window=written', 'helenos-2026'],
    ['IPC+answers-first', 'window=written', 'helenos-2012'],
    ['BUG42+eintr-leaks.2012', 'result=leak', 'helenos-2012'],
  ] as const;
  const withMost = (litmus: Litmus, most: number): Litmus => ({
    ...litmus,
    meta: { ...litmus.meta, aborts: most === 0 ? [] : [{ ...litmus.meta.aborts[0], most }] },
  });

  test.for(asked)('%s on %s', ([name, design, revision]) => {
    const source = sourceOf(name);
    const found = run(source, design, {}, revision);
    const broken = [...found.assertions, { id: 'condition', ...found.condition }]
      .filter(({ counterexample }) => counterexample !== null)
      .map(({ id }) => id);
    const fallsWith = (most: number): readonly string[] => {
      const litmus = withMost(source.litmus, most);
      const fewer = run({ ...source, litmus }, design, { fate: undefined }, revision);
      return broken.filter((id) => counterexampleIn(fewer, id) !== null);
    };
    const least = new Map(broken.map((id) => [id, knownIn(found, id).aborts.least]));
    expect(least.size).toBeGreaterThan(0);
    for (const most of [0, 1, 2]) {
      expect([most, ...fallsWith(most)]).toEqual([
        most,
        ...broken.filter((id) => (least.get(id) ?? 0) <= most),
      ]);
    }
  });
});

describe('where the graph is not at hand nothing is guessed', () => {
  const source = sourceOf('WQ+abort+wake');
  const whyNot = (options: Partial<CheckOptions>, design = 'debt=book'): string => {
    const fate = fateIn(run(source, design, options), 'R3');
    return fate.is === 'open' ? fate.why : 'known';
  };

  test('a search that was cut', () => {
    expect(whyNot({ statesMax: 60 })).toBe('the search was cut (states): not all runs are known');
  });

  test('more states than are asked for', () => {
    expect(whyNot({ fate: { ...ALL, statesMax: 83, says: '; do this' } })).toBe(
      'the test has 84 states, and this check asks only up to 83; do this',
    );
    expect(whyNot({ fate: { ...ALL, statesMax: 84 } })).toBe('known');
  });

  test('more memory than there is', () => {
    const { bytesPerState, states } = run(source, 'debt=book').search;
    const searched = Math.round(bytesPerState * states);
    expect(whyNot({ memoryMaxBytes: searched + 100 })).toBe(
      'all edges of the 84 states do not fit into the memory of one search',
    );
    expect(whyNot({ memoryMaxBytes: searched + 10_000 })).toBe('known');
  });

  test('a known-bad design that is not asked about', () => {
    const few = { fate: { ...ALL, everyDesign: false } };
    // Its declared fall is this very test.
    expect(whyNot(few)).toBe('known');
    expect(whyNot(few, 'debt=book,place=keep')).toBe('known');
    const other = run(sourceOf('WQ+fifo'), 'debt=book', few);
    expect(fateIn(other, 'R17')).toMatchObject({
      is: 'open',
      why: 'of known-bad designs this check asks it at their declared falls only',
    });
  });

  test('a check that was ended', () => {
    // How often the searches look, when all that is kept of other searches is there.
    let looks = 0;
    run(source, 'debt=book', { fate: undefined, interrupted: () => looks++ < 0 });
    let asked = 0;
    expect(whyNot({ interrupted: () => asked++ >= looks })).toBe(
      'the check was ended before it was asked',
    );
  });

  test('a check that asks nothing leaves no word of it', () => {
    const found = run(source, 'debt=book', { fate: undefined });
    expect(counterexampleIn(found, 'R3')).not.toHaveProperty('fate');
  });
});

test('a good end that the filter leaves out is told as one', () => {
  const source = sourceOf('WQ+abort+wake');
  const text = source.text
    .replace(/^Asserts=.*\n/m, 'Aborts=P0:L0<=1\n')
    .replace(
      /^ P0 .*\n(?: .*\n)*/m,
      ' P0 | P1 ;\n L0: r0 = waitq_sleep(q, 0, FUTEX) | r0 = waitq_wakeup(q) ;\n',
    )
    .replace(
      /^(?:filter.*\n)?(?:locations.*\n)?~?(?:exists|forall) .*$/m,
      'filter Aborted(P0:L0)\nforall (0:r0=EOK)',
    );
  const litmus = parseLitmus(text, 'T.litmus');
  const found = run({ ...source, litmus, text }, 'debt=book');
  expect(knownIn(found, 'condition').instead.map(({ ends }) => ends)).toContain(
    '0:r0=EOK; which the filter leaves out',
  );
});
