/**
 * The events of each thread in their order, and what of the others each has to wait for.
 *
 * In one thread `n` is the order, without it that of the lines. Across threads it is `t`, beyond the
 * clock's resolution; `after`; and where meta says `"order":"total"`, that of the lines. Anything else
 * is free.
 */
import type { Happened, Meta } from './trace-event.ts';
import type { Faults } from './trace-lines.ts';

export interface Placed {
  readonly line: number;
  readonly event: Happened;
}

/** What belongs to no thread (a checkpoint, say) is the environment's. */
export const ENVIRONMENT = 'E';

export interface Stream {
  readonly th: string;
  readonly events: readonly Placed[];
  /** By event, by stream: how many of that stream's events come before it for sure. */
  readonly needs: readonly (readonly number[])[];
  /** Events were dropped and not numbered: one may be missing anywhere. */
  readonly isLossy: boolean;
}

/** Streams by name of their thread. */
export function streamsOf(
  events: readonly Placed[],
  meta: Meta | null,
  faults: Faults,
): readonly Stream[] {
  const dropped = meta?.buf?.dropped ?? 0;
  const names = [...new Set(events.flatMap(threadOf))].toSorted();
  const global = events.filter(({ event }) => event.ev === 'gap' && event.th === undefined);
  const ordered = names.map((th) => {
    const own = events.filter((placed) => threadOf(placed).includes(th));
    const inOrder = numbered(th, own, dropped > 0, faults);
    const isLossy = dropped > 0 && own.some(({ event }) => event.n === undefined);
    return { th, isLossy, events: withGaps(inOrder, global) };
  });
  const needs = needsOf(ordered, meta, faults);
  const streams = ordered.map((stream, i) => ({ ...stream, needs: needs[i] }));
  refuseCircles(streams, faults);
  return streams;
}

function threadOf({ event }: Placed): string[] {
  if (event.ev === 'gap' && event.th === undefined) return [];
  return [event.th ?? ENVIRONMENT];
}

/** By `n`; what is missing is a gap where events were dropped, and else a fault. */
function numbered(
  th: string,
  events: readonly Placed[],
  mayBeMissing: boolean,
  faults: Faults,
): readonly Placed[] {
  const counted = events.filter(({ event }) => event.n !== undefined);
  if (counted.length === 0) return events;
  if (counted.length < events.length) {
    const without = events.find(({ event }) => event.n === undefined);
    faults.add(
      without?.line ?? 1,
      `${th}: no n, which other events of it have: number all or none`,
    );
    return events;
  }
  const inOrder = events.toSorted((a, b) => (a.event.n ?? 0) - (b.event.n ?? 0));
  const result: Placed[] = [];
  let next = 1;
  for (const placed of inOrder) {
    const n = placed.event.n ?? 0;
    const before = result.at(-1);
    if (before !== undefined && before.event.n === n && before.event.ev !== 'gap') {
      faults.add(placed.line, `${th}: n is ${n}, as in line ${before.line}: number each once`);
    }
    const isAfterGap = before?.event.ev === 'gap' || placed.event.ev === 'gap';
    if (n > next && !isAfterGap) {
      if (!mayBeMissing) faults.add(placed.line, missing(th, n, next));
      result.push({ line: placed.line, event: { ev: 'gap', th, n: next } });
    }
    result.push(placed);
    next = n + 1;
  }
  if (mayBeMissing)
    result.push({ line: inOrder[inOrder.length - 1].line, event: { ev: 'gap', th } });
  return result;
}

function missing(th: string, n: number, next: number): string {
  const how = 'log a gap there, or say in meta how many events the buffer dropped';
  return `${th}: n is ${n} where ${next} comes next: an event is missing; ${how}`;
}

/** A gap of all threads stands in each before what is behind it in the file. */
function withGaps(events: readonly Placed[], gaps: readonly Placed[]): readonly Placed[] {
  const result = [...events];
  for (const gap of gaps) {
    const at = result.findIndex(({ line }) => line > gap.line);
    result.splice(at < 0 ? result.length : at, 0, gap);
  }
  return result;
}

type Ordered = Omit<Stream, 'needs'>;

function needsOf(streams: readonly Ordered[], meta: Meta | null, faults: Faults): number[][][] {
  const res = meta?.clock?.res ?? 0;
  const isTotal = meta?.order === 'total';
  const places = placesOf(streams);
  const times = streams.map(({ events }) => leastFrom(events, ({ event }) => event.t ?? Infinity));
  const lines = streams.map(({ events }) => leastFrom(events, ({ line }) => line));
  return streams.map(({ events, th }, own) => {
    refuseBackwards(th, events, res, faults);
    return events.map((placed) => {
      const { line, event } = placed;
      const needs = streams.map((_, u) => {
        if (u === own) return 0;
        const earlier = event.t === undefined ? 0 : countBelow(times[u], event.t - res);
        return isTotal ? Math.max(earlier, countBelow(lines[u], line)) : earlier;
      });
      for (const ref of placed.event.after ?? []) {
        const place = places.get(ref);
        if (place === undefined) faults.add(placed.line, unknownRef(ref, meta));
        else if (place.stream !== own) {
          needs[place.stream] = Math.max(needs[place.stream], place.index + 1);
        }
      }
      return needs;
    });
  });
}

function unknownRef(ref: string, meta: Meta | null): string {
  const isLost = (meta?.buf?.dropped ?? 0) > 0;
  const hint = isLost ? 'its events were dropped: leave it out' : 'name an id, or P0:3 for its n 3';
  return `after names ${ref}, which no event has; ${hint}`;
}

/** By event the least of it and of all behind it. */
function leastFrom(events: readonly Placed[], of: (placed: Placed) => number): number[] {
  const least = events.map(of);
  for (let i = least.length - 2; i >= 0; i--) least[i] = Math.min(least[i], least[i + 1]);
  return least;
}

/** How many events there are up to the last one that is below `limit`: `least` never falls. */
function countBelow(least: readonly number[], limit: number): number {
  let [from, to] = [0, least.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (least[middle] < limit) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** What `after` may name: an attempt, which is its first event; `P0:3`, the third event of P0. */
function placesOf(streams: readonly Ordered[]): Map<string, { stream: number; index: number }> {
  const places = new Map<string, { stream: number; index: number }>();
  for (const [stream, { th, events }] of streams.entries()) {
    for (const [index, { event }] of events.entries()) {
      const { id, n } = event;
      if (id !== undefined && !places.has(id)) places.set(id, { stream, index });
      if (n !== undefined && event.ev !== 'gap') places.set(`${th}:${n}`, { stream, index });
    }
  }
  return places;
}

function refuseBackwards(th: string, events: readonly Placed[], res: number, faults: Faults): void {
  let latest: Placed | null = null;
  for (const placed of events) {
    const { t } = placed.event;
    if (t === undefined) continue;
    const before = latest?.event.t ?? -Infinity;
    if (t + res < before) {
      const where = `${th}: t is ${t}, and ${before} in line ${latest?.line} before it`;
      faults.add(placed.line, `${where}: n and t contradict each other; take one clock`);
    }
    if (t >= before) latest = placed;
  }
}

/** Events that wait for each other in a circle: `after` and `t` contradict each other. */
function refuseCircles(streams: readonly Stream[], faults: Faults): void {
  const order = linear(streams);
  const all = streams.reduce((sum, { events }) => sum + events.length, 0);
  if (faults.count > 0 || order.length === all) return;
  const done = new Set(order.map(({ stream, index }) => `${stream} ${index}`));
  const lines = streams.flatMap(({ events }, stream) => {
    const index = events.findIndex((_, i) => !done.has(`${stream} ${i}`));
    return index < 0 ? [] : [events[index].line];
  });
  faults.add(Math.min(...lines), `lines ${lines.join(', ')} wait for each other: mend after or t`);
}

/** All events in one order that their needs allow, by their lines where these leave it open. */
export function linear(
  streams: readonly {
    readonly events: readonly { readonly line: number }[];
    readonly needs: Stream['needs'];
  }[],
): { readonly stream: number; readonly index: number }[] {
  const at = streams.map(() => 0);
  const order: { stream: number; index: number }[] = [];
  for (;;) {
    let best = -1;
    for (const [s, { events, needs }] of streams.entries()) {
      const index = at[s];
      if (index >= events.length || needs[index].some((need, u) => at[u] < need)) continue;
      const isFirst = best < 0 || events[index].line < streams[best].events[at[best]].line;
      if (isFirst) best = s;
    }
    if (best < 0) return order;
    order.push({ stream: best, index: at[best]++ });
  }
}
