/**
 * The names that a litmus declares - tasks, lanes, labels, registers, objects - and the checks of
 * what refers to them.
 *
 * Everything is in Maps and Sets, never a key of an object, so `constructor` is a name like others.
 */
import type { ObjectType } from '../calls/call-spec.ts';
import { isKernelTable } from '../calls/call-spec.ts';
import { PAYLOAD_VALUES } from '../calls/values.ts';
import { fieldsOf, objectTypesOf } from '../calls/objects.ts';
import { VALUES } from '../calls/values.ts';
import { SESSION_FIELDS, TASK_FIELDS } from '../calls/objects.ts';
import { methodsOf } from '../calls/ipc-calls.ts';
import { type CallRef, holderOf, type Init, type Litmus } from '../litmus.ts';
import type { Cell, Loc, Place, Table, Value } from '../litmus.ts';
import { nearest, quoted, type Refuse } from '../litmus-error.ts';
import { printLoc, printValue } from '../print.ts';
import type { Flow } from '../flow/flat.ts';
import { BYTE, COUNT, rangeOf, SECTION } from './ranges.ts';
import { timeoutOf } from './validate-time.ts';

/** The task of lanes that name none. */
export const DEFAULT_TASK = 'T';
/** Values and arguments are at most this, up or down. */
export const INTEGER_MAX = 10_000;
/** Objects of a test: queues, words, phones and events each have a number of a byte. */
export const OBJECTS_MAX = 32;
/** Tasks of a test with futexes: 2012 remembers in one byte which tasks have looked one up. */
export const FUTEX_TASKS_MAX = 5;

/** Refuses `value` unless it is between `least` and `most`; `what` names it in the message. */
export function inRange(
  value: number,
  least: number,
  most: number,
  place: Place,
  what: string,
  refuse: Refuse,
): void {
  if (value >= least && value <= most) return;
  refuse(place, `${value} for ${what}`, `a number from ${least} to ${most}`);
}

type Call = Extract<Cell, { is: 'call' }>;

/** All names that a litmus declares. Building it checks the declarations. */
export class Names {
  readonly table: Table;
  readonly tasks: ReadonlySet<string>;
  /** The thread lanes, without E, to their tasks. */
  readonly taskOf: ReadonlyMap<string, string>;
  readonly objects: ReadonlyMap<string, Extract<Init, { is: 'object' }>>;
  /** Lane name to the labels, and to the registers, of that lane. */
  readonly labels: ReadonlyMap<string, ReadonlySet<string>>;
  readonly registers: ReadonlyMap<string, ReadonlySet<string>>;
  /** The tasks that can be debugged: to whose kernel box a phone leads. */
  readonly debugged: ReadonlySet<string>;
  /** Machines on which a group may be restored. */
  readonly nodes: ReadonlySet<string>;
  readonly refuse: Refuse;
  /** Null in a test without user code. */
  readonly flow: Flow | null;
  readonly #cells = new Map<string, Call>();
  readonly #calls: { readonly lane: string; readonly cell: Call }[] = [];

  /** `flow`: what the user code of the test is, whose calls its rows are then (flow/inlined.ts). */
  constructor(litmus: Litmus, refuse: Refuse, flow: Flow | null = null) {
    this.flow = flow;
    this.table = litmus.meta.table;
    this.refuse = refuse;
    const threads = litmus.lanes.filter(({ name }) => name !== 'E');
    this.taskOf = new Map(threads.map(({ name, task }) => [name, task ?? DEFAULT_TASK]));
    this.tasks = new Set(this.taskOf.values());
    this.objects = this.#declare(litmus.init);
    this.nodes = new Set(litmus.init.flatMap((item) => (item.is === 'node' ? [item.name] : [])));
    this.debugged = new Set(
      litmus.meta.debugs.flatMap((phone) => this.objects.get(phone)?.link?.to ?? []),
    );
    const labels = new Map<string, Set<string>>();
    const registers = new Map<string, Set<string>>();
    for (const name of this.taskOf.keys()) {
      labels.set(name, new Set());
      registers.set(name, new Set());
    }
    this.labels = labels;
    this.registers = registers;
    for (const item of litmus.init) {
      if (item.is !== 'value' || item.loc.is !== 'register') continue;
      registers.get(this.thread(item.loc.lane, item.place))?.add(item.loc.name);
    }
    for (const row of litmus.rows) {
      for (const [column, cell] of row.entries()) {
        if (cell?.is !== 'call') continue;
        const { name } = litmus.lanes[column];
        this.#calls.push({ lane: name, cell });
        if (cell.register !== null) registers.get(name)?.add(cell.register);
        if (cell.label === null) continue;
        const known = labels.get(name);
        if (known?.has(cell.label) && flow !== null) {
          this.#cells.delete(`${name}:${cell.label}`);
          continue;
        }
        if (known?.has(cell.label)) {
          refuse(cell.place, `the label ${quoted(cell.label)} twice in ${name}`, 'each label once');
        }
        known?.add(cell.label);
        this.#cells.set(`${name}:${cell.label}`, cell);
      }
    }
    for (const lane of flow?.lanes ?? []) {
      registers.set(lane.name, new Set(lane.registers));
      labels.set(lane.name, new Set(lane.labels.keys()));
    }
    this.#checkInitialValues(litmus.init);
  }

  /** The call that a reference names, if it names one. */
  cellOf({ lane, label }: CallRef): Call | undefined {
    return this.#cells.get(`${lane}:${label}`);
  }

  /** The only call there that has a deadline: of what one cell of user code makes, some have none. */
  timedCellOf({ lane, label }: CallRef): Call | undefined {
    const timed = this.#calls.filter(
      ({ lane: other, cell }) =>
        other === lane && cell.label === label && timeoutOf(cell, this.table) !== null,
    );
    return timed.length === 1 ? timed[0].cell : undefined;
  }

  /** All calls of a lane, in order. */
  callsOf(lane: string): Call[] {
    return this.#calls.flatMap((call) => (call.lane === lane ? [call.cell] : []));
  }

  /** The thread lane with this number, which must exist. */
  thread(lane: number, place: Place): string {
    this.checkThread(`P${lane}`, place);
    return `P${lane}`;
  }

  checkThread(lane: string, place: Place): void {
    if (this.taskOf.has(lane)) return;
    const names = [...this.taskOf.keys()];
    this.refuse(place, `lane ${quoted(lane)}`, `one of the threads: ${names.join(', ')}`);
  }

  checkTask(task: string, place: Place): void {
    if (this.tasks.has(task)) return;
    const names = [...this.tasks];
    const expected = `one of the tasks: ${names.join(', ')}`;
    this.refuse(place, `the task ${quoted(task)}`, expected, nearest(task, names));
  }

  #declare(init: Litmus['init']): Names['objects'] {
    const objects = new Map<string, Extract<Init, { is: 'object' }>>();
    const types = objectTypesOf(this.table);
    for (const item of init) {
      if (item.is !== 'object') continue;
      const { type, name, place } = item;
      if (!types.some((it) => it === type)) {
        const expected = `an object of the table ${this.table}: ${types.join(', ')}`;
        this.refuse(place, `the type ${quoted(type)}`, expected, nearest(type, types));
      }
      if (objects.has(name) || this.tasks.has(name)) {
        this.refuse(place, `the name ${quoted(name)} twice`, 'each object and task once');
      }
      checkInitialValue(item, this.table, this.refuse);
      checkRange(item, this.refuse);
      this.#checkCounts(item, objects.size + 1);
      const holder = holderOf(item);
      if (holder !== null) this.checkTask(holder, place);
      if (item.link !== null) this.checkTask(item.link.to, place);
      objects.set(name, item);
    }
    return objects;
  }

  #checkCounts({ type, name, place }: Extract<Init, { is: 'object' }>, count: number): void {
    if (count > OBJECTS_MAX) {
      this.refuse(place, `${count} objects`, `at most ${OBJECTS_MAX}`);
    }
    if (type !== 'futex' || this.tasks.size <= FUTEX_TASKS_MAX) return;
    const found = `the futex ${quoted(name)} in a test of ${this.tasks.size} tasks`;
    this.refuse(place, found, `at most ${FUTEX_TASKS_MAX} tasks with futexes`);
  }

  #checkInitialValues(init: Litmus['init']): void {
    for (const item of init) {
      if (item.is !== 'value') continue;
      checkLoc(item.loc, this, this.refuse);
      checkValue(item.value, item.place, this, this.refuse);
      if (item.loc.is === 'dt') {
        this.refuse(
          item.place,
          `an initial value of ${item.loc.waited ? 'waited' : 'dt'}(...)`,
          'a register or an object',
        );
      }
      if (item.loc.is !== 'object') continue;
      if (item.value.is !== 'integer') {
        this.refuse(item.place, `the value ${quoted(item.value.name)}`, 'an integer');
      }
      const [least, most] = rangeOf(item.loc.field, this.table);
      inRange(item.value.value, least, most, item.place, printLoc(item.loc), this.refuse);
    }
  }
}

/** Objects that begin in one state only. */
const WITHOUT_VALUE: ReadonlySet<string> = new Set(['mutex', 'condvar', 'event', 'irq']);

/** Which objects start with `= n`, with nothing, or with a link. */
function checkInitialValue(
  item: Extract<Init, { is: 'object' }>,
  table: Table,
  refuse: Refuse,
): void {
  const { type, name, value, link, place } = item;
  const object = `${type} ${name}`;
  if (type === 'section' && value === null && link === null) return;
  if (type === 'phone') {
    if (link !== null) return;
    const expected = `'${object} = A -> B', two tasks, or '${object} = A' where it is not connected`;
    if (value === null) refuse(place, `${quoted(object)} alone`, expected);
    if (value.is === 'integer' || value.payload !== null) {
      refuse(place, `the value ${quoted(printValue(value))} of ${quoted(object)}`, expected);
    }
    return;
  }
  if (link !== null) refuse(place, `a link for ${quoted(object)}`, 'a phone');
  const optional = type === 'waitq' && isKernelTable(table);
  const without = WITHOUT_VALUE.has(type) || (type === 'waitq' && !optional);
  if (without) {
    if (value !== null) refuse(place, `a value for ${quoted(object)}`, `'${object};'`);
    return;
  }
  if (value === null) {
    if (!optional) refuse(place, `${quoted(object)} without a value`, `'${object} = n;'`);
    return;
  }
  if (value.is !== 'integer') {
    refuse(place, `the value ${quoted(value.name)} of ${quoted(object)}`, 'an integer');
  }
  const negative = type === 'word' || (type === 'waitq' && table === 'kernel-2026');
  const [least, most] = type === 'section' ? SECTION : negative ? BYTE : COUNT;
  inRange(value.value, least, most, place, object, refuse);
}

/** `mod n`: a word whose values are 0 to n - 1. */
function checkRange(
  { type, name, value, mod, place }: Extract<Init, { is: 'object' }>,
  refuse: Refuse,
): void {
  if (mod === undefined) return;
  if (type !== 'word') refuse(place, `'mod' for ${quoted(`${type} ${name}`)}`, 'a word');
  inRange(mod, 2, BYTE[1] + 1, place, `the values of the word ${name}`, refuse);
  if (value?.is !== 'integer') return;
  inRange(value.value, 0, mod - 1, place, `the word ${name} mod ${mod}`, refuse);
}

/** Checks that a location exists. */
export function checkLoc(loc: Loc, names: Names, refuse: Refuse): void {
  if (loc.is === 'object') return checkObjectLoc(loc, names, refuse);
  const lane = names.thread(loc.lane, loc.place);
  if (loc.is === 'dt') return checkDeadline({ lane, label: loc.label }, loc, names, refuse);
  const registers = [...(names.registers.get(lane) ?? [])];
  if (registers.includes(loc.name)) return;
  const has = registers.length === 0 ? 'which sets none' : `which sets ${registers.join(', ')}`;
  const found = `the register ${quoted(`${loc.lane}:${loc.name}`)}`;
  refuse(loc.place, found, `a register of ${lane}, ${has}`, nearest(loc.name, registers));
}

function checkObjectLoc(
  { name, field, place }: Extract<Loc, { is: 'object' }>,
  names: Names,
  refuse: Refuse,
): void {
  const type = names.objects.get(name)?.type as ObjectType | undefined;
  if (type === undefined && !names.tasks.has(name)) {
    const known = [...names.objects.keys(), ...names.tasks];
    const expected = `an object or task of this test: ${known.join(', ')}`;
    const isRegister = [...names.registers.values()].some((registers) => registers.has(name));
    const also = isRegister ? ' (a register is named with its lane: 0:r0)' : '';
    refuse(place, quoted(name), expected + also, nearest(name, known));
  }
  if (type === 'section') {
    refuse(
      place,
      `the section ${quoted(name)}`,
      'a word, a register or a field: U1 is about sections',
    );
  }
  const ofTask = names.debugged.has(name) ? [...TASK_FIELDS, ...SESSION_FIELDS] : TASK_FIELDS;
  const fields = type === undefined ? ofTask : fieldsOf(type, names.table);
  if (field === null ? fields.length === 0 : fields.includes(field)) return;
  const what = type === undefined ? 'task' : `${type}`;
  const expected =
    fields.length === 0
      ? `'${name}' alone: a ${what} has no fields`
      : `a field of the ${what}: ${fields.map((it) => `${name}.${it}`).join(', ')}`;
  const hint = field === null ? '' : nearest(field, fields);
  refuse(place, quoted(field === null ? name : `${name}.${field}`), expected, hint);
}

/** Checks that `P0:L0` names a thread and one of its labels. */
export function checkRef(ref: CallRef, place: Place, names: Names, refuse: Refuse): void {
  names.checkThread(ref.lane, place);
  const labels = [...(names.labels.get(ref.lane) ?? [])];
  if (labels.includes(ref.label)) return;
  const has = labels.length === 0 ? 'which has none' : `which has ${labels.join(', ')}`;
  const found = `the label ${quoted(`${ref.lane}:${ref.label}`)}`;
  refuse(place, found, `a label of ${ref.lane}, ${has}`, nearest(ref.label, labels));
}

/** dt is the time from the first arming of a deadline: a call without one has none. */
function checkDeadline(
  ref: CallRef,
  loc: Extract<Loc, { is: 'dt' }>,
  names: Names,
  refuse: Refuse,
): void {
  checkRef(ref, loc.place, names, refuse);
  checkBoundary(printLoc(loc), loc.place, names, refuse);
  const cell = names.cellOf(ref);
  checkOnce(ref, loc, names, refuse);
  if (names.timedCellOf(ref) !== undefined) return;
  const timed = [...(names.labels.get(ref.lane) ?? [])].filter((label) => {
    const other = names.cellOf({ lane: ref.lane, label });
    return other !== undefined && timeoutOf(other, names.table) !== null;
  });
  const has = timed.length === 0 ? `${ref.lane} has none with a label` : timed.join(', ');
  const found = `${printLoc(loc)}, but ${cell?.call} has no deadline there`;
  refuse(loc.place, found, `a call with a deadline: ${has}`, nearest(ref.label, timed));
}

/** User code may make more than one timed call there, or the same one again: there is no one time. */
function checkOnce(
  { lane, label }: CallRef,
  loc: Extract<Loc, { is: 'dt' }>,
  names: Names,
  refuse: Refuse,
): void {
  const flat = names.flow?.lanes.find(({ name }) => name === lane);
  const range = flat?.labels.get(label);
  if (flat === undefined || range === undefined) return;
  const steps = Array.from({ length: range.to - range.from }, (_, i) => range.from + i);
  const ref = { lane, label };
  const isOne = (names.timedCellOf(ref) ?? names.cellOf(ref)) !== undefined;
  if (isOne && !steps.some((step) => flat.onCycles.has(step))) return;
  const found = `${printLoc(loc)}, of what may be more than one call`;
  refuse(loc.place, found, 'the label of one call outside of loops');
}

/** Kernel lanes have no boundary: no abort, no restart, no deadline that outlasts one. */
export function checkBoundary(what: string, place: Place, names: Names, refuse: Refuse): void {
  if (!isKernelTable(names.table)) return;
  const expected = 'a register, a word or a field: kernel threads are never at the boundary';
  refuse(place, `${what} in the table ${names.table}`, expected);
}

/** Checks that a value is one that something can have: a misspelt one would be silently false. */
export function checkValue(value: Value, place: Place, names: Names, refuse: Refuse): void {
  if (value.is === 'integer') {
    return inRange(value.value, -INTEGER_MAX, INTEGER_MAX, place, 'a value', refuse);
  }
  const { name, payload } = value;
  const takesPayload = PAYLOAD_VALUES.includes(name);
  if (!takesPayload && !VALUES.includes(name)) {
    const known = [...VALUES, ...PAYLOAD_VALUES];
    refuse(place, `the value ${quoted(name)}`, 'a number or a known name', nearest(name, known));
  }
  if (takesPayload !== (payload !== null)) {
    const expected = takesPayload ? `a number after it, as in ${name}:1` : `${name} alone`;
    refuse(place, `the value ${quoted(printValue(value))}`, expected);
  }
  if (typeof payload === 'number') {
    inRange(payload, 0, INTEGER_MAX, place, `the number of ${name}`, refuse);
  }
  if (typeof payload === 'string') checkMethod(value, payload, place, names, refuse);
}

/** Only a request has a name, that of its method; an answer that is an error is no `ans`. */
function checkMethod(
  value: Value,
  method: string,
  place: Place,
  names: Names,
  refuse: Refuse,
): void {
  const methods = methodsOf(names.table);
  const found = `the value ${quoted(printValue(value))}`;
  if (value.is === 'name' && value.name === 'req') {
    if (methods.includes(method)) return;
    const expected = `a number or a method: ${methods.join(', ')}`;
    refuse(place, found, expected, nearest(method, methods));
  }
  refuse(place, found, 'a number after the colon', VALUES.includes(method) ? method : '');
}
