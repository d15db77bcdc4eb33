/**
 * What a register can hold at an end is what the validator says that its place can have: the lists
 * of results in `litmus/calls/` lack nothing that a search of the catalogue reaches.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { explore } from '../checker/explore.ts';
import { ModelError } from '../checker/model.ts';
import { parseDesign, takesAborts } from '../model/designs/designs.ts';
import { Machine } from '../model/machine.ts';
import type { Program, Revision } from '../model/record/program.ts';
import { programToLitmus } from './agree/translate.ts';
import { readOutcomes } from './agree/read-outcomes.ts';
import { readCatalogue } from './catalogue.ts';
import { revisionsOf } from './check/check.ts';
import { compile } from './compile/compile.ts';
import { Unsupported } from './compile/unsupported.ts';
import { isKernelTable, returnsIn } from './litmus/calls/call-spec.ts';
import { callOf } from './litmus/calls/calls.ts';
import { KERNEL_ANSWERS } from './litmus/calls/ipc-calls.ts';
import { usesUserCode } from './litmus/flow/flow.ts';
import type { Litmus, Loc, Table } from './litmus/litmus.ts';
import { Names } from './litmus/validate/validate-names.ts';
import { possibleAt } from './litmus/validate/validate-values.ts';
import { endText } from './properties/kernel-view.ts';
import { modelKey } from './search/same-model.ts';
import { needsAborts } from './search/search.ts';

/** Right designs, and the one that lets the kernel's own status out. */
const DESIGNS = ['ticket', 'eintr', 'ticket-libc', 'today', 'result=leak'].map(parseDesign);
/** Enough for every result of every call; a search that is cut has been where it has been. */
const STATES_MAX = 1000;

const place = { line: 1, column: 1 };
const names = (litmus: Litmus): Names =>
  new Names(litmus, (_, found) => {
    throw new Error(found);
  });

/** Every text that some end has in each register. */
function reached(program: Program): ReadonlyMap<number, ReadonlySet<string>> {
  const machine: Machine = new Machine(program, {
    properties: [],
    boundExceeded: (message) => new ModelError(message),
    outcome: (k) => JSON.stringify(program.registers.map((_, r) => endText(k, r))),
  });
  const { outcomes, seen } = explore(machine, { statesMax: STATES_MAX });
  seen.arena.release();
  const texts = new Map<number, Set<string>>(program.registers.map((_, r) => [r, new Set()]));
  for (const outcome of outcomes.keys()) {
    for (const [r, text] of (JSON.parse(outcome) as string[]).entries()) texts.get(r)?.add(text);
  }
  return texts;
}

/** The test as one of its revisions has it: `any` may have what either has. */
function ofRevision(litmus: Litmus, revision: Revision): Litmus {
  const table: Table = isKernelTable(litmus.meta.table) ? litmus.meta.table : revision;
  return { ...litmus, meta: { ...litmus.meta, table } };
}

function isPossible(text: string, loc: Loc, litmus: Litmus): boolean {
  const { names: known, numbers } = possibleAt(loc, litmus, names(litmus));
  if (known.includes(text)) return true;
  return /^-?\d+$/.test(text) && numbers !== null && +text >= numbers[0] && +text <= numbers[1];
}

test('no search reaches a result that its place is said not to have', { timeout: 300_000 }, () => {
  const impossible: string[] = [];
  const results = new Set<string>();
  for (const { litmus: read, name } of readCatalogue()) {
    // A register of user code may hold whatever it computes.
    if (usesUserCode(read)) continue;
    for (const revision of revisionsOf(read)) {
      const litmus = ofRevision(read, revision);
      const searched = new Set<string>();
      for (const design of DESIGNS) {
        const key = modelKey(read, design, revision);
        if (searched.has(key) || (needsAborts(read) && !takesAborts(design))) continue;
        searched.add(key);
        const program = compiled(read, design, revision);
        if (program === null) continue;
        for (const [r, texts] of reached(program)) {
          const { lane, name: register } = program.registers[r];
          const { name: thread, ops } = program.lanes[lane];
          const loc: Loc = { is: 'register', lane: Number(thread.slice(1)), name: register, place };
          for (const text of texts) {
            for (const { register: of, call } of ops) if (of === r) results.add(`${call} ${text}`);
            if (!isPossible(text, loc, litmus)) impossible.push(`${name} ${design.name} ${text}`);
          }
        }
      }
    }
  }
  expect(impossible).toEqual([]);
  expect(results.size).toBeGreaterThan(150);
});

function compiled(litmus: Litmus, design: Parameters<typeof compile>[1], revision: Revision) {
  try {
    return compile(litmus, design, revision);
  } catch (error) {
    if (error instanceof Unsupported) return null;
    throw error;
  }
}

/** What a recorded call is that has not returned. */
const UNFINISHED = /^(not-reached|blocked|awaiting|deadlock)/;

/** A message is told there by who sent it, an answer by its return value. */
function isResult(text: string, call: string, table: Table): boolean {
  const spec = callOf(call, table);
  const results = spec === undefined ? [] : returnsIn(spec, table);
  if (/^-?\d+$/.test(text)) return results.includes('integer');
  const [kind, ...rest] = text.split(' ');
  if (kind === 'request') return results.includes('req');
  if (kind !== 'answer' && kind !== 'retval') return results.includes(text);
  const value = rest.at(-1) ?? '';
  if (value === 'EOK') return results.includes('ans');
  return KERNEL_ANSWERS.includes(value) && results.includes('error');
}

test.for(['waitq', 'ipc'])("no recorded outcome of the kernel's own code, %s, has one", (file) => {
  const path = fileURLToPath(new URL(`./kernel-outcomes/${file}.jsonl`, import.meta.url));
  const impossible: string[] = [];
  let seen = 0;
  for (const recorded of readOutcomes(readFileSync(path, 'utf8'), path)) {
    const litmus = programToLitmus(recorded);
    if ('notExpressible' in litmus) continue;
    for (const outcome of recorded.outcomes) {
      for (const part of outcome.split(' | ')) {
        const [, lane, texts] = /^P(\d): (.*)$/.exec(part) ?? [];
        for (const [i, text] of (texts ?? '').split(', ').entries()) {
          const cell = lane === undefined ? null : litmus.rows[i][Number(lane)];
          if (cell?.is !== 'call' || UNFINISHED.test(text)) continue;
          seen++;
          if (!isResult(text.replace(/@t\d+$/, ''), cell.call, litmus.meta.table)) {
            impossible.push(`${recorded.name} ${cell.call} ${text}`);
          }
        }
      }
    }
  }
  expect(seen).toBeGreaterThan(500);
  expect(impossible).toEqual([]);
});
