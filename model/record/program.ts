/**
 * What runs on the model: a litmus test with every name turned into a number.
 *
 * Plain data, made once per (test, design, revision) by `specs/compile/compile.ts`; the steps of the
 * kernel read it and never change it. Whatever is known before the first step stands here and not
 * in the state: arguments of calls, which queue belongs to which box, policies.
 */
import type { Policies } from '../designs/policies.ts';
import { TICKET } from '../designs/presets.ts';
import type { Act, Micro, Sum } from './user-code.ts';

export type Revision = 'helenos-2012' | 'helenos-2026' | 'linux';

/** No object, no register, no message. */
export const NONE = 0xff;
/** The wait queue on the kernel stack of thread_usleep: nobody else can find it. */
export const PRIVATE_QUEUE = 0xfe;

/** Flags of a sleep, as in synch.h; ABORTABLE is the ticket's addition. */
export const NON_BLOCKING = 1;
export const INTERRUPTIBLE = 2;
export const FUTEX = 4;
export const ABORTABLE = 8;

/** The word that is the restart status where it is a return value (status=in-band): the next flag of
 * ESYNCH_* (2012), the next number of errno.h (2026). */
export const RESTART_WORD = { 2012: 32, 2026: 37 } as const;

/** What a call waits for: what a stop can find it in (specs/litmus/calls/call-spec.ts). */
export type Waits = 'nothing' | 'time' | 'spin' | 'wakeup' | 'message' | 'answer' | 'pager';

/** One call of one lane. */
export interface Op {
  /** As in the litmus: `waitq_sleep`. */
  readonly call: string;
  readonly label: string | null;
  /** Step with which the call starts, in user mode (kernel tables: in the kernel). */
  readonly entry: number;
  /** Its system call: an index into HANDLERS. NONE where there is none. */
  readonly handler: number;
  /** What it waits for, as its entry in the language says. */
  readonly waits: Waits;
  /** It sleeps for a wakeup, which it has when its sleep succeeds. */
  readonly sleeps: boolean;
  /** User-mode step that goes on when the system call has returned; 0 = the call is over then. */
  readonly after: number;
  /** What user space gets: the handler's result, or 0 whatever happened (thread_usleep). */
  readonly returns: 'rc' | 'zero';
  /** Index into registers, or NONE. */
  readonly register: number;
  /** Queue that the call sleeps on or wakes, or NONE. */
  readonly queue: number;
  /** The mutex's queue of condvar_wait. */
  readonly mutexQueue: number;
  /** User-memory word (a futex counter, say), or NONE. */
  readonly word: number;
  readonly phone: number;
  /** Answerbox of the thread's own task, or NONE. */
  readonly box: number;
  /** The message that this op sends, or NONE; the first of `messages` that it may send in turn. */
  readonly message: number;
  readonly messages: number;
  /** Method of what it sends (ipc-methods.ts). */
  readonly method: number;
  /** UDEBUG_M_* that it asks a kbox for (debug-methods.ts), or 0. */
  readonly debug: number;
  /** The phone that a method is about (CONNECTION_CLONE), or NONE. */
  readonly subject: number;
  /** The user buffer of the call cannot be read or written. */
  readonly badBuffer: boolean;
  /** The word that says whether the arguments of a slow call are mapped (not 0), or NONE: always. */
  readonly mapping: number;
  /** The user data of DATA_WRITE cannot be read. */
  readonly badData: boolean;
  /** The event or IRQ that the call is about, or NONE; and whether a notification masks it. */
  readonly event: number;
  readonly masks: boolean;
  /** ipc_forward with IPC_FF_ROUTE_FROM_ME. */
  readonly masquerades: boolean;
  /** Timeout: 0 = none, n + 1 = a timeout of n ticks (1 = some microseconds, less than a tick). */
  readonly timeout: number;
  /** The most ticks that the call may wait in all: each time that its timeout may start anew. */
  readonly ticksMost: number;
  /** Sleep flags, NON_BLOCKING | INTERRUPTIBLE | FUTEX, as the caller gives them. */
  readonly flags: number;
  /** Small integer argument: the answer's value, the count of count_set, ticks. */
  readonly value: number;
  /** Register that holds the request to answer, or NONE. */
  readonly source: number;
  /** Thread that the call is about (thread_interrupt, await_asleep), or NONE. */
  readonly target: number;
  /** Index into Program.counted and Program.timed, or NONE. */
  readonly counted: number;
  readonly timed: number;
  /** How often the lane may come back before it (`set P0:pc`). */
  readonly comesBack: number;
  readonly policies: Policies;
  /** User code: where it stands in the code of its lane, or -1. */
  readonly at: number;
  /** What is done in user mode; null: a system call. */
  readonly act: Act | null;
  /** Instead of `value`, where it is computed. */
  readonly sum: Sum | null;
  /** Registers that nobody reads any more once the lane is here. */
  readonly dead: readonly number[];
  /** Registers that show that the lane is stuck here, besides its own: of procedure calls. */
  readonly shows: readonly number[];
  /** It may come again, as it is in a loop. */
  readonly repeats: boolean;
  /**
   * `lock.3: c = cas(m, 1, 2)`, and its line in the test, or in the file from which it was included;
   * '' and 0 where there is no user code.
   */
  readonly text: string;
  /** The call of a procedure that the lane is in: `lock(m)`, or ''. */
  readonly within: string;
  readonly line: number;
  readonly file: string;
}

/** What a thread is at that is at no call any more: it may be cleaning up its task. */
export const NO_OP: Op = {
  call: '',
  label: null,
  entry: 0,
  handler: NONE,
  waits: 'nothing',
  sleeps: false,
  after: 0,
  returns: 'rc',
  register: NONE,
  queue: NONE,
  mutexQueue: NONE,
  word: NONE,
  phone: NONE,
  box: NONE,
  message: NONE,
  messages: 0,
  method: 0,
  debug: 0,
  subject: NONE,
  badBuffer: false,
  mapping: NONE,
  badData: false,
  event: NONE,
  masks: false,
  masquerades: false,
  timeout: 0,
  ticksMost: 0,
  flags: 0,
  value: 0,
  source: NONE,
  target: NONE,
  counted: NONE,
  timed: NONE,
  comesBack: 0,
  policies: TICKET,
  at: -1,
  act: null,
  sum: null,
  dead: [],
  shows: [],
  repeats: false,
  text: '',
  within: '',
  line: 0,
  file: '',
};

/** Every call that a lane may make, as written or as a debugger sets it. */
export const callsOf = ({ ops, variants }: Program['lanes'][number]): readonly Op[] =>
  variants.length === 0 ? ops : [...ops, ...variants];

export type EnvAction =
  | {
      readonly is: 'await';
      readonly state: 'Asleep' | 'Inside' | 'Woken' | 'Held' | 'Done';
      readonly thread: number;
      readonly op: number;
      /** The last op that it means: a label of user code may stand for many. */
      readonly last: number;
      /** Ops that may be next when one of these has completed. */
      readonly next: readonly number[];
    }
  | {
      readonly is: 'abort';
      readonly thread: number;
      readonly op: number;
      readonly last: number;
    }
  | { readonly is: 'resume' | 'go'; readonly thread: number }
  | { readonly is: 'kill'; readonly threads: readonly number[] }
  | { readonly is: 'set'; readonly word: number; readonly value: number }
  | { readonly is: 'examine'; readonly thread: number }
  /** `value`: the byte of a register. */
  | {
      readonly is: 'set-register';
      readonly thread: number;
      readonly register: number;
      readonly value: number;
    }
  /** `op`: one of the lane's, or their number, which is behind them. */
  | { readonly is: 'set-pc'; readonly thread: number; readonly op: number }
  /** By op, and by variant: the variant + 1 that takes its place; 0: it has no such argument. */
  | {
      readonly is: 'set-arg';
      readonly thread: number;
      readonly ofOps: readonly number[];
      readonly ofVariants: readonly number[];
    }
  | { readonly is: 'tick'; readonly count: number }
  | { readonly is: 'checkpoint'; readonly plan: readonly Deed[] }
  | { readonly is: 'restore'; readonly group: Group };

/** A group of tasks that is saved and restored together, as its policies have it. */
export interface Group {
  readonly threads: readonly number[];
  /** Wait queues that nobody else has. */
  readonly queues: readonly number[];
  /** Queues that it has together with a task that stays, where it comes back to the same node. */
  readonly shared: readonly number[];
  /** Its answerboxes; both ends of all their calls are of the group. */
  readonly boxes: readonly number[];
  /** The node on which it is restored: 0, where the test begins, or 1. */
  readonly node: number;
  /** It stands in the place of one that is only held: nothing is saved (R10). */
  readonly isHeldOnly: boolean;
  readonly policies: Policies;
}

/** One step of a checkpoint, in the order of the plan. */
export type Deed =
  | { readonly do: 'read'; readonly group: Group }
  | { readonly do: 'stop'; readonly thread: number }
  | { readonly do: 'save'; readonly group: Group; readonly copies: readonly Copy[] };

/**
 * What a group shares with somebody who stays, or is saved later: it takes a copy along. An event is of
 * the node: on another one a subscription of the group is to another event.
 */
export interface Copy {
  readonly of: 'queue' | 'word' | 'event';
  readonly from: number;
  readonly to: number;
}

export type QueueKind =
  | 'waitq'
  | 'futex'
  | 'semaphore'
  | 'mutex'
  | 'condvar'
  | 'box'
  | 'phone-lock'
  | 'go'
  | 'as-lock';

export interface Queue {
  readonly name: string;
  readonly kind: QueueKind;
  /** Banked wakeups at the start. */
  readonly initial: number;
}

export interface Message {
  readonly thread: number;
  readonly op: number;
  readonly phone: number;
  /** A number of ipc-methods.ts. */
  readonly method: number;
  /** Box that the answer goes to. */
  readonly callerBox: number;
  /** IPC_M_PHONE_HUNGUP, sent by ipc_hangup with IPC_CALL_DISCARD_ANSWER. */
  readonly hangup: boolean;
  /** 2026: it is the hang-up call that a phone has from its allocation on. */
  readonly preallocated: boolean;
  /** UDEBUG_M_* of a DEBUG request (debug-methods.ts), or 0. */
  readonly debug: number;
  /** The thread that a DEBUG request is about, or NONE. */
  readonly target: number;
  /** Its other argument: the mask of SET_EVMASK. */
  readonly argument: number;
}

export interface Phone {
  readonly name: string;
  /** Queue of its mutex. */
  readonly lock: number;
  /** Task whose phone it is, and its number there. */
  readonly task: number;
  readonly slot: number;
  /** Box that it is connected to at the start, or NONE: not connected. */
  readonly box: number;
  /** The message that a hang-up of this phone sends, where no op of its own has one; or NONE. */
  readonly hangup: number;
}

export interface Box {
  readonly task: number;
  readonly queue: number;
  /** It is on the kernel stack of one synchronous call, or it is a kbox. */
  readonly isPrivate: boolean;
  /** It is TASK->kb.box, which the kbox thread of the task serves. */
  readonly isKbox: boolean;
}

/** A task that can be debugged: TASK->udebug and TASK->kb. */
export interface Session {
  readonly task: number;
  readonly kbox: number;
  /** The thread that serves the kbox, or NONE. */
  readonly server: number;
  /** 2012: by phone, the hang-up that the end of the task puts into its kbox; NONE: there is none. */
  readonly slams: readonly number[];
}

/** A section of user code. */
export interface Section {
  readonly name: string;
  readonly most: number;
  /** By thread, the ops of the innermost procedures, or of the lane, that enter it. */
  readonly around: readonly (readonly { readonly from: number; readonly to: number }[])[];
}

export interface Program {
  readonly name: string;
  readonly revision: Revision;
  /** Lanes are kernel threads that call kernel functions (Table=kernel-*). */
  readonly kernelLevel: boolean;
  /** waker=finishes (2012): a sleeper does not return before its waker has let go of the queue. */
  readonly wakerFinishes: boolean;
  /** erased=cleared: the way out of the kernel clears a request after it has looked for one. */
  readonly erases: boolean;
  /** deadlineAt=first-sleep, frame=rewind: some call reads the record of an earlier one, or may be
   * issued again with arguments that are 0. */
  readonly keepsRecords: boolean;
  readonly losesArguments: boolean;
  /** retry=deadline: libc issues some timed call again, with what is left of its time. */
  readonly notesTime: boolean;
  /** By CPU, what its tick counter is ahead of the clock interrupts that have come; one: one CPU.
   * Where a group may be moved, by node: each has one CPU. */
  readonly tickOffsets: readonly number[];
  readonly lanes: readonly {
    readonly name: string;
    readonly task: number;
    readonly restart: boolean;
    readonly ops: readonly Op[];
    /** User code; none in a program without it. */
    readonly code: readonly Micro[];
    /** Registers that nobody reads once the lane is over. */
    readonly dead: readonly number[];
    /** The same calls with an argument that a debugger has set; none where nobody does. */
    readonly variants: readonly Op[];
  }[];
  readonly tasks: readonly string[];
  readonly env: readonly EnvAction[];
  /** By thread, its calls and then their variants once it has been moved to its copies; else empty. */
  readonly moved: readonly (readonly Op[])[];
  /** Where groups move to another kernel: by the cell of the E lane that is next, whose program it is
   * that runs; all have one layout. Absent: all the time this one. */
  readonly worlds?: readonly Program[];
  /** Groups cross to the other revision: a record has room for the objects of both. */
  readonly crosses?: boolean;
  /** User space is compiled for this revision, which is not the kernel's: a shim translates its calls
   * (model/proc/shim.ts). Absent: for the kernel's own. */
  readonly home?: Revision;
  /** Some group is read before it is stopped, and the image has a place of its own. */
  readonly readsEarly: boolean;
  /** Held threads are examined or set: how the design does it. Null: nobody does. */
  readonly examines: Pick<Policies, 'set' | 'examine'> | null;
  readonly queues: readonly Queue[];
  readonly words: readonly {
    readonly name: string;
    readonly initial: number;
    /** Not 0: it wraps to 0 .. mod - 1. */
    readonly mod: number;
    /** Of another word, for a group that takes it along: the litmus does not know it. */
    readonly isCopy?: boolean;
  }[];
  /** Of user code: how many threads may be in each at once, and who is about to enter it. */
  readonly sections: readonly Section[];
  /** Some lane has user code. */
  readonly hasUserCode: boolean;
  /** In the order of tasks, and in each by slot. */
  readonly phones: readonly Phone[];
  /** One answerbox per task that a phone or an ipc call names, then those of synchronous calls. */
  readonly boxes: readonly Box[];
  /** Tasks that can be debugged; none in a program that has nothing to do with it. */
  readonly sessions: readonly Session[];
  /** A debugger's stop holds its thread at the boundary (the ticket's); else in stoppable sections. */
  readonly holdsAtBoundary: boolean;
  /** By thread, the queue on which it waits for GO, or NONE. */
  readonly goQueues: readonly number[];
  /** Per task, the queue of its address space's mutex, or NONE. */
  readonly asLocks: readonly number[];
  readonly events: readonly string[];
  /** How many of RET_CALL, RECORD, RET_IPC and PHONE a thread has: 0, 1, 2 or 4. */
  readonly depth: number;
  /** Some method allocates a phone; some forward masquerades. */
  readonly allocatesPhones: boolean;
  readonly masquerades: boolean;
  /** 2026: a call may get another handle with its next receiver, so registers keep theirs. */
  readonly keepsHandles: boolean;
  readonly messages: readonly Message[];
  readonly registers: readonly { readonly lane: number; readonly name: string }[];
  /** Who may be aborted without being named in the E lane; op NONE = any call of any thread. */
  readonly budgets: readonly {
    readonly thread: number;
    readonly op: number;
    readonly last: number;
    readonly most: number;
  }[];
  /** By lane, the one on whose thread it runs while that is held, or NONE; null: there is no such lane. */
  readonly handles: readonly number[] | null;
  /** Threads that an explicit `resume` releases; all others are released at any time. */
  readonly resumed: readonly boolean[];
  /** Calls whose aborts and restarts are counted, for atoms: op by thread. */
  readonly counted: readonly { readonly thread: number; readonly op: number }[];
  /** Timed calls whose dt is kept. */
  readonly timed: readonly { readonly thread: number; readonly op: number }[];
  /** Clock interrupts that may come. */
  readonly ticksMax: number;
  /** Results carry the tick of their return (kernel-outcomes' record_return_ticks). */
  readonly stampReturns: boolean;
  /** Ghost fields that the assertions of this test need; absent ones cost no states. */
  readonly ghosts: { readonly place: boolean; readonly order: boolean };
}
