/**
 * The ticket's design and its alternatives: what a checkpoint of a stopped thread carries in bytes, by
 * the kernels' structures (amd64), which functions each way touches, and what another revision breaks.
 *
 * Read in the C of both revisions; what is measured stands beside it in the page, by the model.
 */

export type Revision = 'helenos-2012' | 'helenos-2026';

/** What of the kernel a way has to save, in bytes. */
export interface Saved {
  readonly what: string;
  readonly bytes: number;
  /** Where that is declared, or what it is counted from. */
  readonly from: string;
}

/** The frame of user mode and what else belongs to the thread: the same whatever the call, and way. */
export const OF_THREAD: readonly Saved[] = [
  { what: 'frame of user mode', bytes: 192, from: '`istate_t`: 24 words' },
  { what: 'FPU', bytes: 512, from: '`fxsave`' },
  { what: 'TLS base', bytes: 8, from: '`thread.arch.tls` (2012), `context_t.tp` (2026)' },
];

/** STACK_SIZE of config.h: two frames. */
const KERNEL_STACK = 8192;
/** `context_t`: 2012 nine words; 2026 has nine with `tp`, which OF_THREAD counts. */
const CONTEXT: Readonly<Record<Revision, number>> = { 'helenos-2012': 72, 'helenos-2026': 64 };

/** What a snapshot has besides: who runs it again needs all of it. 2012 keeps where an interrupted or
 * timed sleep goes on in contexts of their own (waitq_sleep_timeout_unsafe). */
function ofSnapshot({ revision, sleep }: StoppedCall): readonly Saved[] {
  const context = (what: string): Saved => ({
    what,
    bytes: CONTEXT[revision],
    from: '`context_t`',
  });
  const isOld = revision === 'helenos-2012';
  return [
    { what: 'kernel stack', bytes: KERNEL_STACK, from: '`STACK_SIZE`, config.h' },
    context('saved_context'),
    ...(isOld && sleep.includes('interruptible') ? [context('sleep_interruption_context')] : []),
    ...(isOld && sleep.includes('timed') ? [context('sleep_timeout_context')] : []),
  ];
}

/** A call that a thread can be stopped in, and the functions that are on its stack then. */
export interface StoppedCall {
  readonly call: string;
  readonly revision: Revision;
  /** From syscall_handler, or exc_dispatch, down to the switch of stacks. */
  readonly chain: readonly string[];
  /** What its sleep is in the kernels, and whether a stoppable section of udebug is round it. */
  readonly sleep: readonly ('interruptible' | 'timed' | 'in a section')[];
  /** What each way declares of it; null: the way does not stop it. */
  readonly record: readonly Saved[];
  readonly point: readonly Saved[] | null;
}

const word = (what: string, from: string): Saved => ({ what, bytes: 8, from });
const VALID = { what: 'record is valid', bytes: 1, from: 'a flag' };
const DEADLINE = word('deadline', 'ticks, 64 bits');
const PLACE = { what: 'place', bytes: 4, from: 'position in the queue' };
const FLAGS = { what: 'flags', bytes: 4, from: '`unsigned int flags`' };
const SLEEP_2012 = ['waitq_sleep_timeout', 'waitq_sleep_timeout_unsafe', 'scheduler'];
const SLEEP_2026 = [
  '_waitq_sleep_timeout',
  'waitq_sleep_timeout_unsafe',
  'thread_wait_finish',
  'scheduler_enter',
];
const WAKEUP = ['interruptible', 'in a section'] as const;
const TIMED = ['interruptible', 'timed', 'in a section'] as const;
const HANDLER = 'syscall_handler';
const DELAY = [HANDLER, 'sys_thread_udelay', 'delay', 'asm_delay_loop'];
const SYNC = [
  word('private box', '`answerbox_t *`'),
  word('call', '`call_t *`'),
  word('what preprocessing made', '`call->priv`'),
  word('address of the result', '`ipc_data_t *`'),
  { what: 'arguments', bytes: 48, from: '6 words that process_answer reads' },
];

/** Calls that block, as the tables of `udebug` sections and of the ticket have them. */
export const STOPPED_CALLS: readonly StoppedCall[] = [
  {
    call: 'thread_usleep',
    revision: 'helenos-2012',
    chain: [HANDLER, 'sys_thread_usleep', 'thread_usleep', ...SLEEP_2012],
    sleep: ['timed'],
    record: [VALID, DEADLINE],
    point: [DEADLINE],
  },
  {
    call: 'thread_udelay',
    revision: 'helenos-2012',
    chain: DELAY,
    sleep: [],
    record: [VALID, DEADLINE],
    point: null,
  },
  {
    call: 'futex_sleep',
    revision: 'helenos-2012',
    chain: [HANDLER, 'sys_futex_sleep', ...SLEEP_2012],
    sleep: WAKEUP,
    record: [VALID],
    point: [word('queue', 'physical address of the counter'), FLAGS, PLACE],
  },
  {
    call: 'ipc_wait',
    revision: 'helenos-2012',
    chain: [HANDLER, 'sys_ipc_wait_for_call', 'ipc_wait_for_call', ...SLEEP_2012],
    sleep: TIMED,
    record: [VALID, DEADLINE],
    point: [word('buffer', '`ipc_data_t *`'), DEADLINE, FLAGS],
  },
  {
    call: 'ipc_call_sync',
    revision: 'helenos-2012',
    chain: [HANDLER, 'sys_ipc_call_sync_fast', 'ipc_call_sync', 'ipc_wait_for_call', ...SLEEP_2012],
    sleep: WAKEUP,
    record: [VALID, word('private box', '`answerbox_t *`, on the list of the task')],
    point: SYNC,
  },
  {
    call: 'thread_usleep',
    revision: 'helenos-2026',
    chain: [HANDLER, 'sys_thread_usleep', 'thread_usleep', 'waitq_sleep_timeout', ...SLEEP_2026],
    sleep: ['timed'],
    record: [VALID, DEADLINE],
    point: [DEADLINE],
  },
  {
    call: 'thread_udelay',
    revision: 'helenos-2026',
    chain: DELAY,
    sleep: [],
    record: [VALID, DEADLINE],
    point: null,
  },
  {
    call: 'waitq_sleep',
    revision: 'helenos-2026',
    chain: [HANDLER, 'sys_waitq_sleep', ...SLEEP_2026],
    sleep: TIMED,
    record: [VALID, DEADLINE],
    point: [
      { what: 'queue', bytes: 4, from: 'handle' },
      DEADLINE,
      FLAGS,
      PLACE,
      { what: 'debt', bytes: 1, from: 'flag' },
    ],
  },
  {
    call: 'ipc_wait',
    revision: 'helenos-2026',
    chain: [HANDLER, 'sys_ipc_wait_for_call', 'ipc_wait_for_call', ...SLEEP_2026],
    sleep: TIMED,
    record: [VALID, DEADLINE],
    point: [word('buffer', '`uspace_ptr_ipc_data_t`'), DEADLINE, FLAGS],
  },
  {
    call: 'page_in',
    revision: 'helenos-2026',
    chain: [
      'exc_dispatch',
      'page_fault',
      'as_page_fault',
      'user_page_fault',
      'ipc_req_internal',
      'ipc_call_sync',
      'ipc_wait_for_call',
      ...SLEEP_2026,
    ],
    sleep: WAKEUP,
    record: [VALID, word('private box', '`answerbox_t *`')],
    point: null,
  },
];

/**
 * The least that is in use of a kernel stack: the frame of user mode, and per function a return
 * address and a frame pointer (HelenOS is built with frame pointers). Contexts are in `thread_t`.
 * Locals come on top; how many, nobody has measured.
 */
export function leastDepth({ chain }: StoppedCall): number {
  return 192 + 16 * chain.length;
}

export const sum = (saved: readonly Saved[]): number =>
  saved.reduce((bytes, each) => bytes + each.bytes, 0);

export interface Way {
  /** As the page names it, and what `--design` takes. */
  readonly name: string;
  readonly design: string;
  readonly what: string;
  /** What it saves of one call, beside OF_THREAD; null: it does not save a thread there. */
  saves(call: StoppedCall): readonly Saved[] | null;
  /** Functions of the kernels that change, by name, in one revision or both. What is new is not counted. */
  readonly places: readonly string[];
  readonly breaks: string;
}

const SLEEPS = [
  'waitq_sleep_timeout_unsafe',
  'sys_thread_usleep',
  'sys_futex_sleep',
  'sys_waitq_sleep',
  'sys_ipc_wait_for_call',
  'ipc_wait_for_call',
];
const PRIMITIVES = [...SLEEPS, 'sys_thread_udelay'];

/** Where a thread leaves the kernel and is held, and (2026) how a page-in gets there: as_page_fault()
 * knows no end but a mapping or a fault. */
const EXITS = [
  'syscall_handler',
  'exc_dispatch',
  'as_page_fault',
  'user_page_fault',
  'ipc_req_internal',
  'ipc_call_sync',
];

/** The five ways, the kernels as they are first. */
export const WAYS: readonly Way[] = [
  {
    name: 'today',
    design: 'today',
    what: 'stoppable sections: a debugger stops threads, nobody saves them',
    saves: () => null,
    places: [],
    breaks: 'nothing is saved',
  },
  {
    name: 'snapshot',
    design: 'snapshot',
    what: 'a thread is saved where it is stopped, with its kernel stack',
    saves: (call) => (call.sleep.includes('in a section') ? ofSnapshot(call) : null),
    places: [],
    breaks:
      'everything: a stack holds return addresses, kernel pointers, and locals as the compiler has laid them out. The same binary, the same architecture',
  },
  {
    name: 'points',
    design: 'stop=points',
    what: 'a thread is saved where it sleeps, with a declared continuation',
    saves: ({ point }) => point,
    // The delay loop is no point.
    places: [...SLEEPS, 'ipc_call_sync', 'process_answer'],
    breaks:
      'the continuations: a deadline of 2012 is what remains in a list, of 2026 a tick of one CPU; a queue is a physical address, then a handle; the synchronous call is gone',
  },
  {
    name: 'ticket',
    design: 'ticket',
    what: 'a thread leaves its call, and is saved at the boundary with a restart record',
    saves: ({ record }) => record,
    places: [...PRIMITIVES, ...EXITS, 'sys_ipc_call_sync_fast', 'sys_ipc_call_sync_slow'],
    breaks:
      'the user ABI alone: nine calls have the same number and arguments in both revisions, the others are translated or refused; a record with a private box has nothing to go to',
  },
  {
    name: 'ticket-libc',
    design: 'ticket-libc',
    what: "the ticket's, and synchronous calls are made by libc",
    // The call is libc's own memory; what waits for its answer is ipc_wait.
    saves: ({ call, record }) => (call === 'ipc_call_sync' ? [VALID, DEADLINE] : record),
    places: [...PRIMITIVES, ...EXITS],
    breaks: "the user ABI alone; libc's own memory is carried as any other",
  },
];
