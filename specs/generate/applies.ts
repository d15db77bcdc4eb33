/**
 * The assertions that a program can put to the test, so that it asserts all of them and none besides.
 *
 * R10 and R16 are of checkpoints and of debuggers, which are not generated. The others need a thing:
 * a deadline, a box, a debt, a second sleeper. What is needed is in docs/assertions.md, under "witness" and "does not apply".
 */
import type { Draft, Drafted } from './draft.ts';

/** What of a draft decides. */
interface Facts {
  readonly calls: readonly string[];
  /** Sleeps on a queue that user space names: queue and thread. */
  readonly sleepers: readonly { readonly object: string; readonly lane: number }[];
  readonly composable: boolean;
  readonly timed: boolean;
  readonly aborts: number;
}

const ALWAYS = ['R1', 'R7', 'R9', 'R12', 'R13', 'R15'];

/** Ids in the order of docs/assertions.md. */
export function assertionsOf(draft: Draft, aborts: number): string[] {
  const facts = factsOf(draft, aborts);
  const { calls } = facts;
  const talks = calls.some((call) => /^(ipc_|event_|page_in)/.test(call));
  const sleeps =
    facts.sleepers.length > 0 || calls.some((it) => /^(ipc_wait|ipc_call_sync|page_in)/.test(it));
  const sends = calls.filter((call) => /^ipc_call_(a?sync)/.test(call)).length;
  const ids = [
    ...ALWAYS,
    ...(facts.timed ? ['R2'] : []),
    ...(facts.composable && !draft.isOld ? ['R3'] : []),
    ...(calls.some((call) => /^ipc_(wait|call_sync)/.test(call)) ? ['R4'] : []),
    ...(talks && calls.some((call) => call.startsWith('ipc_answer')) ? ['R5'] : []),
    ...(sleeps ? ['R6'] : []),
    ...(sends > 1 ? ['R8'] : []),
    ...(aborts > 1 ? ['R11'] : []),
    ...(talks ? ['R14'] : []),
    ...(sharesQueue(facts) || sharesBox(draft) ? ['R17'] : []),
  ];
  return ids.toSorted((a, b) => Number(a.slice(1)) - Number(b.slice(1)));
}

function factsOf(draft: Draft, aborts: number): Facts {
  const cells = draft.lanes.flatMap((lane, at) => lane.cells.map((it) => ({ it, lane: at })));
  const calls = cells.flatMap(({ it: { cell } }) => (cell.is === 'call' ? [cell.call] : []));
  return {
    calls,
    aborts,
    timed: cells.some(({ it }) => it.ticks > 0),
    composable: cells.some(({ it }) => isComposable(it)),
    sleepers: cells.flatMap(({ it, lane }) => {
      const object = queueOf(it);
      return object === null ? [] : [{ object, lane }];
    }),
  };
}

/** Its failure books a debt in 2026. */
function isComposable({ cell }: Drafted): boolean {
  if (cell.is !== 'call') return false;
  if (/^futex_(down|down_timeout|trydown)$/.test(cell.call)) return true;
  return cell.args.some((arg) => arg.is === 'names' && arg.names.includes('FUTEX'));
}

/** The queue or futex that the call may sleep on. */
function queueOf({ cell, waits }: Drafted): string | null {
  if (cell.is !== 'call' || !waits || !/^(waitq|futex)_/.test(cell.call)) return null;
  const [object] = cell.args;
  return object.is === 'names' ? object.names[0] : null;
}

function sharesQueue({ sleepers }: Facts): boolean {
  return sleepers.some(({ object, lane }) =>
    sleepers.some((other) => other.object === object && other.lane !== lane),
  );
}

/** Two threads of one task that wait for messages. */
function sharesBox({ lanes }: Draft): boolean {
  const receivers = lanes.filter(({ cells }) =>
    cells.some(({ cell, waits }) => waits && cell.is === 'call' && cell.call === 'ipc_wait'),
  );
  return receivers.some((one) =>
    receivers.some((other) => other !== one && other.task === one.task),
  );
}
