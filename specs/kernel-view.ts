/**
 * What assertions, conditions and reports can see of a state: names and values for its bytes.
 */
import { ANSWER_EHANGUP, ANSWER_ENOENT, CONNECTED, HUNGUP, SLAMMED } from '../model/ipc-objects.ts';
import {
  ABORT,
  DEADLINE,
  FIRST,
  INTERRUPTED,
  KICK,
  LOCAL,
  NOW,
  OP,
  PC,
  REMAINING,
  RET,
  RETVAL,
  TIMER,
  TIMER_ARMED,
  TOKEN,
  WROTE,
} from '../model/layout.ts';
import { isHeld, isInKernel, isWoken } from '../model/environment.ts';
import { isAsleep } from '../model/scheduler.ts';
import type { Kernel } from '../model/state.ts';
import { HELD } from '../model/boundary.ts';
import { RESTART } from '../model/syscall.ts';
import { DEAD } from '../model/thread-exit.ts';
import { ANSWER, INTEGER, RC_NAMES, REQUEST, TIMEOUT_2012 } from '../model/values.ts';

export type Window = 'entered' | 'asleep' | 'woken' | 'dequeued' | 'written';

/** design.md §2: where in its call a thread is, or null if it is in none. */
export function windowOf(k: Kernel, t: number): Window | null {
  if (!isInKernel(k, t) || k.get(t, PC) === HELD) return null;
  if (k.ghost(t, WROTE)) return 'written';
  if (k.get(t, LOCAL) !== 0) return 'dequeued';
  if (k.get(t, TOKEN) !== 0) return 'woken';
  return isAsleep(k, t) ? 'asleep' : 'entered';
}

/** At the boundary, taken out of its call, which it will issue again. */
export function heldForRestart(k: Kernel, t: number): boolean {
  return k.get(t, PC) === HELD && k.get(t, RET) === RESTART;
}

/** A register's value as a litmus writes it. */
export function registerText(k: Kernel, register: number): string {
  const code = k.registerCode(register);
  const payload = k.registerPayload(register);
  if (code === INTEGER) return String(payload);
  if (code === REQUEST) {
    // IPC_M_PHONE_HUNGUP is method 0.
    const { hangup, method } = k.program.messages[payload];
    return `req:${hangup ? 0 : method}`;
  }
  if (code === ANSWER) return answerText(k.message(payload, RETVAL));
  return code === TIMEOUT_2012 ? 'TIMEOUT' : RC_NAMES[code];
}

function answerText(value: number): string {
  if (value === ANSWER_EHANGUP) return 'EHANGUP';
  return value === ANSWER_ENOENT ? 'ENOENT' : `ans:${value}`;
}

/** At an end: `blocked` where the call never returned, `killed` where the thread died in it. */
export function endText(k: Kernel, register: number): string {
  const { lane } = k.program.registers[register];
  const op = k.program.lanes[lane].ops[k.get(lane, OP)];
  if (op?.register !== register) return registerText(k, register);
  if (k.get(lane, PC) === DEAD) return 'killed';
  return 'blocked';
}

/** Ticks from the first arming of the call's deadline to its being made ready; and how many of
 * these it spent held after it was due. */
export function dtOf(k: Kernel, timed: number): { readonly dt: number; readonly late: number } {
  const at = k.at + k.layout.timed + timed * 2;
  return { dt: k.bytes[at], late: k.bytes[at + 1] };
}

const PHONE_STATES: Readonly<Record<number, string>> = {
  [CONNECTED]: 'connected',
  [HUNGUP]: 'hungup',
  [SLAMMED]: 'slammed',
};

/** Everything worth showing, in reading order: name and value. */
export function fieldsOf(k: Kernel): [string, string][] {
  const fields: [string, string][] = [['now', String(k.global(NOW))]];
  for (let t = 0; t < k.threads; t++) fields.push(...threadFields(k, t));
  k.program.queues.forEach((queue, q) => fields.push(...queueFields(k, queue.name, q)));
  k.program.words.forEach(({ name }, w) => fields.push([name, String(k.word(w))]));
  k.program.phones.forEach(({ name }, p) => {
    const at = k.at + k.layout.phones + p * 2;
    fields.push([`${name}.state`, PHONE_STATES[k.bytes[at] & 0x7f] ?? 'free']);
    fields.push([`${name}.active_calls`, String(k.bytes[at + 1])]);
  });
  k.program.boxes.forEach((box, b) => fields.push(...boxFields(k, k.program.tasks[box.task], b)));
  k.program.registers.forEach(({ lane, name }, r) => {
    fields.push([`${k.program.lanes[lane].name.slice(1)}:${name}`, registerText(k, r)]);
  });
  return fields;
}

function threadFields(k: Kernel, t: number): [string, string][] {
  const { name } = k.program.lanes[t];
  return [
    [name, whereabouts(k, t)],
    [`${name}.abort`, k.has(t, ABORT) ? (k.has(t, KICK) ? 'requested' : 'pending') : 'no'],
    [`${name}.interrupted`, k.has(t, INTERRUPTED) ? 'yes' : 'no'],
    [`${name}.timeout`, k.get(t, TIMER) === TIMER_ARMED ? `at tick ${k.get(t, DEADLINE)}` : 'no'],
    [`${name}.record`, recordText(k, t)],
  ];
}

/** The restart record: a deadline, or with timeout=remaining what was left of the timeout. */
function recordText(k: Kernel, t: number): string {
  const first = k.get(t, FIRST);
  if (first === 0) return 'none';
  return k.has(t, REMAINING) ? `${first - 1} ticks left` : `deadline ${first - 1}`;
}

/** Where a thread is, in a few words. */
export function whereabouts(k: Kernel, t: number): string {
  const pc = k.get(t, PC);
  if (pc === 0) return 'done';
  if (pc === DEAD) return 'exited';
  if (pc === HELD && k.get(t, RET) !== RESTART) return 'held';
  const { call } = k.op(t);
  if (pc === HELD) return `held, to restart ${call}`;
  if (isHeld(k, t)) return `stopped inside ${call}`;
  if (!isInKernel(k, t)) return `before ${call}`;
  if (isWoken(k, t)) return `woken in ${call}`;
  if (isAsleep(k, t)) return `asleep in ${call}`;
  return `in ${call}`;
}

function queueFields(k: Kernel, name: string, q: number): [string, string][] {
  const sleepers = Array.from({ length: k.sleepers(q) }, (_, i) => laneName(k, k.sleeper(q, i)));
  const fields: [string, string][] = [
    [`${name}.${k.old ? 'missed_wakeups' : 'balance'}`, String(k.balance(q))],
    [`${name}.sleepers`, `[${sleepers.join(' ')}]`],
  ];
  if (!k.old) fields.push([`${name}.closed`, k.closed(q) ? 'yes' : 'no']);
  if (!k.old) fields.push([`${name}.capability`, k.destroyed(q) ? 'gone' : 'there']);
  return fields;
}

function boxFields(k: Kernel, task: string, b: number): [string, string][] {
  const at = k.at + k.layout.boxes + b * k.layout.boxSize;
  return [
    [`${task}.calls`, messagesText(k, at)],
    [`${task}.dispatched`, messagesText(k, at + k.layout.dispatched)],
    [`${task}.answers`, messagesText(k, at + k.layout.answers)],
  ];
}

function messagesText(k: Kernel, at: number): string {
  const length = k.bytes[at];
  const names = Array.from({ length }, (_, i) => messageName(k, k.bytes[at + 1 + i]));
  return `[${names.join(' ')}]`;
}

function messageName(k: Kernel, m: number): string {
  const { thread, method, hangup } = k.program.messages[m];
  return `${hangup ? 'hangup' : `m${method}`}@${laneName(k, thread)}`;
}

function laneName(k: Kernel, t: number): string {
  return k.program.lanes[t].name;
}

/** The threads that will never run again, as lane names. */
export function blockedLanes(k: Kernel): string[] {
  const lanes = Array.from({ length: k.threads }, (_, t) => t);
  return lanes
    .filter((t) => k.get(t, PC) !== 0 && k.get(t, PC) !== DEAD)
    .map((t) => laneName(k, t));
}
