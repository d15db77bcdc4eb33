/**
 * Presets: the designs that have a name.
 *
 * Two names for the same values are the same design. A known-bad preset is the ticket's design with
 * one thing wrong, kept for ever: it names the assertion that must fall and the litmus that shows
 * it, so that each is a test that the checker can see.
 */
import { parseSettings, type Design, type Fall, type Policies } from './policies.ts';
import { WRONG_CHECKPOINTS } from './checkpoints.ts';
import { WRONG } from './wrong.ts';

/** Helenos#433 as proposed: unwind the sleeping primitives with a status of their own, restart. */
export const TICKET: Policies = {
  stop: 'boundary',
  window: 'asleep',
  result: 'restart',
  retry: 'none',
  timeout: 'deadline',
  loops: 'first-deadline',
  progress: 'record',
  debt: 'none',
  token: 'complete',
  place: 'tail',
  handle: 'look-up',
  request: 'recheck',
  syncCall: 'two-stage',
  cancel: 'acknowledged',
  preprocess: 'undo',
  udelay: 'poll',
  waker: 'unordered',
  wake: 'fifo',
  status: 'flag',
  deadlineAt: 'entry',
  reentry: 'looks',
  flags: 'checked',
  unwind: 'plain',
  frame: 'redispatch',
  erased: 'kept',
  clock: 'local',
  completed: 'behind',
  withdrawn: 'reissues',
  handler: 'nested',
  tokens: 'save',
  debts: 'save',
  deadlines: 'rebase',
  names: 'translate',
  messages: 'save',
  cut: 'group',
  order: 'quiesce-first',
  set: 'live',
  examine: 'pure',
  carries: 'boundary',
};

const TODAY: Policies = {
  ...TICKET,
  stop: 'section',
  window: 'none',
  timeout: 'relative',
  loops: 'full-timeout',
  debt: 'book',
  udelay: 'spin',
  deadlineAt: 'first-sleep',
};

const HELENOS_2012 = 'helenos-2012';
const HELENOS_2026 = 'helenos-2026';

function right(name: string, policies: Policies, reason: string): Design {
  return { name, kind: 'right', policies, perCall: {}, reason, fall: null };
}

function knownBad(name: string, reason: string, fall: Fall): Design {
  return { name, kind: 'known-bad', ...parseSettings(name, TICKET), reason, fall };
}

/** All presets, the right ones first. */
export function presets(): readonly Design[] {
  return [
    right('today', TODAY, 'the kernels as they are: no thread can be taken out of a call'),
    right('ticket', TICKET, 'helenos#433: unwind while asleep, restart with the first deadline'),
    right(
      'ticket-libc',
      { ...TICKET, syncCall: 'libc' },
      "the ticket's, and synchronous calls made in user space, as upstream did in 2012",
    ),
    right(
      'eintr',
      { ...TICKET, result: 'eintr' },
      'unwind while asleep and tell user space; transparency is given up on purpose',
    ),
    right(
      'eintr,retry=deadline',
      { ...TICKET, result: 'eintr', retry: 'deadline' },
      'tell user space, where libc issues the call again with what is left of its time',
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
      steps: 13,
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
        steps: 4,
      },
    ),
    knownBad(
      'loops=full-timeout',
      "both kernels' ipc_wait: every internal loop starts the timeout anew",
      {
        assertion: 'R2',
        test: 'BUG19+full-timeout',
        revision: HELENOS_2012,
        steps: 30,
      },
    ),
    knownBad('syncCall=wait-out', 'a synchronous call waits its answer out', {
      assertion: 'R7',
      test: 'SYNC+abort',
      revision: HELENOS_2012,
      steps: 12,
    }),
    knownBad('syncCall=resend', 'an aborted synchronous call is issued again from the start', {
      assertion: 'R5',
      test: 'SYNC+abort',
      revision: HELENOS_2012,
      steps: 38,
    }),
    knownBad('syncCall=forget-resend', 'the first request is forgotten, and sent again', {
      assertion: 'R5',
      test: 'SYNC+abort',
      revision: HELENOS_2012,
      steps: 38,
    }),
    knownBad('syncCall=reuse-id', 'a late answer meets the call that was sent again (QNX, NFS)', {
      assertion: 'R5',
      test: 'SYNC+stale',
      revision: HELENOS_2012,
      steps: 38,
    }),
    knownBad('preprocess=leave', 'what a call had prepared before its send stays behind', {
      assertion: 'R15',
      test: 'SYNC+connect+use',
      revision: HELENOS_2012,
      steps: 54,
    }),
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
      'result=leak-booked',
      'as result=leak, and the sleep books the debt of a failure that user space sees',
      {
        assertion: 'R12',
        test: 'BUG34+erestart-leaks',
        revision: HELENOS_2026,
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
    ...[...WRONG, ...WRONG_CHECKPOINTS].map(({ name, reason, fall }) =>
      knownBad(name, reason, fall),
    ),
    {
      name: 'snapshot',
      kind: 'known-bad',
      policies: { ...TICKET, stop: 'section', carries: 'kernel-stack' },
      perCall: {},
      reason:
        "the ticket's alternative: threads are stopped where they are, and saved with their stacks",
      fall: { assertion: 'R7', test: 'UDELAY+abort', revision: HELENOS_2012, steps: 3 },
    },
  ];
}
