/**
 * The runs of one test, a line each: the verdict, what it rests on, how much was searched, and
 * whether that was all.
 *
 * With one test there is room to say it, and a matrix of one row says less. Under each run stand
 * the assertions that say nothing about it, so that nobody takes its verdict for theirs.
 */
import type { DesignRow, Report, Run, TestRow } from './data.ts';
import { count, hang, pad, printable, thousands, widthOf, wrap } from './text-width.ts';

/** Lines no wider than `width`. */
export function runLines({ runs, tests, designs: known }: Report, width: number): string[] {
  const [revisions, designs, verdicts] = [
    columnOf(runs.map(({ revision }) => revision)),
    columnOf(runs.map(({ design }) => design)),
    columnOf(runs.map(({ verdict }) => verdict)),
  ];
  const lines = runs.flatMap((run, i) => {
    const head = `  ${revisions[i]}  ${designs[i]}  ${verdicts[i]}  `;
    const silent = silentIn(run).flatMap(([id, why]) =>
      hang(`      ${printable(id)} UNSUPPORTED: `, printable(why), width),
    );
    return [...hang(head, printable(`${resultOf(run)}${notJudged(run, known)}`), width), ...silent];
  });
  const names = [...new Set(runs.map(({ test }) => test))];
  const heads = names.flatMap((name) => wrap(printable(name), width));
  return [...heads, ...lines, ...tests.flatMap((test) => unfelledLines(test, width))];
}

/** What no wrong design and no mutant makes fall in this test: it shows little about that. */
export function unfelledLines({ falls = [] }: TestRow, width: number): string[] {
  const revisions = [...new Set(falls.map(({ revision }) => revision))];
  return revisions.flatMap((revision) => {
    const own = falls.filter((each) => each.revision === revision && each.by.length === 0);
    if (own.length === 0) return [];
    const head = `  ${printable(revision)}  nothing known makes it fall here: `;
    return hang(head, printable(own.map(({ breaks }) => breaks).join(', ')), width);
  });
}

function columnOf(names: readonly string[]): string[] {
  const width = Math.max(0, ...names.map((name) => widthOf(printable(name))));
  return names.map((name) => pad(printable(name), width));
}

/** `R1, condition; 214 states, all of them`: what fell, or what was checked; how much was searched. */
function resultOf(run: Run): string {
  if (run.verdict === 'UNSUPPORTED' || run.verdict === 'ERROR') return run.why;
  const broken = fallenIn(run);
  const parts = [
    ...(broken.length > 0 ? [broken.join(', ')] : []),
    ...(run.verdict === 'VACUOUS' ? [run.why] : []),
    ...(run.verdict === 'VERIFIED' ? [checkedIn(run)] : []),
    searchedIn(run),
  ];
  return parts.join('; ');
}

/** Behind the result of a run that decides nothing: that it does not, and where that is the reason, why. */
export function notJudged(
  { design, standing, verdict }: Run,
  designs: readonly DesignRow[],
): string {
  if (standing !== 'information') return '';
  const isBad = designs.some(({ name, kind }) => name === design && kind === 'known-bad');
  if (isBad) return ' (known-bad: not judged)';
  // There is nothing to judge: the design has no notion of the test.
  return verdict === 'UNSUPPORTED' ? '' : ' (not judged)';
}

/** Assertions in their order, then `condition`. */
export function fallenIn({ assertions, condition }: Run): readonly string[] {
  const fallen = assertions.filter(({ verdict }) => verdict === 'VIOLATED');
  return [
    ...fallen.map(({ id }) => id),
    ...(condition.verdict === 'VIOLATED' ? ['condition'] : []),
  ];
}

/** `condition; R1, R3`: what a pass rests on. A condition that cannot fail is no part of it. */
export function checkedIn({ condition, assertions }: Run): string {
  const isTrivial = /\((true|false)\)$/.test(condition.text);
  const ids = assertions.filter(({ verdict }) => verdict === 'VERIFIED').map(({ id }) => id);
  return [...(isTrivial ? [] : ['condition']), ...(ids.length > 0 ? [ids.join(', ')] : [])].join(
    '; ',
  );
}

/** `90 states, all of them`; that some were left out; or how far the search got. */
export function searchedIn({ search }: Run): string {
  const states = count(search.states, 'state');
  if (search.complete && search.reduction) return `${states}, others left out as not needed`;
  return search.complete ? `${states}, all of them` : `${states}, ${cutText(search)}`;
}

/** `cut (states): complete to depth 7, frontier 33` */
export function cutText({ stopped, completeDepth, frontier }: Run['search']): string {
  return `cut (${stopped}): complete to depth ${completeDepth}, frontier ${thousands(frontier)}`;
}

/** Assertions that say nothing about it, and why. */
export function silentIn({ verdict, assertions }: Run): (readonly [id: string, why: string])[] {
  if (verdict === 'UNSUPPORTED') return [];
  return assertions
    .filter((assertion) => assertion.verdict === 'UNSUPPORTED')
    .map(({ id, why }) => [id, why] as const);
}
