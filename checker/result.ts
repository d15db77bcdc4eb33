/** What a search has found, once it has ended. */
import type { Exploration, Progress } from './exploration.ts';
import type { Search } from './search.ts';

/** Depths and counts as they are; of a search that was cut, of the part that it got to. */
export function resultOf(search: Search): Exploration {
  const { model, arena, levelEnds, head } = search;
  const { decidedBy } = search.questions;
  const ends = arena.size > search.levelEnd ? [...levelEnds, arena.size] : levelEnds;
  return {
    model,
    stopped: search.stopped ?? 'complete',
    reduced: search.batch.reduces,
    error: search.error,
    states: arena.size,
    transitions: search.transitions,
    levels: ends.map((end, depth) => end - (ends[depth - 1] ?? 0)),
    completeDepth: levelEnds.filter((end) => end <= head).length - 1,
    frontier: arena.size - head,
    ends: search.ends,
    coverage: { fired: [...search.fired], fresh: [...search.fresh] },
    properties: model.properties.map((property, i) => ({ property, id: decidedBy[i] })),
    outcomes: search.outcomes.found,
    ...(search.orbits && { orbits: search.orbits.result() }),
    peakBytes: search.peakBytes,
    bytesPerState: search.peakBytes / arena.size,
    elapsedMs: performance.now() - search.startedAt,
    seen: search.seen,
    edges: search.log ?? null,
  };
}

/** How far a search is after so many milliseconds. */
export function progressOf(search: Search, elapsedMs: number): Progress {
  return {
    states: search.arena.size,
    expanded: search.head,
    transitions: search.transitions,
    depth: search.levelEnds.length - 1,
    bytes: search.peakBytes,
    elapsedMs,
  };
}
