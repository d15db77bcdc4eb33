/**
 * By which test of the catalogue each assertion, policy and system call is explained: a design under
 * which it falls, and one under which the same situation ends well. A test runs all of them.
 */
import type { Revision } from '../../model/record/program.ts';

/** A test, and the two designs that are set side by side on it. */
export interface Pair {
  readonly test: string;
  readonly revision: Revision;
  readonly falls: string;
  readonly holds: string;
  /** What falls, where it matters which of several. */
  readonly breaks: string | null;
}

const [OLD, NEW] = ['helenos-2012', 'helenos-2026'] as const;

function pair(
  test: string,
  falls: string,
  revision: Revision,
  { holds = 'ticket', breaks = null }: { holds?: string; breaks?: string | null } = {},
): Pair {
  return { test, revision, falls, holds, breaks };
}

const upstream = { holds: 'ticket,waker=finishes' };

/** By the id of the assertion, which falls in the test. */
export const OF_ASSERTIONS: Readonly<Record<string, Pair>> = {
  R1: pair('WQ+abort+wake', 'debt=book', NEW),
  R2: pair('SLEEP+held', 'timeout=remaining', OLD),
  R3: pair('WQ+abort+wake', 'debt=book', NEW),
  R4: pair('IPC+wait+send', 'window=written', OLD),
  R5: pair('SYNC+stale', 'syncCall=reuse-id,waker=finishes', OLD, upstream),
  R6: pair('WQ+wake+abort', 'window=woken,token=repost', NEW),
  R7: pair('SLEEP+abort', 'window=none', OLD),
  R8: pair('IPC+self+order', 'window=dequeued,token=repost', OLD),
  R9: pair('WQ+wake+abort', 'window=woken,token=drop', NEW),
  R10: pair('CHK+received', 'messages=double', OLD),
  R11: pair('SLEEP+twice', 'timeout=relative', OLD),
  R12: pair('BUG34+erestart-leaks', 'result=leak', OLD),
  R13: pair('IPC+section', 'stop=section', OLD),
  R14: pair('SYNC+connect+abort', 'preprocess=leave,waker=finishes', OLD, upstream),
  R15: pair('SLEEP+abort', 'timeout=relative', OLD),
  R17: pair('WQ+fifo', 'ticket', NEW, { holds: 'ticket,place=keep' }),
  R18: pair('SET+pc+same', 'set=stale-record', OLD),
  U1: pair('BARRIER+assert', 'eintr', 'linux'),
  U2: pair('LOOP+trydown.2012', 'eintr', OLD),
};

/** By the id of an assertion that only the kernels break, as they are. */
export const OF_KERNELS: Readonly<Record<string, { test: string; revision: Revision }>> = {
  R16: { test: 'UD+D1', revision: OLD },
};

/** By the name of the policy, in which the two designs differ. */
export const OF_POLICIES: Readonly<Record<string, Pair>> = {
  stop: pair('IPC+section', 'stop=section', OLD),
  window: pair('SLEEP+abort', 'window=none', OLD),
  result: pair('BUG34+erestart-leaks', 'result=leak', OLD),
  retry: pair('RETRY+down.2012', 'eintr', OLD, { holds: 'eintr,retry=deadline', breaks: 'R15' }),
  timeout: pair('SLEEP+abort', 'timeout=relative', OLD, { breaks: 'R2' }),
  loops: pair('BUG19+full-timeout', 'loops=full-timeout', OLD),
  progress: pair('SLEEP+abort', 'progress=hidden', OLD),
  debt: pair('WQ+abort+wake', 'debt=book', NEW, { breaks: 'R1' }),
  token: pair('WQ+wake+abort', 'window=woken,token=drop', NEW, { breaks: 'R1' }),
  place: pair('WQ+fifo', 'ticket', NEW, { holds: 'ticket,place=keep' }),
  handle: pair('WQ+destroy+held.2026', 'ticket', NEW, { holds: 'ticket,handle=keep' }),
  request: pair('SLEEP+request', 'request=lost', OLD),
  syncCall: pair('SYNC+abort', 'syncCall=wait-out', OLD),
  cancel: pair('CANCEL+name', 'syncCall=cancel,cancel=reused-name,waker=finishes', OLD, {
    holds: 'syncCall=cancel,waker=finishes',
    breaks: 'R5',
  }),
  preprocess: pair('SYNC+connect+abort', 'preprocess=leave,waker=finishes', OLD, upstream),
  udelay: pair('UDELAY+abort', 'udelay=spin', OLD),
  waker: pair('N19+box-freed.2012', 'ticket', OLD, upstream),
  wake: pair('WAKE+first', 'wake=any', 'linux', { breaks: 'condition' }),
  status: pair('KLOG+word.2012', 'status=in-band', OLD),
  deadlineAt: pair('TRAP+token+loop', 'deadlineAt=first-sleep', OLD),
  reentry: pair('TRAP+late', 'reentry=arms', OLD, { breaks: 'R2' }),
  flags: pair('TRAP+flag+wait', 'ipc_wait.window=none,flags=raw', NEW),
  unwind: pair('TRAP+unwind', 'unwind=stoppable-end', OLD),
  frame: pair('SLEEP+abort', 'frame=rewind', OLD, { breaks: 'R2' }),
  erased: pair('TRAP+erase', 'erased=cleared', OLD),
  clock: pair('CPUS+sleep+abort', 'ticket', NEW, { holds: 'ticket,clock=global', breaks: 'R2' }),
  completed: pair('TRAP+completed', 'completed=again', OLD, { breaks: 'R15' }),
  withdrawn: pair('TRAP+withdrawn', 'withdrawn=held', OLD, { breaks: 'R9' }),
  handler: pair('HANDLER+sleep', 'handler=finds', OLD),
  tokens: pair('CHK+token', 'tokens=drop', NEW, { breaks: 'R1' }),
  debts: pair('CHK+debt.2026', 'debts=drop', NEW, { breaks: 'R1' }),
  deadlines: pair('CHK+sleep+ahead', 'deadlines=raw', OLD, { breaks: 'R2' }),
  names: pair('CHK+token.2012', 'names=raw', OLD, { breaks: 'R1' }),
  messages: pair('CHK+request', 'messages=drop', OLD, { breaks: 'R1' }),
  cut: pair('CHK+shared.2012', 'cut=single', OLD, { breaks: 'R10' }),
  order: pair('CHK+token', 'order=save-first', NEW, { breaks: 'R1' }),
  set: pair('SET+pc+same', 'set=stale-record', OLD, { breaks: 'R18' }),
  examine: pair('EXAM+sleep', 'examine=clears', OLD, { breaks: 'R18' }),
  carries: pair('IPC+section', 'stop=section', OLD, { holds: 'snapshot', breaks: 'R13' }),
};

const dropped = 'window=woken,token=drop';

/** By the name of the system call, which the test makes. */
export const OF_CALLS: Readonly<Record<string, Pair>> = {
  thread_usleep: pair('SLEEP+abort', 'timeout=relative', OLD),
  thread_udelay: pair('UDELAY+abort', 'udelay=spin', OLD),
  klog: pair('KLOG+word.2012', 'status=in-band', OLD),
  kio_read: pair('KIO+word.2026', 'status=in-band', NEW),
  thread_exit: pair('EXIT+last', dropped, NEW),
  thread_get_id: pair('CHK+identity', 'names=raw', NEW),
  task_get_id: pair('CHK+identity', 'names=raw', NEW),
  futex_down: pair('FUTEX+down+up+abort', 'debt=book', NEW),
  futex_up: pair('FUTEX+mutex+abort', 'debt=book', NEW),
  futex_trydown: pair('FUTEX+trydown+abort', 'debt=book', NEW),
  futex_down_timeout: pair('FUTEX+down_timeout+held', 'timeout=relative', NEW),
  futex_sleep: pair('FSLEEP+wakeup+any3', dropped, OLD),
  futex_wait: pair('BARRIER+assert', 'eintr', 'linux'),
  futex_wake: pair('BARRIER+assert', 'eintr', 'linux'),
  futex_wakeup: pair('FSLEEP+wakeup+any3', dropped, OLD),
  waitq_sleep: pair('WQ+abort+wake', 'debt=book', NEW),
  waitq_wakeup: pair('WQ+wake+any3', 'debt=book', NEW),
  waitq_destroy: pair('WQ+destroy+any3', dropped, NEW),
  ipc_call_async: pair('IPC+wait+send', 'window=dequeued', OLD),
  ipc_call_async_slow: pair('IPC+slow+bad', 'window=written', OLD),
  ipc_call_sync: pair('SYNC+abort', 'syncCall=wait-out', OLD),
  ipc_call_sync_slow: pair('SYNC+slow+abort', 'syncCall=wait-out', OLD, { breaks: 'R7' }),
  page_in: pair('PAGE+forget', 'syncCall=wait-out', NEW),
  ipc_wait: pair('IPC+wait+send', 'window=dequeued', OLD),
  ipc_answer: pair('PAGE+pager+abort', 'window=written', NEW),
  ipc_answer_slow: pair('IPC+slow+bad', 'window=written', OLD),
  ipc_forward: pair('FWD+self', dropped, OLD),
  ipc_forward_slow: pair('FWD+bad-buffer', 'result=leak', OLD),
  ipc_hangup: pair('IPC+hangup+any3', dropped, OLD),
  ipc_poke: pair('IPC+wait+poke.2026', dropped, NEW),
  event_subscribe: pair('EVENT+mask', dropped, OLD),
  event_unmask: pair('EVENT+mask', dropped, OLD),
  event_notify: pair('EVENT+mask', dropped, OLD),
  ipc_irq_subscribe: pair('IRQ+any3', dropped, OLD),
  ipc_irq_send_msg: pair('IRQ+any3', dropped, OLD),
};

/** A test on a revision; `breaks`: what falls there. */
export interface Shown {
  readonly test: string;
  readonly revision: Revision;
  readonly breaks: string | null;
}

function shown(test: string, revision: Revision, breaks: string | null = null): Shown {
  return { test, revision, breaks };
}

/**
 * By the name of a right preset: a test on which it is VERIFIED, and one on which it deviates. What
 * falls under `today` falls with no abort.
 */
export const OF_RIGHT: Readonly<Record<string, { readonly holds: Shown; readonly falls: Shown }>> =
  {
    today: { holds: shown('WQ+wake', NEW), falls: shown('N19+box-freed.2012', OLD, 'R14') },
    ticket: { holds: shown('SLEEP+abort', OLD), falls: shown('WQ+fifo', NEW, 'R17') },
    'ticket-libc': {
      holds: shown('SYNC+abort', OLD),
      falls: shown('SYNC+limit', OLD, 'condition'),
    },
    eintr: { holds: shown('WQ+eintr', NEW), falls: shown('SLEEP+abort', OLD, 'R2') },
    'eintr,retry=deadline': {
      holds: shown('RETRY+down.2012', OLD),
      falls: shown('RETRY+down.2026', NEW, 'R1'),
    },
  };

/** Values of a policy that its own pair does not show, and no preset has. */
export const OF_VALUES: Readonly<Record<string, Pair>> = {
  'result=eintr': pair('SLEEP+abort', 'eintr', OLD, { breaks: 'R2' }),
  'retry=full': pair('RETRY+down_timeout.2026', 'eintr,retry=full', NEW, {
    holds: 'eintr,retry=deadline',
    breaks: 'R2',
  }),
  'progress=registers': pair('SLEEP+abort', 'progress=hidden', OLD, {
    holds: 'progress=registers',
  }),
  'token=repost': pair('WQ+wake+abort', 'window=woken,token=repost', NEW, { breaks: 'R6' }),
  'stop=points': pair('UDELAY+abort', 'stop=points', OLD, { breaks: 'R7' }),
  'syncCall=libc': pair('SYNC+limit', 'ticket-libc', OLD, {
    holds: 'ticket,waker=finishes',
    breaks: 'condition',
  }),
};

/** By the name of a window: what may become of a stop that comes in it. */
export const OF_WINDOWS: Readonly<Record<string, Pair>> = {
  entered: pair('SLEEP+request', 'request=lost', OLD),
  asleep: pair('SLEEP+abort', 'window=none', OLD),
  woken: pair('WQ+wake+abort', 'window=woken,token=drop', NEW, { breaks: 'R1' }),
  dequeued: pair('IPC+wait+send', 'window=dequeued', OLD, { breaks: 'R1' }),
  written: pair('IPC+wait+send', 'window=written', OLD, { breaks: 'R4' }),
};
