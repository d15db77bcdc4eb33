/**
 * How each call of the litmus language starts on the model: its first step, its system call
 * handler, and the user-mode step that takes its result. The entry of the call names them
 * (`litmus/calls/`); here the names become the model's numbers.
 */
import { isSet } from '../../model/designs/asking.ts';
import type { Policies } from '../../model/designs/policies.ts';
import { LIBC_CALL_SYNC, LIBC_RETURNED } from '../../model/ipc/sync-call/libc.ts';
import { HANDLER_NUMBERS } from '../../model/proc/handlers.ts';
import { NONE } from '../../model/record/program.ts';
import { STEPS } from '../../model/record/step.ts';
import { K_TICK } from '../../model/syscall/kernel-lanes.ts';
import '../../model/steps.ts';
import { K_CALL } from '../../model/syscall/kernel-exit.ts';
import { ASSIGN, TRAP } from '../../model/syscall/syscall.ts';
import { type PerRevision, type Waits, isKernelTable } from '../litmus/calls/call-spec.ts';
import { callOf } from '../litmus/calls/calls.ts';
import type { Table } from '../litmus/litmus.ts';

export interface Start {
  readonly entry: number;
  readonly handler: number;
  readonly waits: Waits;
  readonly sleeps: boolean;
  readonly after: number;
  readonly returns: 'rc' | 'zero';
}

/** What ends with a wakeup that the thread has then. */
const SLEEPERS: ReadonlySet<Waits> = new Set(['wakeup', 'message', 'answer']);

/** What a lane can do besides calls. */
const OTHERS: ReadonlyMap<string, number> = new Map([
  ['=', ASSIGN],
  ['+=', ASSIGN],
  ['tick', K_TICK],
]);

/** syncCall=libc: the system call is gone, user space does what it did. */
const IN_LIBC: Start = {
  entry: TRAP,
  handler: LIBC_CALL_SYNC,
  waits: 'answer',
  sleeps: true,
  after: LIBC_RETURNED,
  returns: 'rc',
};

/** @throws Error for a call that the validator should have refused. */
export function startOf(call: string, table: Table, old: boolean, policies: Policies): Start {
  const other = OTHERS.get(call);
  if (other !== undefined) {
    return {
      entry: other,
      handler: NONE,
      waits: 'nothing',
      sleeps: false,
      after: 0,
      returns: 'rc',
    };
  }
  const isKernel = isKernelTable(table);
  const spec = callOf(call, table);
  if (spec === undefined) throw new Error(`${call} has no steps on this revision`);
  if (!isKernel && spec.waits === 'answer' && isSet(policies, 'syncCall=libc')) return IN_LIBC;
  const { first, handler, after, returnsZero } = spec.begins;
  const number = handlerOf(inRevision(handler, old));
  return {
    entry: stepOf(inRevision(first, old)) ?? (isKernel ? K_CALL : TRAP),
    handler: number,
    waits: spec.waits,
    sleeps: SLEEPERS.has(spec.waits) && number !== NONE,
    after: stepOf(inRevision(after, old)) ?? 0,
    returns: returnsZero === true ? 'zero' : 'rc',
  };
}

function inRevision(name: PerRevision | undefined, old: boolean): string | undefined {
  return typeof name === 'object' ? name[old ? 2012 : 2026] : name;
}

function handlerOf(name: string | undefined): number {
  const number = name === undefined ? NONE : HANDLER_NUMBERS.get(name);
  if (number === undefined) throw new Error(`no handler ${name} in the model`);
  return number;
}

function stepOf(name: string | undefined): number | undefined {
  if (name === undefined) return undefined;
  const number = STEPS.findIndex((step) => step.name === name);
  if (number < 0) throw new Error(`no step ${name} in the model`);
  return number;
}
