/**
 * Litmus texts: refused with file, line and column, or read; what is read is read again as it is
 * printed, can be told in English, and has a verdict.
 */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseDesign } from '../model/designs/designs.ts';
import { legible } from '../reports/legible.ts';
import { renderReading } from '../reports/terminal/reading.ts';
import { designProblem, readCatalogue } from '../specs/catalogue.ts';
import { check, revisionsOf } from '../specs/check/check.ts';
import { hashOf } from '../specs/litmus/hash.ts';
import { parseLitmus } from '../specs/litmus/parse/parse.ts';
import { printLitmus } from '../specs/litmus/print.ts';
import { readingOf } from '../specs/reading/reading.ts';
import { CHECK_OPTIONS } from '../specs/run/sample.ts';
import { CASES, fuzz, FUZZ_MS, misworded, mutated, refusedOr, requireLegible } from './fuzz.ts';

const TEXTS = readCatalogue()
  .map(({ text }) => text)
  .filter((_, i) => i % 4 === 0);
const VERDICTS = new Set<string>([
  'VERIFIED',
  'VIOLATED',
  'VACUOUS',
  'UNSUPPORTED',
  'INCONCLUSIVE',
  'ERROR',
]);
const DESIGN = parseDesign('ticket');
/** A search is a thousand times the work of reading. */
const SEARCHED_OF = 5;

test(
  'litmus texts: refused with their place, or read, printed, told and checked',
  { timeout: FUZZ_MS },
  () => {
    let searched = 0;
    let read = 0;
    fuzz(fc.oneof(mutated(TEXTS), misworded(TEXTS)), (text) => {
      const litmus = refusedOr(
        () => parseLitmus(text, 'x.litmus', designProblem),
        // What a procedure is given that it cannot take is refused where it stands.
        /^(x\.litmus|specs\/lib\/[\w/-]+\.proc):\d+:\d+: found /,
      );
      if (litmus === null) return;
      const printed = printLitmus(litmus);
      const again = parseLitmus(printed, 'y.litmus', designProblem);
      if (printLitmus(again) !== printed) throw new Error(`${printed} is read otherwise`);
      if (hashOf(again) !== hashOf(litmus)) throw new Error(`${printed} has another hash`);
      const reading = renderReading(readingOf(litmus), { width: 80 });
      requireLegible(legible(`${printed}\n${reading}\n`, false));
      if (++read % SEARCHED_OF !== 1) return;
      for (const revision of revisionsOf(litmus)) {
        const options = { ...CHECK_OPTIONS, statesMax: 300 };
        const run = check({ litmus, file: 'x.litmus', text }, DESIGN, revision, options);
        if (!VERDICTS.has(run.verdict) || run.why === '' || /\n +at /.test(run.why)) {
          throw new Error(`${run.verdict}: ${run.why}`);
        }
        searched++;
      }
    });
    // Nearly all of what is cut and doubled is refused: enough must get as far as a verdict.
    expect(read).toBeGreaterThan(CASES / 20);
    expect(searched).toBeGreaterThan(CASES / 100);
  },
);
