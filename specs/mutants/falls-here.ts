/**
 * Per test and assertion of a report: is anything known that makes it fall there?
 *
 * A test notices a fault only if something makes it fall. Known are the known-bad presets, where the
 * report has them all, and the mutants, each of which names the test that must notice it.
 */
import { presets } from '../../model/designs/presets.ts';
import type { FallsHere, Report, Run, Verdict } from '../../reports/data.ts';
import { MUTANTS } from './list.ts';
import type { Mutant } from './mutant.ts';

/** A wrong design or a mutant, and what it makes fall where. */
interface Known {
  readonly name: string;
  readonly test: string;
  readonly revision: string;
  readonly breaks: string;
}

/**
 * The report with `falls` in each of its tests. As it was given, where it is not about all known-bad
 * presets: that nothing is known cannot be said then.
 */
export function withFallsHere<T extends Pick<Report, 'tests' | 'runs' | 'designs'>>(
  report: T,
  mutants: readonly Mutant[] = MUTANTS,
): T {
  const bad = presets().filter(({ kind }) => kind === 'known-bad');
  const listed = new Set(report.designs.map(({ name }) => name));
  if (!bad.every(({ name }) => listed.has(name))) return report;
  const names = new Set(bad.map(({ name }) => name));
  const runsOf = groupedBy(report.runs, ({ test }) => test);
  const killersOf = groupedBy(killers(mutants), ({ test }) => test);
  const tests = report.tests.map((test) => {
    const runs = runsOf.get(test.name) ?? [];
    return { ...test, falls: fallsIn(runs, names, killersOf.get(test.name) ?? []) };
  });
  return { ...report, tests };
}

/** Of one test: for each revision, its assertions and its condition. */
function fallsIn(
  runs: readonly Run[],
  bad: ReadonlySet<string>,
  mutants: readonly Known[],
): readonly FallsHere[] {
  const falls: FallsHere[] = [];
  for (const [revision, own] of groupedBy(runs, (run) => run.revision)) {
    const wrong = own.filter(({ design }) => bad.has(design));
    const isSearched = wrong.length === bad.size && wrong.every((run) => run.search.complete);
    for (const breaks of new Set(own.flatMap(checkedIn))) {
      const by = [
        ...wrong.filter((run) => violatedIn(run).includes(breaks)).map(({ design }) => design),
        ...mutants
          .filter((known) => known.revision === revision && known.breaks === breaks)
          .map(({ name }) => `mutant ${name}`),
      ];
      if (by.length > 0 || isSearched) falls.push({ revision, breaks, by });
    }
  }
  return falls;
}

/** What has an answer here and could have another. */
function checkedIn(run: Run): readonly string[] {
  return resultsOf(run)
    .filter(({ verdict }) => verdict !== 'UNSUPPORTED')
    .map(({ id }) => id);
}

function violatedIn(run: Run): readonly string[] {
  return resultsOf(run)
    .filter(({ verdict }) => verdict === 'VIOLATED')
    .map(({ id }) => id);
}

/** A condition that cannot fail is no part of it. */
function resultsOf({ assertions, condition }: Run): readonly { id: string; verdict: Verdict }[] {
  if (/\((true|false)\)$/.test(condition.text)) return assertions;
  return [...assertions, { id: 'condition', verdict: condition.verdict }];
}

function groupedBy<T>(all: readonly T[], key: (each: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const each of all) {
    const group = groups.get(key(each));
    if (group === undefined) groups.set(key(each), [each]);
    else group.push(each);
  }
  return groups;
}

function killers(mutants: readonly Mutant[]): readonly Known[] {
  return mutants.flatMap((mutant) => {
    if (!('killer' in mutant) || !('litmus' in mutant.killer)) return [];
    const { litmus: test, revision, falls: breaks } = mutant.killer;
    return breaks === 'error' ? [] : [{ name: mutant.id, test, revision, breaks }];
  });
}
