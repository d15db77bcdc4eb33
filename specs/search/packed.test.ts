/**
 * Packed searches of the catalogue against searches that pack nothing: the same states in the same
 * order, the same answers, orbits too. A fair sample; all of it, larger and on every design, with ALL=1.
 */
import { expect, test } from 'vitest';
import { explore } from '../../checker/explore.ts';
import type { Exploration } from '../../checker/exploration.ts';
import { parseDesign } from '../../model/designs/designs.ts';
import { presets } from '../../model/designs/presets.ts';
import { readCatalogue } from '../catalogue.ts';
import { compile } from '../compile/compile.ts';
import { Unsupported } from '../compile/unsupported.ts';
import { revisionsOf } from './revisions.ts';
import { symmetryIn } from './symmetric.ts';
import { testModel } from './test-model.ts';

const isAll = process.env.ALL !== undefined;
const EVERY = isAll ? 1 : 15;
const STATES_MAX = isAll ? 100_000 : 2000;
const NEVER = 2 ** 40;

test('a packed search finds the states and the answers of one that packs nothing', () => {
  let [searches, states, least] = [0, 0, Infinity];
  for (const [i, { litmus }] of readCatalogue().entries()) {
    if (i % EVERY !== 0) continue;
    for (const revision of revisionsOf(litmus)) {
      for (const design of isAll ? presets() : [parseDesign('ticket')]) {
        let machine;
        try {
          machine = testModel(litmus, compile(litmus, design, revision)).machine;
        } catch (error) {
          if (error instanceof Unsupported) continue;
          throw error;
        }
        const symmetry = symmetryIn(machine) ?? undefined;
        for (const way of symmetry === undefined ? [undefined] : [undefined, symmetry]) {
          machine.symmetry = way;
          const plain = explore(machine, { statesMax: STATES_MAX, packFrom: NEVER });
          const packed = explore(machine, { statesMax: STATES_MAX, packFrom: 1 });
          expect(differenceOf(plain, packed), `${litmus.name} ${revision} ${design.name}`).toBe('');
          least = Math.min(least, plain.seen.arena.recordWords / packed.seen.arena.keptWords);
          searches++;
          states += plain.states;
          for (const { seen } of [plain, packed]) seen.arena.release();
        }
      }
    }
  }
  console.log(`${searches} searches, ${states} states, packed to 1/${least.toFixed(1)} at least`);
  expect(searches).toBeGreaterThan(15);
  expect(least).toBeGreaterThan(1);
}, 3_600_000);

/** What the two differ in first; nothing if they are the same search. */
function differenceOf(plain: Exploration, packed: Exploration): string {
  const { arena: ours } = packed.seen;
  const { arena: theirs } = plain.seen;
  if (ours.size !== theirs.size) return `${ours.size} states, not ${theirs.size}`;
  for (let id = 0; id < ours.size; id++) {
    const [a, b] = [ours.chunkOf(id), theirs.chunkOf(id)];
    const [atA, atB] = [ours.atOf(id), theirs.atOf(id)];
    for (let byte = 0; byte < ours.recordSize; byte++) {
      if (a[atA + byte] !== b[atB + byte]) return `state ${id}, byte ${byte}`;
    }
    if (ours.parentOf(id) !== theirs.parentOf(id)) return `the parent of state ${id}`;
    if (ours.ruleOf(id) !== theirs.ruleOf(id)) return `the rule of state ${id}`;
  }
  return answersOf(plain) === answersOf(packed) ? '' : 'what was found';
}

function answersOf(found: Exploration): string {
  const { stopped, transitions, levels, ends, frontier, coverage, properties, orbits } = found;
  const decided = properties.map(({ id }) => id);
  const outcomes = [...found.outcomes];
  return JSON.stringify([
    stopped,
    transitions,
    levels,
    ends,
    frontier,
    coverage,
    decided,
    outcomes,
    orbits,
  ]);
}
