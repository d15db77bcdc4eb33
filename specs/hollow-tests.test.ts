/**
 * Tests that were made hollow say so: in each test of the catalogue every operation of the E lane is
 * replaced by others, every value of the condition by some that its place cannot have, every label
 * by the others. No such test is VERIFIED unless what it then says has happened in some run.
 *
 * As many as fit are drawn, the same in every run, and searched as far as a small number of states:
 * `ALL=1 npx vitest run specs/hollow-tests.test.ts` takes all of them, and further.
 */
import { expect, test } from 'vitest';
import { explore } from '../checker/explore.ts';
import { ModelError } from '../checker/model.ts';
import { parseDesign } from '../model/designs/designs.ts';
import { Machine } from '../model/machine.ts';
import { ENV_OP } from '../model/record/layout.ts';
import { readCatalogue, type Test } from './catalogue.ts';
import { check, revisionsOf } from './check/check.ts';
import { compile } from './compile/compile.ts';
import { isKernelTable } from './litmus/calls/call-spec.ts';
import { PAYLOAD_VALUES, VALUES } from './litmus/calls/values.ts';
import type { CallRef, Cell, EnvOp, Litmus, Prop, Value } from './litmus/litmus.ts';
import { LitmusError } from './litmus/litmus-error.ts';
import { parseLitmus } from './litmus/parse/parse.ts';
import { printCell, printLitmus, printLoc, printRef, printValue } from './litmus/print.ts';
import { flowOf, usesUserCode } from './litmus/flow/flow.ts';
import { inlined } from './litmus/flow/inlined.ts';
import { Names } from './litmus/validate/validate-names.ts';
import { possibleAt, textOf } from './litmus/validate/validate-values.ts';

const isAll = process.env.ALL !== undefined;
/** Mutants of E lanes and of labels that are searched in an ordinary run. */
const DRAWN = 220;
/** Values that are tried then. */
const VALUES_DRAWN = 5000;
const STATES_MAX = isAll ? 400_000 : 3000;
const TICKET = parseDesign('ticket');

const catalogue = readCatalogue();

/** A test with one thing replaced, and what that is. */
interface Mutant {
  readonly litmus: Litmus;
  readonly says: string;
}

// --- values ---------------------------------------------------------------------------------

/** Every comparison of a proposition, with the proposition in which it is another one. */
function comparisons(
  prop: Prop,
  rebuild: (other: Prop) => Prop,
): readonly { atom: Extract<Prop, { is: 'compare' }>; rebuild(other: Prop): Prop }[] {
  if (prop.is === 'compare') return [{ atom: prop, rebuild }];
  if (prop.is === 'not') {
    return comparisons(prop.prop, (other) => rebuild({ ...prop, prop: other }));
  }
  if (!('left' in prop)) return [];
  return [
    ...comparisons(prop.left, (left) => rebuild({ ...prop, left })),
    ...comparisons(prop.right, (right) => rebuild({ ...prop, right })),
  ];
}

const NUMBERS = [-10_000, -129, -1, 0, 1, 2, 7, 128, 300, 10_000];
const ALL_VALUES: readonly Value[] = [
  ...NUMBERS.map((value): Value => ({ is: 'integer', value })),
  ...VALUES.map((name): Value => ({ is: 'name', name, payload: null })),
  ...PAYLOAD_VALUES.map((name): Value => ({ is: 'name', name, payload: 77 })),
];

function withImpossibleValues(litmus: Litmus): readonly Mutant[] {
  const calls = inlined(litmus);
  const flow = usesUserCode(litmus) ? flowOf(litmus) : null;
  const refuse = (_: unknown, found: string): never => {
    throw new Error(found);
  };
  const names = new Names(calls, refuse, flow);
  const { condition } = litmus;
  return comparisons(condition.prop, (prop) => prop).flatMap(({ atom, rebuild }) => {
    const { names: known, numbers } = possibleAt(atom.loc, calls, names);
    const isPossible = (value: Value): boolean =>
      known.includes(textOf(value)) ||
      (value.is === 'integer' &&
        numbers !== null &&
        value.value >= numbers[0] &&
        value.value <= numbers[1]);
    return ALL_VALUES.filter((value) => !isPossible(value)).map((value) => ({
      litmus: { ...litmus, condition: { ...condition, prop: rebuild({ ...atom, value }) } },
      says: `${litmus.name}: ${printLoc(atom.loc)}${atom.op}${printValue(value)}`,
    }));
  });
}

test('every value that its place cannot have is refused', () => {
  const all = catalogue.flatMap(({ litmus }) => withImpossibleValues(litmus));
  const mutants = drawn(all, VALUES_DRAWN);
  const accepted = mutants.filter(({ litmus }) => read(litmus) !== null);
  expect(accepted.map(({ says }) => says)).toEqual([]);
  expect(all.length).toBeGreaterThan(20_000);
  expect(mutants.length).toBeGreaterThanOrEqual(VALUES_DRAWN);
});

/** The mutant as its text is read, or null where it is refused. */
function read(litmus: Litmus): Litmus | null {
  const text = printLitmus({ ...litmus, meta: { ...litmus.meta, hash: null } });
  try {
    return parseLitmus(text, 'mutant.litmus');
  } catch (error) {
    if (error instanceof LitmusError) return null;
    throw error;
  }
}

// --- operations and labels ------------------------------------------------------------------

function labelsIn({ lanes, rows }: Litmus): readonly CallRef[] {
  return rows.flatMap((row) =>
    row.flatMap((cell, column) =>
      cell?.is === 'call' && cell.label !== null
        ? [{ lane: lanes[column].name, label: cell.label }]
        : [],
    ),
  );
}

const STATES = ['Asleep', 'Inside', 'Woken', 'Held', 'Done'] as const;

/** What may stand in a cell of the E lane: every await of every label, every resume. */
function operationsFor(litmus: Litmus): readonly EnvOp[] {
  const labels = labelsIn(litmus);
  const threads = litmus.lanes.map(({ name }) => name).filter((name) => name !== 'E');
  return [
    ...labels.flatMap((ref) => STATES.map((state): EnvOp => ({ is: 'await', state, ref }))),
    ...threads.map((lane): EnvOp => ({ is: 'resume', lane })),
  ];
}

/** The test with the cell at `row` of its E lane replaced. */
function withCell(litmus: Litmus, at: number, column: number, cell: Cell): Litmus {
  const rows = litmus.rows.map((row, i) =>
    i === at ? row.map((old, j) => (j === column ? cell : old)) : row,
  );
  return { ...litmus, rows };
}

function withOtherOperations(litmus: Litmus): readonly Mutant[] {
  const column = litmus.lanes.findIndex(({ name }) => name === 'E');
  return litmus.rows.flatMap((row, at) => {
    const cell = row[column];
    if (cell?.is !== 'env') return [];
    return operationsFor(litmus)
      .map((op): Cell => ({ ...cell, op }))
      .filter((other) => printCell(other) !== printCell(cell))
      .map((other) => ({
        litmus: withCell(litmus, at, column, other),
        says: `${litmus.name}: '${printCell(cell)}' becomes '${printCell(other)}'`,
      }));
  });
}

function withOtherLabels(litmus: Litmus): readonly Mutant[] {
  const column = litmus.lanes.findIndex(({ name }) => name === 'E');
  const others = (ref: CallRef): readonly CallRef[] =>
    labelsIn(litmus).filter((other) => printRef(other) !== printRef(ref));
  const inLane = litmus.rows.flatMap((row, at) => {
    const cell = row[column];
    if (cell?.is !== 'env' || !('ref' in cell.op)) return [];
    const { op } = cell;
    return others(op.ref).map((ref) => ({
      litmus: withCell(litmus, at, column, { ...cell, op: { ...op, ref } }),
      says: `${litmus.name}: '${printCell(cell)}' of ${printRef(ref)}`,
    }));
  });
  const inBudgets = litmus.meta.aborts.flatMap((budget, i) => {
    if (budget.target === 'any') return [];
    return others(budget.target).map((target) => ({
      litmus: {
        ...litmus,
        meta: {
          ...litmus.meta,
          aborts: litmus.meta.aborts.map((old, j) => (i === j ? { ...old, target } : old)),
        },
      },
      says: `${litmus.name}: Aborts=${printRef(target)}`,
    }));
  });
  return [...inLane, ...inBudgets];
}

// --- what has happened ----------------------------------------------------------------------

/** How many cells of the E lane some run has got behind: read off the records, and nothing else. */
function cellsPassed(litmus: Litmus): number {
  const program = compile(litmus, TICKET, revisionsOf(litmus)[0]);
  const machine: Machine = new Machine(program, {
    properties: [],
    boundExceeded: (message) => new ModelError(message),
  });
  const { states, seen } = explore(machine, { statesMax: STATES_MAX });
  let most = 0;
  for (let id = 0; id < states; id++) {
    most = Math.max(most, seen.arena.chunkOf(id)[seen.arena.atOf(id) + ENV_OP]);
  }
  seen.arena.release();
  return most;
}

/** All cells of the lane, but for the last that resumes who was killed: nobody is left to resume. */
function cellsToPass({ lanes, rows }: Litmus, column: number): number {
  const ops = rows.flatMap((row) => (row[column]?.is === 'env' ? [row[column].op] : []));
  const last = ops.at(-1);
  const task = lanes.find(({ name }) => last?.is === 'resume' && name === last.lane)?.task ?? 'T';
  const isNeedless =
    last?.is === 'resume' && ops.some((op) => op.is === 'kill' && op.task === task);
  return isNeedless ? ops.length - 1 : ops.length;
}

/** Aborts that some run has taken from the budgets. */
function budgetsUsed(litmus: Litmus): boolean {
  const program = compile(litmus, TICKET, revisionsOf(litmus)[0]);
  const machine: Machine = new Machine(program, {
    properties: [],
    boundExceeded: (message) => new ModelError(message),
  });
  const { states, seen } = explore(machine, { statesMax: STATES_MAX });
  const { budgets } = machine.kernel.layout;
  const used = program.budgets.map(({ most }, b) => {
    for (let id = 0; id < states; id++) {
      if (seen.arena.chunkOf(id)[seen.arena.atOf(id) + budgets + b] < most) return true;
    }
    return false;
  });
  seen.arena.release();
  return used.every(Boolean);
}

/** Null: the mutant says that something is wrong with it; else what is wrong with its pass. */
function troubleWith(mutant: Mutant): { word: string } | { trouble: string } {
  const litmus = read(mutant.litmus);
  if (litmus === null) return { word: 'refused' };
  const text = printLitmus(litmus);
  const { verdict } = check({ litmus, file: 'x', text }, TICKET, revisionsOf(litmus)[0], {
    statesMax: STATES_MAX,
    memoryMaxBytes: 1024 ** 3,
    deadlineMs: null,
    aborts: null,
    digest: '',
    interrupted: () => false,
  });
  if (verdict !== 'VERIFIED') return { word: verdict };
  const column = litmus.lanes.findIndex(({ name }) => name === 'E');
  if (cellsPassed(litmus) < cellsToPass(litmus, column))
    return { trouble: `${mutant.says}: the lane stays behind` };
  if (!budgetsUsed(litmus)) return { trouble: `${mutant.says}: a budget is used by nobody` };
  return { word: verdict };
}

/** Every n-th of a list, so that about `count` remain; the same in every run. */
function drawn<T>(all: readonly T[], count: number): readonly T[] {
  const every = isAll ? 1 : Math.max(1, Math.floor(all.length / count));
  return all.filter((_, i) => i % every === 0);
}

const tests = catalogue.filter(({ litmus }: Test) => !isKernelTable(litmus.meta.table));

test.for([
  ['operation of the E lane', withOtherOperations, ['VACUOUS', 'refused']],
  ['label', withOtherLabels, ['VACUOUS', 'VERIFIED']],
] as const)(
  'no other %s passes without having happened',
  { timeout: isAll ? 7_200_000 : 120_000 },
  ([, mutate, words]) => {
    const mutants = drawn(
      tests.flatMap(({ litmus }) => mutate(litmus)),
      DRAWN,
    );
    const results = mutants.map(troubleWith);
    expect(results.flatMap((it) => ('trouble' in it ? [it.trouble] : []))).toEqual([]);
    const said = results.map((it) => ('word' in it ? it.word : ''));
    for (const word of words) expect(said.filter((it) => it === word).length).toBeGreaterThan(5);
  },
);
