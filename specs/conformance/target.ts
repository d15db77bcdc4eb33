/**
 * The contract of a kernel under test: a litmus goes in, outcomes and traces come out.
 *
 * A target knows nothing of the model and nothing here knows how it runs: in this process
 * (reference/), as a program that speaks docs/protocol.md, or as a log that somebody brought home.
 */
import type { Litmus } from '../litmus/litmus.ts';
import type { TraceEvent } from './trace-event.ts';

/** Whether a target is in this process, next door or far away is its own business. */
export interface Target {
  /** As `--target` has it. */
  readonly name: string;
  readonly kernel: { readonly name: string; readonly version: string };
  /** The table of calls that it has, as `Table=` spells it. */
  readonly table: string;
  /** The design that it claims to follow where a call is aborted; `today` where it takes no aborts. */
  readonly design: string;
  /** How threads are stopped and calls restarted there, in words for the report. */
  readonly interruption: string;
  /** Why it cannot run `test`, in words; undefined where it can. */
  refuses(test: Litmus): string | undefined;
  /** Runs `test` over and over. @throws TargetError where the target is broken, with its last words */
  rounds(test: Litmus, options: RoundOptions): AsyncIterable<Round>;
  close(): Promise<void>;
}

export interface RoundOptions {
  readonly rounds: number;
  /** The same seed gives the same rounds, where the target can promise that. */
  readonly seed: number;
  readonly isTraced: boolean;
}

/** One execution of a test, or why it says nothing. */
export type Round =
  | {
      /** Places as a condition names them (`0:r0`, `q.balance`, `0:dt(L0)`) to values as it spells them. */
      readonly outcome: Readonly<Record<string, string>>;
      readonly trace?: readonly TraceEvent[];
    }
  | { readonly setAside: string };
