/**
 * What contradicts an assertion about messages (R5, R14), in words: which call was received twice
 * or lost its answer, which counter does not fit, what is left over.
 */
import { flagged } from '../../model/record/ipc-objects.ts';
import {
  CONNECTING,
  FREED,
  GAVE_REQUEST,
  LEAKED,
  MIXED_UP,
  SERVED,
} from '../../model/record/ipc-objects.ts';
import {
  ACTIVE_CALLS,
  BUFFER,
  CHANGED_TOGETHER,
  DELIVERED,
  GONE,
  PANIC,
  MISUSE,
  MISUSER,
  READ_FREED,
  UNLOCKED_FREED,
  PHONE_STATE,
  WHERE,
} from '../../model/record/layout.ts';
import type { Kernel } from '../../model/record/state.ts';
import { isSettled, wasKeptBack } from '../properties/assert-ipc.ts';
import { dueTo, isUnowned, isUnwaitedFor, outstandingOn } from '../properties/assert-leftovers.ts';
import { boxActiveCalls, messageName } from '../properties/kernel-view.ts';

/** What a thread has done with memory, by MISUSE. */
const MISUSES: ReadonlyMap<number, string> = new Map([
  [UNLOCKED_FREED, 'let go of the lock of a wait queue whose memory was freed meanwhile'],
  [READ_FREED, 'read the task of a box that was freed'],
  [CHANGED_TOGETHER, 'changed a list of a box while another did, without the lock of that box'],
]);

/** The facts, joined; the empty string if there is nothing to say of messages. */
export function ipcFacts(k: Kernel): string {
  if (k.global(PANIC) !== 0) {
    const { name } = k.program.lanes[k.global(PANIC) - 1];
    return `an assertion of the kernel fails, or memory that was freed is used, in a step of ${name}`;
  }
  const misuse = k.program.kernelLevel ? 0 : k.global(MISUSE);
  if (misuse !== 0) {
    const { name } = k.program.lanes[(misuse & MISUSER) - 1];
    return `${name} has ${MISUSES.get(misuse & ~MISUSER)}`;
  }
  const messages = k.program.messages.flatMap((_, m) => messageFacts(k, m));
  const calls = k.program.lanes.flatMap(({ name, ops }) =>
    ops.flatMap((op) => {
      const times = receivedTimes(k, op.message, op.messages);
      return times > 1 ? [`the request of ${name}'s ${op.call} was received ${times} times`] : [];
    }),
  );
  return [...calls, ...messages, ...phoneFacts(k), ...boxFacts(k)].join(', ');
}

function receivedTimes(k: Kernel, first: number, count: number): number {
  let times = 0;
  for (let m = first; m < first + count; m++) {
    if ((k.message(m, DELIVERED) & GAVE_REQUEST) !== 0) times++;
  }
  return times;
}

function messageFacts(k: Kernel, m: number): string[] {
  const name = messageName(k, m);
  const where = k.message(m, WHERE);
  const given = k.message(m, DELIVERED);
  const isLost = where === FREED && !isSettled(k, m);
  return [
    ...((given & MIXED_UP) !== 0
      ? [`the answer to an earlier ${name} was taken for a later one`]
      : []),
    ...(isLost && (given & SERVED) !== 0 ? [`the answer to ${name} is lost`] : []),
    ...(isLost && (given & SERVED) === 0 ? [`${name} was freed and nobody was told`] : []),
    ...(wasKeptBack(k, m)
      ? [`${name} was taken off its box, but user space was never given it`]
      : []),
    ...(where === LEAKED ? [`the call structure of ${name} is left behind`] : []),
    ...(where === FREED && flagged(k, m, BUFFER) ? [`the buffer of ${name} is left behind`] : []),
    ...(k.old && flagged(k, m, GONE)
      ? [`${name} was answered twice and is in a list although freed`]
      : []),
  ];
}

function phoneFacts(k: Kernel): string[] {
  return k.program.phones.flatMap(({ name }, p) => {
    const [counts, due] = [k.phone(p, ACTIVE_CALLS), outstandingOn(k, p)];
    const isStray = k.phone(p, PHONE_STATE) === CONNECTING && isUnowned(k, p);
    return [
      ...(counts === due ? [] : [`${name} counts ${counts} active calls where ${due} are due`]),
      ...(isStray ? [`${name} is connecting and no call will say how that ends`] : []),
    ];
  });
}

function boxFacts(k: Kernel): string[] {
  return k.program.boxes.flatMap(({ queue, isPrivate }, b) => {
    const { name } = k.program.queues[queue];
    if (isPrivate && isUnwaitedFor(k, b)) return [`the private ${name} is left behind`];
    if (k.old) return [];
    const [counts, due] = [boxActiveCalls(k, b), dueTo(k, b)];
    return counts === due ? [] : [`the box ${name} expects ${counts} answers where ${due} are due`];
  });
}
