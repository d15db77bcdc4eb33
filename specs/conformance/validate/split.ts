/**
 * The order in which events were logged, and that in which they were done. A kernel logs a call when it
 * is entered, and the model enters it in one step with what it looks up first; it logs a return when it
 * leaves, and the model may leave in one step with the last thing that it did. Others may have come in
 * between. So a `call` or `restart` is done some time between its line and the next of its thread; a
 * `ret`, `unwind` or `stop` some time between the line before it in its thread and its own.
 *
 * Each such event is two: logged, in a stream of its own (one a thread, behind those of all steps), where
 * its place among the other threads counts; and done, by a step of the model. Everything else is logged
 * under the lock under which it is done, and is one.
 */
import type { EventName } from '../trace-event.ts';
import type { Placed, Stream } from '../trace-streams.ts';

/** Logged before it is done. */
const BEFORE: ReadonlySet<EventName> = new Set(['call', 'restart']);
/** Logged after it is done. */
const BEHIND: ReadonlySet<EventName> = new Set(['ret', 'unwind', 'stop']);

export interface Part {
  readonly placed: Placed;
  readonly isLog: boolean;
  /** By stream of parts, how many of its parts come before. */
  readonly needs: readonly number[];
}

/** Where the two parts of an event are in their streams, or -1. */
export interface Parts {
  readonly step: number;
  readonly log: number;
}

export interface Split {
  /** Steps by thread, then logs by thread. */
  readonly streams: readonly (readonly Part[])[];
  /** By thread, by event as it was logged. */
  readonly parts: readonly (readonly Parts[])[];
}

/** `isExact`: every event was logged in the very step of the model, as plain search has it. */
export function split(
  streams: readonly Pick<Stream, 'events' | 'needs'>[],
  isExact: boolean,
): Split {
  const parts = streams.map(({ events }) => partsOf(events, isExact));
  const before = parts.map((each) => countsOf(each));
  const lines: Part[][] = [...streams, ...streams].map(() => []);
  for (const [t, { events, needs }] of streams.entries()) {
    const logs = streams.length + t;
    for (const [i, placed] of events.entries()) {
      const { step, log } = parts[t][i];
      const own = before[t][i];
      const others = needsOf(needs[i], before, t);
      if (log < 0) {
        others[logs] = own.logs;
        lines[t].push({ placed, isLog: false, needs: others });
        continue;
      }
      const isBefore = BEFORE.has(placed.event.ev);
      const done = others.map(() => 0);
      if (isBefore) done[logs] = log + 1;
      lines[t].push({ placed, isLog: false, needs: done });
      others[t] = isBefore ? own.wholes : step + 1;
      lines[logs].push({ placed, isLog: true, needs: others });
    }
  }
  return { streams: lines, parts };
}

function partsOf(events: readonly Placed[], isExact: boolean): Parts[] {
  let logs = 0;
  return events.map(({ event }, step) => {
    const isTwo = !isExact && (BEFORE.has(event.ev) || BEHIND.has(event.ev));
    return { step, log: isTwo ? logs++ : -1 };
  });
}

/** Of the events before one of a thread: their logs, and steps up to the last that is no two. */
interface Counts {
  readonly logs: number;
  readonly wholes: number;
}

/** By event, and behind them all. */
function countsOf(parts: readonly Parts[]): readonly Counts[] {
  let [logs, wholes] = [0, 0];
  const counts: Counts[] = [{ logs, wholes }];
  for (const { step, log } of parts) {
    if (log < 0) wholes = step + 1;
    else logs = log + 1;
    counts.push({ logs, wholes });
  }
  return counts;
}

/** What has to be logged in the other threads before. */
function needsOf(
  needs: readonly number[],
  before: readonly (readonly Counts[])[],
  own: number,
): number[] {
  const all = [...before, ...before].map(() => 0);
  for (const [u, count] of needs.entries()) {
    if (u === own) continue;
    all[u] = before[u][count].wholes;
    all[before.length + u] = before[u][count].logs;
  }
  return all;
}
