/**
 * A worker thread of the pool: takes one job at a time and answers with its run.
 *
 * `check` never throws for what a model or a search finds, so an exception here is a defect of
 * ours; it goes back as a sentence and becomes an ERROR of that job alone.
 */
// First: steps are numbered as they load, and certificates go from one program to another.
import '../../../model/steps.ts';
import { parentPort, workerData } from 'node:worker_threads';
import { check } from '../../check/check.ts';
import { InputError } from '../../errors.ts';
import type { Searched } from '../../search/search.ts';
import { keepCertificate } from '../../certificate/keep.ts';
import { ThreadCrew } from './crew.ts';
import { isInterrupted } from './interrupt.ts';
import type { Answer, Job, WorkerSettings } from './pool.ts';

/** Milliseconds between two messages about how a search is coming along. */
const PROGRESS_MS = 100;

const { limits, interrupt, certificates = null, helpers = 0 } = workerData as WorkerSettings;
/** A bundle beside that of this file. */
const HELPER_URL = new URL('helper.mjs', import.meta.url);
const newCrew = () => (helpers > 0 ? new ThreadCrew(helpers, HELPER_URL) : null);
let crew = newCrew();

parentPort?.on('message', (job: Job) => void serve(job));

async function serve({ test, design, revision }: Job): Promise<void> {
  const keep = (searched: Searched) => keepCertificate(certificates ?? '', searched, test.text);
  let toldAt = 0;
  try {
    const run = check(test, design, revision, {
      ...limits,
      ...(crew && { crew }),
      interrupted: () => isInterrupted(interrupt),
      onProgress: (states, statesPerSecond) => {
        const now = performance.now();
        if (now - toldAt < PROGRESS_MS) return;
        toldAt = now;
        tell({ is: 'progress', states, statesPerSecond });
      },
      ...(certificates !== null && { onFound: keep }),
    });
    // A helper that has died is never passed over.
    await crew?.settled();
    tell({ is: 'run', run });
  } catch (error) {
    // The next job has helpers that nothing has happened to.
    await crew?.end();
    crew = newCrew();
    tell({ is: 'failed', why: error instanceof InputError ? error.message : defectText(error) });
  }
}

/** One line: it stands in reports, and a stack would say less to whoever reads them. */
function defectText(error: unknown): string {
  const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  const at = /^ +at (.*)$/m.exec(stack)?.[1] ?? 'an unknown place';
  return `internal error: ${message} (at ${at})`;
}

function tell(answer: Answer): void {
  parentPort?.postMessage(answer);
}
