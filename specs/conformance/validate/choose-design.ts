/**
 * Under which design and on which revision a trace is judged, where the command line does not say: a
 * kernel in which nothing is aborted is today's, any other is held against the ticket.
 */
import { parseDesign } from '../../../model/designs/designs.ts';
import type { Design } from '../../../model/designs/policies.ts';
import type { Revision } from '../../../model/record/program.ts';
import { InputError } from '../../errors.ts';
import type { Litmus } from '../../litmus/litmus.ts';
import { needsAborts, withAborts } from '../../search/search.ts';
import { revisionsOf } from '../../search/revisions.ts';
import type { Trace } from '../read-trace.ts';
import type { EventName } from '../trace-event.ts';

export interface Chosen {
  /** As it is searched: without its aborts where none was made. */
  readonly litmus: Litmus;
  readonly design: Design;
  /** Why this design. */
  readonly because: string;
}

/** Events that are there only where threads are stopped. */
const OF_ABORTS: ReadonlySet<EventName> = new Set([
  'abort',
  'unwind',
  'restart',
  'stop',
  'go',
  'checkpoint',
  'restore',
]);

/** `given`: of the command line, or null. */
export function chosenFor(trace: Trace, litmus: Litmus, given: string | null): Chosen {
  if (given !== null) return { litmus, design: parseDesign(given), because: 'as given' };
  const ticket = parseDesign('ticket');
  const first = trace.streams
    .flatMap(({ events }) => events)
    .find(({ event }) => OF_ABORTS.has(event.ev));
  if (first !== undefined) {
    return { litmus, design: ticket, because: `line ${first.line} is of an abort` };
  }
  const today = parseDesign('today');
  if (!needsAborts(litmus)) return { litmus, design: today, because: 'the test aborts nothing' };
  if (!trace.meta.instrumented.includes('abort')) {
    return { litmus, design: ticket, because: 'the test aborts, and aborts are not logged' };
  }
  return {
    litmus: withAborts(litmus, 0),
    design: today,
    because: 'aborts are logged, and there was none',
  };
}

/** @throws InputError for a table that the test is not for */
export function revisionFor(trace: Trace, litmus: Litmus): Revision {
  const { table } = trace.meta;
  const revision = table.replace(/^kernel-/, 'helenos-');
  const known = revisionsOf(litmus).find((each) => each === revision);
  const isKernel = table.startsWith('kernel-') === litmus.meta.table.startsWith('kernel-');
  if (known !== undefined && isKernel) return known;
  throw new InputError(
    `${trace.file}:1: table is ${table}, and ${litmus.name} is for ${litmus.meta.table}`,
  );
}
