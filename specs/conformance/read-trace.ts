/**
 * A trace as it is searched: what its first line says, and for each thread its events in their order.
 *
 * What contradicts itself is refused here, since no kernel can be blamed for it: numbers that are
 * twice there, an attempt that begins twice, times that run backwards.
 */
import { Faults, type Line, linesOf } from './trace-lines.ts';
import type { End, Happened, Meta } from './trace-event.ts';
import { type Placed, type Stream, streamsOf } from './trace-streams.ts';

export interface Trace {
  readonly file: string;
  readonly meta: Meta;
  readonly streams: readonly Stream[];
  /** Null: truncated. */
  readonly end: { readonly line: number; readonly event: End } | null;
  /** The last line was cut in its middle. */
  readonly isCut: boolean;
  /** Events that are there, gaps not counted. */
  readonly events: number;
}

/** @throws TraceError with all that is wrong */
export function readTrace(bytes: Uint8Array, file: string): Trace {
  const faults = new Faults(file);
  const { lines, isCut } = linesOf(bytes, faults);
  const meta = metaOf(lines, isCut, faults);
  const end = endOf(lines, faults);
  const happened = lines.flatMap(({ line, event }): Placed[] =>
    event.ev === 'meta' || event.ev === 'end' ? [] : [{ line, event }],
  );
  refuseAttempts(happened, faults);
  const streams = streamsOf(happened, meta, faults);
  faults.raise();
  // With no fault there is one.
  if (meta === null) throw new Error(`${file}: no meta`);
  const events = happened.filter(({ event }) => event.ev !== 'gap').length;
  return { file, meta, streams, end, isCut, events };
}

function metaOf(lines: readonly Line[], isCut: boolean, faults: Faults): Meta | null {
  const [first] = lines;
  if (first === undefined) {
    if (faults.count === 0) {
      faults.add(1, `${isCut ? 'cut before its first line ended' : 'empty'}: begin with meta`);
    }
    return null;
  }
  for (const { line, event } of lines.slice(1)) {
    if (event.ev === 'meta') faults.add(line, 'a second meta: one trace a file');
  }
  if (first.event.ev === 'meta') return first.event;
  // A first line that is no event at all has been told.
  if (first.line === 1 || faults.count === 0) {
    faults.add(first.line, `begins with ${first.event.ev}: the first line is meta`);
  }
  return null;
}

function endOf(lines: readonly Line[], faults: Faults): Trace['end'] {
  const ends = lines.flatMap(({ line, event }) => (event.ev === 'end' ? [{ line, event }] : []));
  for (const { line } of ends.slice(1)) faults.add(line, 'a second end: one trace a file');
  const [end = null] = ends;
  const last = lines.at(-1);
  if (end !== null && last !== undefined && last.line > end.line && last.event.ev !== 'end') {
    faults.add(last.line, `${last.event.ev} stands behind end: write end when nothing follows`);
  }
  return end;
}

/** Each attempt of a call begins once, under an id of its own, and is of one thread. */
function refuseAttempts(events: readonly Placed[], faults: Faults): void {
  const begun = new Map<string, number>();
  const threads = new Map<string, string>();
  for (const { line, event } of events) {
    const { id, th } = event;
    if (id === undefined) continue;
    if (event.ev === 'call' || event.ev === 'restart') {
      const before = begun.get(id);
      if (before === undefined) begun.set(id, line);
      else faults.add(line, `id ${id} began in line ${before} already: an id each attempt`);
    }
    const other = threads.get(id);
    if (th === undefined) continue;
    if (other === undefined) threads.set(id, th);
    else if (other !== th) faults.add(line, `id ${id} is of ${other} and of ${th}: of one thread`);
  }
  for (const { line, event } of events) refuseRestart(line, event, threads, faults);
}

function refuseRestart(
  line: number,
  event: Happened,
  threads: ReadonlyMap<string, string>,
  faults: Faults,
): void {
  if (event.ev !== 'restart' || event.of === undefined) return;
  const of = threads.get(event.of);
  if (event.of === event.id) faults.add(line, `restarts itself: of names the attempt before`);
  if (of !== undefined && event.th !== undefined && of !== event.th) {
    faults.add(line, `restarts ${event.of}, which is of ${of}, not of ${event.th}`);
  }
}
