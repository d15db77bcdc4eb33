/**
 * The causes by which an assertion may fall on a generated program under the right design: defects of
 * the kernel, which need no abort, and effects of the design that are none.
 *
 * Each is recognised by what the program does, is written down in docs/, and has a test of the
 * catalogue that shows it. A fall that none of them explains is a finding.
 */
import type { Design } from '../../../model/designs/policies.ts';
import type { Revision } from '../../../model/record/program.ts';
import { type Facts, factsOf, type Made } from './facts.ts';
import type { Fall } from './judge.ts';
import type { Litmus } from '../../litmus/litmus.ts';

export interface Cause {
  /** What it is called: the anchor of its citation, or a short name for an effect. */
  readonly id: string;
  readonly source: string;
  readonly says: string;
  /** kernel: falls with no abort. design: falls only with one. */
  readonly blame: 'kernel' | 'design';
  /** Null: both. */
  readonly revision: Revision | null;
  readonly breaks: readonly string[];
  /** Of the catalogue. */
  readonly test: string;
  /** The designs under which it is there; without it all. */
  isIn?(design: Design): boolean;
  recognises(facts: Facts): boolean;
}

const OLD = 'helenos-2012';
const NEW = 'helenos-2026';

const makes = ({ calls }: Facts, pattern: RegExp): boolean =>
  calls.some(({ call }) => pattern.test(call));

/** Calls with this among their arguments. */
const callsWith = ({ calls }: Facts, arg: string): readonly Made[] =>
  calls.filter(({ args }) => args.includes(arg));

/** Some task that ends has a part in this call: it is the caller, or the phone leads to it. */
function touchesEnding(facts: Facts, { task, args }: Made): boolean {
  const { ending, calleeOf } = facts;
  return ending.some((it) => it === task || args.some((arg) => calleeOf(arg) === it));
}

/** Two threads of a task that may fault at the same time. */
function faultsTwice({ calls }: Facts): boolean {
  const faults = calls.filter(({ call }) => call === 'page_in');
  return faults.some((one) =>
    faults.some((other) => other.lane !== one.lane && other.task === one.task),
  );
}

export const CAUSES: readonly Cause[] = [
  {
    id: 'D3',
    source: 'kernel.md#D3',
    says: 'a task that waits for its pager is killed',
    blame: 'kernel',
    revision: NEW,
    breaks: ['R14'],
    test: 'D03+kill+page-in',
    recognises: ({ calls, killed }) =>
      calls.some(({ call, task }) => call === 'page_in' && killed.includes(task)),
  },
  {
    id: 'D4',
    source: 'kernel.md#D4',
    says: 'a page-in whose send fails, because its pager has ended or hung up',
    blame: 'kernel',
    revision: NEW,
    breaks: ['R14'],
    test: 'D04+failed-send',
    // The pager has ended, or hangs up by its answer.
    recognises: (facts) =>
      facts.calls.some(
        ({ call, args }) =>
          call === 'page_in' && facts.ending.includes(facts.calleeOf(args[0]) ?? ''),
      ) || callsWith(facts, 'EHANGUP').some(({ call }) => call.startsWith('ipc_answer')),
  },
  {
    id: 'D5',
    source: 'kernel.md#D5',
    says: 'the clean-up frees the refusal of a CONNECT_ME_TO unread',
    blame: 'kernel',
    revision: OLD,
    breaks: ['R14'],
    test: 'D05+async.2012',
    recognises: (facts) =>
      callsWith(facts, 'CONNECT_ME_TO').some(({ task }) => facts.ending.includes(task)),
  },
  {
    id: 'D7',
    source: 'kernel.md#D7',
    says: 'a poke that finds nobody asleep leaves no trace',
    blame: 'kernel',
    revision: OLD,
    breaks: ['R1'],
    test: 'IPC+poke+wait.2012',
    recognises: (facts) => makes(facts, /^ipc_poke$/),
  },
  {
    id: 'D9',
    source: 'kernel.md#D9',
    says: 'a failed ipc_wait with FUTEX books a debt, and the next message wakes nobody',
    blame: 'kernel',
    revision: NEW,
    breaks: ['R1'],
    test: 'IPC+FUTEX+wait.2026',
    recognises: (facts) => callsWith(facts, 'FUTEX').some(({ call }) => call === 'ipc_wait'),
  },
  {
    id: 'D11',
    source: 'kernel.md#D11',
    says: 'an answer or notification that cannot be copied out is freed all the same',
    blame: 'kernel',
    revision: null,
    breaks: ['R1', 'R5', 'R14'],
    test: 'D11+answer',
    recognises: (facts) => callsWith(facts, 'BAD_BUFFER').some(({ call }) => call === 'ipc_wait'),
  },
  {
    id: 'D16',
    source: 'kernel.md#D16',
    says: 'who sleeps on a queue that is destroyed sleeps for ever',
    blame: 'kernel',
    revision: NEW,
    breaks: ['R1'],
    test: 'WQ+destroy',
    recognises: (facts) => makes(facts, /^waitq_destroy$/),
  },
  {
    id: 'D19',
    source: 'kernel.md#D19',
    says: 'a DEBUG request to an ordinary box is dropped',
    blame: 'kernel',
    revision: null,
    breaks: ['R1', 'R14'],
    test: 'D10+debug',
    recognises: (facts) => callsWith(facts, 'DEBUG').length > 0,
  },
  {
    id: 'N1',
    source: 'kernel.md#N1',
    says: 'a CONNECT_ME_TO is answered while its sender ends',
    blame: 'kernel',
    revision: NEW,
    breaks: ['R14'],
    test: 'N01+accepted.2026',
    recognises: (facts) =>
      callsWith(facts, 'CONNECT_ME_TO').some(({ task }) => facts.ending.includes(task)),
  },
  {
    id: 'N6',
    source: 'kernel.md#N6',
    says: 'a page-in over a phone that the task has hung up',
    blame: 'kernel',
    revision: NEW,
    breaks: ['R14'],
    test: 'N06+race',
    recognises: ({ calls }) =>
      calls.some(
        ({ call, args }) =>
          call === 'page_in' &&
          calls.some((other) => other.call === 'ipc_hangup' && other.args[0] === args[0]),
      ),
  },
  {
    id: 'N19',
    source: 'kernel.md#N19',
    says: 'a sleeper frees what its waker still holds: the box of a synchronous call, or of a task that ends',
    blame: 'kernel',
    revision: OLD,
    breaks: ['R14'],
    test: 'N19+box-freed.2012',
    isIn: ({ policies }) => policies.waker === 'unordered',
    recognises: (facts) =>
      makes(facts, /^ipc_call_sync/) || (facts.ending.length > 0 && makes(facts, /^(ipc|event)_/)),
  },
  {
    id: 'F3',
    source: 'kernel.md#F3',
    says: 'a server ends with a DATA_WRITE unanswered',
    blame: 'kernel',
    revision: OLD,
    breaks: ['R14'],
    test: 'KILL+data+server.2012',
    recognises: (facts) =>
      callsWith(facts, 'DATA_WRITE').some(({ args }) =>
        facts.ending.includes(facts.calleeOf(args[0]) ?? ''),
      ),
  },
  {
    id: 'F4',
    source: 'kernel.md#F4',
    says: 'a clean-up answers a CONNECT_TO_ME',
    blame: 'kernel',
    revision: OLD,
    breaks: ['R14'],
    test: 'KILL+to-me+server.2012',
    recognises: (facts) =>
      callsWith(facts, 'CONNECT_TO_ME').some(({ args }) =>
        facts.ending.includes(facts.calleeOf(args[0]) ?? ''),
      ),
  },
  {
    id: 'F5',
    source: 'kernel.md#F5',
    says: 'a CONNECT_TO_ME is accepted while its sender ends',
    blame: 'kernel',
    revision: OLD,
    breaks: ['R14'],
    test: 'KILL+to-me.2012',
    recognises: (facts) =>
      callsWith(facts, 'CONNECT_TO_ME').some(({ task }) => facts.ending.includes(task)),
  },
  {
    id: 'F6',
    source: 'kernel.md#F6',
    says: 'a connection comes during a clean-up',
    blame: 'kernel',
    revision: OLD,
    breaks: ['R14'],
    test: 'KILL+connect+slammed.2012',
    recognises: (facts) => callsWith(facts, 'CONNECT_ME_TO').some((it) => touchesEnding(facts, it)),
  },
  {
    id: 'F7',
    source: 'kernel.md#F7',
    says: 'a task hangs up a phone to a task that ends',
    blame: 'kernel',
    revision: null,
    breaks: ['R14'],
    test: 'KILL+both.2026',
    // A task that ends hangs up all its phones.
    recognises: ({ calls, ending, phones }) =>
      phones.some(
        ({ name, from, to }) =>
          ending.includes(to) &&
          (ending.includes(from) ||
            calls.some(({ call, args }) => call === 'ipc_hangup' && args[0] === name)),
      ),
  },
  {
    id: 'F8',
    source: 'kernel.md#F8',
    says: 'a clean-up takes an answer with a wakeup left over',
    blame: 'kernel',
    revision: null,
    breaks: ['R14'],
    test: 'KILL+surplus',
    // The clean-up waits for the answer to a hang-up, and something else has been sent to the box.
    recognises: ({ calls, ending, phones, calleeOf }) =>
      ending.some((task) => {
        const posts = ({ call, args, ...made }: Made): boolean =>
          (call.startsWith('ipc_') && args.some((arg) => calleeOf(arg) === task)) ||
          (made.task === task && /^ipc_(call_async|poke)|_subscribe$/.test(call));
        return phones.some(({ from }) => from === task) && calls.some(posts);
      }),
  },
  {
    id: 'F9',
    source: 'kernel.md#F9',
    says: 'a task ends with a notification that it has not received',
    blame: 'kernel',
    revision: null,
    breaks: ['R14'],
    test: 'KILL+subscriber',
    recognises: ({ calls, ending }) =>
      calls.some(({ call, task }) => call.endsWith('_subscribe') && ending.includes(task)),
  },
  {
    id: 'page-in behind a page-in',
    source: 'designs.md#effects',
    says: 'the second fault of a task waits for the address space while the pager takes its time',
    blame: 'design',
    revision: NEW,
    breaks: ['R7'],
    test: 'PAGE+2threads',
    recognises: faultsTwice,
  },
  {
    id: 'overtaken page-in',
    source: 'designs.md#effects',
    says: 'a page-in that was answered while held waits behind a fault that nobody serves',
    blame: 'design',
    revision: NEW,
    breaks: ['R9', 'R15'],
    test: 'PAGE+2threads+overtaken',
    recognises: faultsTwice,
  },
  {
    id: 'destroyed while held',
    source: 'designs.md#effects',
    says: 'a restarted sleep looks its handle up again, and the queue has been destroyed',
    blame: 'design',
    revision: NEW,
    breaks: ['R9', 'R15'],
    test: 'WQ+destroy+held.2026',
    isIn: ({ policies }) => policies.handle === 'look-up',
    recognises: ({ calls }) =>
      calls.some(
        ({ call, args }) =>
          call === 'waitq_sleep' &&
          args[1] !== '0' &&
          calls.some((it) => it.call === 'waitq_destroy' && it.args[0] === args[0]),
      ),
  },
];

/** The causes that explain this fall of this program. */
export function causesOf(
  litmus: Litmus,
  design: Design,
  revision: Revision,
  fall: Fall,
): readonly Cause[] {
  const facts = factsOf(litmus);
  return CAUSES.filter(
    (cause) =>
      cause.blame === fall.blame &&
      (cause.revision === null || cause.revision === revision) &&
      cause.breaks.includes(fall.id) &&
      (cause.isIn?.(design) ?? true) &&
      cause.recognises(facts),
  );
}
