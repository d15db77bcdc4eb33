/**
 * A test as it was written before there was user code: each lane the system calls that it may make,
 * in the order of its code, with what procedures make inlined. Whoever asks which calls, objects,
 * methods and answers there are asks this one.
 */
import type { Cell, Litmus } from '../litmus.ts';
import { flowOf, usesUserCode } from './flow.ts';
import type { FlatLane, Flow } from './flat.ts';

const known = new WeakMap<Litmus, Litmus>();

/** The litmus itself where it has no user code. */
export function inlined(litmus: Litmus): Litmus {
  if (!usesUserCode(litmus)) return litmus;
  const found = known.get(litmus) ?? inlinedBy(litmus, flowOf(litmus));
  known.set(litmus, found);
  return found;
}

/** By a flow that is at hand. */
export function inlinedBy(litmus: Litmus, flow: Flow): Litmus {
  const lanes = new Map(flow.lanes.map((lane) => [lane.name, callsOf(lane)]));
  const columns = litmus.lanes.map(
    ({ name }, column) =>
      lanes.get(name) ?? litmus.rows.flatMap((row): Cell[] => (row[column] ? [row[column]] : [])),
  );
  const height = Math.max(0, ...columns.map(({ length }) => length));
  const rows = Array.from({ length: height }, (_, i) => columns.map((cells) => cells[i] ?? null));
  return { ...litmus, procs: [], rows, isInlined: true };
}

/** The system calls of a lane as cells; a label stands at each call that its cell makes. */
function callsOf({ code }: FlatLane): Cell[] {
  return code.flatMap((instr): Cell[] => {
    if (instr.is !== 'step' || instr.step.is !== 'call') return [];
    const { call, args, register, place } = instr.step;
    return [{ is: 'call', label: instr.origin.labels[0] ?? null, register, call, args, place }];
  });
}
