/** Which calls have to do with IPC, and which queues with time. */
import { HANDLERS } from '../proc/handlers.ts';
import { SYS_THREAD_UDELAY, SYS_THREAD_USLEEP } from '../syscall/sleep-calls.ts';
import {
  SYS_FUTEX_SLEEP,
  SYS_FUTEX_WAKEUP,
  SYS_WAITQ_DESTROY,
  SYS_WAITQ_SLEEP,
  SYS_WAITQ_WAKEUP,
} from '../syscall/futex.ts';
import { SYS_THREAD_CREATE } from '../udebug/births.ts';
import { FAULT } from '../udebug/fault.ts';
import type { Op, Program } from '../record/program.ts';
import { SYS_THREAD_EXIT } from '../syscall/syscall.ts';
import { allForms } from './forms.ts';

/** System calls whose handlers and steps have nothing to do with IPC. */
const WITHOUT_IPC: ReadonlySet<number> = new Set([
  SYS_FUTEX_SLEEP,
  SYS_FUTEX_WAKEUP,
  SYS_WAITQ_SLEEP,
  SYS_WAITQ_WAKEUP,
  SYS_WAITQ_DESTROY,
  SYS_THREAD_USLEEP,
  SYS_THREAD_UDELAY,
  SYS_THREAD_EXIT,
  SYS_THREAD_CREATE,
  FAULT,
]);

/** Does this call have to do with messages, phones or boxes? */
export function isIpc({ handler }: Op): boolean {
  return handler < HANDLERS.length && !WITHOUT_IPC.has(handler);
}

/** Does this call end its thread? */
export function endsThread({ handler }: Op): boolean {
  return handler === SYS_THREAD_EXIT || handler === FAULT;
}

/** May thread t die: by a kill of the lane, or of itself? */
export function isMortal({ env, lanes }: Program, t: number): boolean {
  if (env.some((action) => action.is === 'kill' && action.threads.includes(t))) return true;
  return lanes[t].ops.some(endsThread);
}

/** Somebody sleeps on this queue with a timeout: who wakes it takes that off the clock's list. */
export function isTimed(program: Program, q: number): boolean {
  const isOfIpc = program.queues[q].kind === 'box';
  return allForms(program).some(
    (op) => op.timeout !== 0 && (op.queue === q || (isOfIpc && isIpc(op))),
  );
}
