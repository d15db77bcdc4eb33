/**
 * A second reading of the kernel's C about debug sessions, to hold the model against: all ends of a
 * program, in the notation of the records, by a search over plain objects that is slow and knows
 * nothing of the model. Mutexes are locks here, and what is done under a spinlock is a step. For
 * tests.
 */
import type { ArbitraryProgram } from './arbitrary-programs.ts';
import { cleanup, debug, hangup, nop, sleepInSection, wait, wake } from './naive-debug-debugger.ts';
import * as hooks from './naive-debug-hooks.ts';
import { interrupt } from './naive-debug-ipc.ts';
import { kboxThread } from './naive-debug-kbox.ts';
import { beginning, BLOCKED, type Phase, type Place, type World } from './naive-debug-world.ts';
import { endOf } from './naive-debug-end.ts';
import type { Fields } from './reader.ts';

const PHASES: Readonly<Record<string, Phase>> = {
  stop_point: hooks.stoppableBegin,
  blocking_section: hooks.stoppableBegin,
  section_sleep: sleepInSection,
  syscall: hooks.syscallBegins,
  syscall_ends: hooks.syscallEnds,
  exit: hooks.threadE,
  stoppable_begin: hooks.stoppableBegin,
  stoppable_end: hooks.stoppableEnd,
  kbox_thread: kboxThread,
  nop,
  interrupt,
  wake_one: wake,
  debug,
  wait,
  hangup,
  cleanup,
};

/** What an op goes on with after the phase of its own name. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  stop_point: ['stoppable_end'],
  blocking_section: ['section_sleep', 'stoppable_end'],
  syscall: ['syscall_ends'],
  exit: ['stoppable_begin'],
};

interface State {
  w: World;
  places: Place[];
}

/** What there is to compare, as fields of a line of the records. */
export interface NaiveEnds {
  readonly outcomes: Fields[];
  readonly states: number;
  readonly statesWithoutEnd: number;
}

export class TooLarge extends Error {}

/** @throws TooLarge for a program of more states. */
export function naiveDebugEnds(sample: ArbitraryProgram, statesMax = 200_000): NaiveEnds {
  const { lanes } = sample.program;
  const first: State = {
    w: beginning(sample.revision, lanes),
    places: lanes.map(({ ops }) =>
      start({ op: 0, todo: [], log: [], result: 'ok', results: [] }, ops),
    ),
  };
  const ids = new Map([[JSON.stringify(first), 0]]);
  const todo = [...ids.keys()];
  const sources: number[][] = [[]];
  const endIds: number[] = [];
  const outcomes = new Map<string, Fields>();
  for (let text = todo.pop(); text !== undefined; text = todo.pop()) {
    const id = ids.get(text) ?? -1;
    let isEnd = true;
    let state = JSON.parse(text) as State;
    for (let t = 0; t < lanes.length; t++) {
      if (!move(state, t, lanes[t])) continue;
      isEnd = false;
      const next = JSON.stringify(state);
      state = JSON.parse(text) as State;
      let nextId = ids.get(next);
      if (nextId === undefined) {
        nextId = ids.size;
        if (nextId === statesMax) throw new TooLarge(`more than ${statesMax} states`);
        ids.set(next, nextId);
        sources.push([]);
        todo.push(next);
      }
      sources[nextId].push(id);
    }
    if (!isEnd) continue;
    endIds.push(id);
    const end = endOf(state.w, lanes, state.places);
    outcomes.set(JSON.stringify(end), end);
  }
  return {
    outcomes: [...outcomes.values()],
    states: ids.size,
    statesWithoutEnd: ids.size - countBefore(endIds, sources),
  };
}

/** From how many states one of these can be reached. */
function countBefore(ends: readonly number[], sources: readonly (readonly number[])[]): number {
  const reached = new Set(ends);
  for (const id of reached) for (const source of sources[id]) reached.add(source);
  return reached.size;
}

type Lane = ArbitraryProgram['program']['lanes'][number];

/** The next step of a thread: false if it has none now, and then nothing has changed. */
function move({ w, places }: State, t: number, { thread, ops }: Lane): boolean {
  const place = places[t];
  if (w.panic || place.op === ops.length) return false;
  const code = PHASES[place.todo[0]](thread, ops[place.op], `${thread}.${place.op}`);
  let at = code.next();
  for (const value of place.log) at = code.next(value);
  if (!at.done) {
    const value = at.value(w);
    if (value === BLOCKED) return false;
    place.log.push(value ?? null);
    at = code.next(value);
  }
  if (!at.done || w.panic) return true;
  const { again, first = [], result } = at.value ?? {};
  place.log = [];
  if (again) return true;
  place.todo = [...first, ...place.todo.slice(1)];
  if (result !== undefined) place.result = result;
  if (place.todo.length > 0) return true;
  place.results.push(place.result);
  place.op++;
  start(place, ops);
  return true;
}

/** The op that comes is begun. */
function start(place: Place, ops: Lane['ops']): Place {
  place.result = 'ok';
  const name = String(ops[place.op]?.op ?? '');
  place.todo = name === '' ? [] : [name, ...(PARTS[name] ?? [])];
  return place;
}
