/**
 * Ghost fields are written by steps and read by none: whatever they hold, the same rules are
 * enabled and everything else changes in the same way.
 */
import { expect, test } from 'vitest';
import { explore } from '../checker/explore.ts';
import { parseDesign } from '../model/designs/designs.ts';
import { presets } from '../model/designs/presets.ts';
import {
  DELIVERED,
  GHOST,
  HOOK_SIZE,
  HOOK_TOKEN,
  SEEN_SIZE,
  SERIAL,
  SESSION_MARKS,
  SESSION_SIZE,
  TOKEN,
} from '../model/record/layout.ts';
import type { Machine } from '../model/machine.ts';
import { compile } from './compile/compile.ts';
import { readCatalogue } from './catalogue.ts';
import { revisionsOf } from './check/check.ts';
import { hasSession, modelKey } from './search/same-model.ts';
import { testModel } from './search/test-model.ts';
import { Unsupported } from './compile/unsupported.ts';

/** States looked at per program, spread over the whole space. */
const SAMPLES = 40;
/** Values that every ghost field may hold without being out of its own range. */
const VALUES = [0, 1];

/** Byte offsets of all ghost fields in a record. */
function ghostBytes({ kernel }: Machine): number[] {
  const { layout, program, threads } = kernel;
  // TOKEN names a queue, so it has another value only where there is one.
  const token = program.queues.length > 0 ? [TOKEN] : [];
  const fields = [GHOST, ...token, ...layout.optional.filter((offset) => offset >= 0)];
  const ofThreads = Array.from({ length: threads }, (_, t) =>
    fields.map((field) => layout.threads + t * layout.threadSize + field),
  ).flat();
  const sessions = program.sessions.length;
  const ofSessions = [
    ...Array.from(
      { length: sessions },
      (_, s) => layout.sessions + s * SESSION_SIZE + SESSION_MARKS,
    ),
    ...Array.from({ length: sessions > 0 ? threads : 0 }, (_, t) => {
      return layout.hooks + t * HOOK_SIZE + HOOK_TOKEN;
    }),
  ];
  const ofMessages = program.messages.flatMap((_, m) =>
    [SERIAL, DELIVERED].map((field) => layout.messages + m * layout.messageSize + field),
  );
  const range = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i);
  return [
    ...ofThreads,
    ...ofMessages,
    ...ofSessions,
    ...range(layout.counted, program.counted.length * 2),
    ...range(layout.timed, program.timed.length * 2),
    ...range(layout.ledgers, program.kernelLevel ? 0 : program.queues.length),
    ...range(layout.orders, program.ghosts.order ? program.phones.length : 0),
    ...range(layout.seen, layout.seen < 0 ? 0 : threads * SEEN_SIZE + program.registers.length),
    ...range(layout.arrivals, program.ghosts.place ? program.queues.length * (1 + threads) : 0),
  ];
}

/** The successors of a record, with the ghosts blanked, and the rules that made them. */
function visibleSuccessors(machine: Machine, record: Uint8Array, ghosts: readonly number[]) {
  const { recordSize, successorsMax } = machine;
  const targets = new Uint8Array(recordSize * successorsMax);
  const rules = new Uint16Array(successorsMax);
  const source = new Uint8Array(recordSize);
  source.set(record);
  const count = machine.successors(source, 0, targets, 0, rules, 0);
  return Array.from({ length: count }, (_, i) => {
    const bytes = targets.slice(i * recordSize, (i + 1) * recordSize);
    for (const at of ghosts) bytes[at] = 0;
    return { rule: machine.rules[rules[i]].name, bytes: Buffer.from(bytes).toString('hex') };
  });
}

const designs = [...new Set(['ticket', 'eintr', ...presets().map(({ name }) => name)])];

/** Every eighth test, of debug sessions, which are large, every sixteenth; with ALL=1 all. */
const catalogue = readCatalogue().filter(
  ({ litmus }, i) => process.env.ALL === '1' || i % (hasSession(litmus) ? 16 : 8) === 0,
);
/** Steps compared, by model: designs with one key are one (search/same-model.test.ts), looked at once. */
const comparedOf = new Map<string, number>();

test.for(designs)('no step reads a ghost under %s', (name) => {
  const design = parseDesign(name);
  let compared = 0;
  for (const { litmus } of catalogue) {
    for (const revision of revisionsOf(litmus)) {
      const model = `${litmus.name} ${revision} ${modelKey(litmus, design, revision)}`;
      const known = comparedOf.get(model);
      if (known !== undefined) {
        compared += known;
        continue;
      }
      const before = compared;
      let machine: Machine;
      try {
        machine = testModel(litmus, compile(litmus, design, revision)).machine;
      } catch (error) {
        if (error instanceof Unsupported) continue;
        throw error;
      }
      const { seen, states } = explore(machine, { statesMax: 2_000 });
      const ghosts = ghostBytes(machine);
      for (let sample = 0; sample < SAMPLES; sample++) {
        const id = Math.floor((sample * states) / SAMPLES);
        const record = seen.arena.recordOf(id);
        const shown = Buffer.from(record).toString('hex');
        const real = visibleSuccessors(machine, record, ghosts);
        for (const value of VALUES) {
          const changed = Uint8Array.from(record);
          for (const at of ghosts) changed[at] = value;
          const other = visibleSuccessors(machine, changed, ghosts);
          if (JSON.stringify(other) !== JSON.stringify(real)) {
            throw new Error(
              `${litmus.name} ${revision}: state ${id} (${shown}) depends on a ghost`,
            );
          }
          compared += real.length;
        }
      }
      seen.arena.release();
      comparedOf.set(model, compared - before);
    }
  }
  expect(compared).toBeGreaterThan(1000);
});
