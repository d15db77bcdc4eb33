/**
 * Designs with one key are one model: the searches of both have the same counts and verdicts.
 */
import { expect, test } from 'vitest';
import { parseDesign } from '../model/designs.ts';
import { presets } from '../model/presets.ts';
import { check, revisionsOf } from './check.ts';
import { readCatalogue } from './run/catalogue.ts';
import { modelKey } from './same-model.ts';

/** Cuts every search alike; equal models are cut at the same state. */
const LIMITS = {
  statesMax: 1_500,
  memoryMaxBytes: 1024 ** 3,
  deadlineMs: null,
  aborts: null,
  interrupted: () => false,
};

const others = presets().filter(({ name }) => name !== 'ticket');

test.for(others.map(({ name }) => name))('%s is searched apart only where it differs', (name) => {
  const [ticket, design] = [parseDesign('ticket'), parseDesign(name)];
  let compared = 0;
  for (const source of readCatalogue()) {
    for (const revision of revisionsOf(source.litmus)) {
      const key = modelKey(source.litmus, ticket, revision);
      if (key !== modelKey(source.litmus, design, revision)) continue;
      const [a, b] = [ticket, design].map((each) => check(source, each, revision, LIMITS));
      const counts = ({ search, verdict, assertions }: typeof a) => ({
        states: search.states,
        transitions: search.transitions,
        levels: search.levels,
        verdict,
        assertions: assertions.map((assertion) => assertion.verdict),
      });
      expect(counts(b), `${source.name} ${revision}`).toEqual(counts(a));
      compared++;
    }
  }
  expect(compared).toBeGreaterThan(0);
});
