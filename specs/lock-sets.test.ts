/**
 * A lock-set check over the whole model: whoever changes a list of messages of a box waits for that
 * box's lock. Each step that some thread of some test takes is tried again with the lock of every box
 * whose lists it has changed in somebody else's hands; a step that can be taken all the same changes
 * the list without its lock.
 *
 * Lock-sized steps show no harm that comes of that: D12, say, destroys lists only while two CPUs are
 * in the middle of a list operation each.
 */
import { expect, test } from 'vitest';
import { parseDesign } from '../model/designs/designs.ts';
import { Machine } from '../model/machine.ts';
import { DISPATCHED, IN_ANSWERS, IN_CALLS } from '../model/record/ipc-objects.ts';
import { BOX, PC, WHERE } from '../model/record/layout.ts';
import type { Revision } from '../model/record/program.ts';
import type { Kernel } from '../model/record/state.ts';
import { STEPS } from '../model/record/step.ts';
import { readCatalogue } from './catalogue.ts';
import { revisionsOf } from './check/check.ts';
import { compile } from './compile/compile.ts';
import { Unsupported } from './compile/unsupported.ts';
import type { Litmus } from './litmus/litmus.ts';

const STATES_MAX = 400;
/** Notifications have a lock of their own, irq_lock. */
const LISTS: ReadonlySet<number> = new Set([IN_CALLS, DISPATCHED, IN_ANSWERS]);

/** What changes a list without the lock of its box, and why that is so. */
const KNOWN: Readonly<Record<string, string>> = {
  'udebug-answer-unlink':
    "D12: off the kbox's dispatched calls, under the lock of the ordinary box",
  'ipc_answer-unlink': "N2: a second answer takes the call off its caller's answers (2012)",
  'ipc_req_internal-sent': 'D4: a private box is freed with the call that has answered itself',
};

/** The box in whose list each message is, or -1. */
function boxesOfLists(k: Kernel): number[] {
  return k.program.messages.map(({ callerBox }, m) => {
    const where = k.message(m, WHERE);
    if (!LISTS.has(where)) return -1;
    return where === IN_ANSWERS ? callerBox : k.message(m, BOX);
  });
}

/** The names of the steps, of any thread in this state, that change a list without its box's lock. */
function unlocked(k: Kernel, state: Uint8Array): string[] {
  return k.program.lanes.flatMap((_, t) => {
    k.bind(state, 0);
    const { name, enabled, run } = STEPS[k.get(t, PC)];
    if (enabled !== undefined && !enabled(k, t)) return [];
    const before = boxesOfLists(k);
    const isHeld = k.program.boxes.map(({ queue }) => k.boxLocked(queue));
    k.bind(state.slice(), 0);
    run(k, t);
    const after = boxesOfLists(k);
    const changed = before.flatMap((box, m) => (box === after[m] ? [] : [box, after[m]]));
    return [...new Set(changed)].flatMap((box) => {
      // A lock that is held already is its own: the step could not be taken else.
      if (box < 0 || isHeld[box]) return [];
      k.bind(state.slice(), 0);
      k.setBoxLocked(k.program.boxes[box].queue, true);
      return enabled === undefined || enabled(k, t) ? [name] : [];
    });
  });
}

/** Of the first states of a program, in the order of a search. */
function unlockedIn(machine: Machine): Set<string> {
  const { recordSize: size, kernel } = machine;
  const first = new Uint8Array(size);
  machine.initial(first, 0);
  const seen = new Set([Buffer.from(first).toString('latin1')]);
  const states = [first];
  const found = new Set<string>();
  const next = new Uint8Array(size * machine.successorsMax);
  const rules = new Uint16Array(machine.successorsMax);
  for (let at = 0; at < states.length && at < STATES_MAX; at++) {
    for (const name of unlocked(kernel, states[at])) found.add(name);
    const count = machine.successors(states[at], 0, next, 0, rules, 0);
    for (let i = 0; i < count; i++) {
      const state = next.slice(i * size, (i + 1) * size);
      const key = Buffer.from(state).toString('latin1');
      if (seen.has(key)) continue;
      seen.add(key);
      states.push(state);
    }
  }
  return found;
}

function unlockedUnder(litmus: Litmus, design: string, revision: Revision): Set<string> {
  try {
    const program = compile(litmus, parseDesign(design), revision);
    if (program.boxes.length === 0) return new Set();
    const boundExceeded = (message: string): Error => new Error(message);
    return unlockedIn(new Machine(program, { properties: [], boundExceeded }));
  } catch (error) {
    if (error instanceof Unsupported) return new Set();
    throw error;
  }
}

test(
  'three steps change a list of messages without the lock of its box, D12 among them',
  { timeout: 120_000 },
  () => {
    const found = new Set<string>();
    for (const { litmus } of readCatalogue()) {
      for (const revision of revisionsOf(litmus)) {
        for (const design of ['today', 'ticket']) {
          for (const name of unlockedUnder(litmus, design, revision)) found.add(name);
        }
      }
    }
    expect([...found].toSorted()).toEqual(Object.keys(KNOWN).toSorted());
  },
);
