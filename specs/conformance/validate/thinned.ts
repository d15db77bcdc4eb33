/**
 * What may become of a log on its way from a kernel: kinds that were not instrumented, fields and times
 * that were not written, results that nobody could read, events that were lost, lines in another order.
 * And, for tests, what must not: single events changed, lost, put elsewhere.
 */
import type { Happened } from '../trace-event.ts';
import type { Logged } from './execution-trace.ts';

/** A number from 0 to below `most`. */
export type Draw = (most: number) => number;

/** The log with less in it, of which the same execution must still be seen to be possible. */
export function thinned({ meta, events, end }: Logged, draw: Draw): Logged {
  const kept = meta.instrumented.filter(() => draw(4) > 0);
  const isUntimed = draw(3) === 0;
  const isUnnumbered = draw(4) === 0;
  const rest = renumbered(events.filter(({ ev }) => kept.includes(ev) || draw(2) === 0));
  const less = withGaps(rest, draw).map((event) => {
    const own = { ...withFields(event, draw) };
    if (isUntimed || draw(8) === 0) delete own.t;
    if (isUnnumbered) delete own.n;
    return own;
  });
  // Without numbers the order of the lines is all that is left.
  const lines = isUnnumbered ? less : shuffled(less, draw);
  const { final = {} } = end;
  const known = Object.fromEntries(Object.entries(final).filter(() => draw(3) > 0));
  return { meta: { ...meta, instrumented: kept }, events: lines, end: { ...end, final: known } };
}

function withFields(event: Happened, draw: Draw): Happened {
  const own: Record<string, unknown> = { ...event };
  const free = ['on', 'woke', 'final', 'hit', 'args', 'label', 'box', 'id', 'of', 'by'];
  for (const key of free) if (draw(4) === 0) delete own[key];
  if (event.ev === 'ret' && event.val !== undefined) {
    const uncertain = [event.val, '?', { in: ['EPERM', event.val] }, undefined];
    own.val = uncertain[draw(6)] ?? event.val;
  }
  return own as Happened;
}

/** Some events of a thread are lost, and a gap says so. */
function withGaps(events: readonly Happened[], draw: Draw): readonly Happened[] {
  if (draw(3) > 0) return events;
  const threads = [...new Set(events.map(({ th }) => th))];
  const th = threads[draw(Math.max(1, threads.length))];
  const own = events.filter((event) => event.th === th);
  if (th === undefined || own.length === 0) return events;
  const from = draw(own.length);
  const lost = new Set(own.slice(from, from + 1 + draw(3)));
  const [first] = lost;
  return events.flatMap((event): Happened[] => {
    if (!lost.has(event)) return [event];
    return event === first ? [{ ev: 'gap', th, ...(event.n !== undefined && { n: event.n }) }] : [];
  });
}

function shuffled<T>(all: readonly T[], draw: Draw): T[] {
  const rest = [...all];
  return all.map(() => rest.splice(draw(rest.length), 1)[0]);
}

/** Gap-free numbers for each thread, in the order of the lines. */
export function renumbered(events: readonly Happened[]): Happened[] {
  const next = new Map<string, number>();
  return events.map((event) => {
    const th = event.th ?? '';
    const n = (next.get(th) ?? 0) + 1;
    next.set(th, n);
    return { ...event, n };
  });
}

const RESULTS = ['EOK', 'EINTR', 'ETIMEOUT', 'ENOENT', 'blocked', 'OK_ATOMIC', 'none'];

/** One event other than it was: times and numbers say the new order. */
export function mutated(events: readonly Happened[], draw: Draw): Happened[] {
  const i = draw(events.length);
  const event = events[i];
  const changed = draw(4);
  if (changed === 0) return retimed(events.toSpliced(i, 1));
  if (changed === 1)
    return retimed(events.toSpliced(i, 1).toSpliced(draw(events.length), 0, event));
  if (changed === 2) return retimed(events.toSpliced(draw(events.length), 0, event));
  return retimed(events.with(i, otherwise(event, draw)));
}

/** Of what it says, something else. */
function otherwise(event: Happened, draw: Draw): Happened {
  switch (event.ev) {
    case 'ret':
      return { ...event, val: RESULTS[draw(RESULTS.length)] };
    case 'wake':
      return { ...event, woke: (event.woke?.length ?? 0) > 0 ? [] : ['P0'] };
    case 'block':
      return { ev: 'ret', th: event.th, val: 'EOK' };
    case 'abort':
      return { ...event, hit: event.hit !== true };
    case 'call':
      return { ...event, ev: 'restart' };
    default:
      return { ev: 'unwind', th: event.th };
  }
}

const STRIDE = 1000;

function retimed(events: readonly Happened[]): Happened[] {
  return renumbered(events).map((event, i) => {
    const own: Record<string, unknown> = { ...event, t: (i + 1) * STRIDE };
    // An attempt that begins twice is no trace at all; arguments are not looked at by plain search.
    for (const key of ['id', 'of', 'args']) delete own[key];
    return own as Happened;
  });
}
