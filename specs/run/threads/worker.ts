/**
 * A worker thread of the pool: takes one job at a time and answers with its run.
 *
 * `check` never throws for what a model or a search finds, so an exception here is a defect of
 * ours; it goes back as a sentence and becomes an ERROR of that job alone.
 */
// First: steps are numbered as they load, and certificates go from one program to another.
import '../../../model/steps.ts';
import { parentPort, workerData } from 'node:worker_threads';
import type { Design } from '../../../model/designs/policies.ts';
import type { Run } from '../../../reports/data.ts';
import { check } from '../../check/check.ts';
import { InputError } from '../../errors.ts';
import type { Searched } from '../../search/search.ts';
import { keepCertificate } from '../../certificate/keep.ts';
import { ThreadCrew } from './crew.ts';
import { isInterrupted } from './interrupt.ts';
import type { Answer, Job, WorkerSettings } from './pool.ts';
import { SameSearch } from './same-search.ts';

/** Milliseconds between two messages about how a search is coming along. */
const PROGRESS_MS = 100;

const { limits, interrupt, certificates = null, helpers = 0 } = workerData as WorkerSettings;
/** A bundle beside that of this file. */
const HELPER_URL = new URL('helper.mjs', import.meta.url);
const newCrew = () => (helpers > 0 ? new ThreadCrew(helpers, HELPER_URL) : null);
let crew = newCrew();

/** A certificate is of one search of its own. */
const sameSearch = new SameSearch(limits);

parentPort?.on('message', (job: Job) => void serve(job));

async function serve(job: Job): Promise<void> {
  try {
    const same = certificates === null ? sameSearch.designFor(job) : null;
    if (same !== null) return tell({ is: 'same', design: same.name });
    const run = certificates === null ? noting(job) : checked(job, job.design);
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

function noting(job: Job): Run {
  const search = (design: Design): Run => checked(job, design);
  return sameSearch.run(job, search, () => !isInterrupted(interrupt) && !isLate());
}

const isLate = (): boolean => limits.deadlineMs !== null && Date.now() >= limits.deadlineMs;

function checked({ test, revision }: Job, design: Design): Run {
  const keep = (searched: Searched) => keepCertificate(certificates ?? '', searched, test.text);
  let toldAt = 0;
  return check(test, design, revision, {
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
