/** What the system calls of IPC of both revisions take and give. */
import type { Steps } from './coroutine.ts';
import type { Call } from './ipc-objects.ts';
import type { SleepFlags } from './waitq.ts';

/** copy_from_uspace() of the slow forms: false where it fails. The fast forms have nothing to copy. */
export type CopyIn = () => Steps<boolean>;

export interface WaitOptions {
  readonly usec: number;
  readonly flags: SleepFlags;
  /** The user's buffer cannot be written. */
  readonly isBadBuffer?: boolean;
}

/** A message, or why there is none. */
export interface Received {
  readonly rc: string;
  readonly call: Call | null;
  readonly is?: 'request' | 'answer' | 'notification';
}
