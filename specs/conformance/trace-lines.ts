/**
 * The lines of a trace: bytes to events, each with the number of its line. What is wrong is a fault
 * `file:line: what; what to do`, and reading goes on, so that one run names many.
 *
 * A last line without its end that is no JSON was cut off: the trace is truncated, which is no fault
 * of its writer.
 */
import { InputError } from '../errors.ts';
import { nearest, quoted } from '../litmus/litmus-error.ts';
import { parseJson, type Reader, readerOf } from '../schema.ts';
import { type EventName, SCHEMAS, type TraceEvent } from './trace-event.ts';

/** A line of a trace has some hundred bytes; whoever sends more does not send one. */
export const LINE_BYTES_MAX = 65_536;
export const TRACE_BYTES_MAX = 64 * 1024 * 1024;
/** More would be the log of many rounds. */
export const EVENTS_MAX = 60_000;
/** More faults of one file are counted, not told. */
const FAULTS_MAX = 20;

export interface Line {
  /** From 1. */
  readonly line: number;
  readonly event: TraceEvent;
}

/** What is wrong with a file, in the order of its lines. */
export class Faults {
  readonly file: string;
  private readonly told: { readonly line: number; readonly what: string }[] = [];
  count = 0;

  constructor(file: string) {
    this.file = file;
  }

  add(line: number, what: string): void {
    this.count++;
    if (this.told.length < FAULTS_MAX) this.told.push({ line, what });
  }

  /** @throws TraceError if there were any */
  raise(): void {
    if (this.count === 0) return;
    const inOrder = this.told.toSorted((a, b) => a.line - b.line);
    const told = inOrder.map(({ line, what }) => `${this.file}:${line}: ${what}`);
    throw new TraceError(told, this.count);
  }
}

/** A trace that cannot be read, with all that is wrong with it. */
export class TraceError extends InputError {
  readonly faults: readonly string[];

  constructor(told: readonly string[], count: number) {
    const [first] = told;
    super(first);
    const left = count - told.length;
    this.faults = left === 0 ? told : [...told, `${left} more faults of this file are not told`];
  }
}

const NEWLINE = 10;
const READERS = new Map<string, Reader<TraceEvent>>();

/** The lines of `bytes`, and whether the last was cut off. */
export function linesOf(bytes: Uint8Array, faults: Faults): { lines: Line[]; isCut: boolean } {
  const lines: Line[] = [];
  if (bytes.length > TRACE_BYTES_MAX) {
    faults.add(1, `${bytes.length} bytes; at most ${TRACE_BYTES_MAX}: split it by rounds`);
    return { lines, isCut: false };
  }
  let [from, line, isCut] = [0, 0, false];
  while (from < bytes.length) {
    line++;
    const end = bytes.indexOf(NEWLINE, from);
    const to = end < 0 ? bytes.length : end;
    const piece = bytes.subarray(from, to);
    from = to + 1;
    const event = eventOf(piece, line, end < 0, faults);
    if (event === 'cut') isCut = true;
    else if (event !== null) lines.push({ line, event });
    if (lines.length > EVENTS_MAX) {
      faults.add(line, `more than ${EVENTS_MAX} events: a trace is of one round`);
      break;
    }
  }
  return { lines, isCut };
}

/** Null: an empty line, or a fault that has been told. */
function eventOf(
  piece: Uint8Array,
  line: number,
  isLast: boolean,
  faults: Faults,
): TraceEvent | 'cut' | null {
  if (piece.length > LINE_BYTES_MAX) {
    const most = `a line of a trace has at most ${LINE_BYTES_MAX}`;
    faults.add(line, `${piece.length} bytes; ${most}: leave out what docs/traces.md does not name`);
    return null;
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(piece).trim();
  } catch {
    if (isLast) return 'cut';
    faults.add(line, 'no UTF-8: write names as the litmus has them, in ASCII');
    return null;
  }
  if (text === '') return null;
  try {
    return requireEvent(parseJson(text, 'line'));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const why = error.message.replace(/^line: /, '');
    if (isLast && why.startsWith('not JSON:')) return 'cut';
    faults.add(line, `${why}; one JSON object a line, as docs/traces.md has it`);
    return null;
  }
}

function requireEvent(value: unknown): TraceEvent {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InputError(`line: no object: ${quoted(JSON.stringify(value) ?? '')}`);
  }
  const { ev } = value as { ev?: unknown };
  if (typeof ev !== 'string' || !Object.hasOwn(SCHEMAS, ev)) throw new InputError(unknownEvent(ev));
  const event = readerFor(ev as EventName)(value, 'line');
  const odd = oddText(event);
  if (odd !== null) throw new InputError(`line: ${odd}`);
  return event;
}

function unknownEvent(ev: unknown): string {
  if (typeof ev !== 'string') return 'line: ev is missing: the name of an event';
  const near = nearest(ev, Object.keys(SCHEMAS));
  return `line: unknown event ${quoted(ev)}${near === '' ? '' : `; the nearest is '${near}'`}`;
}

/** A trace of a thousand events asks for the same few readers. */
function readerFor(ev: EventName): Reader<TraceEvent> {
  const known = READERS.get(ev);
  if (known !== undefined) return known;
  const reader: Reader<TraceEvent> = readerOf(SCHEMAS[ev]);
  READERS.set(ev, reader);
  return reader;
}

/** Names that would be printed otherwise than they are, and times that are not what was written. */
function oddText(event: TraceEvent): string | null {
  if ('t' in event && event.t !== undefined && Math.abs(event.t) > Number.MAX_SAFE_INTEGER) {
    return `t is ${event.t}, which is not exact: take a larger unit`;
  }
  const text = JSON.stringify(event, (key, value: unknown) => (key === '__proto__' ? '' : value));
  // JSON writes a control character as \u00..; the rest of them are there as they are.
  const isOdd = /\\u00[01]|\\[bfnrt]|[\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u.test(text);
  return isOdd ? 'a control character in a name: names are those of the litmus' : null;
}
