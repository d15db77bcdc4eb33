/**
 * The whole idea of the search in thirty lines: a Map from states to what is known of them, walked
 * in the order of insertion, is queue and set of seen states at once; a state is a string. Slow, and
 * obviously right: it explains what explore.ts does, and the tests hold explore.ts to it.
 */
import type { Model } from './model.ts';

type State = { depth: number; steps: { rule: number; to: string }[] };

export function toy({ recordSize, successorsMax, rules, properties, ...model }: Model) {
  const found = new Map<string, State>();
  const shown = new Map<string, string>();
  const record = new Uint8Array(recordSize);
  model.initial(record, 0);
  found.set(String(record), { depth: 0, steps: [] });
  for (const [state, { depth, steps }] of found) {
    const bytes = Uint8Array.from(state.split(','), Number);
    const next = new Uint8Array(successorsMax * recordSize);
    const by = new Uint16Array(successorsMax);
    const count = model.successors(bytes, 0, next, 0, by, 0);
    for (let i = 0; i < count; i++) {
      const to = String(next.slice(i * recordSize, (i + 1) * recordSize));
      steps.push({ rule: by[i], to });
      if (!found.has(to)) found.set(to, { depth: depth + 1, steps: [] });
    }
    const isEnd = steps.every(({ rule }) => rules[rule].optional);
    for (const { name, kind, holds } of properties) {
      if (shown.has(name) || (kind === 'finally' && !isEnd)) continue;
      if (holds(bytes, 0) === (kind === 'sometimes')) shown.set(name, state);
    }
  }
  return { found, shown };
}
