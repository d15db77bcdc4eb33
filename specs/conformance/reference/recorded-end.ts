/** The end of a recorded program, as kernel-outcomes/*.jsonl spells it. */
import type { Answerbox, Call, Phone } from './ipc-objects.ts';
import type { LaneState, RecordedWorld } from './recorded.ts';
import type { Task } from './task.ts';
import type { Thread } from './thread.ts';
import type { Waitq } from './waitq.ts';

type Json = Record<string, unknown>;

export function endOf(world: RecordedWorld): Json {
  const { kernel, program } = world;
  const objects = program.objects ?? {};
  const queue = (wq: Waitq): Json => queueEnd(world, wq);
  const end: Json = {
    threads: Object.fromEntries(world.lanes.map((lane) => [lane.lane.thread, resultsOf(lane)])),
    queues: world.queues.map(queue),
    interrupted: world.lanes.filter(({ thread }) => thread.interrupted).map((it) => it.lane.thread),
    armed_timeouts: kernel.ops.clock.active.length,
  };
  if (objects.mutexes !== undefined) end.mutexes = world.mutexes.map(({ wq }) => queue(wq));
  if (objects.semaphores !== undefined)
    end.semaphores = world.semaphores.map(({ wq }) => queue(wq));
  if (objects.condvars !== undefined) end.condvars = world.condvars.map(queue);
  if (objects.user_counters !== undefined) end.user_counters = world.counters;
  if (objects.tasks === undefined) return end;
  end.tasks = world.tasks.map((task) => taskEnd(world, task));
  if (objects.waitq_objects !== undefined) end.waitq_objects = world.waitqObjectEnds();
  if (program.record_return_ticks === true) end.return_ticks = returnTicks(world);
  if (world.tasks[0].udebug !== null) Object.assign(end, sessionEnd(world, world.tasks[0]));
  return end;
}

function resultsOf({ lane, results }: LaneState): unknown[] {
  const rest = lane.ops.length - results.length;
  const blocked = rest === 0 ? [] : ['blocked', ...Array<string>(rest - 1).fill('not-reached')];
  return [...results, ...blocked];
}

function returnTicks(world: RecordedWorld): Json {
  const ticks = (lane: LaneState): (number | null)[] =>
    lane.lane.ops.map((_, i) => lane.returnTicks[i] ?? null);
  return Object.fromEntries(world.lanes.map((lane) => [lane.lane.thread, ticks(lane)]));
}

export function queueEnd(world: RecordedWorld, wq: Waitq): Json {
  const sleepers = wq.sleepers.map(({ name }) => name);
  if (world.kernel.is2012) return { missed_wakeups: wq.balance, sleepers };
  return { wakeup_balance: wq.balance, closed: wq.closed, sleepers };
}

const names = (calls: readonly Call[]): string[] => calls.map(({ name }) => name);

function boxEnd(world: RecordedWorld, box: Answerbox): Json {
  return {
    wq: queueEnd(world, box.wq),
    calls: names(box.calls),
    dispatched: names(box.dispatched),
    answers: names(box.answers),
  };
}

function taskEnd(world: RecordedWorld, task: Task): Json {
  const box = boxEnd(world, task.answerbox);
  if (world.kernel.is2012) {
    const phones = task.phones.filter(({ state }) => state !== 'free');
    return {
      box,
      phones: phones.map((it) => phoneEnd('phone', it)),
      sync_boxes: task.syncBoxes.length,
      sync_boxes_with_answer: task.syncBoxes.filter(({ answers }) => answers.length > 0).length,
    };
  }
  return {
    box,
    box_active_calls: task.answerbox.activeCalls,
    phones: phonesOf(task).map((it) => ({ ...phoneEnd('handle', it), refs: it.refs })),
    active_list: task.activeCalls.length,
    call_caps: task.caps.countOf('call'),
    unpublished_caps: task.caps.unpublished,
  };
}

function phonesOf(task: Task): Phone[] {
  return [...task.caps.table.values()].flatMap((it) => (it?.type === 'phone' ? [it.it] : []));
}

function phoneEnd(key: string, { number, state, activeCalls }: Phone): Json {
  return { [key]: number, state, active_calls: activeCalls };
}

function sessionEnd(world: RecordedWorld, task: Task): Json {
  const session = task.udebug;
  if (session === null) return {};
  const { kbox, state, notStoppable, beginCall } = session;
  return {
    kbox: { calls: names(kbox.calls), dispatched: names(kbox.dispatched) },
    udebug: {
      state,
      not_stoppable: notStoppable,
      begin_call: beginCall !== null,
      threads: Object.fromEntries(task.threads.map((it) => [it.name, hooksEnd(world, it)])),
    },
  };
}

function hooksEnd(world: RecordedWorld, { udebug }: Thread): Json {
  if (udebug === null) return {};
  const { active, go, stoppable, goCall, event, goWq } = udebug;
  return { active, go, stoppable, go_call: goCall !== null, event, go_wq: queueEnd(world, goWq) };
}
