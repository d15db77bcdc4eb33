/** The limits of the page, and a report within them: what `cap-report.ts` works with. */
import type { Run } from '../data.ts';
import type { CappedReport } from './index/capped-report.ts';

export interface Caps {
  /**
   * Bytes of the packed tests before they are compressed to about an eighth (in base64); html.ts
   * lowers it until they fit beside the charts, the index and the page itself.
   */
  readonly bytesMax: number;
  /** Entries of rule coverage over all runs; more than that are not even measured. */
  readonly coverageMax: number;
  readonly outcomesMax: number;
  readonly levelsRunsMax: number;
  readonly stepsMax: number;
  /** Steps of a run to an outcome; longer ones are the first to go. */
  readonly outcomeStepsMax: number;
  /** Counterexamples per known-bad design and assertion beside its declared fall: first, then. */
  readonly informationMax: readonly number[];
}

export const CAPS: Caps = {
  bytesMax: 28_000_000,
  coverageMax: 20_000,
  outcomesMax: 40,
  levelsRunsMax: 40,
  stepsMax: 400,
  outcomeStepsMax: 30,
  informationMax: [100, 50, 25, 12, 6, 3],
};

/** With other runs, and the sentence that tells it. */
export function told(capped: CappedReport, runs: readonly Run[], says: string): CappedReport {
  return { ...capped, report: { ...capped.report, runs }, cuts: [...capped.cuts, says] };
}
