/** What the system calls of IPC of both revisions take and give. */
import type { Call } from './ipc-objects.ts';
import type { SleepFlags } from './waitq.ts';

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
  readonly is?: 'request' | 'answer';
}
