/** Which logs a report has, and what they are called. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { HOSTILE, sampleReport, sampleRun } from '../sample.ts';
import { logBlock } from './log.ts';
import { LOG_BEGIN, logFiles, logName } from './log-files.ts';

test.for([
  ['ticket', 'helenos-2026', 'ticket.helenos-2026.log'],
  ['eintr,retry=deadline', 'helenos-2012', 'eintr_retry-deadline.helenos-2012.log'],
  ['syncCall=cancel,cancel=drops-answer', 'linux', 'syncCall-cancel_cancel-drops+answer.linux.log'],
  ['ipc_wait.window=none', 'linux', 'ipc~5f~wait~2e~window-none.linux.log'],
  ['../..', '\\/', '~2e~~2e~~2f~~2e~~2e~.~5c~~2f~.log'],
] as const)('the log of %s on %s is %s', ([design, revision, name]) => {
  expect(logName(design, revision)).toBe(name);
});

test('a design that sets everything by hand still has a name that a file may have', () => {
  const all = Array.from({ length: 40 }, (_, i) => `policy${i}=value`).join(',');
  const [one, other] = [all, `${all}s`].map((design) => logName(design, 'linux'));
  expect(one).toMatch(/^policy0-value_policy1-value_[\w+~-]*@[0-9a-f]{32}\.linux\.log$/);
  expect(one).not.toBe(other);
});

/** Letters that names have, and those that spellings are made of. */
const named = fc.string({
  unit: fc.oneof(fc.constantFrom(...'aZ07,=-+_.~@e/\\:'), fc.string({ unit: 'binary' })),
  maxLength: 140,
});

test('no two designs and revisions share a name, and every name is a safe one', () => {
  const target = fc.tuple(named, named);
  fc.assert(
    fc.property(target, target, ([design, revision], [other, otherRevision]) => {
      const name = logName(design, revision);
      expect(name).toMatch(/^[\w+~@-]*\.[\w+~@-]*\.log$/);
      expect(name.length).toBeLessThan(250);
      const isSame = design === other && revision === otherRevision;
      expect(logName(other, otherRevision) === name).toBe(isSame);
    }),
    { numRuns: 500 },
  );
  // Texts as near to each other as can be: each pair of spellings, in both parts.
  const texts = [...'a,=-+_.~@2e', '~2e~', '~2d~', '--', '=-', '-=', '', ',_', HOSTILE];
  const names = texts.flatMap((one) => texts.map((other) => logName(one, other)));
  expect(new Set(names).size).toBe(names.length);
});

test('each run is in the log of its design and revision, in their order', () => {
  const { runs } = sampleReport();
  const files = logFiles(sampleReport());
  const texts = new Map(files.map(({ path, text }) => [path, [...text].join('')]));
  expect(texts.size).toBe(files.length);
  for (const { design, revision } of runs) {
    const own = runs.filter((run) => run.design === design && run.revision === revision);
    const text = texts.get(`logs/${logName(design, revision)}`);
    expect(text).toBe(own.map((run) => `${logBlock(run)}\n`).join('\n'));
    expect(text).toMatch(LOG_BEGIN);
  }
  expect(logFiles(sampleReport({ runs: [] }))).toEqual([]);
});

test('two runs of a test under one design, on two revisions, do not meet in one log', () => {
  const runs = ['helenos-2026', 'helenos-2012'].map((revision) => sampleRun({ revision }));
  const paths = logFiles(sampleReport({ runs })).map(({ path }) => path);
  expect(paths).toEqual(['logs/ticket.helenos-2026.log', 'logs/ticket.helenos-2012.log']);
});
