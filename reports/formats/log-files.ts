/**
 * The logs of a report: one for each design and revision that has runs, because `mcompare7` compares
 * files, and within one file takes two blocks of a test for one.
 */
import { createHash } from 'node:crypto';
import type { Report, Run } from '../data.ts';
import { renderLog } from './log.ts';

/** Where the logs lie in the directory of a report. */
export const LOG_FOLDER = 'logs';
/** How a log of ours begins. */
export const LOG_BEGIN = /^Design .*\nRevision .*\nVerdict [A-Z]+ /;

/** A longer one would be no name of a file on some systems, with both parts and what ends it. */
const PART_LENGTH_MAX = 100;
const KEPT_LENGTH = 60;
const DIGEST_LENGTH = 32;

export interface LogFile {
  /** Below the directory of the report. */
  readonly path: string;
  /** Made when it is written: all of them at once would be as large as the report. */
  readonly text: Iterable<string>;
}

/** By their first runs; blocks in the order of the runs. */
export function logFiles({ runs }: Report): LogFile[] {
  const byName = new Map<string, Run[]>();
  for (const run of runs) {
    const name = logName(run.design, run.revision);
    const own = byName.get(name);
    if (own === undefined) byName.set(name, [run]);
    else own.push(run);
  }
  return Array.from(byName, ([name, own]) => ({
    path: `${LOG_FOLDER}/${name}`,
    text: madeWhenRead(own),
  }));
}

/**
 * `eintr_retry-deadline.helenos-2012.log` of `eintr,retry=deadline`. Each character has its own
 * spelling, so no two designs or revisions share a name.
 */
export function logName(design: string, revision: string): string {
  return `${part(design, OF_DESIGN)}.${part(revision, OF_REVISION)}.log`;
}

/** What stands for a character that is no letter of the alphabet and no digit. */
const OF_DESIGN: Readonly<Record<string, string>> = { ',': '_', '=': '-', '-': '+' };
const OF_REVISION: Readonly<Record<string, string>> = { '-': '-' };

function part(text: string, spelling: Readonly<Record<string, string>>): string {
  const name = Array.from(text, (character) => {
    if (/[A-Za-z0-9]/.test(character)) return character;
    return spelling[character] ?? `~${character.codePointAt(0)!.toString(16)}~`;
  }).join('');
  if (name.length <= PART_LENGTH_MAX) return name;
  // `@` is in no other name. JSON tells lone surrogates apart, bytes of UTF-8 do not.
  const digest = createHash('sha256').update(JSON.stringify(text)).digest('hex');
  return `${name.slice(0, KEPT_LENGTH)}@${digest.slice(0, DIGEST_LENGTH)}`;
}

function* madeWhenRead(runs: readonly Run[]): Generator<string> {
  yield renderLog(runs);
}
