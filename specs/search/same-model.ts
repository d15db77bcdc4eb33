/**
 * Which designs are the same model for a test: those that differ only in policies that no step of
 * the test can read.
 *
 * `debt` matters to composable sleeps of 2026 alone, `udelay` to thread_udelay, and without an
 * abort request hardly any policy is ever looked at. Two (test, design, revision) with one key
 * have the same states, transitions and verdicts, so one search serves both. A test compares the
 * searches of pairs with one key.
 */
import { policiesFor, takesAborts } from '../../model/designs/designs.ts';
import type { Design, Policies } from '../../model/designs/policies.ts';
import type { Revision } from '../../model/record/program.ts';
import { assertedIn } from '../litmus/calls/asserted.ts';
import { isKernelTable } from '../litmus/calls/call-spec.ts';
import { quantifierFor } from '../properties/condition.ts';
import type { Cell, Litmus } from '../litmus/litmus.ts';
import { needsAborts } from './search.ts';

/** What of a test decides which policies are read. */
interface Facts {
  readonly revision: Revision;
  readonly aborts: boolean;
  /** It asserts something that asks whether the design restarts calls at all. */
  readonly asksForRestarts: boolean;
}

/** What is read of the policies; `libc`: whether user space makes the call. */
type PoliciesRead = Partial<Policies> & { readonly libc?: boolean };

type CallCell = Extract<Cell, { is: 'call' }>;

/** Equal keys: one search serves both designs. */
export function modelKey(litmus: Litmus, design: Design, revision: Revision): string {
  const aborts = needsAborts(litmus);
  if (aborts && !takesAborts(design)) return 'takes no aborts';
  const quantifier = quantifierFor(litmus, design);
  return [quantifier, stepsKey(litmus, design, revision, aborts)].join('; ');
}

/** Equal keys: without its aborts, the test has one set of ends under both designs. */
export function abortFreeKey(litmus: Litmus, design: Design, revision: Revision): string {
  return stepsKey(litmus, design, revision, false);
}

function stepsKey(litmus: Litmus, design: Design, revision: Revision, aborts: boolean): string {
  // Kernel functions that a lane calls directly look at no policy.
  if (isKernelTable(litmus.meta.table)) return revision;
  const cells = litmus.rows.flat();
  const facts: Facts = {
    revision,
    aborts,
    asksForRestarts: assertedIn(litmus).some((id) => ['R3', 'R4', 'R17'].includes(id)),
  };
  const calls = cells.filter((cell): cell is CallCell => cell?.is === 'call');
  const parts = calls.map((cell) => {
    const read = policiesRead(cell, policiesFor(design, cell.call), facts);
    return `${cell.call} ${JSON.stringify(read)}`;
  });
  return [revision, ...new Set(parts)].join('; ');
}

/** The policies that some step of this call may read, those that make no difference levelled. */
function policiesRead(cell: CallCell, all: Policies, facts: Facts): PoliciesRead {
  const timed = isTimed(cell, facts.revision);
  const isNew = facts.revision === 'helenos-2026';
  const waits = cell.call === 'ipc_wait';
  const loops = waits && timed ? { loops: all.loops } : {};
  const { stop, result, request, window, token } = all;
  // request=lost has a step of its own, requests or not.
  const lost = request === 'lost' ? { stop, window, request } : {};
  // libc runs other code, aborts or not.
  const inLibc = cell.call.startsWith('ipc_call_sync') && { libc: all.syncCall === 'libc' };
  if (!facts.aborts) {
    return { ...loops, ...lost, ...inLibc, ...(facts.asksForRestarts && { stop, result }) };
  }
  return {
    ...loops,
    stop,
    result,
    request,
    ...windowRead(cell.call, window, token),
    ...(timed && { timeout: all.timeout, progress: all.progress }),
    ...(isNew && isComposable(cell) && { debt: all.debt }),
    ...(sleepsOnQueue(cell.call) && { place: all.place }),
    ...(waitsForAnswer(cell.call) && sentRead(all)),
    ...(cell.call === 'thread_udelay' && { udelay: all.udelay }),
  };
}

/** What a call reads that sends first and waits after. */
function sentRead({ syncCall, preprocess, progress }: Policies): Partial<Policies> {
  return { syncCall, preprocess, progress };
}

/** A window in which the call can never be, or where its abort completes it, is none of its own. */
function windowRead(
  call: string,
  window: Policies['window'],
  token: Policies['token'],
): Partial<Policies> {
  if (window === 'none' || window === 'asleep') return { window };
  if (!sleepsOnQueue(call)) return { window: 'asleep' };
  if (/^ipc_(wait|call_sync)/.test(call) && window !== 'woken') return { window, token };
  return token === 'complete' ? { window: 'asleep' } : { window: 'woken', token };
}

function sleepsOnQueue(call: string): boolean {
  return /^(futex_(down|down_timeout|sleep|trydown)|waitq_sleep|ipc_wait|ipc_call_sync.*)$/.test(
    call,
  );
}

function waitsForAnswer(call: string): boolean {
  return call.startsWith('ipc_call_sync') || call === 'page_in';
}

function isTimed({ call, args }: CallCell, revision: Revision): boolean {
  if (call === 'futex_trydown') return revision === 'helenos-2026';
  if (!/sleep|udelay|ipc_wait|timeout/.test(call)) return false;
  return args.some((arg) => arg.is === 'integer' && arg.value > 0);
}

function isComposable({ call, args }: CallCell): boolean {
  return (
    /^futex_(down|down_timeout|trydown)$/.test(call) ||
    args.some((arg) => arg.is === 'names' && arg.names.includes('FUTEX'))
  );
}
