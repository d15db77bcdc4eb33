/**
 * Processes that work on a few shared variables, as a model that declares its footprints: for tests.
 * Each process is a list of operations; one whose guard does not hold waits.
 *
 *     record     the place of each process, then the variables
 *     objects    the variables; `add` only changes, `set` does both, so that it commutes with nothing
 */
import * as fc from 'fast-check';
import type { Model, Rule } from './model.ts';
import { type Declared, FOOTPRINT, PersistentSets, WORDS } from './persistent.ts';

export type Operation =
  | { readonly is: 'skip' }
  | {
      readonly is: 'set' | 'add' | 'when' | 'may';
      readonly variable: number;
      readonly value: number;
    }
  | { readonly is: 'copy'; readonly variable: number; readonly from: number }
  | { readonly is: 'back'; readonly to: number };

/** `may` is `set`, but nobody has to. */
export type Process = readonly Operation[];

const VARIABLES = 3;

export function randomProcesses(): fc.Arbitrary<Process[]> {
  const variable = fc.nat({ max: VARIABLES - 1 });
  const value = fc.nat({ max: 2 });
  const operation = fc.oneof(
    fc.constant<Operation>({ is: 'skip' }),
    fc.record({
      is: fc.constantFrom('set' as const, 'add' as const, 'when' as const, 'may' as const),
      variable,
      value,
    }),
    fc.record({ is: fc.constant('copy' as const), variable, from: variable }),
    fc.record({ is: fc.constant('back' as const), to: fc.nat({ max: 2 }) }),
  );
  return fc.array(fc.array(operation, { minLength: 1, maxLength: 4 }), {
    minLength: 2,
    maxLength: 4,
  });
}

/** Sums are taken modulo this, so that loops end in states that are known. */
const MODULUS = 4;

/** The processes as a model whose choice of successors is a persistent set. */
export function reducible(processes: readonly Process[], variables = VARIABLES): Model {
  const count = processes.length;
  const recordSize = Math.ceil((count + variables) / 4) * 4;
  const rules: Rule[] = processes.flatMap((ops, p) =>
    ops.map(({ is }, i) => ({ name: `${p}.${i} ${is}`, actor: p, optional: is === 'may' })),
  );
  const firstRule = processes.map((_, p) => processes.slice(0, p).flat().length);
  const declared = emptyDeclared(count);
  const sets = new PersistentSets();
  let wanted = -1;

  function isEnabled(record: Uint8Array, at: number, op: Operation): boolean {
    return op.is !== 'when' || record[at + count + op.variable] === op.value;
  }

  function run(record: Uint8Array, at: number, p: number, op: Operation): void {
    record[at + p]++;
    if (op.is === 'back') record[at + p] = op.to;
    if (op.is === 'set' || op.is === 'may') record[at + count + op.variable] = op.value;
    if (op.is === 'copy') record[at + count + op.variable] = record[at + count + op.from];
    if (op.is === 'add') {
      const place = at + count + op.variable;
      record[place] = (record[place] + op.value) % MODULUS;
    }
  }

  function declare(record: Uint8Array, at: number): void {
    for (let p = 0; p < count; p++) {
      const place = record[at + p];
      const op = processes[p][place];
      clear(declared.next, p);
      clear(declared.future, p);
      const can = op !== undefined && isEnabled(record, at, op);
      declared.enabled[p] = can ? 1 : 0;
      declared.binding[p] = can && op.is !== 'may' ? 1 : 0;
      if (op !== undefined) put(declared.next, p, op);
      // Where a process goes back, all of it may come again.
      const loops = processes[p].some(({ is }) => is === 'back');
      for (const later of processes[p].slice(loops ? 0 : place)) put(declared.future, p, later);
    }
  }

  const successors: Model['successors'] = (source, from, target, to, ruleOut, ruleAt) => {
    let found = 0;
    for (let p = 0; p < count; p++) {
      const place = source[from + p];
      const op = processes[p][place];
      if (op === undefined || (wanted & (1 << p)) === 0 || !isEnabled(source, from, op)) continue;
      const at = to + found * recordSize;
      target.set(source.subarray(from, from + recordSize), at);
      run(target, at, p, op);
      ruleOut[ruleAt + found++] = firstRule[p] + place;
    }
    return found;
  };

  return {
    name: 'processes',
    recordSize,
    successorsMax: count,
    rules,
    properties: [],
    initial: (arena, at) => arena.fill(0, at, at + recordSize),
    successors,
    isPartial: true,
    chosen(source, from, target, to, ruleOut, ruleAt) {
      declare(source, from);
      wanted = sets.choose(declared);
      const found = successors(source, from, target, to, ruleOut, ruleAt);
      wanted = -1;
      return found;
    },
    outcome: (arena, at) => arena.subarray(at, at + recordSize).join(),
    decode: (arena, at) => [...arena.subarray(at, at + recordSize)],
  };
}

function emptyDeclared(processes: number) {
  return {
    processes,
    next: new Int32Array(processes * FOOTPRINT),
    future: new Int32Array(processes * FOOTPRINT),
    frozen: new Int32Array(processes * FOOTPRINT),
    masters: new Int32Array(processes).fill(-1),
    enabled: new Int32Array(processes),
    binding: new Int32Array(processes),
  } satisfies Declared;
}

function clear(words: Int32Array, p: number): void {
  words.fill(0, p * FOOTPRINT, (p + 1) * FOOTPRINT);
}

function put(words: Int32Array, p: number, op: Operation): void {
  const reads = (variable: number) => (words[p * FOOTPRINT] |= 1 << variable);
  const adds = (variable: number) => (words[p * FOOTPRINT + WORDS] |= 1 << variable);
  if ('variable' in op && op.is !== 'add') reads(op.variable);
  if ('variable' in op && op.is !== 'when') adds(op.variable);
  if (op.is === 'copy') reads(op.from);
}
