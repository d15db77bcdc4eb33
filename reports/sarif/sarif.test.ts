/** The SARIF log, against the schema of SARIF 2.1.0 that the package @microsoft/jest-sarif ships. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import AjvDraft04 from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import * as fc from 'fast-check';
import type { Log } from 'sarif';
import { expect, test } from 'vitest';

import type { Report, Standing, Verdict } from '../data.ts';
import { renderSarif, SARIF_GZIP_BYTES_MAX, SARIF_RESULTS_MAX } from './sarif.ts';
import { HOSTILE, sampleReport, sampleRun, violatedRun, withTexts } from '../sample.ts';

const require = createRequire(import.meta.url);
const FILE = require.resolve('@microsoft/jest-sarif').replace(/index\.js$/, '');
const SCHEMA = JSON.parse(readFileSync(`${FILE}schemas/sarif-2.1.0-rtm.5.json`, 'utf8'));
const Ajv = AjvDraft04 as unknown as typeof AjvDraft04.default;
// One pattern of the schema (language) is none under the u flag.
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
(addFormats as unknown as typeof addFormats.default)(ajv);
const validate = ajv.compile(SCHEMA);

function logOf(report: Report): Log {
  return JSON.parse(renderSarif(report)) as Log;
}

function resultsOf(report: Report) {
  return logOf(report).runs[0].results ?? [];
}

function complaintsAbout(log: unknown): unknown {
  validate(log);
  return validate.errors ?? [];
}

test('every kind of result is valid', () => {
  expect(complaintsAbout(logOf(sampleReport()))).toEqual([]);
});

test('a report without runs is valid, and no success', () => {
  const log = logOf(sampleReport({ runs: [], ran: 0, selected: 0 }));
  expect(complaintsAbout(log)).toEqual([]);
  expect(log.runs[0].invocations?.[0].executionSuccessful).toBe(false);
});

test('is valid whatever the texts are, and its paths stay relative', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.constantFrom(HOSTILE, '/etc/passwd', '..\\..\\x', 'C:\\x', '__proto__', '\ud800', ''),
  );
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 8 }), (texts) => {
      const log = logOf(withTexts(sampleReport(), texts));
      expect(complaintsAbout(log)).toEqual([]);
      for (const { locations } of log.runs[0].results ?? []) {
        const uri = locations?.[0].physicalLocation?.artifactLocation?.uri ?? '';
        expect(uri).not.toMatch(/^(\/|\.\.|[A-Za-z]+:)/);
        expect(() => decodeURI(uri)).not.toThrow();
      }
    }),
    { numRuns: 30 },
  );
});

test.for([
  ['an unknown level', '"level":"error"', '"level":"fatal"'],
  ['a result without a message', /"message":\{"text":"[^"]*"\},"locations"/, '"locations"'],
  ['line 0', '"startLine":9', '"startLine":0'],
  ['another version', '"version":"2.1.0"', '"version":"2.2.0"'],
  ['an unknown property', '"kind":"fail"', '"sort":"fail"'],
] as const)('the schema refuses %s', ([, place, wrong]) => {
  const text = renderSarif(sampleReport());
  const broken = text.replace(place, wrong);
  expect(broken).not.toBe(text);
  expect(complaintsAbout(JSON.parse(broken))).not.toEqual([]);
});

test.for<[Verdict, Standing, string | null]>([
  ['VIOLATED', 'unexpected', 'error'],
  ['VIOLATED', 'expected', 'note'],
  ['VIOLATED', 'unfinished', 'note'],
  ['VIOLATED', 'information', null],
  ['VACUOUS', 'expected', 'warning'],
  ['VERIFIED', 'stale', 'warning'],
  ['VERIFIED', 'unexpected', 'warning'],
  ['VERIFIED', 'expected', null],
  ['UNSUPPORTED', 'expected', null],
  ['INCONCLUSIVE', 'unexpected', null],
  ['ERROR', 'unexpected', null],
])('%s, %s is %s', ([verdict, standing, level]) => {
  const run = verdict === 'VIOLATED' ? violatedRun('design') : sampleRun({ verdict });
  const results = resultsOf(sampleReport({ runs: [{ ...run, standing }] }));
  expect(results.map((result) => result.level)).toEqual(level === null ? [] : [level]);
});

test('what the baseline expects is suppressed, with its reason; what it does not is not', () => {
  const known = violatedRun('kernel', { standing: 'expected', why: 'D10: poke banks a token' });
  const [suppressed, open] = resultsOf(
    sampleReport({ runs: [known, violatedRun('design')] }),
  ).toSorted((a) => (a.level === 'note' ? -1 : 1));
  expect(suppressed.suppressions).toEqual([
    { kind: 'external', status: 'accepted', justification: 'D10: poke banks a token' },
  ]);
  expect(open.suppressions).toBeUndefined();
});

test('what a known-bad design breaks as declared is no result', () => {
  const run = violatedRun('design', { design: 'debt=book', standing: 'expected' });
  expect(resultsOf(sampleReport({ runs: [run] }))).toEqual([]);
});

test('runs without an answer are notifications, and a broken one is no success', () => {
  const runs = [sampleRun({ verdict: 'ERROR', why: 'more than 4 ticks' })];
  const [invocation] = logOf(sampleReport({ runs })).runs[0].invocations ?? [];
  expect(invocation.executionSuccessful).toBe(false);
  expect(invocation.toolExecutionNotifications?.[0]).toMatchObject({ level: 'error' });
  expect(invocation.toolExecutionNotifications?.[0].message.text).toContain('more than 4 ticks');
});

test('a result stands at the condition, names its rule, and has one thread flow per lane', () => {
  const report = sampleReport({ runs: [violatedRun('design')] });
  const [run] = logOf(report).runs;
  const [result] = run.results ?? [];
  const place = result.locations?.[0].physicalLocation;
  expect(place?.artifactLocation).toEqual({
    uri: 'specs/waitq/WQ+abort+wake.litmus',
    uriBaseId: '%SRCROOT%',
  });
  expect(place?.region?.startLine).toBe(9);
  const rule = run.tool.driver.rules?.[result.ruleIndex ?? -1];
  expect(rule?.id).toBe('R1');
  expect(rule?.help?.text).toContain('a sleeper was aborted and restarted');
  const flows = result.codeFlows?.[0].threadFlows ?? [];
  const { steps } = report.runs[0].assertions[0].counterexample!;
  expect(flows.map(({ id }) => id)).toEqual(['P0', 'P1', 'E']);
  const orders = flows.flatMap(({ locations }) => locations.map((each) => each.executionOrder));
  expect(orders.toSorted((a, b) => a! - b!)).toEqual(steps.map((_, i) => i + 1));
});

test('the fingerprint follows rule, hash, target and outcome, and nothing else', () => {
  const printOf = (run: Parameters<typeof violatedRun>[1]): string | undefined =>
    resultsOf(sampleReport({ runs: [violatedRun('design', run)] }))[0].partialFingerprints
      ?.primaryLocationLineHash;
  const usual = printOf({});
  expect(usual).toMatch(/^[0-9a-f]{16}:1$/);
  expect(printOf({ why: 'said in other words', test: 'renamed' })).toBe(usual);
  expect(printOf({ hash: '22' })).not.toBe(usual);
  expect(printOf({ design: 'eintr' })).not.toBe(usual);
  expect(printOf({ revision: 'helenos-2012' })).not.toBe(usual);
});

test('braces, brackets and backslashes of a text are no placeholders and no links', () => {
  const run = violatedRun('design', { why: '[P0](https://x) {0} \\' });
  const [{ message }] = resultsOf(sampleReport({ runs: [run] }));
  expect(message.text).toContain('\\[P0\\](https://x) {{0}} \\\\');
});

test('the worst are kept where there is a limit, and what is left out is said', () => {
  const note = violatedRun('kernel', { standing: 'expected' });
  const runs = [note, note, violatedRun('design'), note];
  const limits = { resultsMax: 2, gzipBytesMax: SARIF_GZIP_BYTES_MAX };
  const log = JSON.parse(renderSarif(sampleReport({ runs }), limits)) as Log;
  expect(log.runs[0].results?.map(({ level }) => level)).toEqual(['error', 'note']);
  const notes = log.runs[0].invocations?.[0].toolExecutionNotifications ?? [];
  expect(notes.map(({ message }) => message.text)).toContain(
    '2 of 4 results left out: the file has a limit',
  );
});

test('no more bytes than allowed: first the steps go, of notes before errors, then results', () => {
  const runs = Array.from({ length: 200 }, (_, i) =>
    violatedRun(i % 2 === 0 ? 'design' : 'kernel', {
      hash: String(i),
      standing: i % 2 === 0 ? 'unexpected' : 'expected',
    }),
  );
  const report = sampleReport({ runs });
  const full = gzipSync(renderSarif(report)).length;
  for (const share of [0.9, 0.6, 0.3]) {
    const gzipBytesMax = Math.floor(full * share);
    const text = renderSarif(report, { resultsMax: SARIF_RESULTS_MAX, gzipBytesMax });
    expect(gzipSync(text).length).toBeLessThanOrEqual(gzipBytesMax);
    expect(complaintsAbout(JSON.parse(text))).toEqual([]);
    expect(text).toMatch(/left out: the file has a limit/);
  }
});

test('no path of the machine is in it', () => {
  const outside = { ...sampleReport().tests[0], file: '/home/somebody/kernel/my.litmus' };
  const text = renderSarif(sampleReport({ runs: [violatedRun('design')], tests: [outside] }));
  expect(text).not.toContain('/home/somebody');
  expect(text).toContain('"uri":"my.litmus"');
});
