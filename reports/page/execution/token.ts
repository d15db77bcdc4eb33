/**
 * The replay token of an execution, made again from what the page holds (specs/trace/token.ts has its
 * form and reads it).
 */
import type { Counterexample, Execution, Report, Run } from '../../data.ts';

/** What a token is about besides its run; of the whole report. */
export type Replaying = Pick<Report, 'model' | 'aborts'>;

/** @throws where the browser cannot compress (before 2023). */
export async function tokenOf(
  execution: Execution | Counterexample,
  run: Run,
  { model, aborts }: Replaying,
): Promise<string> {
  const breaks = 'breaks' in execution ? execution.breaks : 'nothing';
  const schedule = execution.steps.map(({ rule }) => rule).join('\n');
  // Where designs share a search, it was made under one of them.
  const design = run.sameAs ?? run.design;
  const loop = 'breaks' in execution && execution.loop ? [execution.loop.from] : [];
  const fields = [
    run.test,
    run.hash,
    run.revision,
    design,
    aborts,
    breaks,
    schedule,
    model,
    ...loop,
  ];
  const stream = new Blob([JSON.stringify(fields)])
    .stream()
    .pipeThrough(new CompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  return `F1.${base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')}`;
}
