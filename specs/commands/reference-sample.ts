/**
 * A sample of the catalogue on the reference kernel, as `npm start` has it beside the model: some tests
 * of each family, with fixed seeds. What the two do not agree in is a fault of one of them.
 */
import { parseDesign } from '../../model/designs/designs.ts';
import { selectTests } from '../catalogue.ts';
import { runOnTarget, type TargetResult } from './run-target.ts';
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
}

export async function referenceSample(): Promise<SampleResult> {
  const results: TargetResult[] = [];
  for (const { target } of await targetNamed('reference', DESIGN)) {
    for (const test of selectTests(SAMPLE)) {
      if (target.refuses(test.litmus) !== undefined) continue;
      results.push(await runOnTarget(target, test, parseDesign(DESIGN), OPTIONS));
    }
  }
  const bad = results.filter(({ judgement: { word } }) => word === 'unsound' || word === 'silent');
  const allowed = results.reduce((sum, it) => sum + it.allowed, 0);
  const missing = results.reduce((sum, it) => sum + it.judgement.missing.length, 0);
  const names = bad.map(({ judgement: { word }, test }) => `${test} (${word})`).join(', ');
  const seen = `${allowed - missing} of ${allowed} outcomes seen`;
  const verdict =
    bad.length === 0 ? `sound on ${results.length} tests, ${seen}` : `NOT sound: ${names}`;
  return { line: `reference kernel: ${verdict}`, isSound: bad.length === 0 };
}
