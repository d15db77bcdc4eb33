/**
 * What a kernel under test gave on a test, in the form of litmus7: how often each outcome was seen,
 * `*>` where the model forbids it.
 */
export interface Histogram {
  readonly test: string;
  readonly word: string;
  readonly rounds: number;
  readonly seen: ReadonlyMap<string, number>;
  readonly forbidden: readonly string[];
  readonly missing: readonly string[];
  readonly setAside: ReadonlyMap<string, number>;
}

export function histogramText(it: Histogram): string {
  const { forbidden, missing, rounds, seen, setAside, test, word } = it;
  const states = [...seen].toSorted(([, a], [, b]) => b - a);
  const width = Math.max(1, ...states.map(([, times]) => String(times).length));
  const lines = states.map(([text, times]) => {
    const mark = forbidden.includes(text) ? '*' : ':';
    return `${String(times).padEnd(width)} ${mark}>${text}`;
  });
  const count = `${states.length} ${states.length === 1 ? 'state' : 'states'}`;
  return [
    `Test ${test}: ${word} (${rounds} rounds)`,
    `Histogram (${count})`,
    ...lines,
    ...missing.map((text) => `${'0'.padEnd(width)} :>${text} (allowed, not seen)`),
    ...[...setAside].map(([why, times]) => `Set aside: ${times} (${why})`),
    '',
  ].join('\n');
}
