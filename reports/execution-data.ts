/**
 * The part of the report's data that is one run, step by step. `data.ts` hands it on: whoever reads
 * or makes a report imports from there.
 */

/** A run of a test, replayed before it is put here. */
export interface Execution {
  /** Column heads: `P0`, `P1`, ..., `clock`, `E`. */
  readonly lanes: readonly string[];
  /** All that can be seen of the first state, in reading order; the steps' changes go on from it. */
  readonly start: readonly (readonly [name: string, value: string])[];
  readonly steps: readonly Step[];
  readonly contextSwitches: number;
  /** For `fermata replay`. */
  readonly token: string;
}

/** An execution that breaks something. */
export interface Counterexample extends Execution {
  /** What is broken: an assertion id, or `condition`. */
  readonly breaks: string;
  /** Let / Then / However: the contradiction in words, a sentence or two each. */
  readonly words: { readonly let: string; readonly then: string; readonly however: string };
}

/**
 * What a step means for the calls, threads and messages of the run, in the words of the traces of
 * a kernel. `lane` is an index into the lanes of the execution: the thread that
 * it happens to, which for `wake` and `abort` is not the one that moves.
 */
export type StepEvent =
  | {
      /** A system call enters the kernel, or is issued again after an abort. */
      readonly ev: 'call' | 'restart';
      readonly lane: number;
      /** The label that the litmus gives it, or null. */
      readonly label: string | null;
      readonly call: string;
      /** 1 for the first attempt. */
      readonly attempt: number;
    }
  /** The thread is asleep on this queue from here on; runs again. */
  | { readonly ev: 'block'; readonly lane: number; readonly on: string }
  | { readonly ev: 'unblock'; readonly lane: number }
  /** It was taken off its queue: by a waker, its timeout, or an abort. */
  | { readonly ev: 'wake'; readonly lane: number; readonly on: string }
  /** An abort is requested of it. */
  | { readonly ev: 'abort'; readonly lane: number }
  /** It is out of its call, at the boundary, and will issue the call again. */
  | { readonly ev: 'unwind'; readonly lane: number }
  /** It is held at the boundary, with its result or to issue its call again; it is let go on. */
  | { readonly ev: 'hold' | 'resume'; readonly lane: number }
  /** Its call is over. `value` is what a register holds then, or null. */
  | { readonly ev: 'ret'; readonly lane: number; readonly value: string | null }
  | { readonly ev: 'kill' | 'exit'; readonly lane: number }
  /** A message is in a list of a box (request, notification), or its answer is. */
  | {
      readonly ev: 'send' | 'answer';
      readonly lane: number;
      readonly message: string;
      readonly to: string;
    }
  /** A message, or an answer, was taken off a box by this thread. */
  | { readonly ev: 'take'; readonly lane: number; readonly message: string; readonly from: string };

/** What a step does. */
export interface Deed {
  readonly lane: number;
  /** The rule's stable name. */
  readonly rule: string;
  /** What happens, a few words: `no token: joins the queue, falls asleep`. */
  readonly says: string;
  /** The kernel function: `waitq_sleep_timeout_unsafe`. Empty for user mode and the environment. */
  readonly fn: string;
  /** `kernel/generic/src/synch/waitq.c`. Empty where fn is. */
  readonly file: string;
  /** Only what changed, in reading order: `q.sleepers: [] -> [P0]`. */
  readonly changes: readonly {
    readonly name: string;
    readonly from: string;
    readonly to: string;
  }[];
}

export interface Step extends Deed {
  /** In the order in which a reader would tell them. */
  readonly events: readonly StepEvent[];
}
