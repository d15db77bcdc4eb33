/**
 * The objects of a recorded program as the initial state of a litmus.
 *
 * Objects have no names of their own there, only numbers: q0, sem0, mutex0, cv0, w0 (a wait queue
 * that is a capability), and T0_0, the phone 0 of the task T0.
 */
import type { Init, Loc, Table } from '../litmus/litmus.ts';
import { allowOnly, Inexpressible, integerOf, listOf, stringOf } from './inexpressible.ts';
import type { RecordedProgram } from './read-outcomes.ts';
import type { Fields } from './reader.ts';

const KEYS = [
  'queues',
  'initial_wakeups',
  'user_counters',
  'semaphores',
  'semaphore_initial',
  'mutexes',
  'condvars',
  'waitq_objects',
  'tasks',
  'connected_phones',
];
/** The plain counter of `inc`, which the notation leaves unnamed. */
export const COUNTER = 'counter';
const PLACE = { line: 1, column: 1 };

/** The objects of the program; one that says nothing of them has one wait queue. */
export function toInit(
  { objects, lanes }: RecordedProgram['program'],
  usesPlainCounter: boolean,
  table: Table,
): Init[] {
  allowOnly(objects, KEYS, 'objects');
  const count = (key: string, otherwise = 0) => integerOf(objects[key] ?? otherwise, key);
  const numbers = (key: string, n: number) => {
    const value = objects[key] ?? [];
    const list = Array.isArray(value) ? value : Array.from({ length: n }, () => value);
    return list.map((it) => integerOf(it, key));
  };
  const queues = count('queues', 1);
  const banked = numbers('initial_wakeups', queues);
  const counters = numbers('user_counters', queues);
  const semaphores = count('semaphores');
  const initial = numbers('semaphore_initial', semaphores);
  return [
    ...range(queues).flatMap((i) => queueInit(`q${i}`, banked[i] ?? 0, counters[i], table)),
    ...range(semaphores).map((i) => object('semaphore', `sem${i}`, initial[i] ?? 0)),
    ...range(count('mutexes')).map((i) => object('mutex', `mutex${i}`, null)),
    ...range(count('condvars')).map((i) => object('condvar', `cv${i}`, null)),
    ...range(count('waitq_objects')).map((i) => object('waitq', `w${i}`, null)),
    ...inOrderOfConnection(
      objects,
      tasksOf(objects).map((task) => phonesOf(task, objects, lanes)),
    ),
    ...(usesPlainCounter ? [object('word', COUNTER, 0)] : []),
  ];
}

/** The tasks of the program, whether or not a thread of them takes part. */
export function tasksOf(objects: Fields): string[] {
  return listOf(objects.tasks, 'tasks').map(taskName);
}

/** The name of a task, which is to be a name in the litmus language as well. */
export function taskName(value: unknown): string {
  // `T0 (debuggee)`: what it does stands behind its name.
  const task = stringOf(value, 'a task').replace(/ \(\w+\)$/, '');
  if (/^[A-Za-z][A-Za-z0-9_]*$/.test(task)) return task;
  throw new Inexpressible(`a task is ${JSON.stringify(task)}`);
}

/** `T0.kbox`: the phone leads to the kernel's box of T0. */
const KBOX = /\.kbox$/;

export function phonesToKboxes({ connected_phones: phones }: Fields): string[] {
  return listOf(phones, 'connected_phones').flatMap((it) => {
    const { task, phone, to } = (it ?? {}) as Fields;
    return KBOX.test(String(to)) ? [`${String(task)}_${String(phone)}`] : [];
  });
}

/** Slots are numbered in the order of declaration: all up to the last one that matters stand. */
function phonesOf(
  task: string,
  objects: Fields,
  lanes: RecordedProgram['program']['lanes'],
): Init[] {
  const links = new Map<number, string>();
  for (const it of listOf(objects.connected_phones, 'connected_phones')) {
    const { task: from, phone, to } = (it ?? {}) as Fields;
    const slot = integerOf(phone, 'a phone');
    const callee = stringOf(to, 'the task that a phone is connected to').replace(KBOX, '');
    if (from === task) links.set(slot, callee);
  }
  const used = lanes
    .filter(({ fields }) => fields.task === task)
    .flatMap(({ ops }) => ops.map(({ phone }) => (phone === undefined ? -1 : Number(phone))));
  return range(Math.max(-1, ...links.keys(), ...used) + 1).map((slot): Init => {
    const phone = { is: 'object', type: 'phone', name: `${task}_${slot}`, place: PLACE } as const;
    const to = links.get(slot);
    if (to !== undefined) return { ...phone, value: null, link: { from: task, to } };
    return { ...phone, value: { is: 'name', name: task, payload: null }, link: null };
  });
}

/**
 * The phones of all tasks, those of each in their order: connected ones as the program connects
 * them, since their hang-up calls are numbered so; the others behind.
 */
function inOrderOfConnection(objects: Fields, phones: readonly (readonly Init[])[]): Init[] {
  const tasks = tasksOf(objects);
  const left = phones.map((own) => [...own]);
  const connected = listOf(objects.connected_phones, 'connected_phones').flatMap((it) => {
    const { task, phone } = (it ?? {}) as Fields;
    const own = tasks.indexOf(String(task));
    const before = own < 0 ? 0 : phones[own].length - left[own].length;
    return own < 0 ? [] : left[own].splice(0, Math.max(0, Number(phone) + 1 - before));
  });
  return [...connected, ...left.flat()];
}

function range(count: number): number[] {
  return Array.from({ length: Math.min(Math.max(count, 0), 100) }, (_, i) => i);
}

function object(type: string, name: string, value: number | null): Init {
  const initial = value === null ? null : ({ is: 'integer', value } as const);
  return { is: 'object', type, name, value: initial, link: null, place: PLACE };
}

function queueInit(
  name: string,
  banked: number,
  counter: number | undefined,
  table: Table,
): Init[] {
  if (counter === undefined) return [object('waitq', name, banked === 0 ? null : banked)];
  const futex = object('futex', name, counter);
  if (banked === 0) return [futex];
  const field = table === 'kernel-2012' ? 'missed' : 'balance';
  const loc: Loc = { is: 'object', name, field, place: PLACE };
  return [futex, { is: 'value', loc, value: { is: 'integer', value: banked }, place: PLACE }];
}
