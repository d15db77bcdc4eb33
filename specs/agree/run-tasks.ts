/**
 * What the model's tasks are left with at an end, and the results of its IPC operations, in the
 * words of the recorded outcomes.
 */
import { CAME_FORWARDED, UNUSED } from '../../model/record/ipc-objects.ts';
import { DEBUG_EVENTS } from '../../model/ipc/debug-methods.ts';
import { isSystem, methodName } from '../../model/ipc/methods.ts';
import {
  CONNECTED,
  CONNECTING,
  DISPATCHED,
  HUNGUP,
  IN_ANSWERS,
  IN_CALLS,
  SLAMMED,
  activeLength,
  listLength,
} from '../../model/record/ipc-objects.ts';
import {
  ACTIVE_CALLS,
  BOX,
  HANDLE,
  HANDLE_FREE,
  PHONE_HANDLE,
  PHONE_REFS,
  PHONE_STATE,
  RETVAL,
  SYNC_PLACE,
  UNPUBLISHED,
  WHERE,
} from '../../model/record/layout.ts';
import { NONE } from '../../model/record/program.ts';
import type { Kernel } from '../../model/record/state.ts';
import { ANSWER, answerName, ENOENT, REQUEST } from '../../model/record/values.ts';
import { boxActiveCalls, messagesIn } from '../properties/kernel-view.ts';
import type { PhoneEnd, TaskEnd } from './outcomes.ts';

/** What ipc_forward makes of a user's own method (kernel-outcomes/README.md). */
const FORWARDED_METHOD = 'm7';

/** The result of an IPC operation, or null if the code says it all. */
export function messageResult(
  k: Kernel,
  call: string,
  code: number,
  payload: number,
): string | null {
  if (code === REQUEST) {
    const m = payload & ~CAME_FORWARDED;
    const { method } = k.program.messages[m];
    const isRewritten = (payload & CAME_FORWARDED) !== 0 && !isSystem(method);
    return `request ${messageName(k, m)} ${isRewritten ? FORWARDED_METHOD : methodName(method)}`;
  }
  // ipc_phone_hangup of 2012 returns -1, which the records call so.
  if (call === 'ipc_hangup' && k.old && code === ENOENT) return 'FAILED';
  if (code !== ANSWER) return null;
  const value = k.message(payload, RETVAL);
  const event = k.layout.event < 0 ? 0 : k.message(payload, k.layout.event);
  const retval =
    (value === 0 ? 'EOK' : answerName(value)) + (event === 0 ? '' : ` ${DEBUG_EVENTS[event]}`);
  const isSync = call === 'ipc_call_sync' || call === 'ipc_req_internal';
  return isSync ? `retval ${retval}` : `answer ${messageName(k, payload)} ${retval}`;
}

/** `P0.1`: what the op 1 of lane 0 has sent; `hangup0`: the call that came with the first phone. */
export function messageName(k: Kernel, m: number): string {
  const { thread, op, preallocated, phone } = k.program.messages[m];
  return preallocated ? `hangup${ordinalOf(k, phone)}` : `P${thread}.${op}`;
}

/** The phones of all tasks are numbered as they are made: those of the start first. */
function ordinalOf(k: Kernel, p: number): number {
  const { phones } = k.program;
  const atStart = phones.filter(({ box }) => box !== NONE).length;
  if (phones[p].box !== NONE) {
    return phones.slice(0, p).filter(({ box }) => box !== NONE).length;
  }
  const made = phones.flatMap(({ box }, q) => (box === NONE && cameToBe(k, q) ? [q] : []));
  return atStart + made.indexOf(p);
}

/** A phone that was allocated, whatever became of it. */
function cameToBe(k: Kernel, p: number): boolean {
  const { hangup } = k.program.phones[p];
  return k.phone(p, PHONE_REFS) !== 0 || (hangup !== NONE && k.message(hangup, WHERE) !== UNUSED);
}

export function tasksOf(k: Kernel): TaskEnd[] {
  return k.program.boxes.flatMap(({ task, queue, isPrivate }, b) => {
    if (isPrivate) return [];
    const names = (list: number) => messagesIn(k, list, b).map((m) => messageName(k, m));
    return [
      {
        name: k.program.tasks[task],
        banked: k.balance(queue),
        sleepers: Array.from({ length: k.sleepers(queue) }, (_, i) => `P${k.sleeper(queue, i)}`),
        calls: names(IN_CALLS),
        dispatched: names(DISPATCHED),
        answers: names(IN_ANSWERS),
        phones: phonesOf(k, task),
        counts: k.old ? countsOf2012(k, task) : countsOf2026(k, task, b),
      },
    ];
  });
}

const STATES: Readonly<Record<number, string>> = {
  [CONNECTING]: 'connecting',
  [CONNECTED]: 'connected',
  [HUNGUP]: 'hungup',
  [SLAMMED]: 'slammed',
};

/** 2026: the phones that have a published handle. */
function phonesOf(k: Kernel, task: number): PhoneEnd[] {
  return k.program.phones.flatMap((phone, p) => {
    if (phone.task !== task) return [];
    const handle = k.old ? 0 : k.phone(p, PHONE_HANDLE);
    if (!k.old && (handle === 0 || (handle & UNPUBLISHED) !== 0)) return [];
    return [
      {
        slot: k.old ? phone.slot : handle,
        state: STATES[k.phone(p, PHONE_STATE)] ?? 'free',
        activeCalls: k.phone(p, ACTIVE_CALLS),
        refs: k.old ? 0 : k.phone(p, PHONE_REFS),
      },
    ];
  });
}

function countsOf2012(k: Kernel, task: number): TaskEnd['counts'] {
  const linked = k.program.boxes.flatMap((box, b) =>
    box.task === task && box.isPrivate && k.box(b, SYNC_PLACE) !== 0 ? [b] : [],
  );
  const answered = linked.filter((b) => listLength(k, IN_ANSWERS, b) > 0);
  return { sync_boxes: linked.length, sync_boxes_with_answer: answered.length };
}

function countsOf2026(k: Kernel, task: number, b: number): TaskEnd['counts'] {
  const { messages, boxes, phones } = k.program;
  const ours = messages.flatMap((_, m) => {
    const isOurs = k.message(m, WHERE) === DISPATCHED && boxes[k.message(m, BOX)].task === task;
    return isOurs ? [k.message(m, HANDLE)] : [];
  });
  const handles = ours.filter((handle) => handle !== 0 && (handle & HANDLE_FREE) === 0);
  const unpublished = handles.filter((handle) => (handle & UNPUBLISHED) !== 0).length;
  const phoneHandles = phones.map((phone, p) =>
    phone.task === task ? k.phone(p, PHONE_HANDLE) : 0,
  );
  return {
    box_active_calls: boxActiveCalls(k, b),
    active_list: activeLength(k, task),
    call_caps: handles.length - unpublished,
    unpublished_caps:
      unpublished + phoneHandles.filter((handle) => (handle & UNPUBLISHED) !== 0).length,
  };
}

/**
 * References to a wait queue that is a capability (`translate-objects.ts` calls it w0, w1, ...): its
 * handle's, and one of each thread that sleeps on it.
 */
export function capabilityOf(k: Kernel, q: number): { destroyed?: boolean; refs?: number } {
  if (k.old || !/^w\d+$/.test(k.program.queues[q].name)) return {};
  const refs = (k.destroyed(q) ? 0 : 1) + k.sleepers(q);
  return refs === 0 ? { destroyed: true } : { refs };
}
