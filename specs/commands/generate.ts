/**
 * `fermata generate`: random litmus tests as text or files, or run at once under a design.
 *
 * With `--check` nothing but the verdict matters: what each assertion was put to, what fell and by
 * which cause, and, of what no cause explains, the smallest program that shows it.
 */
import type { Design } from '../../model/designs/policies.ts';
import { unknownName, UsageError } from '../errors.ts';
import { FAMILIES, type Family } from '../generate/families.ts';
import { generate } from '../generate/generate.ts';
import { type Finding, smallest, type Tally, trial } from '../generate/trial/trial.ts';
import { printLitmus } from '../litmus/print.ts';
import { ASSERTIONS } from '../properties/assertions.ts';

/** What is made: of each family so many, from this seed. */
export interface Wanted {
  readonly families: readonly Family[];
  readonly count: number;
  readonly seed: string;
}

/** Findings of one assertion and revision that are made small and shown; all are counted. */
const SHOWN_MAX = 3;
const COUNT_MAX = 1_000_000;

/** Flags to what is wanted. @throws UsageError */
export function wantedOf(flags: { family?: string[]; count: string; seed: string }): Wanted {
  const count = Number(flags.count);
  if (!/^\d+$/.test(flags.count) || count < 1 || count > COUNT_MAX) {
    throw new UsageError(`--count "${flags.count}": a whole number from 1 to ${COUNT_MAX}`);
  }
  const names = FAMILIES.map(({ name }) => name);
  const unknown = flags.family?.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw unknownName('family', unknown, names, 'fermata generate --help');
  }
  const families = FAMILIES.filter(({ name }) => flags.family?.includes(name) ?? true);
  return { families, count, seed: flags.seed };
}

/** The programs as text, each in canonical form. */
export function* generatedTexts({ families, count, seed }: Wanted): Generator<string> {
  for (const family of families) {
    for (const litmus of generate(family, seed, count)) yield printLitmus(litmus);
  }
}

/** Files that are held, and written, together: a million programs do not fit. */
const FILES_AT_ONCE = 1000;

/** A file for each, by the names of the programs, so many at once. */
export function* generatedFiles({ families, count, seed }: Wanted): Generator<GeneratedFile[]> {
  let held: GeneratedFile[] = [];
  for (const family of families) {
    for (const litmus of generate(family, seed, count)) {
      held.push({ name: `${litmus.name}.litmus`, text: printLitmus(litmus) });
      if (held.length < FILES_AT_ONCE) continue;
      yield held;
      held = [];
    }
  }
  if (held.length > 0) yield held;
}

interface GeneratedFile {
  readonly name: string;
  readonly text: string;
}

/** What a check of generated programs found. */
export interface Generated {
  readonly text: string;
  readonly result: 'explained' | 'unexplained' | 'cut' | 'broken';
}

/** Makes and checks; `say` gets a line for each family once it is done. */
export function checkGenerated(
  { families, count, seed }: Wanted,
  design: Design,
  say: (line: string) => void,
): Generated {
  const tallies = families.map((family) => {
    const tally = trial(family, seed, count, design);
    say(familyLine(tally, count));
    return tally;
  });
  const findings = tallies.flatMap((tally) => tally.findings);
  const troubles = tallies.flatMap((tally) => tally.troubles);
  const lines = [
    '',
    'put to the test by so many programs:',
    `  ${ASSERTIONS.map(({ id }) => `${id} ${sumOf(tallies, 'tested', id)}`).join(', ')}`,
    ...explainedLines(tallies),
    ...troubles
      .slice(0, SHOWN_MAX)
      .map(({ litmus, revision, why }) => `${litmus.name} on ${revision}: ${why}`),
    ...findingLines(findings, design),
    `${sumOf(tallies, 'programs')} programs, ${sumOf(tallies, 'runs')} runs under ${design.name}: ` +
      `${findings.length} falls without a known cause, ${troubles.length} without an answer`,
  ];
  const isCut = troubles.length > 0;
  const broken = troubles.some(({ why }) => !why.startsWith('cut'));
  const result =
    findings.length > 0 ? 'unexplained' : broken ? 'broken' : isCut ? 'cut' : 'explained';
  return { text: `${lines.join('\n')}\n`, result };
}

function familyLine(
  { family, programs, runs, states, slowestMs, findings }: Tally,
  wanted: number,
): string {
  const few = programs < wanted ? ` of ${wanted} wanted, for it has no more` : '';
  return (
    `${family}: ${programs} programs${few}, ${runs} runs, ${states.toLocaleString('en')} states, ` +
    `slowest search ${Math.ceil(slowestMs)} ms, ${findings.length} falls without a known cause`
  );
}

function sumOf(
  tallies: readonly Tally[],
  field: 'tested' | 'explained' | 'programs' | 'runs',
  key = '',
): number {
  return tallies.reduce((sum, tally) => {
    const value = tally[field];
    return sum + (typeof value === 'number' ? value : (value.get(key) ?? 0));
  }, 0);
}

function explainedLines(tallies: readonly Tally[]): string[] {
  const keys = [...new Set(tallies.flatMap(({ explained }) => [...explained.keys()]))];
  if (keys.length === 0) return [];
  const texts = keys.toSorted().map((key) => `${key} ${sumOf(tallies, 'explained', key)}`);
  return ['falls by their causes (cause, assertion, runs):', `  ${texts.join(', ')}`];
}

/** Of each assertion and revision the first few, made small. */
function findingLines(findings: readonly Finding[], design: Design): string[] {
  const kinds = new Map<string, Finding[]>();
  for (const finding of findings) {
    const { fall, revision } = finding;
    const by = fall.blame === 'kernel' ? 'with no abort' : 'with aborts alone';
    const kind = `${fall.id} falls ${by} on ${revision}`;
    kinds.set(kind, [...(kinds.get(kind) ?? []), finding]);
  }
  return [...kinds].flatMap(([kind, all]) => [
    `${kind}, ${all.length} times:`,
    ...new Set(all.slice(0, SHOWN_MAX).map((finding) => printLitmus(smallest(finding, design)))),
  ]);
}
