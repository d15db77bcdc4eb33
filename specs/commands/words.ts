/**
 * The words of the litmus language, each with a sentence: what `fermata list words` and `fermata list
 * objects` print. The calls have their sentences themselves (litmus/calls/). A test holds every list
 * here against the parser's.
 */

/** A word as it is written, and what it says. */
export type Word = readonly [written: string, says: string];

/** The words of one place of a litmus, in the order of a file. */
export const WORDS: Readonly<Record<string, readonly Word[]>> = {
  'Lines above the program (KEY=value)': [
    [
      'Table',
      'whose calls the lanes make: helenos-2012, helenos-2026, kernel-2012, kernel-2026, any, linux',
    ],
    ['Include', 'procedures of libc that the lanes may call: futex, fibril_synch'],
    ['Restart', 'kernel lanes that issue an interrupted call again: P0,P2'],
    ['Debugs', "phones of a debugger, which lead to the kernel's own box of their task: d"],
    ['Handler', "user code that may run on another lane's thread while that is held: P1:P0"],
    ['Aborts', 'how often the environment may stop a call: P0:L0<=2, or any<=1 for all of them'],
    ['Ticks', 'how often the clock may tick: 1 to 100, 8 where it is missing'],
    ['Cpus', 'how many CPUs have a clock: 1 or 2, 1 where it is missing'],
    ['Skew', "what the second CPU's tick counter is ahead of the first's: -20 to 20"],
    ['Asserts', 'the assertions that are checked: R1,R3; none; all that apply where it is missing'],
    ['Ref', 'where the test comes from: any text'],
    ['Point', 'windows in which a stop must have found its thread, see below'],
    ['Needs', 'what a model must have: ipc, udebug, checkpoint'],
    ['Hash', 'the identity that the program must have: 32 hexadecimal digits'],
    ['Com Cycle Generator Orig Prefetch Relax Safe', "herd's and diy's: kept, and mean nothing"],
  ],
  Tables: [
    ['helenos-2012', 'system calls of HelenOS 49505feb1808, the last with synchronous IPC'],
    ['helenos-2026', 'system calls of HelenOS 2866531314'],
    ['any', 'what both have; the test runs on both'],
    ['kernel-2012', 'functions of the kernel of 2012, called by kernel threads'],
    ['kernel-2026', 'functions of the kernel of 2026, called by kernel threads'],
    ['linux', 'two calls of Linux, futex_wait and futex_wake, and user code'],
  ],
  'Windows (Point=)': [
    ['entered', 'in the call, and not yet asleep'],
    ['asleep', 'asleep in it'],
    ['woken', 'taken off its queue by a waker, and has not run yet'],
    ['dequeued', 'holds a message that it alone knows of'],
    ['written', 'has written its results to user memory'],
  ],
  'The environment (lane E)': [
    ['await Asleep(P0:L0)', 'goes on once P0 is asleep in its call L0'],
    ['await Inside(P0:L0)', 'goes on once P0 is in the kernel in it'],
    ['await Woken(P0:L0)', 'goes on once a waker has taken P0 off its queue, before P0 runs'],
    ['await Held(P0:L0)', 'goes on once P0 is held in it, or at the boundary behind it'],
    ['await Done(P0:L0)', 'goes on once P0 is past it, or dead'],
    [
      'abort P0:L0',
      'asks P0 to stop if it is in that call; otherwise it misses, and the lane goes on',
    ],
    ['resume P0', 'waits until P0 is held, and lets it go'],
    ['go P0', 'takes the request to P0 back; if P0 is held by then, lets it go'],
    ['kill T', 'kills the task T: each thread is told, then kicked out of its sleep'],
    ['set x = 3', 'writes a word of user memory'],
    ['examine P0', 'waits until P0 is held, and looks at all of it'],
    ['set 0:r0 = 5', 'waits until P0 is held, and writes its register'],
    [
      'set P0:pc = L0',
      'waits until P0 is held, and puts it before that call; end: behind its last',
    ],
    [
      'set P0:arg2 = 5',
      'waits until P0 is held, and writes an argument of the call to issue again',
    ],
    ['tick 3', 'the clock ticks three times; tick alone: once'],
    ['checkpoint A+B', 'stops the threads of the tasks A and B, saves and destroys them'],
    ['restore A+B on N2', 'makes them anew on the node N2; without on: on that of the test'],
    ['stop P0', 'read, and nothing models it: UNSUPPORTED'],
  ],
  'Cells of other lanes': [
    ['L0: r0 = call(...)', 'a call with the label L0, whose result goes to the register r0'],
    ['x = 3, x += 1', 'assigns to a word of user memory'],
  ],
  'User code (procedures stand above the objects)': [
    ['proc f(x) { ... }', 'a procedure, which is inlined where it is called'],
    ['if t { ... } else { ... }', 'one way or the other'],
    ['while t { ... }', 'again, as long as t holds; while any: as often as it likes'],
    ['until t or t', 'polls, and goes on once one of them holds'],
    ['goto L, if t goto L', 'goes on at the label'],
    ['return e', 'ends the procedure, with a value'],
    ['assert t', 'breaks U1 where t does not hold'],
    ['cas(x, old, new), exchange(x, v), fetch_add(x, v)', 'at once, and returns what was there'],
    ['enter(s), leave(s)', 'counts the threads in a section'],
  ],
  'The end of a file': [
    ['locations [0:r0; q.balance;]', 'what outcomes show beside what the condition names'],
    ['filter p', 'leaves out the ends in which p does not hold'],
    ['exists (p)', 'some end satisfies p'],
    ['~exists (p)', 'no end does'],
    ['forall (p)', 'every end does'],
    ['with DESIGN: exists', 'what is expected of that design instead; several with ; between'],
  ],
  Propositions: [
    ['not, /\\, \\/, =>', 'in this order of binding; => to the right; parentheses'],
    ['true, false', 'an assertion can be all that a test asks: forall (true)'],
    ['0:r0=EOK, 0:r0<>EOK', 'the register r0 of P0 has this value, or another'],
    ['0:r0>=1, 0:r0<=1', 'it is a number, and at least or at most that'],
    ['x=3, q.balance=-1', 'the word, or the field of an object, has this value'],
    ['1:r0=ans(P0:L0):5', 'it has the answer 5, which was given to that call of P0'],
    ['0:dt(L0)=3', 'the call became ready 3 ticks after it got its first deadline'],
    [
      '0:waited(L0)=3',
      'the same, without the ticks for which its thread was held after that deadline',
    ],
    ['Aborted(P0:L0), Aborted(P0:L0, 2)', 'a stop hit that call; so often at least'],
    ['Restarted(P0:L0)', 'that call was issued again'],
  ],
  Values: [
    ['blocked', 'the call has not returned'],
    ['killed', 'its thread has died in it'],
    ['unset', 'nothing has been stored'],
    ['loops', 'user code goes round, and no end can be reached'],
    ['spins', 'user code polls at an until, for ever'],
    ['none', 'ipc_wait of 2012 returned nothing'],
    ['ok, skipped, UNCONTENDED', 'kernel lanes: no result; no request to answer; no need to sleep'],
    ['req:7, req:CONNECT_ME_TO', 'a request with that method was received'],
    ['ans:5', 'an answer with that value; one that is an error is its name'],
    ['ntf:3', 'a notification with that method was received'],
    ['EOK', 'it went well'],
    ['OK_ATOMIC, OK_BLOCKED', 'sleeps of 2012: a wakeup was there; it was waited for'],
    [
      'INTERRUPTED, TIMEOUT, WOULD_BLOCK',
      'sleeps of 2012: interrupted; timed out; would have to wait',
    ],
    ['EINTR, ETIMEOUT', 'interrupted; timed out'],
    ['EAGAIN', 'futex_wait: the word had another value'],
    ['ENOENT, EHANGUP, EPARTY, EPERM, EEXIST, EBUSY', 'not there; hung up; refused by the kernel'],
    ['ENOMEM, ELIMIT, EREFUSED, EFORWARD, EINVAL, ENOTSUP', 'errors of requests and answers'],
    ['EBADMEM, EOVERFLOW, TEMPORARY', 'errors of copying and of sending'],
    ['ERESTART', 'the status of a call that was taken out, which a wrong design lets out'],
    ['TRUE, FALSE', 'results of functions that answer a question'],
    ['free, connecting, connected, hungup, slammed', 'the state of a phone'],
    ['STOP, SYSCALL_B, SYSCALL_E, THREAD_B, THREAD_E, FINISHED', 'the event that answers a GO'],
    ['inactive, beginning, active', 'the state of a debug session'],
  ],
  'Flags (joined with +; 0 and NONE: none)': [
    ['FUTEX', 'a sleep that fails books a wakeup debt (2026)'],
    ['NONBLOCK', 'returns at once where it would have to wait'],
    ['ABORTABLE', "the kernel's own flag of a sleep that an abort may end; no flag of user space"],
    ['NON_BLOCKING', 'the same in kernel lanes'],
    ['ABSENT', 'the memory that a debugger asks for is not there'],
    ['INTERRUPTIBLE', 'kernel lanes: thread_interrupt gets it out of its sleep'],
    ['BAD_BUFFER', 'copying from or to user memory fails'],
    ['MAPPED', 'copying in fails while the word mapped is 0'],
    ['BAD_DATA', 'copying what DATA_WRITE sends fails'],
    ['ROUTE_FROM_ME', "what is forwarded counts as the forwarder's"],
    ['MASK', 'no other notification comes before event_unmask'],
  ],
  'Methods of requests': [
    ['0 to 199', "a server's own; 0 is a hang-up"],
    ['PHONE_HUNGUP, CONNECT_TO_ME, CONNECT_ME_TO', 'hang-up; offering and asking for a connection'],
    ['SHARE_OUT, SHARE_IN, DATA_WRITE, DATA_READ', 'sharing and copying memory'],
    ['STATE_CHANGE_AUTHORIZE', 'read, and nothing models it: UNSUPPORTED'],
    ['DEBUG', "a debugger's request"],
    ['CONNECTION_CLONE, CLONE_ESTABLISH', 'only in 2012: handing a connection on'],
    ['PAGE_IN', 'only in 2026: what a page fault asks its pager'],
  ],
};

/** An object type: how it is declared, where, and what it is. */
export interface ObjectWords {
  readonly type: string;
  readonly declared: readonly string[];
  readonly says: string;
}

export const OBJECTS: readonly ObjectWords[] = [
  {
    type: 'waitq',
    declared: ['waitq q;', 'waitq q = 1;'],
    says: 'a wait queue; in kernel lanes it may begin with banked wakeups',
  },
  {
    type: 'futex',
    declared: ['futex f = 1;'],
    says: 'a user counter, and the kernel queue behind it',
  },
  {
    type: 'word',
    declared: ['word x = 0;', 'word x = 0 mod 3;'],
    says: 'a word of user memory that all lanes share; with mod it wraps',
  },
  {
    type: 'phone',
    declared: ['phone s = A -> B;', 'phone s = A;'],
    says: 'a phone of task A, connected to the answerbox of task B, or not connected',
  },
  { type: 'event', declared: ['event e;'], says: 'a kernel event that a task may subscribe to' },
  { type: 'irq', declared: ['irq i;'], says: 'an interrupt that a task may subscribe to' },
  { type: 'semaphore', declared: ['semaphore s = 1;'], says: 'a semaphore of the kernel' },
  { type: 'mutex', declared: ['mutex m;'], says: 'a mutex of the kernel' },
  {
    type: 'section',
    declared: ['section s;', 'section s = 2;'],
    says: 'code in which so many threads may be at once, 1 if none is said: enter(s), leave(s)',
  },
  {
    type: 'node',
    declared: ['node N2 = same;', 'node N2 = helenos-2026, skew=3;'],
    says: 'a second machine, to which a group moves; its clock is ahead by the skew',
  },
  { type: 'condvar', declared: ['condvar c;'], says: 'a condition variable of the kernel' },
];
