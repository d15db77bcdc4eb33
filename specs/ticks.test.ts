/**
 * No time-out is cut in silence: where `Ticks` are too few the run is an ERROR that says how many it
 * takes, for every call that waits for time, in each revision, whatever becomes of it after an abort.
 * And the ticks for which a thread is held make no test too small.
 */
import { describe, expect, test } from 'vitest';
import { parseDesign } from '../model/designs/designs.ts';
import type { Revision } from '../model/record/program.ts';
import type { Run } from '../reports/data.ts';
import { check } from './check/check.ts';
import { type CallSpec, isKernelTable } from './litmus/calls/call-spec.ts';
import { CALLS } from './litmus/calls/calls.ts';
import { parseLitmus } from './litmus/parse/parse.ts';

const REVISIONS: readonly Revision[] = ['helenos-2012', 'helenos-2026'];
const OBJECTS: Partial<Record<string, string>> = { waitq: 'waitq q;', futex: 'futex f = 0;' };
const ARGUMENTS: Partial<Record<string, string>> = { waitq: 'q', futex: 'f', duration: '2' };

/** It waits for time: as long as it says, or, as 2026's trydown, for the rest of a tick. */
function isTimed({ name, args }: CallSpec, revision: Revision): boolean {
  const isShort = name === 'futex_trydown' && revision === 'helenos-2026';
  return isShort || args.some(({ kind }) => kind === 'duration');
}

const TIMED = REVISIONS.flatMap((revision) =>
  CALLS.filter((call) => call.tables.includes(revision) && isTimed(call, revision)).map((call) => ({
    name: call.name,
    call,
    revision,
  })),
);

function written({ name, args }: CallSpec): string {
  return `${name}(${args.map(({ kind }) => ARGUMENTS[kind] ?? '0').join(', ')})`;
}

function run(lanes: string, ticks: number, revision: Revision, design: string, keys = ''): Run {
  const objects = Object.values(OBJECTS).filter((_, i) => i > 0 || revision === 'helenos-2026');
  const head = `SYS t\n"a test"\nTable=${revision}\n${keys}Ticks=${ticks}\n{ ${objects.join(' ')} }`;
  const text = `${head}\n${lanes}\nforall (not 0:r0=blocked)\n`;
  const limits = { statesMax: 200_000, memoryMaxBytes: 2 ** 28, deadlineMs: null };
  const source = { litmus: parseLitmus(text, 't.litmus'), file: 't.litmus', text };
  const others = { aborts: null, digest: '', interrupted: () => false };
  return check(source, parseDesign(design), revision, { ...limits, ...others });
}

/** What the message says that it takes. */
function wanted(why: string, ticks: number): number {
  const [, said, least] = /^Ticks=(\d+) is too small: .* to at least (\d+)\.$/.exec(why) ?? [];
  expect({ why, said: Number(said) }).toEqual({ why, said: ticks });
  expect(Number(least)).toBeGreaterThan(ticks);
  return Number(least);
}

/** Raises `Ticks` as the message says until there is none: every run until then is an ERROR. */
function raised(runWith: (ticks: number) => Run): readonly Run[] {
  const runs: Run[] = [];
  for (let ticks = 1; runs.length < 40;) {
    const made = runWith(ticks);
    runs.push(made);
    if (made.verdict !== 'ERROR') return runs;
    ticks = wanted(made.why, ticks);
  }
  throw new Error('Ticks are never enough');
}

test('there are calls that wait for time in both revisions', () => {
  for (const revision of REVISIONS) {
    expect(TIMED.filter((it) => it.revision === revision).length).toBeGreaterThanOrEqual(3);
  }
  expect(TIMED.some(({ call }) => call.tables.every(isKernelTable))).toBe(false);
});

const DESIGNS = ['ticket', 'timeout=relative', 'timeout=remaining', 'udelay=spin', 'place=keep'];

describe.for(DESIGNS)('under %s', (design) => {
  test.for(TIMED)('$name of $revision ends, or Ticks are an ERROR', ({ call, revision }) => {
    const lanes = ` P0 ;\n L0: r0 = ${written(call)} ;`;
    const runs = raised((ticks) =>
      run(lanes, ticks, revision, design, 'Aborts=any<=2\nAsserts=none\n'),
    );
    expect(runs.at(-1)).toMatchObject({ verdict: 'VERIFIED' });
    // A tick does for what takes less than one; the others were too small at first.
    expect(runs.length > 1 || call.name === 'futex_trydown').toBe(true);
  });
});

test.for(REVISIONS)('of two calls in a row of %s each has its time', (revision) => {
  const lanes = ` P0 | P1 ;
 L0: r0 = thread_udelay(1) | L0: r0 = thread_usleep(2) ;
 L1: r1 = thread_usleep(1) | L1: r1 = thread_udelay(1) ;`;
  const runs = raised((ticks) =>
    run(lanes, ticks, revision, 'ticket', 'Aborts=any<=1\nAsserts=none\n'),
  );
  expect(runs.at(-1)).toMatchObject({ verdict: 'VERIFIED' });
  expect(runs.length).toBeGreaterThan(1);
});

test.for(REVISIONS)('ticks of the E lane of %s are not cut either', (revision) => {
  const lanes = ' P0 | E ;\n L0: r0 = thread_usleep(0) | tick 5 ;';
  const runs = raised((ticks) => run(lanes, ticks, revision, 'ticket'));
  expect(runs.map(({ verdict }) => verdict)).toEqual(['ERROR', 'VERIFIED']);
});

test('a delay of nothing waits for no tick, though it is begun inside the interrupt', () => {
  const lanes =
    ' P0 | P1 ;\n' +
    ' L0: r0 = thread_usleep(1) | L0: r0 = thread_udelay(0) ;\n' +
    ' L1: r1 = thread_usleep(1) | ;';
  // Each sleep is over two ticks after it began, so four are enough for both.
  const made = run(lanes, 4, 'helenos-2012', 'place=keep', 'Aborts=any<=1\nAsserts=R2,R15\n');
  expect([made.verdict, made.why]).toEqual(['VERIFIED', expect.any(String)]);
});
