/**
 * No system call is left out: each is stopped up to three times under the ticket's design, with two
 * threads and with three, in a test that must hold; and each has its place in the table of R7.
 */
import { describe, expect, test } from 'vitest';
import { parseDesign } from '../model/designs/designs.ts';
import { CALLS } from './litmus/calls/calls.ts';
import { assertedIn } from './litmus/calls/asserted.ts';
import { type CallSpec, isKernelTable } from './litmus/calls/call-spec.ts';
import { check, revisionsOf } from './check/check.ts';
import type { Revision } from '../model/record/program.ts';
import type { Litmus } from './litmus/litmus.ts';
import { readCatalogue, type Test } from './catalogue.ts';
import { expectationFor, readExpectations, targetOf } from './run/baseline/expectations.ts';

const REVISIONS: readonly Revision[] = ['helenos-2012', 'helenos-2026'];
const DEBUGGING = new Set(['kbox_thread', 'ipc_connect_kbox', 'thread_create', 'fault']);
const CALLS_OF_REVISION = REVISIONS.flatMap((revision) =>
  CALLS.filter((call) => call.tables.includes(revision) && !isOfDebugger(call)).map(({ name }) => ({
    name,
    revision,
  })),
);

/** A debug session is modelled as the kernels have it: nothing of it can be stopped by a design. */
function isOfDebugger({ debugs, name }: CallSpec): boolean {
  return debugs !== undefined || DEBUGGING.has(name);
}

/** A stop finds a thread in the kernel only, and 2012's trydown never goes there. */
const IN_USER_MODE = { name: 'futex_trydown', revision: 'helenos-2012' };

/** 2012 leaks its waker's lock with no abort at all (N19): what a call does shows beside its cure. */
const DESIGN: Record<Revision, string> = {
  'helenos-2012': 'ticket,waker=finishes',
  'helenos-2026': 'ticket',
  linux: 'ticket',
};
const CURED = 'kernel.md#N19';

const catalogue = readCatalogue().filter(({ litmus }) => !isKernelTable(litmus.meta.table));
const baseline = readExpectations();

const threadsOf = ({ lanes }: Litmus): number => lanes.filter(({ name }) => name !== 'E').length;

/** The environment may stop some call of this name so often. */
function mayStop({ lanes, rows, meta }: Litmus, call: string, times: number): boolean {
  return meta.aborts.some(({ target, most }) =>
    rows.some((row) =>
      row.some(
        (cell, column) =>
          most >= times &&
          cell?.is === 'call' &&
          cell.call === call &&
          (target === 'any' || (target.lane === lanes[column].name && target.label === cell.label)),
      ),
    ),
  );
}

/** No line of the baseline announces a fall but those that the waker's cure takes away. */
function mustHold(name: string, revision: Revision): boolean {
  const line = expectationFor(baseline, name, targetOf('ticket', revision));
  return line === null || line.link === CURED;
}

/** Tests of one call that must be VERIFIED under the ticket's design. */
function testsOf(name: string, revision: Revision): readonly Test[] {
  return catalogue.filter(
    (each) =>
      revisionsOf(each.litmus).includes(revision) &&
      assertedIn(each.litmus).length > 0 &&
      mayStop(each.litmus, name, 3) &&
      mustHold(each.name, revision),
  );
}

describe.for([2, 3])('with %i threads and up to three stops', (threads) => {
  test.for(CALLS_OF_REVISION)('$name of $revision holds', ({ name, revision }) => {
    const tests = testsOf(name, revision).filter(({ litmus }) => threadsOf(litmus) === threads);
    expect(tests).not.toEqual([]);
  });
});

test.for(
  CALLS_OF_REVISION.filter(
    ({ name, revision }) => name !== IN_USER_MODE.name || revision !== IN_USER_MODE.revision,
  ),
)('$name of $revision has a latency', ({ name, revision }) => {
  const [smallest] = testsOf(name, revision)
    .filter(({ litmus }) => assertedIn(litmus).includes('R7'))
    .toSorted((a, b) => threadsOf(a.litmus) - threadsOf(b.litmus));
  const run = check(smallest, parseDesign(DESIGN[revision]), revision, {
    statesMax: 1_000_000,
    memoryMaxBytes: 1024 ** 3,
    deadlineMs: null,
    aborts: null,
    digest: '',
    interrupted: () => false,
  });
  const own = run.latencies?.find(({ call }) => call === name);
  expect(run.verdict).toBe('VERIFIED');
  expect(own?.ownSteps).toBeGreaterThan(0);
});
