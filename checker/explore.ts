/**
 * The search as one call: of all states of a model (search.ts), at once or in slices.
 */
import type { Exploration, ExploreOptions } from './exploration.ts';
import type { Model } from './model.ts';
import { Search } from './search.ts';

/** How long `exploreInSlices` holds the event loop. */
const SLICE_MS = 50;

/**
 * Searches all states of `model`. A violated property is a result, and so is a ModelError.
 * @throws RangeError if an option or the model makes no sense.
 */
export function explore(model: Model, options: ExploreOptions = {}): Exploration {
  const search = new Search(model, options);
  try {
    while (search.step());
  } finally {
    search.end();
  }
  return search.result();
}

/**
 * The same search, but lets the event loop run about every 50 ms, so that signals are seen.
 * @throws RangeError as a rejection, see `explore`.
 */
export async function exploreInSlices(
  model: Model,
  options: ExploreOptions = {},
): Promise<Exploration> {
  const search = new Search(model, options);
  try {
    for (let sliceEnd = performance.now() + SLICE_MS; search.step();) {
      if (performance.now() < sliceEnd) continue;
      await new Promise((resolve) => setTimeout(resolve, 0));
      sliceEnd = performance.now() + SLICE_MS;
    }
  } finally {
    search.end();
  }
  return search.result();
}
