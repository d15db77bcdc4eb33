/**
 * What assertions, conditions and reports can see of a state: names and values for its bytes.
 */
import { awaited } from '../../model/ipc/sync-call/fibrils.ts';
import { ownBox } from '../../model/ipc/thread.ts';
import { UNPUBLISHED, BOX } from '../../model/record/layout.ts';
import { DEBUG_EVENTS, DEBUG_METHODS, NO_EVENT } from '../../model/ipc/debug-methods.ts';
import { methodName } from '../../model/ipc/methods.ts';
import {
  CAME_FORWARDED,
  CONNECTED,
  CONNECTING,
  DISPATCHED,
  HUNGUP,
  IN_ANSWERS,
  IN_CALLS,
  IN_NOTIFS,
  ON_STACK,
  SLAMMED,
  listLength,
  messageAt,
} from '../../model/record/ipc-objects.ts';
import {
  ABORT,
  ACTIVE_CALLS,
  ARGUMENTS,
  BOX_ACTIVE_CALLS,
  CALL_FLAGS,
  EXITING,
  FIRST,
  FORGET,
  INTERRUPTED,
  KICK,
  LOCAL,
  NOW,
  OP,
  PC,
  PHONE_HANDLE,
  PHONE_STATE,
  RECORD,
  REMAINING,
  RENAMED,
  RET,
  RETVAL,
  RET_CALL,
  SYNC_PLACE,
  TOKEN,
  WHERE,
  WROTE,
} from '../../model/record/layout.ts';
import { isInKernel } from '../../model/environment.ts';
import { NONE, type Op } from '../../model/record/program.ts';
import { cpuFields, timeoutText } from './time-view.ts';
import { whereabouts } from './whereabouts.ts';
import { isAsleep } from '../../model/proc/scheduler.ts';
import type { Kernel } from '../../model/record/state.ts';
import { HELD } from '../../model/proc/boundary.ts';
import { LATE_STEPS } from '../../model/proc/late-steps.ts';
import { RETRY } from '../../model/syscall/retry.ts';
import { RESTART } from '../../model/syscall/syscall.ts';
import { DEAD, UNBORN } from '../../model/proc/thread-dead.ts';
import {
  ANSWER,
  INTEGER,
  RC_NAMES,
  REQUEST,
  TIMEOUT_2012,
  answerName,
} from '../../model/record/values.ts';

export type Window = 'entered' | 'asleep' | 'woken' | 'dequeued' | 'written';

/** Where in its call a thread is, or null if it is in none. */
export function windowOf(k: Kernel, t: number): Window | null {
  if (!isInKernel(k, t) || k.get(t, PC) === HELD) return null;
  if (k.ghost(t, WROTE)) return 'written';
  if (holdsMessage(k, t)) return 'dequeued';
  if (k.get(t, TOKEN) !== 0) return 'woken';
  return isAsleep(k, t) ? 'asleep' : 'entered';
}

/** A message that was taken off a box and that only t's kernel stack leads to. */
export function holdsMessage(k: Kernel, t: number): boolean {
  const m = k.get(t, LOCAL) - 1;
  if (m < 0) return false;
  const where = k.message(m, WHERE);
  if (where === ON_STACK) return true;
  return where === DISPATCHED && k.op(t).waits === 'message' && k.message(m, BOX) === ownBox(k, t);
}

/** At the boundary, taken out of its call, which it will issue again. */
export function heldForRestart(k: Kernel, t: number): boolean {
  return k.get(t, PC) === HELD && k.get(t, RET) === RESTART;
}

/** At the boundary, told EINTR, where libc will issue its call again if there is time. */
export function heldForRetry(k: Kernel, t: number): boolean {
  return k.get(t, PC) === HELD && k.get(t, RET) === RETRY;
}

/** Its call has ended in vain and will be issued again, by whomever. */
export function heldForAnother(k: Kernel, t: number): boolean {
  return heldForRestart(k, t) || heldForRetry(k, t);
}

/** A register's value as a litmus writes it. */
export function registerText(k: Kernel, register: number): string {
  const code = k.registerCode(register);
  const payload = payloadIn(k, code, register);
  if (code === INTEGER) return String(payload);
  if (code === REQUEST) return `req:${requestText(k, payload)}`;
  if (code === ANSWER) return receivedText(k, payload);
  return code === TIMEOUT_2012 ? 'TIMEOUT' : RC_NAMES[code];
}

/** Kernel lanes note beside the message that it came forwarded. */
function payloadIn(k: Kernel, code: number, register: number): number {
  const payload = k.registerPayload(register);
  return k.program.kernelLevel && code === REQUEST ? payload & ~CAME_FORWARDED : payload;
}

/** A server's own method by its number, IPC_M_PHONE_HUNGUP as 0, others by their names. */
function requestText(k: Kernel, m: number): string {
  const { hangup, method } = k.program.messages[m];
  if (hangup || method === 0) return '0';
  const name = methodName(method);
  return name === `m${method}` ? String(method) : name;
}

/** An answer, or a notification, which has no phone. */
function receivedText(k: Kernel, m: number): string {
  const value = k.message(m, RETVAL);
  const event = eventOf(k, m);
  if (event !== NO_EVENT && value === 0) return DEBUG_EVENTS[event];
  return k.program.messages[m].phone === NONE ? `ntf:${value}` : answerText(value);
}

/** What has happened to the thread, in the answer to its GO. */
function eventOf(k: Kernel, m: number): number {
  return k.layout.event < 0 ? NO_EVENT : k.message(m, k.layout.event);
}

function answerText(value: number): string {
  const name = answerName(value);
  return name === String(value) ? `ans:${value}` : name;
}

/** At an end: `blocked` where the call never returned, `killed` where the thread died in it. */
export function endText(k: Kernel, register: number): string {
  const { lane } = k.program.registers[register];
  const op = k.program.lanes[lane].ops[k.get(lane, OP)];
  if (op === undefined || !showsStuck(op, register) || k.get(lane, PC) === UNBORN) {
    return registerText(k, register);
  }
  if (isDead(k, lane)) return 'killed';
  if (k.looping.has(register)) return 'loops';
  return stuckIn(op);
}

/** What became of a lane at an end, or in a trap. */
export function laneText(k: Kernel, t: number): string {
  if (isDead(k, t)) return 'killed';
  const op = k.program.lanes[t].ops[k.get(t, OP)];
  if (op === undefined) return 'done';
  if (k.loopingLanes.has(t)) return 'loops';
  return stuckIn(op);
}

/** Whose polling loop never ends spins. At any other step of user code only a thread that is held ends. */
function stuckIn({ act }: Op): 'blocked' | 'spins' {
  return act?.is === 'until' ? 'spins' : 'blocked';
}

/** In user code the procedure call in which a lane is stuck shows it as well. */
function showsStuck({ register, shows }: Op, asked: number): boolean {
  return register === asked || shows.includes(asked);
}

/** It has exited, or is about to. */
export function isDead(k: Kernel, t: number): boolean {
  return k.get(t, PC) === DEAD || k.has(t, EXITING);
}

/** The thread died in its call `op`. */
export function diedIn(k: Kernel, t: number, op: number): boolean {
  return isDead(k, t) && k.get(t, OP) === op;
}

/** Ticks from the first arming of the call's deadline to its being made ready; and how many of
 * these it spent held after it was due. */
export function dtOf(k: Kernel, timed: number): { readonly dt: number; readonly late: number } {
  const at = k.at + k.layout.timed + timed * 2;
  return { dt: k.bytes[at], late: k.bytes[at + 1] };
}

const PHONE_STATES: Readonly<Record<number, string>> = {
  [CONNECTING]: 'connecting',
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
  k.program.phones.forEach(({ name }, p) => fields.push(...phoneFields(k, name, p)));
  k.program.boxes.forEach((box, b) => {
    const name = box.isPrivate ? k.program.queues[box.queue].name : k.program.tasks[box.task];
    fields.push(...boxFields(k, name, b));
  });
  k.program.messages.forEach((_, m) => fields.push([`${messageName(k, m)}#${m}`, placeText(k, m)]));
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
    [`${name}.timeout`, timeoutText(k, t)],
    [`${name}.record`, recordText(k, t)],
    ...(k.program.lanes[t].variants.length > 0 ? [argumentsField(k, t)] : []),
    ...cpuFields(k, t),
  ];
}

function argumentsField(k: Kernel, t: number): [string, string] {
  const isSet = k.rare(t, ARGUMENTS) !== 0;
  return [`${k.program.lanes[t].name}.arguments`, isSet ? 'as set' : 'as written'];
}

/** The call that t has sent and will wait for, by its restart record or libc's memory, or -1. */
export function sentCall(k: Kernel, t: number): number {
  return k.program.depth > RECORD - RET_CALL ? awaited(k, t) : -1;
}

/** The restart record: a deadline, or with timeout=remaining what was left of the timeout. */
function recordText(k: Kernel, t: number): string {
  if (k.program.depth > RECORD - RET_CALL && k.get(t, RECORD) !== 0) {
    if (k.get(t, RET) === LATE_STEPS.dropRecord) return 'given up';
    const sent = sentCall(k, t);
    if (sent < 0) return 'its call is queued by libc';
    return `waits for the answer of ${messageName(k, sent)}`;
  }
  const first = k.op(t).source === NONE ? k.get(t, FIRST) : 0;
  if (first === 0) return 'none';
  return k.has(t, REMAINING) ? `${first - 1} ticks left` : `deadline ${first - 1}`;
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

export function phoneStateText(k: Kernel, p: number): string {
  return PHONE_STATES[k.phone(p, PHONE_STATE)] ?? 'free';
}

function phoneFields(k: Kernel, name: string, p: number): [string, string][] {
  const fields: [string, string][] = [
    [`${name}.state`, phoneStateText(k, p)],
    [`${name}.active_calls`, String(k.phone(p, ACTIVE_CALLS))],
  ];
  if (k.old) return fields;
  const handle = k.phone(p, PHONE_HANDLE);
  const capability = handle === 0 ? 'gone' : (handle & UNPUBLISHED) !== 0 ? 'unpublished' : 'there';
  return [...fields, [`${name}.capability`, capability]];
}

function boxFields(k: Kernel, name: string, b: number): [string, string][] {
  const { isPrivate } = k.program.boxes[b];
  const fields: [string, string][] = [[`${name}.answers`, listText(k, IN_ANSWERS, b)]];
  if (isPrivate && k.old) {
    fields.push([`${name}.linked`, k.box(b, SYNC_PLACE) === 0 ? 'no' : 'yes']);
  }
  if (!k.old) fields.push([`${name}.active_calls`, String(boxActiveCalls(k, b))]);
  if (isPrivate) return fields;
  return [
    [`${name}.calls`, listText(k, IN_CALLS, b)],
    [`${name}.dispatched`, listText(k, DISPATCHED, b)],
    [`${name}.notifs`, listText(k, IN_NOTIFS, b)],
    ...fields,
  ];
}

/** answerbox.active_calls of 2026, a byte with a sign. */
export function boxActiveCalls(k: Kernel, b: number): number {
  return (k.box(b, BOX_ACTIVE_CALLS) << 24) >> 24;
}

/** The messages of a list of a box, the first one first. */
export function messagesIn(k: Kernel, where: number, b: number): number[] {
  const length = listLength(k, where, b);
  return Array.from({ length }, (_, i) => messageAt(k, where, b, i + 1));
}

function listText(k: Kernel, where: number, b: number): string {
  return `[${messagesIn(k, where, b)
    .map((m) => messageName(k, m))
    .join(' ')}]`;
}

const PLACES = [
  'not sent',
  'being sent',
  'queued',
  'with its receiver',
  'being answered',
  'answered',
  'on a kernel stack',
  'freed',
  'queued',
  'leaked',
];

function placeText(k: Kernel, m: number): string {
  const flags = k.message(m, CALL_FLAGS);
  if ((flags & FORGET) !== 0) return 'forgotten';
  const isRenamed = k.message(m, WHERE) === DISPATCHED && (flags & RENAMED) !== 0;
  return isRenamed
    ? 'with a receiver that has no name of it any more'
    : PLACES[k.message(m, WHERE)];
}

/** `m1@P0`: the method, and who has sent it; `m1@P0/2` for the second of that name. */
export function messageName(k: Kernel, m: number): string {
  const base = baseName(k, m);
  let nth = 1;
  for (let other = 0; other < m; other++) if (baseName(k, other) === base) nth++;
  return nth === 1 ? base : `${base}/${nth}`;
}

function baseName(k: Kernel, m: number): string {
  const { thread, method, hangup, preallocated, phone, debug } = k.program.messages[m];
  if (debug !== 0) return `${DEBUG_METHODS[debug - 1]}@${laneName(k, thread)}`;
  if (phone === NONE) return `ntf@${laneName(k, thread)}`;
  if (preallocated) return `hangup@${k.program.phones[phone].name}`;
  return `${hangup ? 'hangup' : methodName(method)}@${laneName(k, thread)}`;
}

function laneName(k: Kernel, t: number): string {
  return k.program.lanes[t].name;
}

/** The threads that will never run again, as lane names. */
export function blockedLanes(k: Kernel): string[] {
  const lanes = Array.from({ length: k.threads }, (_, t) => t);
  return lanes
    .filter((t) => k.get(t, PC) !== 0 && k.get(t, PC) !== DEAD && k.get(t, PC) !== UNBORN)
    .map((t) => laneName(k, t));
}
