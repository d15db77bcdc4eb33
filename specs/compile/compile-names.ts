/**
 * The names of a litmus test as numbers: lists in the order of declaration, in which calls, objects
 * and the environment are looked up while a test is compiled.
 */
import type { Box, Phone, Queue, Revision, Section, Session } from '../../model/record/program.ts';
import type { Flow } from '../litmus/flow/flat.ts';
import type { CallRef, Cell, Litmus } from '../litmus/litmus.ts';

/** A test's names, each with its number. */
export interface Names {
  readonly litmus: Litmus;
  readonly revision: Revision;
  /** True for helenos-2012. */
  readonly old: boolean;
  readonly kernelLevel: boolean;
  /** Groups cross to the other revision: what is numbered is numbered alike for both. */
  readonly crosses: boolean;
  /** Columns of P lanes, by thread number. */
  readonly columns: readonly number[];
  readonly tasks: readonly string[];
  readonly queues: Queue[];
  readonly words: { name: string; initial: number; mod: number; isCopy?: boolean }[];
  readonly sections: Section[];
  /** User code; the litmus is then what its calls are (flow/inlined.ts). */
  readonly flow: Flow | null;
  readonly phones: Phone[];
  readonly boxes: Box[];
  readonly sessions: Session[];
  /** Per thread, the queue on which it waits for GO, or NONE. */
  readonly goQueues: number[];
  readonly events: string[];
  /** Per task, the queue of its address space's mutex, or NONE. */
  readonly asLocks: number[];
}

export function taskName(litmus: Litmus, column: number): string {
  return litmus.lanes[column].task ?? 'T';
}

/** The cells of a lane in program order; empty ones do not count. */
export function cellsOf(litmus: Litmus, column: number): Cell[] {
  return litmus.rows.flatMap((row) => row[column] ?? []);
}

/** The thread of the lane with this name, or -1. */
export function threadOf({ litmus, columns }: Names, lane: string): number {
  return columns.findIndex((column) => litmus.lanes[column].name === lane);
}

/** The call that `P0.a` refers to; in user code all those of the cell with this label. */
export function callOf(names: Names, ref: CallRef): { thread: number; op: number; last: number } {
  const thread = threadOf(names, ref.lane);
  const range = names.flow?.lanes[thread].labels.get(ref.label);
  if (range !== undefined) return { thread, op: range.from, last: range.to - 1 };
  const op = cellsOf(names.litmus, names.columns[thread]).findIndex(
    (cell) => cell.is === 'call' && cell.label === ref.label,
  );
  return { thread, op, last: op };
}

/** A new wait queue, by its number. */
export function addQueue(
  { queues }: Names,
  name: string,
  kind: Queue['kind'],
  initial: number,
): number {
  queues.push({ name, kind, initial });
  return queues.length - 1;
}
