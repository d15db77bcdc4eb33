/**
 * Conditions on a state: the value of a location, the truth of a proposition.
 *
 * Also what counts as an outcome. The observable part (design.md §1) is results of calls, user
 * memory, whether calls return, and the tick at which timed calls become ready; queue counters and
 * `Aborted(...)` may be named in a condition but are not part of it. Each is listed in OBSERVABLE
 * with its reason.
 */
import { match } from 'ts-pattern';
import { parseDesign } from '../model/designs.ts';
import type { Design } from '../model/policies.ts';
import { DISPATCHED, IN_ANSWERS, IN_CALLS, IN_NOTIFS, listLength } from '../model/ipc-objects.ts';
import { OP, PC } from '../model/layout.ts';
import type { Kernel } from '../model/state.ts';
import { dtOf, endText, fieldsOf } from './kernel-view.ts';
import type { CallRef, Litmus, Loc, Prop, Quantifier, Value } from './litmus.ts';
import { printLoc, printValue } from './print.ts';

/** What an observer in user space can tell, and why. */
export const OBSERVABLE: readonly { readonly what: string; readonly why: string }[] = [
  { what: 'registers', why: 'results of completed calls; messages received, in program order' },
  { what: 'blocked', why: 'whether a call returns at all' },
  { what: 'words', why: 'user memory, futex counters included' },
  {
    what: 'dt',
    why: 'the tick at which a timed call becomes ready; time that the thread was held after its deadline does not count, since resuming is up to who stopped it (R2)',
  },
];

export function holds(k: Kernel, prop: Prop): boolean {
  return match(prop)
    .with({ is: 'true' }, () => true)
    .with({ is: 'false' }, () => false)
    .with({ is: 'not' }, (p) => !holds(k, p.prop))
    .with({ is: 'and' }, (p) => holds(k, p.left) && holds(k, p.right))
    .with({ is: 'or' }, (p) => holds(k, p.left) || holds(k, p.right))
    .with({ is: 'implies' }, (p) => !holds(k, p.left) || holds(k, p.right))
    .with({ is: 'aborted' }, (p) => counter(k, p.ref, 0) >= (p.count ?? 1))
    .with({ is: 'restarted' }, (p) => counter(k, p.ref, 1) >= 1)
    .with({ is: 'compare' }, (p) => compare(valueOf(k, p.loc), p.op, p.value))
    .exhaustive();
}

/** Times that a call was aborted (0) or issued again (1). */
function counter(k: Kernel, ref: CallRef, which: 0 | 1): number {
  const thread = k.program.lanes.findIndex(({ name }) => name === ref.lane);
  const { ops } = k.program.lanes[thread];
  const { counted } = ops[ops.findIndex(({ label }) => label === ref.label)];
  return k.bytes[k.at + k.layout.counted + counted * 2 + which];
}

function compare(actual: string, op: '=' | '<>' | '<=' | '>=', value: Value): boolean {
  const wanted = printValue(value);
  if (op === '=') return actual === wanted;
  if (op === '<>') return actual !== wanted;
  const [left, right] = [Number(actual), Number(wanted)];
  if (Number.isNaN(left) || Number.isNaN(right)) return false;
  return op === '<=' ? left <= right : left >= right;
}

/** The value of a location at an end, as text. */
export function valueOf(k: Kernel, loc: Loc): string {
  if (loc.is === 'register') return registerAt(k, loc.lane, loc.name);
  if (loc.is === 'dt') return String(dtOf(k, timedIndex(k, loc.lane, loc.label)).dt);
  if (loc.field === null || loc.field === 'counter') {
    return String(k.word(k.program.words.findIndex(({ name }) => name === loc.name)));
  }
  return fieldAt(k, loc.name, loc.field);
}

function registerAt(k: Kernel, lane: number, name: string): string {
  const thread = threadOf(k, lane);
  const register = k.program.registers.findIndex((r) => r.lane === thread && r.name === name);
  return register < 0 ? 'unset' : endText(k, register);
}

/** Lanes are numbered as they are called: P2 is lane 2, wherever it stands. */
function threadOf(k: Kernel, lane: number): number {
  return k.program.lanes.findIndex(({ name }) => name === `P${lane}`);
}

function timedIndex(k: Kernel, lane: number, label: string): number {
  const op = k.program.lanes[threadOf(k, lane)].ops.find((known) => known.label === label);
  return op?.timed ?? 0;
}

/** Fields of queues, phones and boxes: numbers, where the report shows lists. */
function fieldAt(k: Kernel, name: string, field: string): string {
  const { queues, tasks, boxes } = k.program;
  const queue = queues.findIndex((known) => known.name === name && known.kind !== 'box');
  const box = boxes.findIndex(({ task }) => tasks[task] === name);
  if (queue >= 0) return queueField(k, queue, field);
  if (box >= 0 && field === 'tokens') return String(k.balance(boxes[box].queue));
  if (box >= 0) return boxField(k, box, field);
  const shown = fieldsOf(k).find(([known]) => known === `${name}.${field}`);
  return shown?.[1] ?? '0';
}

function queueField(k: Kernel, queue: number, field: string): string {
  if (field === 'sleepers') return String(k.sleepers(queue));
  if (field === 'closed') return k.closed(queue) ? '1' : '0';
  return String(k.balance(queue));
}

function boxField(k: Kernel, box: number, field: string): string {
  const lists: Readonly<Record<string, number>> = {
    calls: IN_CALLS,
    dispatched: DISPATCHED,
    answers: IN_ANSWERS,
    notifs: IN_NOTIFS,
  };
  return field in lists ? String(listLength(k, lists[field], box)) : '0';
}

/** The locations that an outcome shows: the listed ones, then those of the condition. */
export function shownLocations(litmus: Litmus): Loc[] {
  const all = [...litmus.locations, ...locationsIn(litmus.condition.prop)];
  const texts = all.map((loc) => printLoc(loc));
  return all.filter((_, i) => texts.indexOf(texts[i]) === i);
}

function locationsIn(prop: Prop): Loc[] {
  if (prop.is === 'compare') return [prop.loc];
  if (prop.is === 'not') return locationsIn(prop.prop);
  if ('left' in prop) return [...locationsIn(prop.left), ...locationsIn(prop.right)];
  return [];
}

/** `0:r0=EOK; q.balance=0;` */
export function outcomeText(k: Kernel, locations: readonly Loc[]): string {
  return locations.map((loc) => `${printLoc(loc)}=${valueOf(k, loc)};`).join(' ');
}

/** All that user space can tell of an end. */
export function observableText(k: Kernel): string {
  const { registers, words, lanes, timed } = k.program;
  const parts = registers.map((r, i) => `${lanes[r.lane].name}.${r.name}=${endText(k, i)}`);
  for (const [w, word] of words.entries()) parts.push(`${word.name}=${k.word(w)}`);
  for (const [i, call] of timed.entries()) {
    const { dt, late } = dtOf(k, i);
    parts.push(`${lanes[call.thread].name}.dt${call.op}=${dt - late}`);
  }
  return [...parts, progressText(k)].join('; ');
}

/** How far each lane got: a call without a register can block as well. */
export function progressText(k: Kernel): string {
  const states = k.program.lanes.map(({ name }, t) =>
    k.get(t, PC) === 0 ? `${name} done` : `${name} at ${k.get(t, OP)}`,
  );
  return states.join('; ');
}

/** The quantifier in force: that of `with` for this design, else the test's own. */
export function quantifierFor(litmus: Litmus, design: Design): Quantifier {
  const kind = litmus.condition.kinds.find(
    ({ design: text }) => parseDesign(text).name === design.name,
  );
  return kind?.quantifier ?? litmus.condition.quantifier;
}
