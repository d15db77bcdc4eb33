/**
 * The numbers that the model can hold: nearly everything in a record is a byte.
 */
import type { Table } from '../litmus.ts';

export type Range = readonly [least: number, most: number];

/** What a byte with a sign holds: words, counters, balances. */
export const BYTE: Range = [-128, 127];
/** Lanes that a section holds. */
export const SECTION: Range = [1, 6];
/** What banks wakeups without debts. */
export const COUNT: Range = [0, 127];
/** The numbers that a register holds; beyond them a run is an ERROR. */
export const REGISTER: Range = [-48, 47];
/** The numbers of a server's own methods; those above are the kernel's. */
export const METHOD: Range = [0, 199];
/** The numbers that a request can be answered with; those above are errors. */
export const ANSWER: Range = [0, 243];
/** Messages that a test can have, and so the entries of a list of them. */
export const MESSAGES: Range = [0, 64];
/** Ticks that the clock counts. */
export const TICKS: Range = [0, 150];

/** Wakeups that are banked are never negative in 2012, which knows no debt. */
export function rangeOf(field: string | null, table: Table): Range {
  const isBank = field === 'tokens' || field === 'missed';
  return isBank && table.endsWith('2012') ? COUNT : BYTE;
}
