/** A trace as the text of its file (docs/traces.md): one JSON object a line, `ev` first. */
import type { End, Happened, Meta } from './trace-event.ts';

export function writeTrace(meta: Meta, events: readonly Happened[], end: End | null): string {
  const all = [meta, ...events, ...(end === null ? [] : [end])];
  return all.map((event) => `${JSON.stringify(event)}\n`).join('');
}
