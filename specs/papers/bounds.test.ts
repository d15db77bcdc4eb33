/** docs/bounds.md: its arithmetic is that of specs/bounds/, and its rows are what a check shows. */
import { expect, test } from 'vitest';
import { parseDesign } from '../../model/designs/designs.ts';
import { boundsPage } from '../bounds/bounds-page.ts';
import { check, revisionsOf } from '../check/check.ts';
import { readPaper, testNamed } from './examples.ts';

const paper = readPaper('bounds.md');
const LIMITS = {
  statesMax: 1_000_000,
  memoryMaxBytes: 1024 ** 3,
  deadlineMs: null,
  aborts: null,
  digest: '',
  interrupted: () => false,
};

/** Down to the heads of the table whose rows are measured. */
const untilRows = (page: string): string =>
  page.slice(0, page.indexOf('| --- |', page.indexOf('| call |')));

test('all but the rows is made by the code that is here', () => {
  expect(untilRows(paper)).toBe(untilRows(boundsPage({ latencies: [] })));
});

const ROW =
  /^\| `(\w+)` \| (\S+) \| (\S+) \| (\S+) \| [^|]+ \| (\S+) \| ([^|,]+)(?:, [^|]+)? \|$/gm;
const rows = Array.from(paper.matchAll(ROW), ([, call, revision, own, holder, name, design]) => ({
  call,
  revision,
  own,
  holder,
  name,
  design: design.trim(),
}));

test('there is a row for every call of which a test asks R7, in both revisions', () => {
  expect(rows.length).toBeGreaterThan(45);
  for (const { name, revision } of rows) {
    expect(revisionsOf(testNamed(name).litmus)).toContain(revision);
  }
});

/** `| call | 2012 | 2026 | class | ...`: every call of both kernels. */
const CALL = /^\| (?:<a id="\w+"><\/a>)?`(SYS_\w+)` \| (\S+) \| (\S+) \| (\w+) \|/gm;
const calls = Array.from(readPaper('syscalls.md').matchAll(CALL), ([, call, old, now, kind]) => ({
  call,
  numbers: [old, now],
  kind,
}));
const classRows = Array.from(
  paper.matchAll(/^\| `(nothing|lock|pager|event)` \| (.+) \| (.+) \| (.+) \| .+ \|$/gm),
  ([, kind, , old, now]) => ({ kind, bounds: [old, now] }),
);

test.for([
  ['helenos-2012', 0],
  ['helenos-2026', 1],
] as const)('every call of %s is of a class that has its bounds', ([, at]) => {
  const own = calls.filter(({ numbers }) => numbers[at] !== '-');
  expect(own.length).toBeGreaterThan(50);
  const bounded = new Set(
    classRows.filter(({ bounds }) => bounds[at] !== '–').map(({ kind }) => kind),
  );
  expect(own.filter(({ kind }) => !bounded.has(kind)).map(({ call }) => call)).toEqual([]);
  // And no class has a bound for calls that there are not.
  const used = new Set(own.map(({ kind }) => kind));
  expect([...bounded].filter((kind) => !used.has(kind))).toEqual([]);
});

test('each class but that of no wait says what has no bound', () => {
  const endless = classRows.filter(({ bounds }) => bounds.includes('∞'));
  expect(endless.map(({ kind }) => kind)).toEqual(['lock', 'pager', 'pager', 'event']);
});

/** `again`, `finish` or `run`: which of the bounds of the class is a call's own. */
test('of every call that may wait for a pager it is said what a stop must do', () => {
  const rowsOfPager = readPaper('syscalls.md').match(/^\| .*`SYS_\w+` .* \| pager \| .*$/gm) ?? [];
  expect(rowsOfPager.length).toBeGreaterThan(30);
  const untold = rowsOfPager.filter((row) => !/\b(again|finish|run)\b[^|]*\|$/.test(row));
  expect(untold).toEqual([]);
});

/** Small ones, and the one without a bound. */
const SAMPLE = new Set(['SLEEP+abort', 'UDELAY+abort', 'WQ+abort+timeout', 'PAGE+2threads']);

test.for(rows.filter(({ name }) => SAMPLE.has(name)))(
  '$call on $revision: B $own, H $holder, as $name shows',
  ({ call, revision, own, holder, name, design }) => {
    const source = testNamed(name);
    const known = revisionsOf(source.litmus).find((each) => each === revision)!;
    const { latencies = [] } = check(source, parseDesign(design), known, LIMITS);
    const found = latencies.find((each) => each.call === call);
    expect([found?.ownSteps, found?.holderSteps].map((steps) => `${steps ?? '∞'}`)).toEqual([
      own,
      holder,
    ]);
  },
);
