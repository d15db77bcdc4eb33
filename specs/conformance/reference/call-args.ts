/** Cells of a litmus and the arguments of their calls. */
import type { Arg, Cell, Litmus } from '../../litmus/litmus.ts';
import type { SleepFlags } from './waitq.ts';

export type CallCell = Extract<Cell, { is: 'call' }>;

export function numberAt(args: readonly Arg[], i: number): number {
  const arg = args[i];
  return arg?.is === 'integer' ? arg.value : 0;
}

export function nameAt(args: readonly Arg[], i: number): string {
  const arg = args[i];
  return arg?.is === 'names' ? arg.names[0] : '';
}

export function namesAt(args: readonly Arg[], i: number): readonly string[] {
  const arg = args[i];
  return arg?.is === 'names' ? arg.names : [];
}

export function flagsAt(args: readonly Arg[], i: number): SleepFlags {
  const names = namesAt(args, i);
  return { nonBlocking: names.includes('NONBLOCK'), futex: names.includes('FUTEX') };
}

/** Is an object of this name an argument of it? */
export function isAbout(cell: Cell, name: string): boolean {
  return cell.is === 'call' && cell.args.some((arg) => isNamed(arg, name));
}

function isNamed(arg: Arg, name: string): boolean {
  return arg.is === 'names' && arg.names.length === 1 && arg.names[0] === name;
}

export function cellsOf({ rows }: Litmus, lane: number): Cell[] {
  return rows.flatMap((row) => row[lane] ?? []);
}
