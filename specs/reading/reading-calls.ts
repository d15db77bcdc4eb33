/**
 * What each call of the litmus language does, in words that fit its arguments.
 *
 * Every call of `calls.ts` and `ipc-calls.ts` has an entry (a test says so): a verb phrase whose
 * subject is the thread. Names of flags are kept in brackets, for who looks for them in the source.
 */
import { isKernelTable } from '../litmus/calls/calls.ts';
import type { Arg, Litmus } from '../litmus/litmus.ts';
import { type Call, counted, type ReadingNames } from './reading-names.ts';

/** A call, its lane, and what its arguments are called. */
interface Said {
  readonly names: ReadingNames;
  readonly table: Litmus['meta']['table'];
  readonly lane: string;
  readonly args: readonly Arg[];
}

type Words = (said: Said) => string;

/** The words for a call, or undefined for one that has none. */
export function wordsOf(names: ReadingNames, lane: string, { call, args }: Call): string {
  const words = CALL_WORDS.get(call);
  // A test keeps this from happening; a check must not fall over it.
  if (words === undefined) return `calls ${call}`;
  return words({ names, table: names.litmus.meta.table, lane, args });
}

const text = (arg: Arg | undefined): string => {
  if (arg === undefined) return '';
  return arg.is === 'integer' ? String(arg.value) : arg.names.join('+');
};

const first = ({ args }: Said): string => text(args[0]);

/** `, without a timeout`, ` for at most 3 ticks`, `, or fails at once ...`; then the other flags. */
function waiting({ args }: Said, from: number): string {
  const ticks = Number(text(args[from]));
  const flags = flagsIn(args[from + 1]);
  const nonBlocking = flags.find((flag) => flag.startsWith('NON'));
  const details = flags.includes('INTERRUPTIBLE') ? '; the sleep is INTERRUPTIBLE' : '';
  return `${timeWords(ticks, nonBlocking)}${details}${flagged(flags)}`;
}

/** No blocking matters only where there is no timeout. */
function timeWords(ticks: number, nonBlocking: string | undefined): string {
  if (ticks > 0) return ` for at most ${counted(ticks, 'tick')}`;
  if (nonBlocking === undefined) return ', without a timeout';
  return `, or fails at once if it would have to wait (${nonBlocking})`;
}

/** Flags that say more than how long a call waits. */
const FLAG_WORDS: ReadonlyMap<string, string> = new Map([
  ['FUTEX', 'a sleep that fails books a wakeup debt, which swallows the next wakeup (FUTEX)'],
  ['BAD_BUFFER', 'copying its arguments in fails (BAD_BUFFER)'],
  ['MAPPED', 'copying its arguments in fails while the word mapped is 0 (MAPPED)'],
  ['BAD_DATA', 'copying the data that it sends fails (BAD_DATA)'],
  ['ROUTE_FROM_ME', 'the request is marked as coming from the forwarder (ROUTE_FROM_ME)'],
  ['MASK', 'the event is masked with it, so that no other comes before it is unmasked (MASK)'],
]);

function flagsIn(arg: Arg | undefined): readonly string[] {
  return arg?.is === 'names' ? arg.names.filter((name) => name !== 'NONE') : [];
}

function flagged(flags: readonly string[]): string {
  const words = flags.flatMap((flag) => FLAG_WORDS.get(flag) ?? []);
  return words.map((it) => `; ${it}`).join('');
}

const flagsAt = ({ args }: Said, at: number): string => flagged(flagsIn(args[at]));

/** `over the phone s`, with where it leads if it leads anywhere from the beginning. */
function over({ names, args }: Said, at = 0): string {
  const name = text(args[at]);
  const to = names.object(name)?.link?.to;
  return to === undefined ? `over the phone ${name}` : `over the phone ${name} to ${to}`;
}

/** `a request with method 1`, `a CONNECT_ME_TO request, about the phone t`. */
function request({ args }: Said): string {
  const [, method, about] = args;
  const what =
    method?.is === 'integer'
      ? `a request with method ${method.value}`
      : `a ${text(method)} request`;
  return about?.is === 'names' ? `${what} about the phone ${text(about)}` : what;
}

/** The slow form's third argument are flags; the fast one's is a phone. */
function slowRequest(said: Said): string {
  return request({ ...said, args: said.args.slice(0, 2) });
}

/** `the request in r0`, `the request in P1's r0`. */
function held({ names, lane, args }: Said): string {
  const register = text(args[0]);
  const holder = names.holderOf(lane, register);
  return `the request in ${holder === lane ? '' : `${holder}'s `}${register}`;
}

function answered({ args }: Said): string {
  const value = args[1];
  if (value?.is === 'integer') return `with the value ${value.value}`;
  return text(value) === 'EOK' ? 'with success (EOK)' : `with the error ${text(value)}`;
}

const SLOW = ', its arguments copied from user memory';

/** Every call by its name. */
export const CALL_WORDS: ReadonlyMap<string, Words> = new Map<string, Words>([
  [
    'thread_usleep',
    (it) =>
      first(it) === '0'
        ? 'sleeps for 0 ticks, which returns at once'
        : `sleeps for ${counted(Number(first(it)), 'tick')}`,
  ],
  ['thread_udelay', (it) => `spins in the kernel for ${counted(Number(first(it)), 'tick')}`],
  [
    'futex_down',
    (it) => {
      const words = `takes one from the counter of the futex ${first(it)} and, if none was left, sleeps in the kernel`;
      return isKernelTable(it.table) ? `${words}${waiting(it, 1)}` : words;
    },
  ],
  [
    'futex_down_repaid',
    (it) =>
      `takes one from the counter of the futex ${first(it)} and, if none was left, sleeps in the kernel${waiting(it, 1)}; if the sleep fails it gives one back (futex_up)`,
  ],
  [
    'futex_up',
    (it) =>
      `gives one to the counter of the futex ${first(it)} and, if somebody may sleep, wakes in the kernel`,
  ],
  [
    'futex_trydown',
    (it) =>
      `takes one from the counter of the futex ${first(it)} if there is one${it.table === 'helenos-2012' ? '' : '; in 2026 it may sleep for up to one tick'}`,
  ],
  [
    'futex_down_timeout',
    (it) =>
      `takes one from the counter of the futex ${first(it)} and, if none was left, sleeps in the kernel${waiting(it, 1)}; if the sleep fails it gives one back (futex_up)`,
  ],
  [
    'futex_sleep',
    (it) => `sleeps on the kernel queue of the futex ${first(it)}, whatever its counter`,
  ],
  [
    'futex_wakeup',
    (it) => `wakes the first sleeper of the futex ${first(it)}, or banks the wakeup`,
  ],
  ['waitq_sleep', (it) => `sleeps on the wait queue ${first(it)}${waiting(it, 1)}`],
  [
    'waitq_wakeup',
    (it) => `wakes the first sleeper of ${first(it)}, or repays a debt, or banks the wakeup`,
  ],
  [
    'waitq_destroy',
    (it) => `unpublishes the wait queue ${first(it)}; who sleeps there stays asleep`,
  ],
  ['thread_exit', () => 'exits; the last thread of a task cleans up its answerbox'],
  ['waitq_sleep_timeout', (it) => `sleeps on the wait queue ${first(it)}${waiting(it, 1)}`],
  ['waitq_wakeup_first', (it) => `wakes the first sleeper of ${first(it)}, or banks the wakeup`],
  [
    'waitq_wakeup_all',
    (it) => `wakes every sleeper of ${first(it)}; if there is none, banks one wakeup`,
  ],
  [
    'waitq_unsleep',
    (it) => `interrupts the first sleeper of ${first(it)}, which must be interruptible`,
  ],
  ['waitq_count_get', (it) => `reads how many wakeups ${first(it)} has banked`],
  ['waitq_count_set', (it) => `sets the banked wakeups of ${first(it)} to ${text(it.args[1])}`],
  [
    'waitq_interrupt_sleep',
    (it) => `kicks ${first(it)} out of an interruptible sleep without marking it as interrupted`,
  ],
  [
    'waitq_wake_one',
    (it) => `wakes the first sleeper of ${first(it)}, or repays a debt, or banks the wakeup`,
  ],
  [
    'waitq_wake_all',
    (it) => `wakes every sleeper of ${first(it)} and forgets its banked wakeups and debts`,
  ],
  [
    'waitq_signal',
    (it) => `wakes the first sleeper of ${first(it)}; if there is none, nothing is banked`,
  ],
  [
    'waitq_close',
    (it) => `closes ${first(it)}: every sleeper wakes and later sleeps return at once`,
  ],
  ['thread_wakeup', (it) => `kicks ${first(it)} awake without marking it as interrupted`],
  ['thread_interrupt', (it) => `marks ${first(it)} as interrupted, then kicks it out of its sleep`],
  [
    'thread_kill',
    (it) =>
      `marks ${first(it)} as interrupted and as not to issue its calls again, then kicks it out of its sleep`,
  ],
  ['semaphore_down', (it) => `takes one from the semaphore ${first(it)}${waiting(it, 1)}`],
  ['semaphore_up', (it) => `gives one to the semaphore ${first(it)}`],
  ['mutex_lock', (it) => `takes the mutex ${first(it)}${waiting(it, 1)}`],
  ['mutex_unlock', (it) => `gives the mutex ${first(it)} back`],
  [
    'condvar_wait',
    (it) =>
      `gives the mutex ${text(it.args[1])} back, sleeps on the condition variable ${first(it)} and takes ${text(it.args[1])} again${waiting(it, 2)}`,
  ],
  ['condvar_signal', (it) => `wakes one waiter of the condition variable ${first(it)}`],
  ['condvar_broadcast', (it) => `wakes every waiter of the condition variable ${first(it)}`],
  ['enter', () => 'enters the section and counts the threads inside then'],
  ['leave', () => 'leaves the section'],
  ['increment', (it) => `adds one to the word ${first(it)} in one step and keeps the old value`],
  ['await_asleep', (it) => `goes on only once ${first(it)} is asleep and switched out`],
  ['ipc_call_async', (it) => `sends ${request(it)} ${over(it)} and does not wait for the answer`],
  [
    'ipc_call_async_slow',
    (it) =>
      `sends ${slowRequest(it)} ${over(it)}${SLOW}, and does not wait for the answer${flagsAt(it, 2)}`,
  ],
  ['ipc_call_sync', (it) => `sends ${request(it)} ${over(it)} and waits for its answer`],
  [
    'ipc_call_sync_slow',
    (it) =>
      `sends ${slowRequest(it)} ${over(it)}${SLOW}, and waits for its answer${flagsAt(it, 2)}`,
  ],
  [
    'ipc_req_internal',
    (it) => `sends ${request(it)} ${over(it)} for the kernel's own use and waits for its answer`,
  ],
  [
    'page_in',
    (it) => `faults: the kernel asks the pager for a page ${over(it)} and waits for its answer`,
  ],
  [
    'ipc_wait',
    (it) =>
      `waits for the next message${waiting(it, 0)}`.replace('its arguments in', 'the message out'),
  ],
  ['ipc_answer', (it) => `answers ${held(it)} ${answered(it)}`],
  ['ipc_answer_slow', (it) => `answers ${held(it)} ${answered(it)}${SLOW}${flagsAt(it, 2)}`],
  ['ipc_forward', (it) => `forwards ${held(it)} ${over(it, 1)}${flagsAt(it, 2)}`],
  ['ipc_forward_slow', (it) => `forwards ${held(it)} ${over(it, 1)}${SLOW}${flagsAt(it, 2)}`],
  ['ipc_hangup', (it) => `hangs up the phone ${first(it)}`],
  ['ipc_poke', () => 'pokes: wakes one thread of its task that waits in ipc_wait'],
  [
    'event_subscribe',
    (it) =>
      `subscribes its task to the kernel event ${first(it)}, to be notified with method ${text(it.args[1])}`,
  ],
  ['event_unmask', (it) => `unmasks the event ${first(it)}, so that its notifications come again`],
  [
    'event_notify',
    (it) =>
      `notifies the subscriber of the event ${first(it)}, as something in the kernel does${flagsAt(it, 1)}`,
  ],
  [
    'ipc_irq_subscribe',
    (it) =>
      `subscribes its task to the interrupt ${first(it)}, to be notified with method ${text(it.args[1])}`,
  ],
  [
    'ipc_irq_send_msg',
    (it) => `notifies the subscriber of the interrupt ${first(it)}, as its handler does`,
  ],
  [
    'ipc_cleanup',
    () =>
      'cleans up its task: hangs up all its phones, answers its requests and waits for its answers',
  ],
]);
