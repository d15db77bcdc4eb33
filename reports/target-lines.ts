/** What a kernel under test gave, as `fermata run` prints it: a block a test, and the line at the end. */
import type { TargetResult, TargetRow, TargetWord } from './data.ts';
import { count, printable, thousands } from './text-width.ts';

const WORDS: readonly TargetWord[] = ['exact', 'sound', 'unsound', 'silent', 'not run'];

/** What stands above the histogram of a test: `Target reference-2026 exact (expected): ...` */
export function targetLine(name: string, { allowed, rounds, seen, ...it }: TargetResult): string {
  const shown = `${seen} of ${count(allowed, 'allowed outcome')} in ${count(rounds, 'round')}`;
  return printable(`Target ${name} ${it.word} (${it.standing}) ${shown}: ${it.why}`);
}

/** What stands below it, in the spelling of a litmus. */
export function belowHistogram({ histogram, missing, setAside, trace }: TargetResult): string[] {
  const forbidden = histogram.filter(({ isAllowed }) => !isAllowed);
  return [
    ...forbidden.map(({ text, times }) => `Forbidden ${times} ${text}`),
    ...(trace === null ? [] : [`Trace ${trace}`]),
    ...missing.map((text) => `Unseen ${text}`),
    ...setAside.map(({ rounds, why }) => `Set aside ${rounds} (${why})`),
  ].map(printable);
}

/** A test in a line. */
export function briefLine(name: string, { allowed, seen, ...it }: TargetResult): string {
  if (it.word === 'not run') return printable(`not run ${it.test} on ${name}: ${it.why}`);
  const known = it.standing === 'expected' && it.word === 'unsound' ? ' (known)' : '';
  const mark = it.standing === 'stale' ? ' (stale)' : known;
  return printable(`${it.word.padEnd(7)} ${seen}/${allowed}  ${it.test} on ${name}${mark}`);
}

/** `2 exact, 1 sound, 0 unsound, 0 silent, 3 not run; 12 of 13 outcomes seen` */
export function targetsSentence(targets: readonly TargetRow[]): string {
  const all = targets.flatMap(({ results }) => results);
  const counts = WORDS.map((word) => {
    return `${thousands(all.filter((it) => it.word === word).length)} ${word}`;
  });
  const allowed = all.reduce((sum, it) => sum + it.allowed, 0);
  const seen = all.reduce((sum, it) => sum + it.seen, 0);
  const share = allowed === 0 ? '' : `; ${seen} of ${allowed} outcomes seen`;
  return `${counts.join(', ')}${share}${standingsOf(all)}`;
}

/** What must be looked at, and what is known. */
function standingsOf(all: readonly TargetResult[]): string {
  const told = [
    ['unexpected', 'NOT expected'],
    ['stale', 'stale'],
  ] as const;
  const parts = told.map(([standing, says]) => {
    return [all.filter((it) => it.standing === standing).length, says] as const;
  });
  const known = all.filter((it) => it.word === 'unsound' && it.standing === 'expected').length;
  const shown = [...parts, [known, 'known to be unsound'] as const].filter(([many]) => many > 0);
  return shown.length === 0 ? '' : `; ${shown.map((part) => part.join(' ')).join(', ')}`;
}
