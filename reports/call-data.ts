/**
 * What a report says of system calls: which there are, and what each run shows of those that it
 * stops. Part of data.ts.
 */

/** A system call of the language in which tests are written. */
export interface CallRow {
  readonly name: string;
  /** `ipc_forward(c, s[, flags])` */
  readonly signature: string;
  /** What it does, of its parameters' names. */
  readonly says: string;
  /** The revisions that have it. */
  readonly revisions: readonly string[];
}

/** What is there because of a call whose thread is held at the boundary, to issue it again. */
export interface Boundary {
  readonly call: string;
  /** Each state of affairs that was seen, sorted. */
  readonly leaves: readonly string[];
}

/** The windows of a call in which a request found its thread, as the call passes them. */
export interface StopWindows {
  readonly call: string;
  /** entered, asleep, woken, dequeued, written */
  readonly windows: readonly string[];
}

export interface Latency {
  readonly call: string;
  readonly revision: string;
  readonly design: string;
  /** B: the most steps of its own from the request to the boundary; null = not bounded. */
  readonly ownSteps: number | null;
  /** H: the most steps of lock holders that it waits for; null = a holder can wait for an event. */
  readonly holderSteps: number | null;
  readonly test: string;
}
