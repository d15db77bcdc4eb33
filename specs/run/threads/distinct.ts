/**
 * One search for all designs that are the same model for a test (same-model.ts): which jobs have to
 * be run, and what the others have from them.
 */
import type { Outcome, Run } from '../../../reports/data.ts';
import { modelKey } from '../../search/same-model.ts';
import { withAborts } from '../../search/search.ts';
import type { Job } from './pool.ts';

/**
 * The first job of each model under `--aborts`, and for every job the place of the one that serves it.
 */
export function distinctJobs(
  jobs: readonly Job[],
  aborts: number | null,
): { distinct: readonly Job[]; places: readonly number[] } {
  const distinct: Job[] = [];
  const placeOf = new Map<string, number>();
  const places = jobs.map((job) => {
    const litmus = withAborts(job.test.litmus, aborts);
    // Not every model key names the revision, and a run says on which it was made.
    const model = modelKey(litmus, job.design, job.revision);
    const key = `${job.test.name} ${job.revision} ${model}`;
    const known = placeOf.get(key);
    if (known !== undefined) return known;
    placeOf.set(key, distinct.length);
    return distinct.push(job) - 1;
  });
  return { distinct, places };
}

/** The run of a job, from the search of the same model under another design if there was one. */
export function runFor({ design }: Job, served: Job, run: Run | null): Run | null {
  if (run === null || served.design.name === design.name) return run;
  const { outcomes } = run;
  return {
    ...run,
    // Of a wrong design only what it breaks is told step by step.
    outcomes: design.kind === 'known-bad' ? outcomes.map(withoutExecution) : outcomes,
    design: design.name,
    sameAs: run.sameAs ?? served.design.name,
    latencies: run.latencies?.map((latency) => ({ ...latency, design: design.name })),
  };
}

function withoutExecution({ execution: _execution, ...outcome }: Outcome): Outcome {
  return outcome;
}
