/**
 * A sample of the catalogue on the reference kernel, as `npm start` has it beside the model: some tests
 * of each family, with fixed seeds. What the two do not agree in is a fault of one of them.
 */
import { parseDesign } from '../../model/designs/designs.ts';
import type { TargetRow } from '../../reports/data.ts';
import { selectTests } from '../catalogue.ts';
import { readExpectations } from '../run/baseline/expectations.ts';
import { dateOf } from '../run/check-all.ts';
import { runOnTarget, type TargetResult } from './run-target.ts';
import { resultRow, targetRow } from './target-rows.ts';
import { targetNamed } from './targets.ts';

const SAMPLE = [
  'SLEEP+abort',
  'SLEEP+held+past',
  'UDELAY+abort',
  'WQ+abort+wake',
  'WQ+2timed',
  'WQ+destroy+any3',
  'FUTEX+down+up+abort',
  'FUTEX+exit.2012',
  'FSLEEP+kill',
  'FUTEX+trydown+abort',
  'IPC+wait+send',
  'IPC+wait+timed+held',
  'CONNECT+me-to+race',
  'SYNC+abort',
  'FWD+answer',
  'KILL+sender',
  'TRAP+late',
  'RETRY+over',
  'EVENT+mask',
  'PAGE+abort',
  'FWD+slow+abort3',
];

const DESIGN = 'ticket';
const OPTIONS = { rounds: 120, seed: 1, isTraced: false, timing: 'compared' } as const;

/** The line of a summary, and whether anything was forbidden or nothing came. */
export interface SampleResult {
  readonly line: string;
  readonly isSound: boolean;
  /** For the report. */
  readonly targets: readonly TargetRow[];
}

export async function referenceSample(): Promise<SampleResult> {
  const results: TargetResult[] = [];
  const targets: TargetRow[] = [];
  const held = { lines: readExpectations(), today: dateOf(new Date()), trace: null };
  for (const named of await targetNamed('reference', DESIGN)) {
    const own: TargetResult[] = [];
    for (const test of selectTests(SAMPLE)) {
      if (named.target.refuses(test.litmus) !== undefined) continue;
      own.push(await runOnTarget(named.target, test, parseDesign(DESIGN), OPTIONS));
    }
    const rows = own.map((result) => resultRow(named, result, held));
    targets.push({ ...targetRow(named.target, OPTIONS), results: rows });
    results.push(...own);
  }
  const bad = results.filter(({ judgement: { word } }) => word === 'unsound' || word === 'silent');
  const allowed = results.reduce((sum, it) => sum + it.allowed, 0);
  const missing = results.reduce((sum, it) => sum + it.judgement.missing.length, 0);
  const names = bad.map(({ judgement: { word }, test }) => `${test} (${word})`).join(', ');
  const seen = `${allowed - missing} of ${allowed} outcomes seen`;
  const verdict =
    bad.length === 0 ? `sound on ${results.length} tests, ${seen}` : `NOT sound: ${names}`;
  return { line: `reference kernel: ${verdict}`, isSound: bad.length === 0, targets };
}
