/**
 * Designs: how a kernel treats a thread that is stopped inside a system call.
 *
 * A design is one value for each policy (design.md §3), for all calls or for one
 * (`ipc_wait.result=eintr`). Presets are names for designs; two names for the same values are the
 * same design. A known-bad preset is the ticket's design with one thing wrong, kept for ever: it
 * names the assertion that must fall and the litmus that shows it, so that each is a test that the
 * checker can see.
 *
 * Policies of checkpoints and of synchronous calls are not here: nothing models them yet.
 */

/** Every policy: its values, the ticket's first, each with what it means. */
import { closest } from 'fastest-levenshtein';

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
    leak: 'the internal restart status reaches user space as a return value',
  },
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
  request: {
    recheck: 'the sleep looks for a request after it has become wakeable',
    lost: 'the sleep looks for a request only before it becomes wakeable',
  },
  udelay: {
    poll: 'the delay loop looks for a request',
    spin: 'the delay loop runs to its end',
  },
} as const;

export type Policy = keyof typeof POLICIES;
export type Policies = { readonly [P in Policy]: keyof (typeof POLICIES)[P] };

export interface Design {
  /** As given, or the preset's name. */
  readonly name: string;
  readonly kind: 'right' | 'known-bad' | 'custom';
  readonly policies: Policies;
  /** Policies that differ for one call, by the call's name. */
  readonly perCall: Readonly<Record<string, Partial<Policies>>>;
  readonly reason: string;
  readonly fall: Fall | null;
}

/** What a known-bad design must break, and where. */
export interface Fall {
  readonly assertion: string;
  readonly test: string;
  readonly revision: 'helenos-2012' | 'helenos-2026';
  /** Steps of the shortest counterexample; pinned by a test. */
  readonly steps: number;
}

/** Helenos#433 as proposed: unwind the sleeping primitives with a status of their own, restart. */
const TICKET: Policies = {
  stop: 'boundary',
  window: 'asleep',
  result: 'restart',
  timeout: 'deadline',
  loops: 'first-deadline',
  progress: 'record',
  debt: 'none',
  token: 'complete',
  place: 'tail',
  request: 'recheck',
  udelay: 'poll',
};

const TODAY: Policies = {
  ...TICKET,
  stop: 'section',
  window: 'none',
  timeout: 'relative',
  loops: 'full-timeout',
  debt: 'book',
  udelay: 'spin',
};

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
] as const;

function right(name: string, policies: Policies, reason: string): Design {
  return { name, kind: 'right', policies, perCall: {}, reason, fall: null };
}

function knownBad(name: string, reason: string, fall: Fall): Design {
  return { name, kind: 'known-bad', ...parseSettings(name, TICKET), reason, fall };
}

const HELENOS_2012 = 'helenos-2012';
const HELENOS_2026 = 'helenos-2026';

/** All presets, the right ones first. */
export function presets(): readonly Design[] {
  return [
    right('today', TODAY, 'the kernels as they are: no thread can be taken out of a call'),
    right('ticket', TICKET, 'helenos#433: unwind while asleep, restart with the first deadline'),
    right(
      'eintr',
      { ...TICKET, result: 'eintr' },
      'unwind while asleep and tell user space; transparency is given up on purpose',
    ),
    knownBad(
      'debt=book',
      "2026's composable sleep books a debt for every failure, restarted or not",
      {
        assertion: 'R1',
        test: 'WQ+abort+wake',
        revision: HELENOS_2026,
        steps: 16,
      },
    ),
    knownBad('timeout=relative', 'plain re-execution: the timeout in full after every abort', {
      assertion: 'R2',
      test: 'SLEEP+abort',
      revision: HELENOS_2012,
      steps: 15,
    }),
    knownBad(
      'timeout=remaining',
      'the time that a thread was held does not count (gVisor before 2021)',
      {
        assertion: 'R2',
        test: 'SLEEP+held',
        revision: HELENOS_2012,
        steps: 18,
      },
    ),
    knownBad(
      'progress=hidden',
      'the deadline is where neither a debugger nor a checkpoint can see it',
      {
        assertion: 'R13',
        test: 'SLEEP+abort',
        revision: HELENOS_2012,
        steps: 6,
      },
    ),
    knownBad(
      'loops=full-timeout',
      "both kernels' ipc_wait: every internal loop starts the timeout anew",
      {
        assertion: 'R2',
        test: 'BUG19+full-timeout',
        revision: HELENOS_2012,
        steps: 28,
      },
    ),
    knownBad('request=lost', 'the request is looked for once, before the sleep (FreeBSD r155741)', {
      assertion: 'R7',
      test: 'SLEEP+request',
      revision: HELENOS_2012,
      steps: 6,
    }),
    knownBad('udelay=spin', 'the delay loop does not look for requests', {
      assertion: 'R7',
      test: 'UDELAY+abort',
      revision: HELENOS_2012,
      steps: 3,
    }),
    knownBad('window=none', 'requests wait until the call ends by itself', {
      assertion: 'R7',
      test: 'SLEEP+abort',
      revision: HELENOS_2012,
      steps: 4,
    }),
    knownBad(
      'window=woken,token=drop',
      'an abort between the wakeup and the running forgets the wakeup',
      {
        assertion: 'R1',
        test: 'WQ+wake+abort',
        revision: HELENOS_2026,
        steps: 13,
      },
    ),
    knownBad(
      'window=woken,token=repost',
      'an abort between the wakeup and the running posts it again',
      {
        assertion: 'R6',
        test: 'WQ+wake+abort',
        revision: HELENOS_2026,
        steps: 10,
      },
    ),
    knownBad('window=dequeued', 'an abort takes the thread from a message that it alone holds', {
      assertion: 'R1',
      test: 'IPC+wait+send',
      revision: HELENOS_2012,
      steps: 18,
    }),
    knownBad('window=dequeued,token=repost', 'a dequeued message goes back to the tail', {
      assertion: 'R8',
      test: 'IPC+self+order',
      revision: HELENOS_2012,
      steps: 32,
    }),
    knownBad('window=written', 'an abort after the results were written', {
      assertion: 'R4',
      test: 'IPC+wait+send',
      revision: HELENOS_2012,
      steps: 11,
    }),
    knownBad(
      'result=leak',
      'the internal restart status is what the call returns (rr, CRIU on ppc64)',
      {
        assertion: 'R12',
        test: 'BUG34+erestart-leaks',
        revision: HELENOS_2012,
        steps: 5,
      },
    ),
    knownBad(
      'stop=section',
      "today's stoppable sections: the thread waits with the wakeup on its kernel stack",
      {
        assertion: 'R13',
        test: 'IPC+section',
        revision: HELENOS_2012,
        steps: 11,
      },
    ),
  ];
}

/** False where there is no request that could stop a thread in the kernel: today's kernels. */
export function takesAborts(design: Design): boolean {
  return !(design.policies.stop === 'section' && design.policies.window === 'none');
}

/** The policies in force for one call. */
export function policiesFor(design: Design, call: string): Policies {
  return { ...design.policies, ...design.perCall[call] };
}

/**
 * The design named by a preset, by `preset,policy=value,...`, or by `policy=value,...` (then the
 * ticket's with these values). A text that spells out a preset's values gives that preset.
 *
 * @throws DesignError naming the nearest preset, policy, call or value.
 */
export function parseDesign(text: string): Design {
  const all = presets();
  const named = all.find((design) => design.name === text);
  if (named !== undefined) return named;
  const first = text.split(',')[0] ?? '';
  const base = all.find((design) => design.name === first);
  if (base === undefined && !first.includes('=')) {
    throw unknownName(
      'design',
      first,
      all.map((design) => design.name),
      text,
    );
  }
  const settings = base === undefined ? text : text.slice(first.length + 1);
  const parsed = parseSettings(settings, base?.policies ?? TICKET);
  const plain = Object.keys(parsed.perCall).length === 0;
  const same = all.find((design) => plain && samePolicies(design.policies, parsed.policies));
  if (same !== undefined) return same;
  return { name: text, kind: 'custom', ...parsed, reason: 'given by its policies', fall: null };
}

/** A design, policy, call or value that does not exist. */
export class DesignError extends Error {}

function parseSettings(text: string, base: Policies): Pick<Design, 'policies' | 'perCall'> {
  const policies: Record<string, string> = { ...base };
  const perCall: Record<string, Record<string, string>> = {};
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
    if (call === undefined) policies[policy] = value;
    else if (!(CALLS_WITH_POLICIES as readonly string[]).includes(call)) {
      throw unknownName('call', call, CALLS_WITH_POLICIES, text);
    } else (perCall[call] ??= {})[policy] = value;
  }
  // Every policy and value was looked up in POLICIES above, which is what the types say.
  return { policies: policies as Policies, perCall: perCall as Design['perCall'] };
}

function samePolicies(a: Policies, b: Policies): boolean {
  return (Object.keys(POLICIES) as Policy[]).every((policy) => a[policy] === b[policy]);
}

function unknownName(what: string, name: string, known: readonly string[], text: string) {
  const near = closest(name, [...known]);
  return new DesignError(
    `unknown ${what} "${name}" in design "${text}"; the nearest is "${near}". Known: ${known.join(', ')}`,
  );
}
