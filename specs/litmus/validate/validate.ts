/**
 * What the grammar cannot say of a litmus: that names exist, fit their table, and numbers are in
 * range. Says where what is wrong, with the nearest valid name; one cell or location says nothing of
 * the next, and what a place may hold is not asked where a cell is wrong.
 *
 * Declarations come first, because the rest refers to them; then the order is that of the file.
 * Registers may be set more than once in a lane, as in herd; the last call decides.
 */
import { printRef } from '../print.ts';
import { hashOf } from '../hash.ts';
import type { Condition, Litmus, Place, Prop } from '../litmus.ts';
import { isKernelTable } from '../calls/call-spec.ts';
import type { Flow } from '../flow/flat.ts';
import { lowered, usesUserCode } from '../flow/flow.ts';
import { inlinedBy } from '../flow/inlined.ts';
import { Faults } from '../faults.ts';
import { quoted, type Refuse } from '../litmus-error.ts';
import { checkCheckpoints, checkNodes } from './validate-checkpoints.ts';
import { checkHandlers } from './validate-handlers.ts';
import { checkCells } from './validate-code.ts';
import { checkBoundary, checkLoc, checkRef, inRange, Names } from './validate-names.ts';
import { timeoutOf } from './validate-time.ts';
import { checkCompared } from './validate-values.ts';

/** A sentence that says why a design does not exist, or null if it does. */
export type KnownDesign = (design: string) => string | null;

export const THREADS_MAX = 6;
export const ROWS_MAX = 16;
export const TICKS_MAX = 100;
export const CPUS_MAX = 2;
export const SKEW_MAX = 20;
export const ABORTS_MAX = 100;

/**
 * Checks a parsed or built litmus. Errors in keys whose places it lacks point at the first line.
 *
 * @throws whatever `refuse` throws, at the first thing that is wrong; LitmusErrors that leave the rest
 * to be checked go to `faults`.
 */
export function validate(
  litmus: Litmus,
  refuse: Refuse,
  knownDesign?: KnownDesign,
  faults: Faults = new Faults(),
): void {
  const placeOf = (key: string): Place => litmus.places.get(key) ?? { line: 1, column: 1 };
  checkLanes(litmus, refuse);
  const { calls, names } = namedIn(litmus, refuse);
  checkMeta(litmus, names, refuse, placeOf);
  faults.attempt(() => checkNodes(litmus, names, refuse), undefined);
  checkCells(calls, names, refuse, faults);
  if (faults.isNone) faults.attempt(() => checkCheckpoints(litmus, names, refuse), undefined);
  for (const loc of litmus.locations) {
    faults.attempt(() => checkLoc(loc, names, refuse), undefined);
  }
  const { filter, condition } = litmus;
  for (const prop of filter === null ? [condition.prop] : [filter, condition.prop]) {
    // What a place may hold follows from the calls, which must be right for that.
    const known = faults.isNone ? calls : null;
    faults.attempt(() => checkProp(prop, known, names, refuse), undefined);
  }
  checkDesigns(condition, refuse, knownDesign);
  checkNodeDesigns(litmus, refuse, knownDesign);
  faults.end();
  checkHash(litmus, refuse, placeOf('Hash'));
}

/**
 * The names of a test, and the test as its calls are: with user code, those that its lanes make with
 * their procedures inlined. What it declares is looked at before the code that refers to it.
 */
function namedIn(litmus: Litmus, refuse: Refuse): { calls: Litmus; names: Names } {
  refuseInKernel(litmus, refuse);
  if (!usesUserCode(litmus)) return { calls: litmus, names: new Names(litmus, refuse) };
  const declared = new Names({ ...litmus, rows: [] }, refuse);
  const flow = lowered(litmus, refuse);
  const calls = inlinedBy(litmus, flow);
  const names = new Names(calls, declared.refuse, flow);
  checkTimeInLoops(litmus, flow, names, refuse);
  return { calls, names };
}

/** Kernel threads call the kernel's functions one after the other. */
function refuseInKernel({ meta, procs, rows }: Litmus, refuse: Refuse): void {
  if (!isKernelTable(meta.table)) return;
  const cell = rows.flat().find((it) => it?.is === 'user');
  const place = procs[0]?.place ?? cell?.place;
  if (place === undefined) return;
  refuse(place, `user code in the table ${meta.table}`, 'calls of kernel functions');
}

/** A loop may wait for longer than any number of ticks that the model has by itself. */
function checkTimeInLoops(litmus: Litmus, flow: Flow, names: Names, refuse: Refuse): void {
  if (litmus.meta.ticks !== null) return;
  for (const { code, onCycles } of flow.lanes) {
    const steps = code.filter((instr) => instr.is === 'step');
    for (const number of onCycles) {
      const { step } = steps[number];
      if (step.is !== 'call') continue;
      const { call, args, register, place } = step;
      const cell = { is: 'call', label: null, register, call, args, place } as const;
      if (timeoutOf(cell, names.table) === null) continue;
      refuse(place, `a deadline in a loop, of ${call}`, 'Ticks=, which says how far time may go');
    }
  }
}

function checkLanes({ meta, lanes, rows }: Litmus, refuse: Refuse): void {
  const seen = new Set<string>();
  for (const { name, place } of lanes) {
    if (seen.has(name)) refuse(place, `lane ${name} twice`, 'each lane once');
    seen.add(name);
    if (name === 'E' && isKernelTable(meta.table)) {
      const expected =
        "none: 'tick n' and functions such as thread_interrupt(P0) stand in a thread's";
      refuse(place, `lane E with the table ${meta.table}`, `${expected} lane`);
    }
    const threads = seen.size - (seen.has('E') ? 1 : 0);
    if (threads > THREADS_MAX) refuse(place, `${threads} threads`, `at most ${THREADS_MAX}`);
  }
  if (!lanes.some(({ name }) => name !== 'E')) {
    refuse(lanes[0].place, 'no thread', 'at least one lane P0 to P9');
  }
  if (rows.length > ROWS_MAX) {
    const cell = rows[ROWS_MAX].find((it) => it !== null);
    refuse(cell?.place ?? lanes[0].place, `${rows.length} rows`, `at most ${ROWS_MAX}`);
  }
}

function checkMeta(
  litmus: Litmus,
  names: Names,
  refuse: Refuse,
  placeOf: (key: string) => Place,
): void {
  const { meta } = litmus;
  checkHandlers(litmus, names, refuse);
  if (meta.ticks !== null && isKernelTable(meta.table)) {
    const found = `Ticks= with the table ${meta.table}`;
    refuse(placeOf('Ticks'), found, "none: there time passes only by 'tick n' in a lane");
  }
  if (meta.ticks !== null) inRange(meta.ticks, 1, TICKS_MAX, placeOf('Ticks'), 'Ticks', refuse);
  checkCpus(meta, refuse, placeOf);
  const seen = new Set<string>();
  for (const { target, most, place } of meta.aborts) {
    if (isKernelTable(meta.table)) {
      const found = `Aborts= with the table ${meta.table}`;
      refuse(place, found, 'none: kernel threads are interrupted by thread_interrupt(P0)');
    }
    if (target !== 'any') checkRef(target, place, names, refuse);
    const key = target === 'any' ? 'any' : printRef(target);
    if (seen.has(key)) refuse(place, `a second budget for ${key}`, 'one budget for each call');
    seen.add(key);
    inRange(most, 1, ABORTS_MAX, place, `a budget of aborts for ${key}`, refuse);
  }
  for (const lane of meta.restart) {
    const place = placeOf('Restart');
    if (!isKernelTable(meta.table)) {
      const found = `Restart= with the table ${meta.table}`;
      refuse(place, found, 'kernel-2012 or kernel-2026: elsewhere the design says what restarts');
    }
    names.checkThread(lane, place);
  }
  for (const phone of meta.debugs) {
    const isConnected = names.objects.get(phone)?.link != null;
    const expected = 'phones that are connected to a task: its kernel box is meant then';
    if (!isConnected) refuse(placeOf('Debugs'), `Debugs=${phone}`, expected);
  }
}

/** Two CPUs have a clock each, which the lanes of a kernel table have not. */
function checkCpus(
  { table, cpus, skew }: Litmus['meta'],
  refuse: Refuse,
  placeOf: (key: string) => Place,
): void {
  if (cpus !== null) inRange(cpus, 1, CPUS_MAX, placeOf('Cpus'), 'Cpus', refuse);
  if (cpus === 2 && isKernelTable(table)) {
    const found = `Cpus=2 with the table ${table}`;
    refuse(placeOf('Cpus'), found, "one: there time passes by 'tick n' in a lane");
  }
  if (skew === null) return;
  if (cpus !== 2) refuse(placeOf('Skew'), 'Skew= without Cpus=2', 'two CPUs, or none of it');
  inRange(skew, -SKEW_MAX, SKEW_MAX, placeOf('Skew'), 'Skew', refuse);
}

/** Without `litmus` the values that it asks for are not looked at. */
function checkProp(prop: Prop, litmus: Litmus | null, names: Names, refuse: Refuse): void {
  switch (prop.is) {
    case 'true':
    case 'false':
      return;
    case 'not':
      return checkProp(prop.prop, litmus, names, refuse);
    case 'and':
    case 'or':
    case 'implies':
      checkProp(prop.left, litmus, names, refuse);
      return checkProp(prop.right, litmus, names, refuse);
    case 'compare':
      checkLoc(prop.loc, names, refuse);
      if (litmus !== null) checkCompared(prop, litmus, names, refuse);
      return;
    case 'aborted':
      if (prop.count !== null) inRange(prop.count, 1, ABORTS_MAX, prop.place, 'aborts', refuse);
      return checkAtom(prop, names, refuse);
    case 'restarted':
      return checkAtom(prop, names, refuse);
    case 'done':
      return names.checkThread(prop.lane, prop.place);
  }
}

/** `Aborted(P0:L0)`, `Restarted(P0:L0)` */
function checkAtom(
  { is, ref, place }: Extract<Prop, { is: 'aborted' | 'restarted' }>,
  names: Names,
  refuse: Refuse,
): void {
  checkRef(ref, place, names, refuse);
  checkBoundary(`${is === 'aborted' ? 'Aborted' : 'Restarted'}(...)`, place, names, refuse);
}

function checkDesigns(
  condition: Condition,
  refuse: Refuse,
  knownDesign: KnownDesign | undefined,
): void {
  const seen = new Set<string>();
  for (const { design, place } of condition.kinds) {
    if (seen.has(design)) refuse(place, `the design ${quoted(design)} twice`, 'each design once');
    seen.add(design);
    const trouble = knownDesign?.(design) ?? null;
    if (trouble !== null) refuse(place, `the design ${quoted(design)}`, `a design: ${trouble}`);
  }
}

function checkNodeDesigns(litmus: Litmus, refuse: Refuse, knownDesign?: KnownDesign): void {
  for (const item of litmus.init) {
    if (item.is !== 'node' || item.design === undefined) continue;
    const trouble = knownDesign?.(item.design) ?? null;
    const found = `the design ${quoted(item.design)}`;
    if (trouble !== null) refuse(item.place, found, `a design: ${trouble}`);
  }
}

function checkHash(litmus: Litmus, refuse: Refuse, place: Place): void {
  const { hash } = litmus.meta;
  if (hash === null) return;
  const actual = hashOf(litmus);
  if (hash === actual) return;
  refuse(place, `Hash=${hash}, but the test has the hash ${actual}`, 'the two to be equal');
}
