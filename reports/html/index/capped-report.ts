/** A report as it fits in the page. */
import type { Report } from '../../data.ts';

export interface CappedReport {
  readonly report: Report;
  /** What was cut, in sentences. Empty: nothing was. */
  readonly cuts: readonly string[];
  readonly leftOut: readonly LeftOut[];
}

/** A counterexample that is in `report.json` only. */
export interface LeftOut {
  /** Index into `report.runs`. */
  readonly run: number;
  /** An assertion id or `condition`. */
  readonly breaks: string;
  /** A run that still shows the very same steps, or null. */
  readonly sameAs: number | null;
}
