/**
 * A search with helpers finds what one without finds, in the same order and with the same counts,
 * however many help and whatever they are doing when.
 *
 * The helpers are simulated here: between any two steps of the search, and while it waits, each of
 * them may do its next action, as the property test wants. Real threads: specs/run/threads/crew.test.ts.
 */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Beginning, Crew, News } from './crew.ts';
import type { Exploration, ExploreOptions } from './exploration.ts';
import { explore } from './explore.ts';
import { Helper } from './helper.ts';
import type { Model } from './model.ts';
import { answersOf, expectedOf } from './oracle.ts';
import { graphs, modelOf } from './random-model.ts';
import { Search } from './search.ts';
import { twoPhaseCommit } from './two-phase-commit.ts';

/** Whose turn it is: a number of a helper, over and over. Real threads know no order. */
type Turns = readonly number[];

/** Helpers that take their turns when the search is between steps, or waits. */
class SimulatedCrew implements Crew {
  readonly size: number;
  readonly statesLeast: number;
  begun = 0;
  jobs = 0;
  /** Do nothing any more. */
  areDead = false;
  private readonly turns: Turns;
  private turn = 0;
  private helpers: { readonly helper: Helper; readonly news: News[]; hasJob: boolean }[] = [];

  constructor(size: number, turns: Turns, statesLeast = 2) {
    this.size = size;
    this.turns = turns;
    this.statesLeast = statesLeast;
  }

  begin(model: Model, beginning: Beginning): void {
    this.begun++;
    this.helpers = Array.from({ length: this.size }, () => ({
      helper: new Helper(model, beginning),
      news: [],
      hasJob: false,
    }));
  }

  tell(news: News): void {
    for (const each of this.helpers) each.news.push(news);
  }

  wait(): void {
    this.act();
  }

  /** The next action of whoever's turn it is: claims a job, or does the one that it has claimed. */
  act(): void {
    const each = this.helpers[this.turns[this.turn++ % this.turns.length] % this.size];
    if (each === undefined || this.areDead) return;
    if (!each.hasJob) {
      each.hasJob = each.helper.claim();
      return;
    }
    while (each.helper.unheard > 0) each.helper.hear(each.news.shift() as News);
    each.helper.work();
    each.hasJob = false;
    this.jobs++;
  }
}

/** Searches, and lets helpers act so many times after each step. */
function exploreWith(crew: SimulatedCrew, model: Model, options: ExploreOptions, each: number) {
  const search = new Search(model, { ...options, crew });
  while (search.step()) for (let i = 0; i < each; i++) crew.act();
  search.end();
  return search.result();
}

/** All that two searches of the same model must agree on. */
function told(found: Exploration): unknown {
  const { arena } = found.seen;
  const ids = Array.from({ length: found.states }, (_, id) => id);
  return {
    ...answersOf(found),
    stopped: found.stopped,
    error: found.error,
    parents: ids.map((id) => arena.parentOf(id)),
    rules: ids.slice(1).map((id) => arena.ruleOf(id)),
    coverage: found.coverage,
    completeDepth: found.completeDepth,
    orbits: found.orbits,
    edges: found.edges?.take() ?? null,
  };
}

const options = fc.record({
  batchSuccessors: fc.integer({ min: 1, max: 12 }),
  chunkRecords: fc.constantFrom(1, 2, 8, 64),
  keepEdges: fc.boolean(),
});
const schedule = fc.record({
  size: fc.integer({ min: 1, max: 3 }),
  turns: fc.array(fc.nat({ max: 2 }), { minLength: 1, maxLength: 20 }),
  each: fc.nat({ max: 12 }),
});

describe('helpers change nothing', () => {
  test('of what a search finds on any model, as the reference checker does', () => {
    let jobs = 0;
    fc.assert(
      fc.property(graphs(), options, schedule, (graph, how, { size, turns, each }) => {
        const crew = new SimulatedCrew(size, turns);
        const found = exploreWith(crew, modelOf(graph), how, each);
        expect(answersOf(found)).toEqual(expectedOf(modelOf(graph)));
        expect(told(found)).toEqual(told(explore(modelOf(graph), how)));
        jobs += crew.jobs;
      }),
      { numRuns: 400 },
    );
    expect(jobs).toBeGreaterThan(400);
  });

  test('where all hashes are equal, or the slots grow while they look', () => {
    fc.assert(
      fc.property(graphs(), options, schedule, fc.integer(), (graph, how, turns, constant) => {
        const hash = () => constant;
        const crew = new SimulatedCrew(turns.size, turns.turns);
        const found = exploreWith(crew, modelOf(graph), { ...how, hash }, turns.each);
        expect(answersOf(found)).toEqual(expectedOf(modelOf(graph)));
      }),
      { numRuns: 100 },
    );
  });

  test('where a limit cuts the search, or the model meets a bound', () => {
    const cut = fc.record({
      statesMax: fc.integer({ min: 1, max: 40 }),
      stopAtFirst: fc.boolean(),
      failsAt: fc.integer({ min: -1, max: 39 }),
    });
    fc.assert(
      fc.property(graphs(), options, schedule, cut, (graph, how, turns, { failsAt, ...limits }) => {
        const model = modelOf({ ...graph, failsAt: failsAt % graph.edges.length });
        const all = { ...how, ...limits, keepEdges: false };
        const crew = new SimulatedCrew(turns.size, turns.turns);
        const found = exploreWith(crew, model, all, turns.each);
        expect(told(found)).toEqual(told(explore(model, all)));
      }),
      { numRuns: 400 },
    );
  });

  test.for([1, 2, 3])('%i of them, of two-phase commit while its slots grow', (size) => {
    const model = twoPhaseCommit(5);
    const crew = new SimulatedCrew(size, [0, 1, 1, 2, 0, 2, 1], 1000);
    const found = exploreWith(crew, model, { batchSuccessors: 100 }, 3);
    expect(found.states).toBe(8832);
    expect(crew.jobs).toBeGreaterThan(100);
    expect(told(found)).toEqual(told(explore(model)));
  });
});

describe('helpers are called', () => {
  test('once there are so many states, and not before', () => {
    const begun = (statesLeast: number): number => {
      const crew = new SimulatedCrew(1, [0], statesLeast);
      exploreWith(crew, twoPhaseCommit(3), { batchSuccessors: 1 }, 1);
      return crew.begun;
    };
    expect([begun(2), begun(288), begun(289)]).toEqual([1, 1, 0]);
  });
});

test('memory for them counts, and where there is none the search goes on alone', () => {
  const model = twoPhaseCommit(5);
  const crew = new SimulatedCrew(1, [0]);
  const helped = exploreWith(crew, model, {}, 1);
  const alone = explore(model);
  expect(helped.peakBytes).toBeGreaterThan(alone.peakBytes);
  const tight = new SimulatedCrew(1, [0]);
  const found = exploreWith(tight, model, { memoryMaxBytes: alone.peakBytes }, 1);
  expect([found.stopped, tight.begun]).toEqual(['complete', 0]);
});

test('a helper that dies with a job in its hands ends the search with an error', () => {
  const crew = new SimulatedCrew(1, [0]);
  const search = new Search(twoPhaseCommit(5), { crew, batchSuccessors: 50 });
  const go = (): void => {
    while (search.step()) {
      // It claims what the search will want, and does it no more.
      if (!crew.areDead) crew.act();
      crew.areDead = search.ahead !== undefined;
    }
  };
  expect(go).toThrow('a thread of the search has died');
});

test('an error of a helper is one of the search, whose word it has', () => {
  const crew = new SimulatedCrew(1, [0]);
  const search = new Search(twoPhaseCommit(5), { crew });
  const go = (): void => {
    while (search.step()) search.ahead?.desk.fail('oops');
  };
  expect(go).toThrow('a thread of the search failed: oops');
});
