/**
 * Where everything stands in a record. Nothing else computes an offset.
 *
 *     offset            size          field
 *     globals           GLOBALS_SIZE  clock, environment, panic
 *     threads + t * T   threadSize    thread t: core fields, then ghosts that the test needs
 *     queues + q * Q    3 + threads   balance, closed, length, then the sleepers in order
 *     owners            2 per mutex   owner + 1 and nesting (2026)
 *     words             1 each        user memory, signed
 *     sections          1 each        of user code: threads that are in it; then MARKS, 1
 *     phones            phoneSize     state, active_calls, callee and place among its phones; handle
 *     messages          messageSize   where it is and its place there, answer, flags, ghosts
 *     boxes             boxSize       place among the task's sync boxes (2012), active_calls (2026)
 *     events            3 each        subscriber's box + 1, its method, masked
 *     sessions          SESSION_SIZE  TASK->udebug and TASK->kb of each task that can be debugged
 *     hooks             HOOK_SIZE     thread->udebug of each thread, in programs with sessions
 *     registers         1 each        a value (values.ts)
 *     counters          1 each        budgets; 2 each: aborts and restarts of counted calls, dt and lateness of timed
 *     images            1 each        order=save-first: per queue, its counter as it was read
 *     ghosts            1 each        ledger per queue; arrivals per queue if asked for
 *     seen              SEEN_SIZE     of each thread that is examined or set, then a byte each for registers
 *
 * Ghost fields: no step of the kernel reads one to decide what it does. They are the thread's
 * GHOST, ARMED_AT, DUE, TOKEN, HOOK_TOKEN, the message's SERIAL and DELIVERED, the ledgers,
 * arrivals and the counters of aborts, restarts and dt (budgets are the environment's). Each says
 * where it is defined when it starts and when it is spent; those of no thread's own:
 *
 *     ledger      one per queue, from the start to the end of the run (ghosts.ts)
 *     arrivals    a thread from its first sleep on the queue to the end of that call, or its death
 *     aborts      of a counted call, from its first unwinding on; restarts, from the first on
 *     dt, late    of a timed call, written when it becomes ready and when it is issued again; what
 *                 stands there when the call ends stays
 *     hook token  the wakeup that a thread had when a hook began, to the end of the hook
 *     orders      one per phone: the latest request received, from its receiving on
 *     seen        what a debugger knows of a thread that it holds, from its first look to the release
 */
import { callsOf, type Program } from './program.ts';

/** Clock interrupts that have begun: current_clock_tick (2026); both: the unit of dt. */
export const NOW = 0;
/** 2012: clock interrupts whose delta list has been decremented. Stays 0 in 2026. */
export const BASE = 1;
/** The clock's program counter (a step; 0 = between interrupts). */
export const CLOCK_PC = 2;
/** The thread whose timeout the clock is handling, +1. */
export const CLOCK_THREAD = 3;
/** The next cell of the E lane, and how far it is within that cell. */
export const ENV_OP = 4;
export const ENV_SUB = 5;
/** Lane + 1 of a failed kernel assertion. */
export const PANIC = 6;
/** Threads between enter() and leave() (kernel tables). */
export const IN_SECTION = 7;
/** Elsewhere: lane + 1 that has misused memory, and how; nobody notices, so it goes on. */
export const MISUSE = IN_SECTION;
/** MISUSE: of freed memory, it has let go of a lock there, or has read it. */
export const UNLOCKED_FREED = 0x40;
export const READ_FREED = 0x80;
/** MISUSE: it has changed a list while another did, under another lock or none. */
export const CHANGED_TOGETHER = 0xc0;
export const MISUSER = 0x3f;
/** 2012: holder + 1 of threads_lock, where it is held over more than one step. */
export const THREADS_LOCK = 8;
/** 2026: the clock's own copy of current_clock_tick during an interrupt. */
export const CLOCK_LOCAL = 9;
/** Length of CPU->timeout_active_list; the threads follow, by deadline, then by registration. */
export const TIMERS = 10;
export const GLOBALS_SIZE = 11;

/** Records are copied by units of so many bytes. */
export const RECORD_UNIT = 8;

/** Program counter: the next step. */
export const PC = 0;
/** Index of the current call in the lane. */
export const OP = 1;
/** Where a sleep, a wakeup or a hold continues. */
export const RET = 2;
/** Result of the last primitive (an Rc). */
export const RC = 3;
/** Queue, timeout and flags of the sleep in progress: its arguments on the kernel stack. */
export const WQ = 4;
export const TIMEOUT = 5;
export const SLEEP_FLAGS = 6;
/** Queue + 1 in whose list the thread is. 2012: sleep_queue; 2026: the wq_link. */
export const LINK = 7;
/** 2012: thread->state; 2026: thread->sleep_state. */
export const STATE = 8;
/** Bits below. */
export const FLAGS = 9;
/** The timeout_t of this thread: TIMER_*. */
export const TIMER = 10;
/** Deadline of the sleep in progress, +1; 0 = none. */
export const DEADLINE = 11;
/** Deadline of the call's first sleep, +1: what a restart and later loops go by. */
export const FIRST = 12;
/** Message held on the kernel stack, +1; for a lane that ticks, its local current_clock_tick. */
export const LOCAL = 13;
/** Ghost bits below. */
export const GHOST = 14;
/** Ghost: queue + 1 whose wakeup this thread has taken and not used yet. From the taking, or the
 * waking, to the use: the message or lock that it stood for, the end of the call or of the thread. */
export const TOKEN = 15;
/** Bytes of a thread without what follows. */
export const THREAD_SIZE_LEAST = 16;

/**
 * Where a thread continues in IPC, and what it works on: programs have as many of these as their
 * depth says (Program.depth): 1 with IPC, 2 with synchronous calls, 4 with clean-up.
 */
/** Program.depth of programs in which a task may end. */
export const WITH_CLEANUP = 4;
/** Where a send, an answer or its preprocessing continues. */
export const RET_CALL = 16;
/** Restart record: the call that has been sent and that the restarted call waits for, +1. */
export const RECORD = 17;
/** Where a hang-up, or the handling of one call of a list, continues. */
export const RET_IPC = 18;
/** The phone that a hang-up, a slam or a clean-up works on, +1. */
export const PHONE = 19;

/**
 * Ghosts that not every record has: indices into Layout.optional, in programs with timeouts.
 *
 * The tick at which the call got its first deadline: from then to the end of the call.
 */
export const ARMED_AT = 0;
/** That deadline, +1, whatever the design does with it. As ARMED_AT. */
export const DUE = 1;
/** erased=cleared: a request was made that has not been answered. From the request to the hold. */
export const OWED = 2;

/**
 * Fields that not every record has: indices into Layout.rare.
 *
 * deadlineAt=first-sleep: the deadline that the thread's last timed sleep left in its record, +1.
 */
export const KEPT = 0;
/** frame=rewind: the call was issued again with arguments that are 0. */
export const LOST_ARGUMENTS = 1;
/** Two CPUs, or two nodes: bits below. */
export const CPU = 2;
/** A debugger has set an argument of the call: which variant of it is in force, +1. To its end. */
export const ARGUMENTS = 3;
/** set=live-frame: where the frame of the call leads, +1, if not behind it. To the call's end. */
export const JUMP = 4;
/** retry=deadline, user memory: when by the uptime the time that the call was given is over. From the
 * trap of a timed call to its end. */
export const ENDS_AT = 5;
/** And the timeout with which libc issues it again; 0: it has not, or the deadline says it by now. */
export const LEFT = 6;

/** CPU: where the thread runs, by whose counter FIRST is, on whose list its timeout is. */
export const RUNS_ON = 1;
export const FIRST_BY = 2;
export const TIMER_ON = 4;
/** Checkpoints: the thread goes by Program.moved. */
export const IS_MOVED = 8;

/** A waker does not sleep: thread that thread_ready() has still to be called for, +1 (2012). */
export const TO_READY = TIMEOUT;
/** Linux: how many a futex_wake has woken, to the end of the call. */
export const WOKEN_COUNT = TIMEOUT;
/** A held thread does not sleep: the deadline, +1, that was armed when it was taken out. Time
 * passes at least until then. */
export const WAS_DUE = DEADLINE;

/** FLAGS: thread->interrupted (only kill sets it at syscall level). */
export const INTERRUPTED = 1;
/** Kernel tables: no restart after this interruption. */
export const KILLED = 2;
/** Elsewhere: the thread is in thread_exit(), cleaning up its task. */
export const EXITING = KILLED;
/** The abort request. */
export const ABORT = 4;
/** A requester has set ABORT and has still to wake the thread. */
export const KICK = 8;
/** Kernel tables: an interruption of this thread has been noted since it last called again. */
export const NOTED = KICK;
/** FIRST holds what was left of the timeout, not a deadline (timeout=remaining). */
export const REMAINING = 16;
/** 2026: the timeout fired while this thread waited. */
export const TIMED_OUT = 32;
/** place=keep: still listed where it slept when it was taken out; wakers pass it by. */
export const AWAY = 64;
/** 2012: sleep_interruptible. */
export const SLEEP_INTERRUPTIBLE = 128;
/** 2026, handle=keep: the restart record has the reference to the wait queue. */
export const HAS_HANDLE = SLEEP_INTERRUPTIBLE;

/**
 * GHOST. Each bit: when it starts, and when it is spent.
 *
 * A waker took the thread off a queue (not a poke). From the waking; spent with the sleep that it
 * ended: when the next sleep of the call begins, a lock that was waited for is taken, the call is
 * issued again, or ends.
 */
export const WOKEN = 1;
/** This attempt has written user memory. From the writing to the restart or the end of the call. */
export const WROTE = 2;
/** The wake was a poke (2012: unsleep). Starts and is spent as WOKEN. */
export const POKED = 4;
/** This attempt is a restart. From the first restart to the end of the call. */
export const RESTARTED = 8;
/** A timed call has ended before its deadline without having been woken. From that moment to the
 * trap of the thread's next call, so that the state after the call shows it. */
export const EARLY = 16;
/** A call that a waker had woken ended with a failure in user space. As EARLY. */
export const WAKE_LOST = 32;
/** This attempt was aborted, to be restarted, and took one from its queue's counter (2026). From
 * the unwinding to the restart or the end of the call. */
export const BOOKED = 64;
/** When this call became ready is known: what makes it ready later counts no more. From a wakeup
 * or the firing of its timeout; spent when the call begins another timed sleep, is issued again, or
 * ends. */
export const IS_READY = 128;

/** TIMER */
export const TIMER_IDLE = 0;
export const TIMER_ARMED = 1;
export const TIMER_FIRING = 2;
export const TIMER_FINISHED = 3;

/** Queue record. */
export const BALANCE = 0;
/** Bits: closed for ever; its capability is gone; wq->lock is held over more than one step; the
 * lock of the box that it belongs to is; and from KNOWN_SHIFT on, the tasks that have looked this
 * futex up (2012). */
export const CLOSED = 1;
export const IS_CLOSED = 1;
export const IS_DESTROYED = 2;
/** 2012: the memory that it is in was freed while a waker held its lock. */
export const IS_FREED = IS_DESTROYED;
export const IS_LOCKED = 4;
export const IS_BOX_LOCKED = 8;
/** Of a box's queue: one of its lists is being changed without its lock (2012: connected_phones,
 * 2026: answers), and that list has been changed meanwhile. */
export const IS_BEING_CHANGED = 16;
export const WAS_CHANGED = 32;
export const KNOWN_SHIFT = 3;
export const LENGTH = 2;
export const SLEEPERS = 3;

/** Message record: which list it is in, or in whose hands. */
export const WHERE = 0;
/** Place in that list, from 1; 0 outside of lists. */
export const PLACE = 1;
/** The box in whose calls or dispatched calls it is. */
export const BOX = 2;
export const RETVAL = 3;
/** Bits below. */
export const CALL_FLAGS = 4;
/** Ghost: position in its sender's order on its phone. From the sending on, for ever. */
export const SERIAL = 5;
/** Ghost: what user space was given of it. Each bit from that moment on, for ever. */
export const DELIVERED = 6;
export const MESSAGE_SIZE_2012 = 7;
/** 2026: the call's handle in the task that received it, or 0; with HANDLE_FREE once it is freed. */
export const HANDLE = 7;
export const HANDLE_FREE = 0x80;
/** In a handle: allocated, and not published yet. */
export const UNPUBLISHED = 0x40;
/** 2026: the place in the sender's list of active calls, from 1. */
export const ACTIVE_PLACE = 8;
/** 2026: references to the call's kobject. */
export const REFS = 9;
export const MESSAGE_SIZE_2026 = 10;

/** CALL_FLAGS */
export const FORWARDED = 1;
export const ANSWERED = 2;
/** 2026: nobody waits for the answer. */
export const FORGET = 4;
/** 2026: still to be answered. */
export const ACTIVE = 8;
/** 2012: an answer's return value stands where the method was. */
export const OVERWRITTEN = ACTIVE;
/** call->buffer is set. */
export const BUFFER = 16;
/** 2012: call->buffer points to memory that was freed already. */
export const DANGLING = 32;
/** 2026: the answerer has cleared ARG5, in which the sender's kernel keeps a handle. */
export const ARG5_CLEARED = 32;
/** User space (libc) keeps the answer for whoever asks for it. */
export const IN_USER = 64;
/** Of a call that its receiver has (2012, names=raw): by an address that is none of a call any more. */
export const RENAMED = IN_USER;
/** 2012: freed although it is in a list. */
export const GONE = 128;
/** 2026: call->caller_phone is set, with a reference. */
export const SENT = 128;

/** Phone record. */
export const PHONE_STATE = 0;
export const ACTIVE_CALLS = 1;
/** Box that it is connected to, +1. */
export const CALLEE = 2;
/** Place in that box's connected_phones, from 1; 0: not in it. */
export const CONNECTED_PLACE = 3;
export const PHONE_SIZE_2012 = 4;
/** 2026: its capability's handle, or 0; with UNPUBLISHED before it is published. */
export const PHONE_HANDLE = 4;
/** 2026: references to the phone's kobject. */
export const PHONE_REFS = 5;
export const PHONE_SIZE_2026 = 6;

/** Box record. 2012: place in TASK->sync_boxes, from 1. 2026: active_calls, signed. */
export const SYNC_PLACE = 0;
export const BOX_ACTIVE_CALLS = 0;
/** 2026: answerbox.active has been cleared. */
export const BOX_INACTIVE = 1;

/** Event record. */
export const SUBSCRIBER = 0;
/** In SUBSCRIBER: it is saved, and nobody has subscribed until it is restored. */
export const IS_AWAY = 0x80;
/** The method that its subscriber wants to see. */
export const EVENT_METHOD = 1;
export const EVENT_MASKED = 2;
export const EVENT_SIZE = 3;

/** Session record: TASK->udebug, then TASK->kb. dt_state: INACTIVE, BEGINNING, ACTIVE (udebug.h). */
export const DT_STATE = 0;
export const DT_INACTIVE = 0;
export const DT_BEGINNING = 1;
export const DT_ACTIVE = 2;
/** not_stoppable_count, signed. */
export const NOT_STOPPABLE_COUNT = 1;
/** begin_call, +1; it may point to a call that is long gone. */
export const BEGIN_CALL = 2;
/** debugger: its task, +1; 0 is NULL. */
export const DEBUGGER = 3;
export const EVMASK = 4;
/** udebug.lock: its holder, +1, where it is held over more than one step. */
export const UDEBUG_LOCK = 5;
/** udebug_task_cleanup(): the next thread that it looks at. */
export const CLEANING = 6;
/** kb.thread is set; kb.finished is. */
export const KB_STATE = 7;
export const KB_HAS_THREAD = 1;
export const KB_FINISHED = 2;
/** kb.cleanup_lock is held over more than one step. */
export const KB_LOCKED = 4;
/** Ghost, for ever: a reference or a buffer was lost; registers were read of a thread that ran. */
export const SESSION_MARKS = 8;
export const LEAKED_SOMETHING = 1;
export const READ_RUNNING = 2;
export const SESSION_SIZE = 9;

/** MARKS of user code, for ever: an assert did not hold; a section was overfull. */
export const ASSERT_FAILED = 1;
export const SECTION_OVERFULL = 2;

/** Hook record: thread->udebug. Bits below. */
export const HOOK_FLAGS = 0;
/** go_call, +1; it may point to a call that is long gone. */
export const GO_CALL = 1;
/** cur_event: EVENT_* of debug-methods.ts. */
export const CUR_EVENT = 2;
/** Where the hook that the thread is in, or (kbox) its answer, continues. */
export const HOOK_NEXT = 3;
/** What the thread had in RC, LOCAL and RET_CALL when the hook began; the kbox: the request that it serves. */
export const HOOK_RC = 4;
export const HOOK_LOCAL = 5;
export const HOOK_RET_CALL = 6;
/** Ghost: what it had in TOKEN. From the beginning of the hook to its end. */
export const HOOK_TOKEN = 7;
export const HOOK_SIZE = 8;
/** HOOK_FLAGS: active, go; not stoppable (threads begin stoppable, so that 0 is how they begin). */
export const IS_ACTIVE = 1;
export const HAS_GO = 2;
export const IS_UNSTOPPABLE = 4;
/** uspace_state is set: to the frame of the system call or the exception that it is in. */
export const HAS_FRAME = 8;
/** It is not in the list of its task yet. */
export const IS_UNATTACHED = 16;
/** 2026: a request has lost a reference to it (N13), so that it stays in that list when it is dead. */
export const IS_KEPT = 32;

/** Seen: that it is; then what stood, or was to stand, in the fields of these names. */
export const IS_SEEN = 0;
export const SEEN_RET = 1;
export const SEEN_OP = 2;
export const SEEN_FIRST = 3;
export const SEEN_FLAGS = 4;
export const SEEN_RECORD = 5;
export const SEEN_ARGUMENTS = 6;
export const SEEN_SIZE = 7;

export interface Layout {
  readonly recordSize: number;
  readonly timers: number;
  readonly threads: number;
  readonly threadSize: number;
  /** Offsets within a thread of ARMED_AT, DUE and OWED; -1: not there. */
  readonly optional: readonly number[];
  /** Offsets within a thread of KEPT to LEFT; -1: not there. */
  readonly rare: readonly number[];
  /** Two CPUs: whose list the clock handles, and the list of the second; -1: not there. */
  readonly secondCpu: number;
  readonly messageSize: number;
  /** Offsets within a message of the phone that its method has allocated, +1, and of the phone
   * that it was masqueraded with, +1 (2012); -1: not there. */
  readonly priv: number;
  readonly via: number;
  /** 2026, where handles may be given out again: the phone that it came by, +1; -1: not there. */
  readonly by: number;
  readonly queues: number;
  readonly queueSize: number;
  readonly owners: number;
  readonly words: number;
  /** User code: threads in each section, and what U1 has seen. */
  readonly sections: number;
  readonly marks: number;
  readonly phones: number;
  readonly phoneSize: number;
  readonly messages: number;
  readonly boxes: number;
  readonly boxSize: number;
  readonly events: number;
  readonly sessions: number;
  readonly hooks: number;
  /** Offset within a message of the event in the answer to a GO; -1: not there. */
  readonly event: number;
  readonly registers: number;
  /** 2026, with forwards: the handle that each register's request had when it came; -1: not kept. */
  readonly handles: number;
  readonly stamps: number;
  readonly budgets: number;
  readonly counted: number;
  readonly timed: number;
  /** order=save-first; -1: not there. */
  readonly images: number;
  readonly ledgers: number;
  readonly arrivals: number;
  readonly orders: number;
  /** -1: nobody is examined or set. */
  readonly seen: number;
}

/** Computes all offsets, in bytes, from the sizes of the program. */
export function layoutOf(program: Program): Layout {
  let at = 0;
  const take = (size: number): number => (at += size) - size;
  const threads = program.lanes.length;
  const isTimed = program.lanes.some((lane) => callsOf(lane).some(({ timeout }) => timeout !== 0));
  const least = THREAD_SIZE_LEAST + program.depth;
  const twoCpus = program.tickOffsets.length > 1;
  const fields = [isTimed, isTimed, program.erases].concat([
    program.keepsRecords,
    program.losesArguments,
    twoCpus,
    program.lanes.some(({ variants }) => variants.length > 0),
    program.examines?.set === 'live-frame',
    program.notesTime,
    program.notesTime,
  ]);
  const offsets = offsetsFrom(least, fields);
  const [optional, rare] = [offsets.slice(0, OWED + 1), offsets.slice(OWED + 1)];
  const threadSize = least + fields.filter(Boolean).length;
  const queueSize = SLEEPERS + threads;
  const old = program.revision === 'helenos-2012' && program.crosses !== true;
  const message = messageLayout(program, old);
  const phoneSize = old ? PHONE_SIZE_2012 : PHONE_SIZE_2026;
  const boxSize = old ? 1 : 2;
  take(GLOBALS_SIZE);
  const layout = {
    timers: take(isTimed ? threads : 0),
    threads: take(threads * threadSize),
    threadSize,
    optional,
    rare,
    ...message,
    queues: take(program.queues.length * queueSize),
    queueSize,
    owners: take(program.kernelLevel ? program.queues.length * 2 : 0),
    words: take(program.words.length),
    sections: take(program.sections.length),
    marks: take(program.hasUserCode ? 1 : 0),
    phones: take(program.phones.length * phoneSize),
    phoneSize,
    messages: take(program.messages.length * message.messageSize),
    boxes: take(program.boxes.length * boxSize),
    boxSize,
    events: take(program.events.length * EVENT_SIZE),
    sessions: take(program.sessions.length * SESSION_SIZE),
    hooks: take(program.sessions.length > 0 ? threads * HOOK_SIZE : 0),
    registers: take(program.registers.length),
    handles: program.keepsHandles ? take(program.registers.length) : -1,
    stamps: take(program.stampReturns ? program.registers.length : 0),
    budgets: take(program.budgets.length),
    counted: take(program.counted.length * 2),
    timed: take(program.timed.length * 2),
    images: program.readsEarly ? take(program.queues.length) : -1,
    ledgers: take(program.kernelLevel ? 0 : program.queues.length),
    arrivals: take(program.ghosts.place ? program.queues.length * (1 + threads) : 0),
    orders: take(program.ghosts.order ? program.phones.length : 0),
    seen: program.examines ? take(threads * SEEN_SIZE + program.registers.length) : -1,
    secondCpu: twoCpus ? take(2 + (isTimed ? threads : 0)) : -1,
  };
  return { ...layout, recordSize: Math.ceil(at / RECORD_UNIT) * RECORD_UNIT };
}

/** One byte each from `at` on for those that are there, -1 for the others. */
function offsetsFrom(at: number, there: readonly boolean[]): number[] {
  let next = at;
  return there.map((is) => (is ? next++ : -1));
}

/** Messages of programs whose methods allocate phones, that masquerade or debug have a byte more. */
function messageLayout(program: Program, old: boolean) {
  const size = old ? MESSAGE_SIZE_2012 : MESSAGE_SIZE_2026;
  const priv = program.allocatesPhones ? size : -1;
  const via = program.masquerades ? size + (priv < 0 ? 0 : 1) : -1;
  const by = !old && program.allocatesPhones ? size + (priv < 0 ? 0 : 1) + (via < 0 ? 0 : 1) : -1;
  const others = [priv, via, by].filter((offset) => offset >= 0).length;
  const event = program.sessions.length > 0 ? size + others : -1;
  return { messageSize: size + others + (event < 0 ? 0 : 1), priv, via, by, event };
}
