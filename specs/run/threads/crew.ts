/**
 * Helpers of a search (checker/crew.ts) as worker threads of the thread that searches.
 *
 * They are started at the first search that is large enough, wait for the next one without using any
 * time, and end with the thread that has started them. While that thread searches it hears of nothing:
 * `settled` tells afterwards whether one of them has died.
 */
import os from 'node:os';
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import type { Beginning, Crew, News } from '../../../checker/crew.ts';
import type { Model } from '../../../checker/model.ts';
import { allOf } from '../../../model/designs/noted.ts';
import { Machine } from '../../../model/machine.ts';
import type { Program } from '../../../model/record/program.ts';

/** What a helper thread is told. */
export type ToHelper =
  | {
      readonly is: 'begin';
      readonly program: Program;
      /** The search keeps one state of each orbit. */
      readonly isPermuted: boolean;
      /** Names of the rules: the helper must number steps alike. */
      readonly rules: string;
      readonly beginning: Beginning;
    }
  | { readonly is: 'news'; readonly news: News };

/** A search of fewer states is over before helpers have started, or soon after. */
const STATES_LEAST = 100_000;
/** So long the search waits for a helper before it looks whether it is dead (ahead.ts). */
const WAIT_MS = 100;

/** More than these were never measured, and the one that numbers all states has to keep up. */
const WORKERS_BY_DEFAULT = 4;

/**
 * Helpers of each of so many searches at a time, if `workers` threads are wanted for each. Else
 * those get the cores that are left over.
 */
export function helpersFor(searches: number, workers?: number): number {
  const left = Math.floor(os.availableParallelism() / searches);
  return (workers ?? Math.max(1, Math.min(left, WORKERS_BY_DEFAULT))) - 1;
}

/** What a helper asks of the policies nobody notes: so all of them count as asked (noted.ts). */
function plainProgram(program: Program): Program {
  const lanes = program.lanes.map((lane) => ({
    ...lane,
    ops: lane.ops.map((op) => ({ ...op, policies: allOf(op.policies) })),
  }));
  return { ...program, lanes };
}

export const ruleNames = ({ rules }: Model): string => rules.map(({ name }) => name).join();

export class ThreadCrew implements Crew {
  readonly size: number;
  readonly statesLeast: number;
  private readonly url: URL;
  private members: readonly { readonly thread: Worker; readonly port: MessagePort }[] = [];
  /** Answers that are still to come: one of each helper after each search. */
  private due = 0;
  private died: Error | null = null;
  private onChange: () => void = () => {};

  /** `size` helpers, which run the module at `url`: the bundle of helper-thread.ts. */
  constructor(size: number, url: URL, statesLeast = STATES_LEAST) {
    this.size = size;
    this.url = url;
    this.statesLeast = statesLeast;
  }

  /** @throws Error if one has died before */
  begin(model: Model, beginning: Beginning): void {
    if (this.died !== null) throw this.died;
    if (!(model instanceof Machine)) throw new Error(`no helper can make ${model.name} again`);
    if (this.members.length === 0) this.members = Array.from({ length: this.size }, this.start);
    const program = plainProgram(model.kernel.program);
    const isPermuted = model.symmetry !== undefined;
    this.post({ is: 'begin', program, isPermuted, rules: ruleNames(model), beginning });
    this.due += this.size;
  }

  tell(news: News): void {
    this.post({ is: 'news', news });
  }

  wait(words: Int32Array, at: number, value: number): void {
    Atomics.wait(words, at, value, WAIT_MS);
  }

  /** All helpers have left all searches. @throws Error as a rejection, if one of them has died */
  async settled(): Promise<void> {
    while (this.due > 0 && this.died === null) {
      await new Promise<void>((resolve) => (this.onChange = resolve));
    }
    if (this.died !== null) throw this.died;
  }

  async end(): Promise<void> {
    await Promise.all(this.members.map(({ thread }) => thread.terminate()));
  }

  private post(message: ToHelper): void {
    for (const { port } of this.members) port.postMessage(message);
  }

  private readonly start = (): { thread: Worker; port: MessagePort } => {
    const { port1, port2 } = new MessageChannel();
    const thread = new Worker(this.url, { workerData: { port: port2 }, transferList: [port2] });
    const onDeath = (why: string): void => {
      this.died ??= new Error(`a thread of the search has died: ${why}`);
      this.onChange();
    };
    thread.on('error', ({ message }) => onDeath(message));
    thread.on('exit', (code) => onDeath(`it ended with ${code}`));
    port1.on('message', () => {
      this.due--;
      this.onChange();
    });
    return { thread, port: port1 };
  };
}
