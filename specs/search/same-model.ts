/**
 * Which designs are the same model for a test: those that differ only in policies that no step of
 * the test can read.
 *
 * `debt` matters to composable sleeps of 2026 alone, `udelay` to thread_udelay, and without an
 * abort request hardly any policy is ever looked at. Two (test, design, revision) with one key
 * have the same states, transitions and verdicts, so one search serves both. A test compares the
 * searches of pairs with one key. What this does not see, the search itself notices
 * (model/designs/noted.ts).
 */
import { policiesFor, takesAborts } from '../../model/designs/designs.ts';
import type { Design, Policies } from '../../model/designs/policies.ts';
import type { Revision } from '../../model/record/program.ts';
import { type CallSpec, isKernelTable, type Waits } from '../litmus/calls/call-spec.ts';
import { callOf } from '../litmus/calls/calls.ts';
import { assertedIn, examines, hasCheckpoint } from '../litmus/calls/asserted.ts';
import { inlined } from '../litmus/flow/inlined.ts';
import { quantifierFor } from '../properties/condition.ts';
import type { Cell, Litmus } from '../litmus/litmus.ts';
import { needsAborts } from './search.ts';

/** What of a test decides which policies are read. */
interface Facts {
  readonly revision: Revision;
  readonly aborts: boolean;
  /** A debugger's stop is a hold at the boundary: sections in calls would be a mistake. */
  readonly holds: boolean;
  /** A queue may be destroyed while a sleeper is out of the kernel. */
  readonly destroys: boolean;
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

function stepsKey(litmus: Litmus, design: Design, revision: Revision, aborts: boolean): string {
  // Kernel functions that a lane calls directly look at no policy.
  if (isKernelTable(litmus.meta.table)) return revision;
  const cells = inlined(litmus).rows.flat();
  const holds = hasSession(litmus) && !hasSections(design);
  const facts: Facts = {
    revision,
    // A debugger asks threads to stop as the environment does.
    aborts: aborts || holds,
    holds,
    destroys: cells.some((cell) => cell?.is === 'call' && cell.call === 'waitq_destroy'),
    asksForRestarts: assertedIn(litmus).some((id) => ['R3', 'R4', 'R11', 'R17'].includes(id)),
  };
  const calls = cells.filter((cell): cell is CallCell => cell?.is === 'call');
  const parts = calls.map((cell) => {
    const spec = callOf(cell.call, litmus.meta.table);
    // The parser has seen to it.
    if (spec === undefined) throw new Error(`${cell.call} is no call of ${litmus.meta.table}`);
    const read = policiesRead(cell, spec, policiesFor(design, cell.call), facts);
    return `${cell.call} ${JSON.stringify(read)}`;
  });
  // In 2012 every wakeup is let go of in a step of its own, aborts or not.
  const waker = runsOn(litmus, revision, 'helenos-2012') ? [design.policies.waker] : [];
  const whole = wholeRead(litmus, design.policies, facts);
  const session = hasSession(litmus) ? [hasSections(design) ? 'section' : 'no section'] : [];
  return [revision, ...waker, ...session, ...whole, ...new Set(parts)].join('; ');
}

/** Is this kernel the test's, or that of the node to which its groups move? */
function runsOn({ init }: Litmus, revision: Revision, kernel: Revision): boolean {
  return revision === kernel || init.some((item) => item.is === 'node' && item.kernel === kernel);
}

/** What one call does not have to be asked for: the way out of the kernel, and the clocks. */
function wholeRead(litmus: Litmus, policies: Policies, facts: Facts): string[] {
  const { meta } = litmus;
  const { erased, clock, set, examine, stop, carries } = policies;
  const hasSkew = meta.cpus === 2 && (meta.skew ?? 0) !== 0 && facts.revision === 'helenos-2026';
  return [
    ...(facts.aborts ? [erased] : []),
    ...(hasSkew ? [clock] : []),
    ...(facts.aborts && examines(litmus) ? [set, examine] : []),
    ...(facts.aborts && meta.handlers !== undefined ? [policies.handler] : []),
    ...(facts.aborts && takesBack(litmus) ? [policies.withdrawn] : []),
    ...(facts.aborts && hasCheckpoint(litmus) ? checkpointRead(litmus, policies, facts) : []),
    // R13 asks what of a thread that is stopped inside the kernel is carried.
    ...(facts.aborts && stop !== 'boundary' ? [carries] : []),
  ];
}

/** Does its E lane take requests back? */
function takesBack({ rows }: Litmus): boolean {
  return rows.some((row) => row.some((cell) => cell?.is === 'env' && cell.op.is === 'go'));
}

/** What a checkpoint reads; debts are 2026's alone. */
function checkpointRead(litmus: Litmus, policies: Policies, { revision }: Facts): string[] {
  const { tokens, debts, deadlines, names, messages, cut, order } = policies;
  const common = [tokens, deadlines, names, messages, cut, order];
  return [...common, ...(runsOn(litmus, revision, 'helenos-2026') ? [debts] : [])];
}

/** Some task can be debugged: which no design but the kernels' own has an answer to. */
export function hasSession({ meta, rows }: Litmus): boolean {
  const isServed = rows.flat().some((cell) => cell?.is === 'call' && cell.call === 'kbox_thread');
  return isServed || meta.debugs.length > 0;
}

const hasSections = ({ policies: { stop, window } }: Design): boolean =>
  stop === 'section' && window === 'none';

/**
 * The policies that some step of this call may read, those that make no difference levelled: by what
 * its entry says of it (litmus/calls/), never by its name.
 */
function policiesRead(cell: CallCell, spec: CallSpec, all: Policies, facts: Facts): PoliciesRead {
  const { waits } = spec;
  const timed = isTimed(cell, spec, facts.revision);
  const isNew = facts.revision === 'helenos-2026';
  const loops = waits === 'message' && timed ? { loops: all.loops } : {};
  const { stop, result, request, window, token } = all;
  // request=lost has a step of its own, requests or not.
  const lost = request === 'lost' ? { stop, window, request } : {};
  // libc runs other code, aborts or not.
  const inLibc = waits === 'answer' && { libc: all.syncCall === 'libc' };
  const own = {
    ...loops,
    ...deadlineRead(waits, timed, all),
    ...wordRead(cell, all),
    ...wakeRead(cell, all),
  };
  if (!facts.aborts) {
    const asked = facts.asksForRestarts && { stop, result, ...retryRead(cell, spec, all, facts) };
    return { ...own, ...lost, ...inLibc, ...asked };
  }
  return {
    ...own,
    ...(hasAbortable(cell) && { flags: all.flags }),
    ...(restarts(waits) && { frame: all.frame }),
    ...(facts.holds && waits !== 'nothing' && { unwind: all.unwind }),
    stop,
    result,
    ...retryRead(cell, spec, all, facts),
    request,
    ...windowRead(waits, window, token),
    ...(timed && { timeout: all.timeout, progress: all.progress }),
    ...(isNew && isComposable(cell, spec) && { debt: all.debt }),
    ...(sleepsOnQueue(waits) && { place: all.place }),
    ...(facts.destroys && { handle: all.handle }),
    ...((waits === 'answer' || waits === 'pager') && sentRead(all)),
    ...(waits === 'spin' && { udelay: all.udelay }),
    ...(waits === 'nothing' && { completed: all.completed }),
  };
}

/**
 * What libc does that is told EINTR: it has no wrapper for a page-in, and is told 0 by ipc_wait of 2012,
 * and by sleeps of which only the clock says that time is left. Without a timeout nothing is.
 */
function retryRead(
  cell: CallCell,
  spec: CallSpec,
  { result, retry, syncCall }: Policies,
  { asksForRestarts, revision }: Facts,
): Partial<Policies> {
  if (result !== 'eintr') return {};
  if (asksForRestarts) return { retry };
  const { waits, begins } = spec;
  if (waits === 'nothing' || waits === 'pager') return {};
  const isByLibc = waits === 'answer' && syncCall === 'libc';
  if (revision === 'helenos-2012' && (waits === 'message' || isByLibc)) return {};
  if (begins.returnsZero === true) return { retry: retry === 'full' ? 'none' : retry };
  const isAlike = retry !== 'none' && !isTimed(cell, spec, revision);
  return { retry: isAlike ? 'full' : retry };
}

/** What a call reads that sends first and waits after. */
function sentRead({ syncCall, cancel, preprocess, progress }: Policies): Partial<Policies> {
  return { syncCall, preprocess, progress, ...(syncCall === 'cancel' && { cancel }) };
}

/** A window in which the call can never be, or where its abort completes it, is none of its own. */
function windowRead(
  waits: Waits,
  window: Policies['window'],
  token: Policies['token'],
): Partial<Policies> {
  if (window === 'none' || window === 'asleep') return { window };
  if (!sleepsOnQueue(waits)) return { window: 'asleep' };
  if (waits !== 'wakeup' && window !== 'woken') return { window, token };
  return token === 'complete' ? { window: 'asleep' } : { window: 'woken', token };
}

/**
 * Where a timed sleep has its deadline from, aborts or not: one that is fixed at the entry may have
 * passed before the sleep, and whether a sleep leaves a record hangs on what reads it.
 */
function deadlineRead(waits: Waits, timed: boolean, all: Policies): Partial<Policies> {
  if (!timed || waits === 'spin') return {};
  const { deadlineAt, reentry, timeout, loops } = all;
  return { deadlineAt, reentry, ...(deadlineAt === 'first-sleep' && { timeout, loops }) };
}

/** Its result is a word of user space's choice, which may be that of the restart status. */
function wordRead({ call }: CallCell, { status }: Policies): Partial<Policies> {
  return /^(klog|kio_read)$/.test(call) ? { status } : {};
}

/** It may choose whom it wakes. */
function wakeRead({ call }: CallCell, { wake }: Policies): Partial<Policies> {
  return call === 'futex_wake' ? { wake } : {};
}

function hasAbortable({ args }: CallCell): boolean {
  return args.some((arg) => arg.is === 'names' && arg.names.includes('ABORTABLE'));
}

/** It may be issued again, by a trap that finds its arguments in registers. */
const restarts = (waits: Waits): boolean => waits !== 'nothing' && waits !== 'spin';

function sleepsOnQueue(waits: Waits): boolean {
  return waits === 'wakeup' || waits === 'message' || waits === 'answer';
}

/** It has a deadline: an argument that is not 0, or one that it gives itself. */
function isTimed({ args }: CallCell, spec: CallSpec, revision: Revision): boolean {
  if (spec.begins.timedOut?.[revision === 'helenos-2012' ? 2012 : 2026] === true) return true;
  const at = spec.args.findIndex(({ kind }) => kind === 'duration');
  const duration = args[at];
  return duration !== undefined && !(duration.is === 'integer' && duration.value === 0);
}

function isComposable({ args }: CallCell, { begins }: CallSpec): boolean {
  return (
    begins.composable === true ||
    args.some((arg) => arg.is === 'names' && arg.names.includes('FUTEX'))
  );
}
