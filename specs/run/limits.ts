/**
 * Limits as they are typed on the command line. A limit of zero, a negative one or garbage is
 * refused: a search that may not do anything would find nothing wrong.
 */
import os from 'node:os';
import { STATES_MAX } from '../../checker/seen-set.ts';
import { unknownName, UsageError } from '../errors.ts';
import type { CheckOptions } from '../search/search.ts';

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  K: 2 ** 10,
  M: 2 ** 20,
  G: 2 ** 30,
};

/** The least memory that a search can start with: its first chunks of arena and slots. */
const MEMORY_LEAST_BYTES = 2 ** 20;

/** One thread numbers what all the others find: it cannot keep up with more of them. */
const SEARCH_WORKERS_MAX = 16;

/** The budget of a test is kept in one byte of its states. */
const ABORTS_MAX = 255;

/** The flags as commander hands them over. */
export interface LimitFlags {
  readonly maxStates?: string;
  readonly maxMemory?: string;
  readonly timeLimit?: string;
  readonly aborts?: string;
  readonly searchWorkers?: string;
  /** `--reduction`: true; `--no-reduction`: false. */
  readonly reduction?: boolean;
}

export interface LimitsOfCommand {
  readonly statesMax: number;
  /** For all searches that run at one time together. */
  readonly memoryMaxBytes: number;
  /** For the whole command, or null. */
  readonly timeLimitMs: number | null;
  /** Overrides the tests' own budgets, or null. */
  readonly aborts: number | null;
  /** Where searches by fewer states are made (CheckOptions). */
  readonly reduction?: CheckOptions['reduction'];
  /** Threads of one large search; absent: those that no other search uses. */
  readonly searchWorkers?: number;
}

/** The limits in force, where a flag is absent its default. @throws UsageError */
export function limitsOf(flags: LimitFlags): LimitsOfCommand {
  const { maxStates, maxMemory, timeLimit, aborts, reduction, searchWorkers } = flags;
  return {
    statesMax: maxStates === undefined ? STATES_MAX : parseStates('--max-states', maxStates),
    memoryMaxBytes:
      maxMemory === undefined ? defaultMemoryBytes() : parseSize('--max-memory', maxMemory),
    timeLimitMs: timeLimit === undefined ? null : parseSeconds('--time-limit', timeLimit),
    aborts: aborts === undefined ? null : parseAborts('--aborts', aborts),
    reduction: reduction === undefined ? 'cut' : reduction ? 'first' : 'never',
    ...(searchWorkers !== undefined && { searchWorkers: parseWorkers(searchWorkers) }),
  };
}

/** What a program may ask for (docs/api.md). */
const OPTIONS = ['designs', 'revision', 'aborts', 'maxStates', 'maxMemory', 'timeLimit', 'signal'];

/** The same, as a program gives them. @throws UsageError that calls them by their names there */
export function limitsNamed(limits: {
  readonly maxStates?: number;
  readonly maxMemory?: string;
  readonly timeLimit?: number;
  readonly aborts?: number;
}): LimitsOfCommand {
  const { maxStates, maxMemory, timeLimit, aborts, ...others } = limits;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw unknownName('option', unknown, OPTIONS, 'docs/api.md');
  return {
    ...limitsOf({}),
    ...(maxStates === undefined ? {} : { statesMax: parseStates('maxStates', String(maxStates)) }),
    ...(maxMemory === undefined ? {} : { memoryMaxBytes: parseSize('maxMemory', maxMemory) }),
    ...(timeLimit === undefined
      ? {}
      : { timeLimitMs: parseSeconds('timeLimit', String(timeLimit)) }),
    ...(aborts === undefined ? {} : { aborts: parseAborts('aborts', String(aborts)) }),
  };
}

/** @throws UsageError unless `text` is a whole number from 1 to the most states there can be. */
export function parseStates(flag: string, text: string): number {
  return wholeNumber(flag, text, 1, STATES_MAX);
}

/** A budget of aborts. Zero is one: the test without any. @throws UsageError */
export function parseAborts(flag: string, text: string): number {
  return wholeNumber(flag, text, 0, ABORTS_MAX);
}

/** Threads of one search. @throws UsageError */
function parseWorkers(text: string): number {
  return wholeNumber('--search-workers', text, 1, SEARCH_WORKERS_MAX);
}

/** Bytes, from `512M`, `4G`, `100000K` or a plain number. @throws UsageError */
export function parseSize(flag: string, text: string): number {
  const [, digits, unit] = /^(\d+)([KMG]?)$/i.exec(text) ?? [];
  if (digits === undefined) {
    throw new UsageError(`${flag} is "${text}"; it must be a size such as 512M or 4G`);
  }
  const bytes = Number(digits) * UNITS[unit.toUpperCase()];
  if (bytes < MEMORY_LEAST_BYTES || bytes > Number.MAX_SAFE_INTEGER) {
    throw new UsageError(`${flag} is "${text}"; the least with which a search can start is 1M`);
  }
  return bytes;
}

/** Milliseconds, from seconds such as `30` or `0.5`. @throws UsageError */
export function parseSeconds(flag: string, text: string): number {
  const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (!(seconds > 0)) {
    throw new UsageError(`${flag} is "${text}"; it must be a number of seconds greater than 0`);
  }
  return Math.ceil(seconds * 1000);
}

/** Half of the memory that this process may have: the machine's, or its container's. */
export function defaultMemoryBytes(): number {
  return Math.floor(Math.min(os.totalmem(), process.constrainedMemory() || Infinity) / 2);
}

function wholeNumber(flag: string, text: string, least: number, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new UsageError(
    `${flag} is "${text}"; it must be a whole number from ${least} to ${most.toLocaleString('en')}`,
  );
}
