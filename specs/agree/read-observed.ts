/**
 * Reads what a whole kernel was seen to do (`kernel-outcomes/README.md`): one line is a test of the
 * catalogue on a revision with a design, and how often each outcome was seen.
 */
import { quoted } from '../litmus/litmus-error.ts';
import { readRevision, type Revision } from './read-outcomes.ts';
import { type Fields, jsonOf, type Reader } from './reader.ts';

/** One line. */
export interface Observed {
  /** From 1. */
  readonly line: number;
  readonly test: string;
  readonly revision: Revision;
  readonly design: string;
  readonly outcomes: readonly ObservedOutcome[];
}

export interface ObservedOutcome {
  /** As it stands in the file. */
  readonly text: string;
  /** What was read, by the name of its place; null: the kernel panicked. */
  readonly values: ReadonlyMap<string, string> | null;
}

const KEYS = ['test', 'revision', 'design', 'conditions', 'rounds', 'outcomes', 'note'];

/** Is this a line of such a file, and no recorded program? */
export function isObserved(line: Fields): boolean {
  return line.test !== undefined && line.program === undefined;
}

/** @throws LitmusError for a line that is none. */
export function readObserved(line: Fields, reader: Reader): Observed {
  reader.onlyKeys(line, KEYS, 'the line');
  const outcomes = Object.entries(reader.object(line.outcomes, 'outcomes'));
  if (outcomes.length === 0) reader.refuse('no outcome', 'at least one in outcomes');
  return {
    line: reader.line,
    test: reader.string(line.test, 'test'),
    revision: readRevision(line, reader),
    design: reader.string(line.design, 'design'),
    outcomes: outcomes.map(([text, times]) => {
      if (!Number.isInteger(times) || Number(times) < 1) {
        reader.refuse(`${quoted(jsonOf(times))} for ${quoted(text)}`, 'how often it was seen');
      }
      return { text, values: readValues(text, reader) };
    }),
  };
}

/** `0:r0=EOK; q.balance=0` */
function readValues(text: string, reader: Reader): ReadonlyMap<string, string> | null {
  if (text.startsWith('kernel panic')) return null;
  const values = new Map<string, string>();
  for (const part of text.split(';').map((each) => each.trim())) {
    if (part === '') continue;
    const at = part.indexOf('=');
    const name = part.slice(0, Math.max(at, 0));
    if (name === '') reader.refuse(`${quoted(part)} in an outcome`, 'name=value; or kernel panic');
    if (values.has(name)) reader.refuse(`${quoted(name)} twice in an outcome`, 'each name once');
    values.set(name, part.slice(at + 1));
  }
  return values;
}
