/**
 * What the names of a litmus test stand for: threads, tasks, and the kernel objects of its init.
 *
 * Every name becomes an index in one of the lists here, in the order of declaration; the calls and
 * the environment are compiled by looking names up in them. A task that makes ipc calls has a box
 * without being told, a phone its lock, a futex its user word.
 */
import { taskName, cellsOf, addQueue } from './compile-names.ts';
import type { Names } from './compile-names.ts';
import { NONE, type Queue, type Revision } from '../../model/record/program.ts';
import { declareSessions, isDebugged, readsAbsentMemory } from './compile-sessions.ts';
import { declarePhone, usesIpc } from './compile-ipc.ts';
import { isKernelTable } from '../litmus/calls/call-spec.ts';
import type { Flow } from '../litmus/flow/flat.ts';
import type { Init, Litmus, Loc } from '../litmus/litmus.ts';
import { Unsupported } from './unsupported.ts';

/** @throws Unsupported for an object or an initial value that the model does not have. */
export function namesOf(
  litmus: Litmus,
  revision: Revision,
  flow: Flow | null,
  crosses: boolean,
): Names {
  const columns = litmus.lanes.flatMap(({ name }, i) => (name === 'E' ? [] : [i]));
  const names: Names = {
    litmus,
    revision,
    old: revision === 'helenos-2012',
    kernelLevel: isKernelTable(litmus.meta.table),
    crosses,
    columns,
    tasks: [...new Set(columns.map((column) => taskName(litmus, column)))],
    queues: [],
    words: [],
    sections: [],
    flow,
    phones: [],
    boxes: [],
    sessions: [],
    goQueues: [],
    events: [],
    asLocks: [],
  };
  declareObjects(names);
  return names;
}

function declareObjects(names: Names): void {
  const { litmus, columns, tasks, boxes, asLocks } = names;
  const cells = columns.flatMap((column) => cellsOf(litmus, column));
  const hasPhones =
    names.kernelLevel && litmus.init.some((it) => 'type' in it && it.type === 'phone');
  if (usesIpc(cells) || hasPhones) {
    for (const [task, name] of tasks.entries()) {
      boxes.push({ task, queue: addQueue(names, name, 'box', 0), isPrivate: false, isKbox: false });
    }
  }
  declareSessions(names);
  for (const name of tasks) {
    const faults = columns.some(
      (column) =>
        taskName(litmus, column) === name &&
        cellsOf(litmus, column).some((cell) => cell.is === 'call' && cell.call === 'page_in'),
    );
    const isRead = isDebugged(names, name) && cells.some(readsAbsentMemory);
    asLocks.push(faults || isRead ? addQueue(names, `${name}.as`, 'as-lock', 1) : NONE);
  }
  for (const init of litmus.init) {
    if (init.is !== 'object') continue;
    const initial = init.value?.is === 'integer' ? init.value.value : 0;
    if (init.type === 'phone') declarePhone(names, init);
    else if (init.type === 'section') declareSection(names, init);
    else declare(names, init.type, init.name, initial, init.mod ?? 0);
  }
  for (const init of litmus.init) {
    if (init.is === 'value')
      setInitial(names, init.loc, init.value.is === 'integer' ? init.value.value : 0);
  }
}

function declare(names: Names, type: string, name: string, initial: number, mod: number): void {
  if (type === 'word' || type === 'futex') {
    names.words.push({ name, initial, mod });
    if (type === 'futex' || isSleptOn(names, name)) addQueue(names, name, 'futex', 0);
  } else if (type === 'event' || type === 'irq') names.events.push(name);
  else if (type === 'mutex') addQueue(names, name, 'mutex', 1);
  else addQueue(names, name, type as Queue['kind'], initial);
}

/** Linux: any word can be a futex, by its address. */
function isSleptOn({ revision, columns, litmus }: Names, name: string): boolean {
  if (revision !== 'linux') return false;
  return columns.some((column) =>
    cellsOf(litmus, column).some(
      (cell) =>
        cell.is === 'call' && cell.args[0]?.is === 'names' && cell.args[0].names[0] === name,
    ),
  );
}

/** A section holds one thread unless it says more. */
function declareSection(
  { sections, flow, columns, litmus }: Names,
  { name, value }: Extract<Init, { is: 'object' }>,
): void {
  const around = columns.map((column) => {
    const lane = flow?.lanes.find((it) => it.name === litmus.lanes[column].name);
    return lane?.sections.get(name) ?? [];
  });
  sections.push({ name, most: value?.is === 'integer' ? value.value : 1, around });
}

function setInitial({ words, queues }: Names, loc: Loc, value: number): void {
  if (loc.is !== 'object') throw new Unsupported('only objects can be given initial values');
  const word = words.findIndex(({ name }) => name === loc.name);
  if (word >= 0 && (loc.field === null || loc.field === 'counter')) {
    words[word] = { ...words[word], initial: value };
    return;
  }
  const queue = queues.findIndex(({ name }) => name === loc.name);
  if (queue < 0 || !['balance', 'missed', 'tokens'].includes(loc.field ?? '')) {
    throw new Unsupported(`${loc.name}.${loc.field} cannot be given an initial value`);
  }
  queues[queue] = { ...queues[queue], initial: value };
}
