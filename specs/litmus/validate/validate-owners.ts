/** Conditions that ask whose answer a register has: `1:r2=ans(P0:L0):5`. */
import type { CallRef, Loc } from '../litmus.ts';
import type { Refuse } from '../litmus-error.ts';
import { printLoc, printRef } from '../print.ts';
import { checkRef, type Names } from './validate-names.ts';

/** The call is one that is answered, of the task that takes its answers. */
export function checkOwner(of: CallRef, loc: Loc, names: Names, refuse: Refuse): void {
  checkRef(of, loc.place, names, refuse);
  const what = `ans(${printRef(of)})`;
  const call = names.cellOf(of)?.call ?? '';
  if (!call.startsWith('ipc_call_')) {
    const found = call === '' ? `${what}, of what may be more than one call` : `${what}, ${call}`;
    refuse(loc.place, found, 'the label of one ipc_call_sync or ipc_call_async');
  }
  const lane = loc.is === 'register' ? `P${loc.lane}` : '';
  if (names.taskOf.get(lane) === names.taskOf.get(of.lane)) return;
  refuse(
    loc.place,
    `${what} of ${printLoc(loc)}`,
    `a register of the task that calls, ${names.taskOf.get(of.lane)}`,
  );
}
