/** docs/traces.md: every event and key of the format is in it, and its example is what it says. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readTest } from '../catalogue.ts';
import { readTrace } from '../conformance/read-trace.ts';
import { SCHEMAS } from '../conformance/trace-event.ts';
import { chosenFor, revisionFor } from '../conformance/validate/choose-design.ts';
import { validate } from '../conformance/validate/validate.ts';
import { root } from '../root.ts';
import { readPaper, sectionAt } from './examples.ts';

const paper = readPaper('traces.md');
const [, example = ''] = /```json\n([^]*?)```/.exec(paper) ?? [];

/** The first cell of each row. */
const rowsOf = (section: string): string[] =>
  Array.from(sectionAt(paper, section).matchAll(/^\| (`.*?) \|/gm), ([, cell]) => cell).flatMap(
    (cell) => Array.from(cell.matchAll(/`(\w+)`/g), ([, name]) => name),
  );

test('every event has its row, and no other', () => {
  expect(rowsOf('events').toSorted()).toEqual(
    Object.keys(SCHEMAS)
      .filter((name) => name !== 'meta' && name !== 'end')
      .toSorted(),
  );
});

test('every key of meta has its row, and no other', () => {
  const keys = Object.keys(SCHEMAS.meta.properties).filter((key) => key !== 'ev');
  expect(rowsOf('meta').toSorted()).toEqual(keys.toSorted());
});

test('every key of an event is named', () => {
  const keys = new Set(Object.values(SCHEMAS).flatMap(({ properties }) => Object.keys(properties)));
  const unnamed = [...keys].filter(
    (key) => !paper.includes(`\`${key}\``) && !paper.includes(`"${key}"`),
  );
  expect(unnamed).toEqual([]);
});

test('the example is accepted', () => {
  const { litmus } = readTest(join(root, 'specs', 'catalogue', 'waitq', 'WQ+abort+wake.litmus'));
  const trace = readTrace(new TextEncoder().encode(example), 'docs/traces.md');
  const limits = { pairsMax: 10_000, pairsAfter: 10_000, deadlineMs: null };
  const chosen = chosenFor(trace, litmus, null);
  const asked = { ...chosen, revision: revisionFor(trace, litmus), limits };
  expect(chosen.design.name).toBe('ticket');
  expect(validate(trace, asked).verdict).toBe('ACCEPTED');
});
