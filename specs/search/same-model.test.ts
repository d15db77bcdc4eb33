/**
 * Designs with one key are one model: the searches of both have the same counts and verdicts.
 */
import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import { parseDesign } from '../../model/designs/designs.ts';
import { presets } from '../../model/designs/presets.ts';
import type { Design } from '../../model/designs/policies.ts';
import { check, revisionsOf } from '../check/check.ts';
import type { Revision } from '../../model/record/program.ts';
import { readCatalogue } from '../catalogue.ts';
import { hasSession, modelKey } from './same-model.ts';

/** Cuts every search alike; equal models are cut at the same state. */
const LIMITS = {
  statesMax: 800,
  memoryMaxBytes: 1024 ** 3,
  deadlineMs: null,
  aborts: null,
  digest: '',
  interrupted: () => false,
};

/** No presets: what they change is read by few calls. */
const custom = ['place=keep', 'handle=keep'].map(parseDesign);
const others = [...presets().filter(({ name }) => name !== 'ticket'), ...custom];
const ticket = parseDesign('ticket');
/** Every thirteenth test, of debug sessions, which are large, every twenty-sixth; with ALL=1 all. */
const catalogue = readCatalogue().filter(
  ({ litmus }, i) => process.env.ALL === '1' || i % (hasSession(litmus) ? 26 : 13) === 0,
);

type Search = (source: (typeof catalogue)[number], design: Design, revision: Revision) => unknown;
type Key = typeof modelKey;

/** How many tests have one key under both designs, and those whose searches differ all the same. */
function compare(design: Design, keyOf: Key, search: Search, ofTicket: Map<string, unknown>) {
  const differ: string[] = [];
  let compared = 0;
  for (const source of catalogue) {
    for (const revision of revisionsOf(source.litmus)) {
      const key = keyOf(source.litmus, ticket, revision);
      if (key !== keyOf(source.litmus, design, revision)) continue;
      const about = `${source.name} ${revision}`;
      if (!ofTicket.has(about)) ofTicket.set(about, search(source, ticket, revision));
      const found = search(source, design, revision);
      if (found !== null && !isDeepStrictEqual(found, ofTicket.get(about))) differ.push(about);
      compared++;
    }
  }
  return { compared, differ };
}

const checked = new Map<string, unknown>();

test.for(others)('$name is searched apart only where it differs', (design) => {
  const { compared, differ } = compare(
    design,
    modelKey,
    (source, each, revision) => {
      const { search, verdict, assertions } = check(source, each, revision, LIMITS);
      return {
        states: search.states,
        transitions: search.transitions,
        levels: search.levels,
        verdict,
        assertions: assertions.map((assertion) => assertion.verdict),
      };
    },
    checked,
  );
  expect(differ).toEqual([]);
  expect(compared).toBeGreaterThan(0);
});
