/**
 * `fermata certify DIR` in words, and what a check says of the certificates that it has written.
 */
import { type Looked, lookInto, nameOf } from './certify-folder.ts';
import { conclude, progress } from './outlet.ts';
import { ExitCode, worstExitCode } from './reports/exit-code.ts';
import { printable } from './reports/text-width.ts';
import type { Written } from './specs/run/certificates.ts';

/** What stands first, whatever comes of it. */
const SAYS =
  'This certifies the search: each verdict below follows from the model of its test. ' +
  'It does not certify the model: that the kernel does what the model does.';
/** Of more runs than that only those are told that are not certified. */
const TOLD_MAX = 40;
const TELL_EVERY_MS = 10_000;

/** `fermata certify`. @throws InputError where there is no list of certificates */
export function certifyFolder(directory: string): void {
  let toldAt = performance.now();
  const { runs, unlisted, strange } = lookInto(directory, (looked, all) => {
    if (performance.now() - toldAt < TELL_EVERY_MS) return;
    toldAt = performance.now();
    progress(`${looked} of ${all} runs`);
  });
  const codes: number[] = runs.map(codeOf);
  if (unlisted.length > 0) codes.push(ExitCode.broken);
  if (!runs.some(({ is }) => is === 'certified')) codes.push(ExitCode.vacuous);
  const told = runs.length > TOLD_MAX ? runs.filter(({ is }) => is !== 'certified') : runs;
  const lines = [
    ...told.flatMap(lineOf),
    ...unlisted.map((why) => `refused: ${why}`),
    ...Array.from(strange, (test) => `${test} is not the test of this name in the catalogue`),
  ];
  const paragraphs = [SAYS, [...new Set(lines)].map(printable).join('\n'), closingOf(runs)];
  const text = paragraphs.filter((part) => part !== '').join('\n\n');
  conclude(`${text}\n`, worstExitCode(codes));
}

/** A search that was cut is open; so is a verdict whose certificate would have been too large. */
function codeOf({ is, verdict }: Looked): number {
  if (is === 'unreadable') return ExitCode.broken;
  if (is === 'refused') return ExitCode.violation;
  const isOpen = is === 'without' && verdict !== 'UNSUPPORTED' && verdict !== 'VACUOUS';
  return isOpen ? ExitCode.inconclusive : ExitCode.expected;
}

function lineOf(run: Looked): string[] {
  const { is, says, verdict } = run;
  if (is === 'certified') return [`certified: ${nameOf(run)}: ${verdict}: ${says}`];
  if (is !== 'without') return [`refused: ${says}`];
  return codeOf(run) === ExitCode.expected
    ? []
    : [`not certified: ${nameOf(run)}: ${verdict}, without a certificate`];
}

function closingOf(runs: readonly Looked[]): string {
  const certified = runs.filter(({ is }) => is === 'certified');
  const without = runs.filter(({ is }) => is === 'without');
  const refused = runs.length - certified.length - without.length;
  return (
    `${runs.length} runs. Certified: ${countedBy(certified)}. Refused: ${refused}. ` +
    `Without a certificate: ${countedBy(without)}.`
  );
}

/** `3 UNSUPPORTED, 1 VACUOUS` */
function countedBy(runs: readonly Looked[]): string {
  const counts = new Map<string, number>();
  const inOrder = runs.toSorted((a, b) => (a.verdict < b.verdict ? -1 : 1));
  for (const { verdict } of inOrder) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  const parts = Array.from(counts, ([verdict, number]) => `${number} ${printable(verdict)}`);
  return parts.length === 0 ? '0' : parts.join(', ');
}

/** What a check says when they are in their place. */
export function certificatesText({ directory, files, bytes, lacking }: Written): string {
  const size = `${(bytes / 2 ** 20).toFixed(1)} MB`;
  const none = lacking === 0 ? '' : `; ${lacking} runs have none, for it would be too large`;
  const again = `look at them with fermata certify ${printable(directory)}`;
  return `certificates: ${files} files, ${size}${none}; ${again}`;
}
