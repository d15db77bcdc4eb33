/**
 * Policies: the questions that a design answers, and the answers that there are.
 *
 * A design is one value for each policy (docs/designs.md), for all calls or for one
 * (`ipc_wait.result=eintr`): how a kernel treats a thread that is stopped inside a system call.
 * This file has the table, the types and the settings as text. Beside no file of the kernel: the
 * steps of the model ask for a value where the kernels would differ.
 *
 * Those that an implementation may get wrong although its design is right are in `traps.ts`.
 * Those of checkpoints are in `checkpoints.ts`, that of libc's wrappers in `retrying.ts`, that
 * of cancelled calls in `cancelling.ts`.
 */
import { closest, distance } from 'fastest-levenshtein';
import { CANCELLING } from './cancelling.ts';
import { CHECKPOINTS } from './checkpoints.ts';
import { EXAMINING } from './examining.ts';
import { RESUMING } from './resuming.ts';
import { RETRYING } from './retrying.ts';
import { TRAPS } from './traps.ts';

/** Every policy: its values, the ticket's first, each with what it means. */
export const POLICIES = {
  stop: {
    boundary: 'the thread leaves the kernel and is held at the user/kernel boundary',
    points: 'held where it sleeps; that it was woken meanwhile is part of a declared record',
    section: "held inside the kernel at the end of today's stoppable section",
  },
  window: {
    asleep: 'an abort unwinds a thread that sleeps or has not yet slept; later ones complete',
    none: 'no abort takes a thread out of its call',
    woken: 'also a thread that a waker has unlinked and that has not run yet (see token)',
    dequeued: 'also a thread that holds a dequeued message on its kernel stack only (see token)',
    written: 'also a thread that has written its results to user memory',
  },
  result: {
    restart: 'the call is issued again when the thread is resumed; user space sees nothing',
    eintr: 'the call returns EINTR to user space',
    leak: 'the internal restart status reaches user space; the sleep, told to restart, books no debt',
    'leak-booked': 'the internal restart status reaches user space; the sleep books a debt (2026)',
  },
  ...RETRYING,
  timeout: {
    deadline: 'a restarted call keeps the absolute deadline of its first attempt',
    remaining: 'a restarted call gets what was left when it was aborted; time held does not count',
    relative: 'a restarted call waits for its full timeout again',
  },
  loops: {
    'first-deadline': 'all internal loops of a call share the deadline of the first',
    'full-timeout': 'each internal loop starts the timeout anew, as both kernels do in ipc_wait',
  },
  progress: {
    record: 'the deadline is kept in a declared restart record, part of the boundary',
    registers: "the deadline is kept in the call's argument registers",
    hidden: 'the deadline is kept in the kernel where no examination of the thread shows it',
  },
  debt: {
    none: 'a restarted abort books no wakeup debt',
    book: 'every failed composable sleep books a debt, aborted ones included (2026 as it is)',
  },
  token: {
    complete: 'a thread whose wakeup was taken completes its call',
    repost: 'an abort after the wakeup posts it again (a dequeued message goes to the tail)',
    drop: 'an abort after the wakeup forgets it',
  },
  place: {
    tail: 'a restarted sleeper queues at the tail, as re-execution gives',
    keep: 'a restarted sleeper finds its place in the queue kept',
  },
  handle: {
    'look-up': 'a restarted sleep looks the handle of its wait queue up anew (2026)',
    keep: "the restart record keeps the first attempt's reference to the wait queue (2026)",
  },
  request: {
    recheck: 'the sleep looks for a request after it has become wakeable',
    lost: 'the sleep looks for a request only before it becomes wakeable',
  },
  syncCall: {
    'two-stage':
      'a synchronous call that has been sent goes on waiting: its private box is a record',
    libc: 'there is none: user space sends an asynchronous call and waits for its answer',
    'wait-out': 'once it has sent its request, it cannot be aborted',
    resend: 'it sends its request again; call and box of the first stay behind',
    'forget-resend': 'the first call is forgotten, its answer dropped; the request is sent again',
    'reuse-id': 'it sends its request again and takes whatever answer comes to the same box',
    cancel: 'it cancels its request, and sends it again once it knows that nobody has received it',
  },
  ...CANCELLING,
  preprocess: {
    undo: 'a call taken out before its send frees the phone or buffer that it had prepared',
    leave: 'what it had prepared stays behind',
  },
  udelay: {
    poll: 'the delay loop looks for a request',
    spin: 'the delay loop runs to its end',
  },
  waker: {
    unordered: 'a sleeper may return while its waker still holds the queue (2012 as it was)',
    finishes: 'a sleeper returns when its waker has let go of the queue (upstream, Nov 2012)',
  },
  wake: {
    fifo: 'futex_wake takes the first sleepers of the word, as Linux does',
    any: 'it takes any of them, as its manual promises no more',
  },
  ...TRAPS,
  ...RESUMING,
  ...CHECKPOINTS,
  ...EXAMINING,
  carries: {
    boundary:
      'a checkpoint carries what a boundary has: registers, user memory, the declared record',
    'kernel-stack':
      'a checkpoint carries the kernel stack of a thread that is stopped inside the kernel',
  },
} as const;

/** A policy's name; a value for each policy. */
export type Policy = keyof typeof POLICIES;
export type Policies = { readonly [P in Policy]: keyof (typeof POLICIES)[P] };

/** A value for each policy, with the name under which a report speaks of it. */
export interface Design {
  /** As given, or the preset's name. */
  readonly name: string;
  readonly kind: 'right' | 'known-bad' | 'custom';
  readonly policies: Policies;
  /** Policies that differ for one call, by the call's name. */
  readonly perCall: Readonly<Record<string, Partial<Policies>>>;
  readonly reason: string;
  readonly fall: Fall | null;
  /** Of a design that notes what is asked of it (noted.ts): the policies of a call; the design itself. */
  readonly forCall?: (call: string) => Policies;
  readonly plain?: Design;
}

/** What a known-bad design must break, and where. */
export interface Fall {
  readonly assertion: string;
  readonly test: string;
  readonly revision: 'helenos-2012' | 'helenos-2026';
  /** Steps of the shortest counterexample; pinned by a test. */
  readonly steps: number;
}

/** Calls for which a policy may be set separately. */
export const CALLS_WITH_POLICIES = [
  'thread_usleep',
  'thread_udelay',
  'futex_down',
  'futex_down_timeout',
  'futex_sleep',
  'futex_trydown',
  'waitq_sleep',
  'ipc_wait',
  'ipc_call_sync',
  'ipc_call_sync_slow',
  'page_in',
  'futex_wait',
] as const;

/** The entry of a system call, its way out and the clock are one for all calls. */
const ONE_FOR_ALL: Readonly<Record<string, string>> = {
  waker: 'all wait queues',
  status: 'all calls',
  frame: 'all calls',
  erased: 'all calls',
  clock: 'all CPUs',
  ...Object.fromEntries(Object.keys(CHECKPOINTS).map((policy) => [policy, 'a checkpoint'])),
  set: 'all calls',
  examine: 'all calls',
  carries: 'all calls',
};

/** A design, policy, call or value that does not exist. */
export class DesignError extends Error {}

/**
 * `policy=value` or `call.policy=value`, separated by commas, over the values of `base`.
 *
 * @throws DesignError naming the nearest policy, call or value, or what is given twice.
 */
export function parseSettings(text: string, base: Policies): Pick<Design, 'policies' | 'perCall'> {
  const policies: Record<string, string> = { ...base };
  const perCall: Record<string, Record<string, string>> = {};
  const given = new Map<string, string>();
  for (const setting of text.split(',')) {
    const [, call, policy, value] = /^(?:(\w+)\.)?(\w+)=([\w-]+)$/.exec(setting) ?? [];
    if (policy === undefined || value === undefined) {
      throw new DesignError(`"${setting}" in design "${text}": expected policy=value`);
    }
    if (!Object.hasOwn(POLICIES, policy)) {
      throw unknownName('policy', policy, Object.keys(POLICIES), text);
    }
    const values = Object.keys(POLICIES[policy as Policy]);
    if (!values.includes(value)) throw unknownName(`value of ${policy}`, value, values, text);
    const key = call === undefined ? policy : `${call}.${policy}`;
    const other = given.get(key);
    if (other !== undefined) {
      throw new DesignError(
        `${key} twice in "${text}": ${key}=${other} and ${key}=${value}; a design has one value for each policy`,
      );
    }
    given.set(key, value);
    if (call === undefined) policies[policy] = value;
    else if (ONE_FOR_ALL[policy] !== undefined) {
      throw new DesignError(
        `"${setting}" in design "${text}": ${policy} is one for ${ONE_FOR_ALL[policy]}, write ${policy}=${value}`,
      );
    } else if (!(CALLS_WITH_POLICIES as readonly string[]).includes(call)) {
      throw unknownName('call', call, CALLS_WITH_POLICIES, text);
    } else (perCall[call] ??= {})[policy] = value;
  }
  // Every policy and value was looked up in POLICIES above, which is what the types say.
  return { policies: policies as Policies, perCall: perCall as Design['perCall'] };
}

export function samePolicies(a: Policies, b: Policies): boolean {
  return (Object.keys(POLICIES) as Policy[]).every((policy) => a[policy] === b[policy]);
}

/** The error for a name that is not among `known`, with the nearest that is if one is near. */
export function unknownName(what: string, name: string, known: readonly string[], text: string) {
  const near = closest(name, [...known]);
  const isNear = distance(name, near) <= Math.max(2, Math.floor(name.length / 3));
  const hint = isNear ? `; the nearest is "${near}"` : '';
  return new DesignError(
    `unknown ${what} "${name}" in design "${text}"${hint}. Known: ${known.join(', ')}`,
  );
}
