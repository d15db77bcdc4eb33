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
