/** What a condition can name at the end of a round, spelt as a condition spells it. */
import { cellsOf } from './call-args.ts';
import type { LitmusWorld } from './litmus-world.ts';
import type { LaneState } from './litmus-lane.ts';

export function placesOf(world: LitmusWorld): Record<string, string> {
  const places: Record<string, string> = {};
  const set = (name: string, value: string | number): void => {
    places[name] = String(value);
  };
  for (const lane of world.lanes) addLane(world, lane, set);
  for (const [name, value] of world.words) set(name, value);
  for (const [name, { counter, object }] of world.futexes) {
    set(`${name}.counter`, counter);
    set(`${name}.tokens`, object.waitq.balance);
    set(`${name}.sleepers`, object.waitq.sleepers.length);
  }
  for (const [name, { object }] of world.waitqs) {
    set(`${name}.balance`, object.waitq.balance);
    set(`${name}.sleepers`, object.waitq.sleepers.length);
    set(`${name}.closed`, object.waitq.closed ? 1 : 0);
  }
  for (const [name, { masked }] of world.kernel.events) set(`${name}.masked`, masked ? 1 : 0);
  for (const [name, { it, number, task }] of world.phones) {
    const phone = task.phones[number] ?? it;
    const isGone = !world.kernel.is2012 && phone.refs === 0;
    set(`${name}.state`, isGone ? 'free' : phone.state);
    set(`${name}.active_calls`, isGone ? 0 : phone.activeCalls);
  }
  for (const [name, { answerbox, threads, udebug }] of world.tasks) {
    if (udebug !== null) {
      const { kbox, notStoppable, state } = udebug;
      set(`${name}.session`, state);
      set(`${name}.unstoppable`, notStoppable);
      set(`${name}.go`, threads.filter((it) => it.udebug?.go === true).length);
      set(`${name}.requests`, kbox.calls.length);
      set(`${name}.unanswered`, kbox.dispatched.length);
      set(`${name}.torn`, udebug.torn);
    }
    set(`${name}.calls`, answerbox.calls.length);
    set(`${name}.dispatched`, answerbox.dispatched.length);
    set(`${name}.answers`, answerbox.answers.length);
    set(`${name}.notifs`, answerbox.notifications.length);
    set(`${name}.tokens`, answerbox.wq.balance);
  }
  return places;
}

function addLane(
  world: LitmusWorld,
  lane: LaneState,
  set: (name: string, value: string | number) => void,
): void {
  for (const cell of cellsOf(world.litmus, lane.index)) {
    if (cell.is !== 'call') continue;
    const { label, register } = cell;
    if (register !== null) {
      // Who is stopped before its call has not returned from it either.
      const isNext = lane.cells[lane.at] === cell && !lane.isDead;
      set(
        `${lane.index}:${register}`,
        lane.registers.get(register) ?? (isNext ? 'blocked' : 'unset'),
      );
    }
    if (label === null) continue;
    const dt = lane.dt.get(label) ?? 0;
    set(`${lane.index}:dt(${label})`, dt);
    set(`${lane.index}:waited(${label})`, dt - (lane.late.get(label) ?? 0));
    const ref = `${lane.lane.name}:${label}`;
    set(`Aborted(${ref})`, lane.aborted.get(label) ?? 0);
    set(`Restarted(${ref})`, lane.restarted.has(label) ? 1 : 0);
  }
  set(`Done(${lane.lane.name})`, lane.isOver && !lane.isDead ? 1 : 0);
}
