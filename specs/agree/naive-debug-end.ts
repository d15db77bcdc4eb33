/** An end of `naive-debug.ts` in the notation of the records. */
import type { ArbitraryProgram } from './arbitrary-programs.ts';
import {
  go,
  isOld,
  type Place,
  threadsOf,
  type WaitQueue,
  type World,
} from './naive-debug-world.ts';
import type { Fields } from './reader.ts';

export function endOf(
  w: World,
  lanes: ArbitraryProgram['program']['lanes'],
  places: readonly Place[],
): Fields {
  if (w.panic) return { panic: 'crash' };
  const asleep = new Set(Object.values(w.queues).flatMap(({ sleepers }) => sleepers));
  const results = lanes.map(({ thread, ops }, t) => {
    const now = asleep.has(thread) ? 'blocked' : 'deadlock(lock)';
    return [thread, ops.map((_, i) => resultOf(places[t], i, now))];
  });
  return {
    threads: Object.fromEntries(results),
    queues: [queueOf(w, 'q0')],
    interrupted: Object.keys(w.threads).filter((name) => w.threads[name].interrupted),
    armed_timeouts: 0,
    tasks: isOld(w) ? tasks2012(w) : tasks2026(w),
    kbox: { calls: w.kbox.calls, dispatched: w.kbox.dispatched },
    udebug: {
      state: w.state,
      not_stoppable: w.count,
      begin_call: w.beginCall !== '',
      threads: Object.fromEntries(threadsOf(w).map((name) => [name, hookOf(w, name)])),
    },
  };
}

function resultOf(place: Place, op: number, now: string): unknown {
  if (op < place.op) return place.results[op];
  return op === place.op ? now : 'not-reached';
}

function queueOf(w: World, name: string): Fields {
  const { banked, closed, sleepers }: WaitQueue = w.queues[name];
  return isOld(w)
    ? { missed_wakeups: banked, sleepers }
    : { wakeup_balance: banked, closed, sleepers };
}

function hookOf(w: World, name: string): Fields {
  const { active, go: hasGo, stoppable, goCall, event } = w.threads[name];
  const wq = queueOf(w, go(name));
  return { active, go: hasGo, stoppable, go_call: goCall !== '', event, go_wq: wq };
}

function boxOf(w: World, task: string): Fields {
  const answers = task === 'T1' ? w.answers : [];
  return { wq: queueOf(w, task), calls: [], dispatched: [], answers };
}

function tasks2012(w: World): Fields[] {
  const { state, active } = w.phone;
  const phones = state === 'free' ? [] : [{ phone: 0, state, active_calls: active }];
  return ['T0', 'T1'].map((task) => ({
    box: boxOf(w, task),
    phones: task === 'T1' ? phones : [],
    sync_boxes: 0,
    sync_boxes_with_answer: 0,
  }));
}

/** A phone that is hung up has no handle any more. */
function tasks2026(w: World): Fields[] {
  const { state, active } = w.phone;
  const refs = 2 + 2 * active;
  const phones = state === 'connected' ? [{ handle: 1, state, active_calls: active, refs }] : [];
  return ['T0', 'T1'].map((task) => ({
    box: boxOf(w, task),
    box_active_calls: task === 'T1' ? w.boxActive : 0,
    phones: task === 'T1' ? phones : [],
    active_list: task === 'T1' ? w.activeCalls.length : 0,
    call_caps: 0,
    unpublished_caps: 0,
  }));
}
