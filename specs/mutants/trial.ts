/**
 * A thread of trials: runs tests and recorded programs on the model that it was bundled with.
 */
import { parentPort } from 'node:worker_threads';
import type { Design } from '../../model/designs/policies.ts';
import type { Revision } from '../../model/record/program.ts';
import type { Run } from '../../reports/data.ts';
import { type Agreement, agreeProgram } from '../agree/agree.ts';
import type { RecordedProgram } from '../agree/read-outcomes.ts';
import { runKernelProgram } from '../agree/run.ts';
import { check } from '../check/check.ts';
import type { Source } from '../search/search.ts';

/** What is asked of the thread. */
export type Question =
  | {
      readonly is: 'check';
      readonly source: Source;
      readonly design: Design;
      readonly revision: Revision;
    }
  | { readonly is: 'agree'; readonly recorded: RecordedProgram };

/** What it says. */
export type Answer =
  | { readonly is: 'run'; readonly run: Run }
  | { readonly is: 'agreement'; readonly agreement: Agreement }
  | { readonly is: 'failed'; readonly why: string };

/** Several times what the largest test of the catalogue needs. A mutant may have no end of states. */
const STATES_MAX = 500_000;
const MEMORY_MAX_BYTES = 512 * 1024 ** 2;
const TIME_MAX_MS = 30_000;

parentPort?.on('message', (question: Question) => {
  parentPort?.postMessage(answerTo(question));
});

function answerTo(question: Question): Answer {
  try {
    if (question.is === 'agree') {
      return { is: 'agreement', agreement: agreeProgram(question.recorded, runKernelProgram) };
    }
    const { source, design, revision } = question;
    const run = check(source, design, revision, {
      statesMax: STATES_MAX,
      memoryMaxBytes: MEMORY_MAX_BYTES,
      deadlineMs: Date.now() + TIME_MAX_MS,
      aborts: null,
      // Nobody replays the run of a mutant.
      digest: '',
      interrupted: () => false,
    });
    return { is: 'run', run };
  } catch (error) {
    return { is: 'failed', why: (error as Error).message };
  }
}
