/**
 * What the kernel's own functions log (docs/instrumenting-a-kernel.md): each where it takes effect, under
 * the lock under which it does.
 */
import type { Answerbox } from './ipc-objects.ts';
import type { Thread } from './thread.ts';
import type { Waitq } from './waitq.ts';

/** Of the thread that runs, but for `block`, which is the sleeper's. */
export interface KernelLog {
  /** It is in the list of the queue, and can be woken. */
  block(thread: Thread, wq: Waitq): void;
  /** A wakeup is handed over; to nobody where it is banked, or repays a debt. */
  wake(wq: Waitq, woke: readonly Thread[]): void;
  /** A request is put into the box of its receiver. */
  send(box: Answerbox): void;
  /** A message is taken off the requests or the answers of a box. */
  receive(box: Answerbox): void;
  /** An answer is put into the box of its caller. */
  answer(box: Answerbox): void;
}
