/**
 * The user code of a test: is there any, and what it is with its procedures inlined.
 *
 * A test without user code is as it was before there was such a thing: nothing here is asked of it.
 */
import { isKernelTable } from '../calls/call-spec.ts';
import { callOf, CALLS } from '../calls/calls.ts';
import { objectsIn } from './objects-in.ts';
import type { Cell, Litmus, Loc, Prop } from '../litmus.ts';
import { quoted, type Refuse, refuseIn } from '../litmus-error.ts';
import { type Expr, isOwn, type Stmt } from '../user-code.ts';
import { userOpOf } from '../calls/user-ops.ts';
import type { FlatLane, Flow, Instr } from './flat.ts';
import { liveAt, onCycles, refuseEmptyLoops, registersIn } from './graph.ts';
import type { Lowering } from './emitter.ts';
import { LaneLowering } from './lower.ts';
import { labelsIn, type Scope, targetsIn } from './scope.ts';

/** Steps of a lane: they are numbered in a byte. */
export const STEPS_MAX = 255;
const INSTRS_MAX = 4096;

/** Does the test have user code: anything that the language had not before? */
export function usesUserCode(litmus: Litmus): boolean {
  const { meta, procs, init, rows } = litmus;
  if (isKernelTable(meta.table)) return false;
  if (procs.length > 0 || meta.table === 'linux') return true;
  if (init.some((it) => it.is === 'object' && (it.type === 'section' || it.mod !== undefined)))
    return true;
  return rows.some((row) => row.some((cell) => cell !== null && isUserCell(cell, litmus)));
}

function isUserCell(cell: Cell, { init }: Litmus): boolean {
  if (cell.is === 'user') return true;
  if (cell.is === 'call') return userOpOf(cell.call) !== undefined;
  if (cell.is === 'env' || cell.loc.is !== 'object') return false;
  const { name, field } = cell.loc;
  const object = init.find((it) => it.is === 'object' && it.name === name);
  // A futex was no word that could be written; a name that is no object is a register.
  return cell.value.is === 'name' || (field === null && (object === undefined || isFutex(object)));
}

const isFutex = (item: Litmus['init'][number]): boolean =>
  item.is === 'object' && item.type === 'futex';

const known = new WeakMap<Litmus, Flow>();

/** The code of a test that the parser has accepted. */
export function flowOf(litmus: Litmus): Flow {
  const flow = known.get(litmus) ?? lowered(litmus, refuseIn(litmus.name));
  known.set(litmus, flow);
  return flow;
}

/** @throws LitmusError, by `refuse`, for code that cannot be */
export function lowered(litmus: Litmus, refuse: Refuse): Flow {
  const objects = objectsIn(litmus);
  checkProcs(litmus, refuse);
  const lowering: Lowering = {
    table: litmus.meta.table,
    objects,
    procs: new Map(litmus.procs.map((proc) => [proc.name, proc])),
    refuse,
    instrsMax: INSTRS_MAX,
  };
  const lanes = litmus.lanes.flatMap(({ name }, column) =>
    name === 'E' ? [] : [laneOf(litmus, column, lowering)],
  );
  return { lanes };
}

function checkProcs({ procs, meta }: Litmus, refuse: Refuse): void {
  const seen = new Set<string>();
  for (const proc of procs) {
    const { name, params, place } = proc;
    if (seen.has(name)) refuse(place, `the procedure ${quoted(name)} twice`, 'each name once');
    seen.add(name);
    // What libc's function is, is said by the procedure that is included, and not by the call.
    const isCall = isOwn(proc) && callOf(name, meta.table) !== undefined;
    if (isCall || userOpOf(name) !== undefined)
      refuse(place, `the procedure ${quoted(name)}, which is a call`, 'another name');
    const twice = params.find((param, i) => params.indexOf(param) !== i);
    if (twice !== undefined) {
      refuse(place, `the parameter ${quoted(twice)} twice`, 'each parameter once');
    }
  }
}

function laneOf(litmus: Litmus, column: number, lowering: Lowering): FlatLane {
  const { name } = litmus.lanes[column];
  const { objects, refuse } = lowering;
  const body = litmus.rows.flatMap((row) => {
    const cell = row[column];
    return cell === null ? [] : [stmtOf(cell, name, refuse)];
  });
  const targets = [...targetsIn(body)].filter((target) => !objects.has(target));
  const own = [...new Set([...targets, ...givenTo(litmus, name)])];
  const scope: Scope = {
    prefix: '',
    params: new Map(),
    registers: new Set(own),
    labels: labelsIn(body, refuse),
    exit: null,
    stack: [],
  };
  const lane = new LaneLowering(lowering, name);
  const labels = new Map<string, { from: number; to: number }>();
  for (const stmt of body) {
    const from = lane.steps;
    lane.cell(stmt, scope);
    for (const label of stmt.labels) labels.set(label, { from, to: lane.steps });
  }
  lane.end();
  const { code, sections, steps } = lane;
  if (steps > STEPS_MAX) {
    const { place } = litmus.lanes[column];
    refuse(place, `${steps} steps in ${name}, with its procedures inlined`, `at most ${STEPS_MAX}`);
  }
  refuseEmptyLoops(code, refuse);
  const all = registersIn(code);
  const live = liveAt(code, alwaysRead(litmus, name));
  return {
    name,
    code,
    registers: own,
    labels,
    sections,
    dead: live.map((names) => [...all].filter((register) => !names.has(register))),
    onCycles: cyclicSteps(code),
  };
}

function cyclicSteps(code: readonly Instr[]): Set<number> {
  const cyclic = onCycles(code);
  const steps = [...code.keys()].filter((at) => code[at].is === 'step');
  return new Set(steps.flatMap((at, step) => (cyclic.has(at) ? [step] : [])));
}

/** A cell as a statement: what the language had before is one as well. */
function stmtOf(cell: Cell, lane: string, refuse: Refuse): Stmt {
  const { place } = cell;
  if (cell.is === 'user') return cell;
  if (cell.is === 'env') {
    return refuse(place, `'${cell.op.is}' in lane ${lane}`, `'${cell.op.is}' in lane E only`);
  }
  if (cell.is === 'call') {
    const args = cell.args.map((arg): Expr => {
      if (arg.is === 'integer') return { terms: [{ minus: false, value: arg, place: arg.place }] };
      const terms = arg.names.map((name) => {
        const value = { is: 'name', name, payload: null } as const;
        return { minus: false, value, place: arg.place };
      });
      return { terms };
    });
    const call = { call: cell.call, args, place };
    const labels = cell.label === null ? [] : [cell.label];
    return { labels, act: { is: 'call', target: cell.register, call }, place };
  }
  const { loc, op, value } = cell;
  const target = targetOf(loc, lane);
  if (target === null) {
    return refuse(place, 'an assignment to what is no word', 'a word or a register on the left');
  }
  const terms = [{ minus: false, value, place }];
  return { labels: [], act: { is: 'set', target, op, value: { terms } }, place };
}

function targetOf(loc: Loc, lane: string): string | null {
  if (loc.is === 'register') return `P${loc.lane}` === lane ? loc.name : null;
  return loc.is === 'object' && loc.field === null ? loc.name : null;
}

/** Registers that have a value at the start. */
function givenTo({ init }: Litmus, lane: string): string[] {
  return init.flatMap((item) =>
    item.is === 'value' && item.loc.is === 'register' && `P${item.loc.lane}` === lane
      ? [item.loc.name]
      : [],
  );
}

/** Registers that somebody else looks at: the condition, or another lane that has none of the name. */
function alwaysRead(litmus: Litmus, lane: string): Set<string> {
  const { locations, filter, condition } = litmus;
  const locs = [...locations, ...locsIn(condition.prop), ...(filter ? locsIn(filter) : [])];
  const named = locs.flatMap((loc) =>
    loc.is === 'register' && `P${loc.lane}` === lane ? [loc.name] : [],
  );
  return new Set([...named, ...namedByOthers(litmus, lane)]);
}

export function locsIn(prop: Prop): Loc[] {
  if (prop.is === 'compare') return [prop.loc];
  if (prop.is === 'not') return locsIn(prop.prop);
  return 'left' in prop ? [...locsIn(prop.left), ...locsIn(prop.right)] : [];
}

/** A request may be answered by another lane of the task, which names the register of this one. */
function namedByOthers({ lanes, rows, meta }: Litmus, lane: string): string[] {
  return rows.flatMap((row) =>
    row.flatMap((cell, column) => {
      if (cell?.is !== 'call' || lanes[column].name === lane) return [];
      const spec = CALLS.find(
        ({ name, tables }) => name === cell.call && tables.includes(meta.table),
      );
      return cell.args.flatMap((arg, i) =>
        arg.is === 'names' && spec?.args[i]?.kind === 'register' ? arg.names : [],
      );
    }),
  );
}
