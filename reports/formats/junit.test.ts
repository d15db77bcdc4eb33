import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { create } from 'xmlbuilder2';

import type { Standing, Verdict } from '../data.ts';
import { renderJunit } from './junit.ts';
import { HOSTILE, sampleReport, sampleRun, violatedRun, withTexts } from '../sample.ts';

/** Text that an attribute keeps as it is. */
const PLAIN = /^[\w <>&"'\][]*$/;

/** Attributes and children of all elements of one name, read back from the XML. */
function elementsOf(
  xml: string,
  name: string,
): { attributes: Map<string, string>; text: string }[] {
  const found: { attributes: Map<string, string>; text: string }[] = [];
  create(xml).each(
    ({ node }) => {
      if (node.nodeName !== name) return;
      const element = node as unknown as {
        attributes: Iterable<{ name: string; value: string }>;
        textContent: string;
      };
      const pairs = Array.from(element.attributes, (each) => [each.name, each.value] as const);
      found.push({ attributes: new Map(pairs), text: element.textContent });
    },
    false,
    true,
  );
  return found;
}

test.for<[Verdict, Standing, 'passed' | 'failure' | 'error' | 'skipped']>([
  ['VERIFIED', 'expected', 'passed'],
  ['VERIFIED', 'information', 'passed'],
  ['VERIFIED', 'stale', 'failure'],
  ['VERIFIED', 'unexpected', 'failure'],
  ['VIOLATED', 'unexpected', 'failure'],
  ['VIOLATED', 'expected', 'passed'],
  ['VIOLATED', 'information', 'skipped'],
  ['VIOLATED', 'unfinished', 'skipped'],
  ['VACUOUS', 'expected', 'failure'],
  ['VACUOUS', 'information', 'skipped'],
  ['UNSUPPORTED', 'expected', 'skipped'],
  ['INCONCLUSIVE', 'expected', 'skipped'],
  ['ERROR', 'information', 'error'],
])('%s, %s is %s', ([verdict, standing, answer]) => {
  const xml = renderJunit(sampleReport({ runs: [sampleRun({ verdict, standing })] }));
  const answers = ['failure', 'error', 'skipped'].filter((name) => xml.includes(`<${name} `));
  expect(answers).toEqual(answer === 'passed' ? [] : [answer]);
});

test('a case names its family, file and line, and carries hash, asserts, states and token', () => {
  const xml = renderJunit(sampleReport({ runs: [violatedRun('design')] }));
  const [testcase] = elementsOf(xml, 'testcase');
  expect(Object.fromEntries(testcase.attributes)).toMatchObject({
    classname: 'waitq',
    name: 'WQ+abort+wake',
    file: 'specs/waitq/WQ+abort+wake.litmus',
    line: '9',
  });
  const properties = elementsOf(xml, 'property').map(({ attributes }) =>
    Array.from(attributes.values()),
  );
  expect(properties).toContainEqual(['hash', '1c0a5a1e0f4b4cc7a2d4c33c07d0b5aa']);
  expect(properties).toContainEqual(['asserts', 'R1,R3']);
  expect(properties).toContainEqual(['states', '42']);
  expect(properties).toContainEqual([
    'replay',
    'WQ+abort+wake:1c0a:helenos-2026:debt=book:0.1.0.2',
  ]);
});

test('a failure has the assertion as its type and the drawn counterexample as its text', () => {
  const xml = renderJunit(sampleReport({ runs: [violatedRun('design')] }));
  const [failure] = elementsOf(xml, 'failure');
  expect(failure.attributes.get('type')).toBe('R1');
  expect(failure.text).toContain('    waitq_sleep_timeout_unsafe()    │');
  expect(failure.text).toContain('fermata replay WQ+abort+wake');
});

test('the counts of each suite and of all are those of its cases', () => {
  const xml = renderJunit(sampleReport());
  const sum = (name: string): number =>
    elementsOf(xml, 'testsuite').reduce((s, each) => s + Number(each.attributes.get(name)), 0);
  const [all] = elementsOf(xml, 'testsuites');
  for (const name of ['tests', 'failures', 'errors', 'skipped']) {
    expect(Number(all.attributes.get(name))).toBe(sum(name));
  }
  expect(sum('tests')).toBe(elementsOf(xml, 'testcase').length);
  expect(sum('failures')).toBe(elementsOf(xml, 'failure').length);
  expect(sum('skipped')).toBe(elementsOf(xml, 'skipped').length);
});

test('is well-formed XML with the texts in it, whatever they are', () => {
  const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.constant(HOSTILE));
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 8 }), (texts) => {
      const report = withTexts(sampleReport(), texts);
      const xml = renderJunit(report);
      expect(xml).not.toMatch(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
      expect(elementsOf(xml, 'testcase')).toHaveLength(report.runs.length);
      const names = elementsOf(xml, 'testcase').map(({ attributes }) => attributes.get('name'));
      const printable = report.runs.map((run) => run.test).filter((name) => PLAIN.test(name));
      expect(names).toEqual(expect.arrayContaining(printable));
    }),
    { numRuns: 20 },
  );
});
