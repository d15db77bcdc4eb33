/** The cuts of counterexamples; each that is left out is listed, with a run that shows its steps. */
import { counterexamplesOf } from '../findings.ts';
import { createHash } from 'node:crypto';

import { type Caps, told } from './caps.ts';
import type { CappedReport } from './index/capped-report.ts';
import type { Counterexample, Run } from '../data.ts';
import { count } from '../text-width.ts';

/** The same steps under several designs are shown in the first run that nobody expected. */
export function withoutRepeats(capped: CappedReport): CappedReport {
  const firsts = new Map<string, number>();
  const { runs } = capped.report;
  const unexpectedFirst = runs
    .map((_, index) => index)
    .toSorted((a, b) => rankOf(runs[a]) - rankOf(runs[b]) || a - b);
  for (const index of unexpectedFirst) {
    for (const counterexample of counterexamplesOf(runs[index])) {
      const steps = stepsKey(runs[index], counterexample);
      if (!firsts.has(steps)) firsts.set(steps, index);
    }
  }
  return leaveOut(
    capped,
    'A counterexample whose steps are the same under several designs is shown under one of them.',
    (run, index, counterexample) => {
      const first = firsts.get(stepsKey(run, counterexample))!;
      return first === index ? 'keep' : first;
    },
  );
}

const stepsKeys = new WeakMap<Counterexample, string>();

function stepsKey(run: Run, shown: Counterexample): string {
  const known = stepsKeys.get(shown);
  if (known !== undefined) return known;
  const { breaks, steps } = shown;
  const text = JSON.stringify([run.test, run.revision, breaks, steps]);
  const key = createHash('sha1').update(text).digest('base64');
  stepsKeys.set(shown, key);
  return key;
}

/** Of known-bad designs beside their declared fall: the shortest ones, design by design. */
export function withFewInformation(capped: CappedReport, most: number): CappedReport {
  const { runs } = capped.report;
  const sizes = new Map<string, Counterexample[]>();
  const keyOf = (run: Run, { breaks }: Counterexample): string =>
    JSON.stringify([run.design, breaks]);
  for (const run of runs) {
    if (run.standing !== 'information') continue;
    for (const shown of counterexamplesOf(run)) {
      const key = keyOf(run, shown);
      const known = sizes.get(key);
      if (known) known.push(shown);
      else sizes.set(key, [shown]);
    }
  }
  const kept = new Set<Counterexample>();
  for (const all of sizes.values()) {
    const shortest = all.toSorted(
      (a, b) => a.steps.length - b.steps.length || a.contextSwitches - b.contextSwitches,
    );
    for (const shown of shortest.slice(0, most)) kept.add(shown);
  }
  const says = `Of the counterexamples of a known-bad design beside its declared fall, the ${most} shortest per assertion are shown.`;
  return leaveOut(capped, says, (run, _, shown) =>
    run.standing !== 'information' || kept.has(shown) ? 'keep' : null,
  );
}

export function withoutInformation(capped: CappedReport, { stepsMax }: Caps): CappedReport {
  const says = `Counterexamples of known-bad designs beside their declared fall, and those of more than ${count(stepsMax, 'step')}, are in report.json only.`;
  return leaveOut(capped, says, (run, _, { steps }) =>
    run.standing === 'information' || steps.length > stepsMax ? null : 'keep',
  );
}

export function withoutExpected(capped: CappedReport): CappedReport {
  return leaveOut(capped, 'Expected counterexamples are in report.json only.', (run) =>
    run.standing === 'expected' ? null : 'keep',
  );
}

export function withoutAny(capped: CappedReport): CappedReport {
  return leaveOut(capped, 'All counterexamples are in report.json only.', () => null);
}

function rankOf(run: Run): number {
  return ['unexpected', 'stale', 'unfinished', 'expected', 'information'].indexOf(run.standing);
}

/** `decide` says 'keep', or the run that shows the same steps, or null for none. */
function leaveOut(
  capped: CappedReport,
  says: string,
  decide: (run: Run, index: number, counterexample: Counterexample) => 'keep' | number | null,
): CappedReport {
  const leftOut = [...capped.leftOut];
  const runs = capped.report.runs.map((run, index) => {
    // What does not change stays the same object, so that measuring it again costs nothing.
    if (counterexamplesOf(run).every((shown) => decide(run, index, shown) === 'keep')) return run;
    const kept = (counterexample: Counterexample | null): Counterexample | null => {
      if (!counterexample) return null;
      const decision = decide(run, index, counterexample);
      if (decision === 'keep') return counterexample;
      leftOut.push({ run: index, breaks: counterexample.breaks, sameAs: decision });
      return null;
    };
    const condition = { ...run.condition, counterexample: kept(run.condition.counterexample) };
    const assertions = run.assertions.map((assertion) =>
      assertion.counterexample === null
        ? assertion
        : { ...assertion, counterexample: kept(assertion.counterexample) },
    );
    return { ...run, condition, assertions };
  });
  const changed = leftOut.length > capped.leftOut.length;
  return changed ? { ...told(capped, runs, says), leftOut } : capped;
}
