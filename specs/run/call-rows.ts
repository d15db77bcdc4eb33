/**
 * The system calls that tests make, as reports know them: how they are written and what they do.
 * Kernel functions that kernel lanes call are none.
 */
import type { CallRow, TestRow } from '../../reports/data.ts';
import { type CallSpec, signatureOf, SYSCALL } from '../litmus/calls/call-spec.ts';
import { CALLS } from '../litmus/calls/calls.ts';

const REVISIONS = ['helenos-2012', 'helenos-2026'] as const;

/** By name. */
export function callRows(tests: readonly Pick<TestRow, 'calls'>[]): CallRow[] {
  const made = new Set(tests.flatMap(({ calls }) => calls));
  return CALLS.filter((spec) => isSystemCall(spec) && made.has(spec.name))
    .map((spec) => ({
      name: spec.name,
      signature: signatureOf(spec),
      says: spec.doc,
      revisions: REVISIONS.filter((table) => isIn(spec, table)),
    }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** User space makes it, and what it enters is in the kernel's table of system calls. */
function isSystemCall({ tables, begins: { handler } }: CallSpec): boolean {
  if (handler === undefined || !tables.some((table) => SYSCALL.includes(table))) return false;
  const functions = typeof handler === 'string' ? [handler] : Object.values(handler);
  return functions.every((name) => name.startsWith('sys_'));
}

function isIn({ tables }: CallSpec, table: (typeof REVISIONS)[number]): boolean {
  return tables.includes(table) || tables.includes('any');
}
