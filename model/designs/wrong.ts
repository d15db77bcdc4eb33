/**
 * The known-bad presets of an implementation: the wrong values of traps.ts and examining.ts, and where
 * they show.
 */
import type { Fall } from './policies.ts';

/** A known-bad preset: the ticket's design with the values of its name. */
export interface WrongDesign {
  readonly name: string;
  readonly reason: string;
  readonly fall: Fall;
}

const OLD = 'helenos-2012';
const NEW = 'helenos-2026';

/** The wrong values, each with what it must break. */
export const WRONG: readonly WrongDesign[] = [
  {
    name: 'status=in-band',
    reason: 'the restart status is a return value, and a call that returns it is issued for ever',
    fall: { assertion: 'R9', test: 'KLOG+word.2012', revision: OLD, steps: 4 },
  },
  {
    name: 'deadlineAt=first-sleep',
    reason: 'the record of an earlier call is taken for the own one',
    fall: { assertion: 'R2', test: 'TRAP+token+loop', revision: OLD, steps: 34 },
  },
  {
    name: 'reentry=arms',
    reason: 'a deadline that passed while the thread was held fires a tick late',
    fall: { assertion: 'R2', test: 'TRAP+late', revision: OLD, steps: 17 },
  },
  {
    name: 'ipc_wait.window=none,flags=raw',
    reason: 'user space makes a call abortable whose handler does not know of it',
    fall: { assertion: 'R12', test: 'TRAP+flag+wait', revision: NEW, steps: 5 },
  },
  {
    name: 'unwind=stoppable-end',
    reason: 'a stopped thread waits for GO at the end of its stoppable section, inside the kernel',
    fall: { assertion: 'R7', test: 'TRAP+unwind', revision: OLD, steps: 27 },
  },
  {
    name: 'frame=rewind',
    reason: 'a restarted call runs with arguments that are 0 (amd64)',
    fall: { assertion: 'R2', test: 'SLEEP+abort', revision: OLD, steps: 8 },
  },
  {
    name: 'erased=cleared',
    reason: 'a request that comes after the last look is cleared',
    fall: { assertion: 'R7', test: 'TRAP+erase', revision: OLD, steps: 8 },
  },
  {
    name: 'set=stale-record',
    reason: 'a call that a debugger has set goes by the restart record of the call before',
    fall: { assertion: 'R18', test: 'SET+pc+same', revision: OLD, steps: 10 },
  },
  {
    name: 'set=live-frame',
    reason: 'a debugger writes a thread that is not held',
    fall: { assertion: 'R18', test: 'SET+running', revision: OLD, steps: 1 },
  },
  {
    name: 'set=leaves-call',
    reason: 'a call that was sent, and that its thread was set away from, stays behind',
    fall: { assertion: 'R14', test: 'SET+pc+page-in.2026', revision: NEW, steps: 42 },
  },
  {
    name: 'examine=clears',
    reason: 'looking at a held thread takes its restart record',
    fall: { assertion: 'R18', test: 'EXAM+sleep', revision: OLD, steps: 8 },
  },
  {
    name: 'syncCall=cancel',
    reason: 'an aborted synchronous call cancels its request; one that was received is waited for',
    fall: { assertion: 'R7', test: 'CANCEL+received', revision: OLD, steps: 24 },
  },
  {
    name: 'syncCall=cancel,cancel=unacknowledged',
    reason:
      'a cancel whose acknowledgement nobody waits for: the request is sent again all the same',
    fall: { assertion: 'R5', test: 'CANCEL+received', revision: OLD, steps: 43 },
  },
  {
    name: 'syncCall=cancel,cancel=drops-answer',
    reason: 'an answer that came before the cancel is dropped, and the request sent again',
    fall: { assertion: 'R5', test: 'CANCEL+received', revision: OLD, steps: 27 },
  },
  {
    name: 'syncCall=cancel,cancel=reused-name',
    reason: 'the answer of a cancelled call meets the one that was sent again under its name',
    fall: { assertion: 'R5', test: 'CANCEL+name', revision: OLD, steps: 36 },
  },
  {
    name: 'completed=again',
    reason: 'a call that had completed without a sleep is made again when its thread is resumed',
    fall: { assertion: 'R15', test: 'TRAP+completed', revision: OLD, steps: 29 },
  },
  {
    name: 'withdrawn=held',
    reason: 'a thread is held for a request that was taken back, and nobody lets it go',
    fall: { assertion: 'R9', test: 'TRAP+withdrawn', revision: OLD, steps: 24 },
  },
  {
    name: 'handler=overwrites',
    reason: 'a call of a handler gives up the restart record of the call that it has interrupted',
    fall: { assertion: 'R5', test: 'HANDLER+call', revision: OLD, steps: 64 },
  },
  {
    name: 'handler=finds',
    reason: 'a call of a handler goes by the restart record of the call that it has interrupted',
    fall: { assertion: 'R2', test: 'HANDLER+sleep', revision: OLD, steps: 10 },
  },
];
