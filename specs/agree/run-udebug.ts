/** What a debug session of the model is left with at an end, in the words of the recorded outcomes. */
import { DEBUG_EVENTS } from '../../model/ipc/debug-methods.ts';
import { DISPATCHED, IN_CALLS } from '../../model/record/ipc-objects.ts';
import {
  BEGIN_CALL,
  CUR_EVENT,
  DT_STATE,
  GO_CALL,
  HAS_GO,
  IS_ACTIVE,
  IS_UNSTOPPABLE,
} from '../../model/record/layout.ts';
import { NONE } from '../../model/record/program.ts';
import type { Kernel } from '../../model/record/state.ts';
import { isHook } from '../../model/proc/debugged.ts';
import { notStoppable } from '../../model/udebug/session.ts';
import { messagesIn } from '../properties/kernel-view.ts';
import type { HookEnd, SessionEnd } from './outcomes.ts';
import { messageName } from './run-tasks.ts';

const STATES = ['inactive', 'beginning', 'active'];

export function sessionOf(k: Kernel, s: number): SessionEnd {
  const { task, kbox } = k.program.sessions[s];
  const names = (list: number) => messagesIn(k, list, kbox).map((m) => messageName(k, m));
  return {
    calls: names(IN_CALLS),
    dispatched: names(DISPATCHED),
    state: STATES[k.session(s, DT_STATE)],
    notStoppable: notStoppable(k, s),
    hasBeginCall: k.session(s, BEGIN_CALL) !== 0,
    threads: k.program.lanes.flatMap((lane, t) => (lane.task === task ? [hookOf(k, t)] : [])),
  };
}

/** The kbox thread never waits for GO: its queue is as it was made. */
function hookOf(k: Kernel, t: number): HookEnd {
  const q = k.program.goQueues[t];
  const flags = [
    ...(isHook(k, t, IS_ACTIVE) ? ['active'] : []),
    ...(isHook(k, t, HAS_GO) ? ['go'] : []),
    ...(isHook(k, t, IS_UNSTOPPABLE) ? [] : ['stoppable']),
    ...(k.hook(t, GO_CALL) === 0 ? [] : ['go_call']),
  ];
  const event = DEBUG_EVENTS[k.hook(t, CUR_EVENT)];
  const lane = `P${t}`;
  if (q === NONE) return { lane, flags, event, banked: 0, closed: false, sleepers: [] };
  const sleepers = Array.from({ length: k.sleepers(q) }, (_, i) => `P${k.sleeper(q, i)}`);
  return { lane, flags, event, banked: k.balance(q), closed: k.closed(q) && !k.old, sleepers };
}
