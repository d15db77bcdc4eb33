/** Each assertion over a whole report: who asserts it, what became of it, who breaks it. */
import type { AssertionResult, AssertionRow, Report } from '../../data.ts';
import type { AssertionSummary } from '../../page-contract.ts';

/** By number; an assertion that only runs know has no citation. */
export function assertionSummaries(report: Report): AssertionSummary[] {
  const results = new Map<string, { result: AssertionResult; design: string }[]>();
  for (const run of report.runs) {
    for (const result of run.assertions) {
      const known = results.get(result.id);
      if (known) known.push({ result, design: run.design });
      else results.set(result.id, [{ result, design: run.design }]);
    }
  }
  const listed = new Map(report.assertions.map((row) => [row.id, row]));
  const ids = [...new Set([...listed.keys(), ...results.keys()])].toSorted((a, b) =>
    a.localeCompare(b, 'en', { numeric: true }),
  );
  return ids.map((id) => {
    const own = results.get(id) ?? [];
    const row = listed.get(id) ?? rowOf(own[0].result);
    const tests = report.tests.filter(({ asserts }) => asserts.includes(id)).length;
    return { ...row, tests, ...countsOf(own), ...felledIn(report, id) };
  });
}

/** Where it is known who makes it fall, and where nobody does. */
function felledIn({ tests }: Report, id: string): { judged: number; unfelled: number } {
  const judged = tests.flatMap(({ falls = [] }) => falls.filter(({ breaks }) => breaks === id));
  return { judged: judged.length, unfelled: judged.filter(({ by }) => by.length === 0).length };
}

function rowOf({ id, says, witness }: AssertionResult): AssertionRow {
  return { id, says, witness: witness.says, cites: [] };
}

function countsOf(
  own: readonly { result: AssertionResult; design: string }[],
): Omit<AssertionSummary, keyof AssertionRow | 'tests' | 'judged' | 'unfelled'> {
  const verdicts: Record<string, number> = {};
  const brokenBy = new Map<string, number>();
  let kernelRuns = 0;
  let witnessed = 0;
  for (const { result, design } of own) {
    verdicts[result.verdict] = (verdicts[result.verdict] ?? 0) + 1;
    if (result.verdict !== 'UNSUPPORTED' && result.witness.reached) witnessed++;
    if (result.verdict !== 'VIOLATED') continue;
    if (result.defect === 'kernel') kernelRuns++;
    else brokenBy.set(design, (brokenBy.get(design) ?? 0) + 1);
  }
  return {
    verdicts,
    kernelRuns,
    designRuns: (verdicts.VIOLATED ?? 0) - kernelRuns,
    witnessed,
    asked: own.filter(({ result }) => result.verdict !== 'UNSUPPORTED').length,
    brokenBy: Array.from(brokenBy, ([design, runs]) => ({ design, runs })).toSorted(
      (a, b) => b.runs - a.runs,
    ),
  };
}
