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
  /** What else could have become of it; absent: of a version, or by a command, that does not ask. */
  readonly fate?: Fate;
  /** Steps are repeated for ever: after the last one the step numbered `from`, from 1, comes again. */
  readonly loop?: { readonly from: number };
}

/** Read off all runs of the test; or why that was not done. */
export type Fate = KnownFate | OpenFate;

export interface OpenFate {
  readonly is: 'open';
  /** A sentence without its full stop. */
  readonly why: string;
}

/**
 * Until when a counterexample could still have ended well, and what of it had to be
 * (docs/formats.md#fate). Steps are numbered from 1.
 */
export interface KnownFate {
  readonly is: 'known';
  /** States of the graph off which it was read: all that the test has. */
  readonly states: number;
  /** The point of no return: after this step no good end can be reached. 0: no run has one. */
  readonly lost: number;
  /** What could have come instead of that step and leads to a good end, the nearest first. */
  readonly instead: readonly Rescue[];
  /** The run could have ended well before that step, which nobody had to take. */
  readonly mayStop: boolean;
  /** Requests that hit, per call of a lane. */
  readonly aborts: Need & { readonly each: readonly AbortNeed[] };
  readonly ticks: Need;
  readonly switches: Need & { readonly each: readonly Turn[] };
  /** Of a condition that is made of several parts: since when each stands as it must not. */
  readonly parts: readonly LostPart[];
}

/** How often something is in the run, and the least that a run which breaks the same has of it. */
export interface Need {
  readonly made: number;
  readonly least: number;
}

export interface Rescue {
  readonly lane: number;
  readonly rule: string;
  readonly says: string;
  /** Steps to the nearest good end, this one included; how that end looks. */
  readonly steps: number;
  readonly ends: string;
}

export interface AbortNeed extends Need {
  /** `P0:L0`, or the call where the test gives it no label. */
  readonly of: string;
  /** The steps in which it is requested. */
  readonly steps: readonly number[];
}

/** Another lane moves after step `after`. */
export interface Turn {
  readonly after: number;
  /**
   * forced: the lane that moved cannot go on. needed: if it goes on, what is broken cannot break
   * any more. free: if it goes on, it still can.
   */
  readonly is: 'forced' | 'needed' | 'free';
}

export interface LostPart {
  /** As the litmus has it. */
  readonly text: string;
  /** What it is, and must not be. */
  readonly is: boolean;
  /** After this step it is so at every end that can still be reached. */
  readonly since: number;
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
  /** A debugger looks at it while it is held; sets a register, an argument, where it goes on. */
  | { readonly ev: 'examine' | 'set'; readonly lane: number }
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
  /** The call of a procedure of user code that the lane is in: `lock(m)`. */
  readonly within?: string;
}

/** A wrong design's counterexample, taken step by step under a design that is right. */
export interface WhyNot {
  /** The design whose run it is, e.g. `debt=book`. */
  readonly design: string;
  /** How that design differs, as `policy=value`. */
  readonly differs: readonly string[];
  /** An assertion id or `condition`. */
  readonly breaks: string;
  /** So many of its steps are the same here, with the same changes. */
  readonly agree: number;
  /** The step of the wrong run that is not; null: all are, and its end breaks nothing here. */
  readonly wrong: Deed | null;
  /** What happens here instead: the same rule with other changes, or another step; null: nothing can. */
  readonly instead: Deed | null;
  /** The guard in a sentence or two. */
  readonly says: string;
  /** The outcome of a run that goes on from there; null where none was followed to an end. */
  readonly ends: string | null;
  /** That run under the right design, from its start; kept for the first answers only. */
  readonly execution: Execution | null;
}
