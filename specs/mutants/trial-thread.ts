/**
 * A thread of trials, from outside: one question at a time, and an answer whatever happens.
 *
 * A mutant may loop for ever inside one step, where no limit of a search is looked at: a thread
 * that says nothing for too long is ended, which is an answer too; the next question starts anew.
 */
import { Worker } from 'node:worker_threads';
import type { Answer, Question } from './trial.ts';

/** More than a search may take (see trial.ts), with its counterexamples. */
const SILENCE_MAX_MS = 60_000;

export class TrialThread {
  private readonly url: URL;
  private readonly silenceMaxMs: number;
  private worker: Worker | null = null;

  /** `code` is a module. */
  constructor(code: string, silenceMaxMs = SILENCE_MAX_MS) {
    this.url = new URL(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`);
    this.silenceMaxMs = silenceMaxMs;
  }

  /** Never rejects. The last question must have been answered. */
  async ask(question: Question): Promise<Answer> {
    this.worker ??= new Worker(this.url);
    const answer = await this.answer(this.worker, question);
    if (answer.is === 'failed') await this.end();
    return answer;
  }

  async end(): Promise<void> {
    await this.worker?.terminate();
    this.worker = null;
  }

  private answer(worker: Worker, question: Question): Promise<Answer> {
    return new Promise((resolve) => {
      const settle = (answer: Answer): void => {
        clearTimeout(timer);
        for (const event of ['message', 'error', 'exit']) worker.removeAllListeners(event);
        // An error after the answer is no question's; without a listener it would end the process.
        worker.on('error', () => {});
        resolve(answer);
      };
      const fail = (why: string): void => settle({ is: 'failed', why });
      const timer = setTimeout(
        () => fail(`no answer within ${this.silenceMaxMs / 1000} s: a step may not end`),
        this.silenceMaxMs,
      );
      worker.on('message', settle);
      worker.on('error', (error) => fail(error.message));
      worker.on('exit', (code) => fail(`the thread ended with ${code}`));
      worker.postMessage(question);
    });
  }
}
