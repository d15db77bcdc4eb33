/**
 * Conditions on a state: the value of a location, the truth of a proposition.
 *
 * Names are looked up once per search; what is left for every end is to read and to compare. What
 * counts as an outcome is said in outcome.ts.
 */
import { match } from 'ts-pattern';
import { parseDesign } from '../../model/designs/designs.ts';
import type { Design } from '../../model/designs/policies.ts';
import {
  DISPATCHED,
  IN_ANSWERS,
  IN_CALLS,
  IN_NOTIFS,
  listLength,
} from '../../model/record/ipc-objects.ts';
import {
  ACTIVE_CALLS,
  DT_STATE,
  EVENT_MASKED,
  HAS_GO,
  HOOK_FLAGS,
  NOT_STOPPABLE_COUNT,
  OP,
  READ_RUNNING,
  SESSION_MARKS,
} from '../../model/record/layout.ts';
import { NONE, type Op, type Program } from '../../model/record/program.ts';
import type { Kernel } from '../../model/record/state.ts';
import { dtOf, endText, isDead, laneText, phoneStateText } from './kernel-view.ts';
import { SESSION_FIELDS } from '../litmus/calls/objects.ts';
import type { CallRef, Litmus, Loc, Prop, Quantifier } from '../litmus/litmus.ts';
import { printLoc } from '../litmus/print.ts';
import { textOf } from '../litmus/validate/validate-values.ts';

/** Whether a proposition holds in the state that the kernel is bound to. */
export type Test = (k: Kernel) => boolean;

/** The value of a location in the state that the kernel is bound to, as text. */
export type Reader = (k: Kernel) => string;

/** Looks up once what a proposition names: the search asks it of every end. */
export function testOf(program: Program, prop: Prop): Test {
  return match(prop)
    .returnType<Test>()
    .with({ is: 'true' }, () => () => true)
    .with({ is: 'false' }, () => () => false)
    .with({ is: 'not' }, (p) => {
      const inner = testOf(program, p.prop);
      return (k) => !inner(k);
    })
    .with({ is: 'and' }, (p) => {
      const [left, right] = [testOf(program, p.left), testOf(program, p.right)];
      return (k) => left(k) && right(k);
    })
    .with({ is: 'or' }, (p) => {
      const [left, right] = [testOf(program, p.left), testOf(program, p.right)];
      return (k) => left(k) || right(k);
    })
    .with({ is: 'implies' }, (p) => {
      const [left, right] = [testOf(program, p.left), testOf(program, p.right)];
      return (k) => !left(k) || right(k);
    })
    .with({ is: 'aborted' }, (p) => {
      const times = counterOf(program, p.ref, 0);
      return (k) => times(k) >= (p.count ?? 1);
    })
    .with({ is: 'restarted' }, (p) => {
      const times = counterOf(program, p.ref, 1);
      return (k) => times(k) >= 1;
    })
    .with({ is: 'done' }, (p) => {
      const thread = program.lanes.findIndex(({ name }) => name === p.lane);
      return (k) => k.get(thread, OP) >= program.lanes[thread].ops.length && !isDead(k, thread);
    })
    .with({ is: 'compare' }, (p) => {
      const actual = hasOwner(p) ? ownerReader(program, p.loc) : readerOf(program, p.loc);
      const wanted = textOf(p.value);
      return (k) => compare(actual(k), p.op, wanted);
    })
    .exhaustive();
}

/** Times that a call was aborted (0) or issued again (1). */
function counterOf(program: Program, ref: CallRef, which: 0 | 1): (k: Kernel) => number {
  const lane = program.lanes.find(({ name }) => name === ref.lane);
  // What a cell of user code does besides its calls is never aborted.
  const isMeant = ({ label, counted }: Op): boolean => label === ref.label && counted !== NONE;
  const op = lane?.ops.find(isMeant);
  const place = known(op?.counted, `${ref.lane}:${ref.label} counts no aborts`) * 2 + which;
  return (k) => k.bytes[k.at + k.layout.counted + place];
}

function compare(actual: string, op: '=' | '<>' | '<=' | '>=', wanted: string): boolean {
  if (op === '=') return actual === wanted;
  if (op === '<>') return actual !== wanted;
  const [left, right] = [Number(actual), Number(wanted)];
  if (Number.isNaN(left) || Number.isNaN(right)) return false;
  return op === '<=' ? left <= right : left >= right;
}

/** Looks up once what a location names. */
export function readerOf(program: Program, loc: Loc): Reader {
  if (loc.is === 'register') return registerReader(program, loc.lane, loc.name);
  if (loc.is === 'dt') {
    const timed = timedIndex(program, loc.lane, loc.label);
    const { waited } = loc;
    return (k) => {
      const { dt, late } = dtOf(k, timed);
      return String(waited ? dt - late : dt);
    };
  }
  if (loc.field === null || loc.field === 'counter') {
    const word = program.words.findIndex(({ name }) => name === loc.name);
    known(word, `there is no word ${loc.name}`);
    return (k) => String(k.word(word));
  }
  return fieldReader(program, loc.name, loc.field);
}

function registerReader(program: Program, lane: number, name: string): Reader {
  const thread = threadOf(program, lane);
  const register = program.registers.findIndex((r) => r.lane === thread && r.name === name);
  return register < 0 ? () => 'unset' : (k) => endText(k, register);
}

type Compare = Extract<Prop, { is: 'compare' }>;

/** Does it ask whose answer is in the register? */
const hasOwner = ({ value }: Compare): boolean => value.is === 'name' && value.of !== undefined;

/** `ans(P0:L0):5` where a register has an answer; of a call without a label `ans(P0):5`. */
export function ownerReader(program: Program, loc: Loc): Reader {
  const plain = readerOf(program, loc);
  if (loc.is !== 'register') return plain;
  const thread = threadOf(program, loc.lane);
  const register = program.registers.findIndex((r) => r.lane === thread && r.name === loc.name);
  return (k) => {
    const text = plain(k);
    if (!text.startsWith('ans:')) return text;
    const { thread: caller, op } = program.messages[k.registerPayload(register)];
    const { name, ops } = program.lanes[caller];
    const { label } = ops[op];
    return `ans(${label === null ? name : `${name}:${label}`})${text.slice('ans'.length)}`;
  };
}

/** Is this location, somewhere in the question, asked whose answer it has? */
export function isAskedWhose({ condition, filter }: Litmus, loc: Loc): boolean {
  const text = printLoc(loc);
  return comparesIn(condition.prop)
    .concat(filter === null ? [] : comparesIn(filter))
    .some((each) => hasOwner(each) && printLoc(each.loc) === text);
}

/** Lanes are numbered as they are called: P2 is lane 2, wherever it stands. */
function threadOf(program: Program, lane: number): number {
  return program.lanes.findIndex(({ name }) => name === `P${lane}`);
}

function timedIndex(program: Program, lane: number, label: string): number {
  // Of the calls of a procedure some have no deadline.
  const isMeant = (op: Op): boolean => op.label === label && op.timed !== NONE;
  const op = program.lanes[threadOf(program, lane)].ops.find(isMeant);
  return known(op?.timed, `P${lane}:${label} keeps no dt`);
}

/** What a place in the record is numbered by; the validator refuses names that have none. */
function known(index: number | undefined, lack: string): number {
  if (index === undefined || index < 0 || index === NONE) throw new Error(lack);
  return index;
}

/** Fields of queues, phones and boxes: numbers, where the report shows lists. */
function fieldReader(program: Program, name: string, field: string): Reader {
  const { queues, tasks, boxes, phones } = program;
  const session = program.sessions.findIndex(({ task }) => tasks[task] === name);
  if (SESSION_FIELDS.includes(field)) {
    known(session, `${name} has no debug session`);
    return (k) => sessionField(k, session, field);
  }
  if (field === 'masked') {
    const event = known(program.events.indexOf(name), `there is no event ${name}`);
    return (k) => (k.event(event, EVENT_MASKED) === 0 ? '0' : '1');
  }
  const queue = queues.findIndex((it) => it.name === name && it.kind !== 'box');
  const box = boxes.findIndex(({ task, isPrivate }) => tasks[task] === name && !isPrivate);
  const phone = phones.findIndex((it) => it.name === name);
  if (queue >= 0) return (k) => queueField(k, queue, field);
  if (box >= 0 && field === 'tokens') return (k) => String(k.balance(boxes[box].queue));
  if (box >= 0) return (k) => boxField(k, box, field);
  // A task whose lanes make no ipc call has no box, and nothing in it.
  if (tasks.includes(name)) return () => '0';
  known(phone, `there is no ${name}.${field}`);
  return field === 'state'
    ? (k) => phoneStateText(k, phone)
    : (k) => String(k.phone(phone, ACTIVE_CALLS));
}

const DT_STATES = ['inactive', 'beginning', 'active'];

function sessionField(k: Kernel, session: number, field: string): string {
  const { task, kbox, server } = k.program.sessions[session];
  const count = (flag: number): string => {
    const has = k.program.lanes.filter((lane, t) => {
      return lane.task === task && t !== server && (k.hook(t, HOOK_FLAGS) & flag) !== 0;
    });
    return String(has.length);
  };
  if (field === 'torn') return (k.session(session, SESSION_MARKS) & READ_RUNNING) === 0 ? '0' : '1';
  if (field === 'session') return DT_STATES[k.session(session, DT_STATE)];
  if (field === 'unstoppable') return String((k.session(session, NOT_STOPPABLE_COUNT) << 24) >> 24);
  if (field === 'go') return count(HAS_GO);
  if (field === 'requests') return String(listLength(k, IN_CALLS, kbox));
  return String(listLength(k, DISPATCHED, kbox));
}

function queueField(k: Kernel, queue: number, field: string): string {
  if (field === 'sleepers') return String(k.sleepers(queue));
  if (field === 'closed') return k.closed(queue) ? '1' : '0';
  return String(k.balance(queue));
}

const BOX_LISTS: Readonly<Record<string, number>> = {
  calls: IN_CALLS,
  dispatched: DISPATCHED,
  answers: IN_ANSWERS,
  notifs: IN_NOTIFS,
};

function boxField(k: Kernel, box: number, field: string): string {
  return String(listLength(k, BOX_LISTS[field], box));
}

/** What became of a lane, for `Done(P0)`: `done`, or where it stays. */
export function laneReader(program: Program, lane: string): Reader {
  const t = program.lanes.findIndex(({ name }) => name === lane);
  return (k) => laneText(k, t);
}

/** The lanes of which a condition asks whether they are done. */
export function lanesIn(prop: Prop): string[] {
  if (prop.is === 'done') return [prop.lane];
  if (prop.is === 'not') return lanesIn(prop.prop);
  return 'left' in prop ? [...new Set([...lanesIn(prop.left), ...lanesIn(prop.right)])] : [];
}

/** The locations that an outcome shows: the listed ones, then those of the condition. */
export function shownLocations(litmus: Litmus): Loc[] {
  const all = [...litmus.locations, ...locationsIn(litmus.condition.prop)];
  const texts = all.map((loc) => printLoc(loc));
  return all.filter((_, i) => texts.indexOf(texts[i]) === i);
}

const locationsIn = (prop: Prop): Loc[] => comparesIn(prop).map(({ loc }) => loc);

function comparesIn(prop: Prop): Compare[] {
  if (prop.is === 'compare') return [prop];
  if (prop.is === 'not') return comparesIn(prop.prop);
  if ('left' in prop) return [...comparesIn(prop.left), ...comparesIn(prop.right)];
  return [];
}

/** The quantifier in force: that of `with` for this design, else the test's own. */
export function quantifierFor(litmus: Litmus, design: Design): Quantifier {
  const kind = litmus.condition.kinds.find(
    ({ design: text }) => parseDesign(text).name === design.name,
  );
  return kind?.quantifier ?? litmus.condition.quantifier;
}
