/**
 * What debugging has to do with, said once for steps and for all that they may lead to: the udebug
 * structure of a task (SESSIONS, with its lock T), those of its threads (HOOKS, with t), TASK->kb
 * (KBOXES), and the calls that a session owes an answer.
 *
 * What a thread has put aside for a hook is its own; the birth of a thread is a flag of its hook.
 */
import { isServer, sessionOf } from '../proc/debugged.ts';
import { BEGIN_CALL, GO_CALL, HAS_FRAME, HOOK_FLAGS, PC } from '../record/layout.ts';
import { allocates, CLONE_ESTABLISH } from '../ipc/methods.ts';
import { SYS_THREAD_CREATE } from '../udebug/births.ts';
import { SYS_CONNECT_KBOX } from '../udebug/connect.ts';
import { NONE, type Op, type Program } from '../record/program.ts';
import type { Kernel } from '../record/state.ts';
import { STEPS } from '../record/step.ts';
import type { Declaring } from './declaring.ts';
import { message } from './ipc-verbs.ts';
import type { Footprint } from './mask.ts';
import type { Objects } from './objects.ts';

export function session({ footprint, objects }: Declaring, s: number): void {
  footprint.has(objects.sessions + s);
}

export function hook({ footprint, objects }: Declaring, t: number): void {
  footprint.has(objects.hooks + t);
}

/** The thread's own hook, under T and t; an abort request is answered where it is held. */
export function ownHook(d: Declaring, k: Kernel, t: number): void {
  const { footprint, objects } = d;
  const s = sessionOf(k, t);
  session(d, s);
  hook(d, t);
  footprint.has(objects.request + t);
  footprint.has(objects.place + t);
  message(d, k.session(s, BEGIN_CALL) - 1);
  message(d, k.hook(t, GO_CALL) - 1);
}

/** The user threads of a session's task, in its list or not yet. */
export function everyHook(d: Declaring, k: Kernel, s: number): void {
  for (let t = 0; t < k.threads; t++) {
    if (k.program.lanes[t].task === k.program.sessions[s].task && !isServer(k, t)) hook(d, t);
  }
}

/** Where a thread enters the kernel or leaves it: is it debugged, and to be held? */
export function atBoundary(d: Declaring, k: Kernel, t: number): void {
  const { footprint, objects } = d;
  const s = sessionOf(k, t);
  if (s < 0 || isServer(k, t)) return;
  footprint.reads(objects.sessions + s);
  footprint.has(objects.hooks + t);
  footprint.reads(objects.request + t);
}

/** An interrupt may find it in user mode, to be stopped; or, where that shows, inside a call. */
export function interrupted(d: Declaring, k: Kernel, t: number, hasFrames: boolean): void {
  const s = sessionOf(k, t);
  if (s < 0 || isServer(k, t)) return;
  const isInUser = STEPS[k.get(t, PC)].mode === 'user';
  if (!isInUser && !(hasFrames && k.hook(t, HOOK_FLAGS) & HAS_FRAME)) return;
  hook(d, t);
  d.footprint.has(d.objects.own + t);
  if (!isInUser) return;
  d.footprint.reads(d.objects.sessions + s);
  d.footprint.has(d.objects.place + t);
}

// --- all that may come ----------------------------------------------------------------------

/** The session of a thread's task, if it is no kbox thread itself; or -1. */
export function hookedIn({ sessions, lanes }: Program, t: number): number {
  return sessions.findIndex(({ task, server }) => task === lanes[t].task && server !== t);
}

type DeclareQueue = (q: number) => void;

/** The answers to what debuggers have asked for, whoever gives them. */
function answersOwed(
  { messages, phones, boxes }: Program,
  { of, living }: Objects,
  footprint: Footprint,
  queue: DeclareQueue,
): void {
  messages.forEach(({ debug, hangup, phone, callerBox }, m) => {
    if (debug === 0 && !hangup) return;
    footprint.has(of.messages[m]);
    if (phone !== NONE) footprint.has(of.phones[phone]);
    if (phone !== NONE) footprint.has(of.tasks[phones[phone].task]);
    if (callerBox === NONE || callerBox < 0) return;
    footprint.has(of.answers[callerBox]);
    footprint.reads(living + boxes[callerBox].task);
    queue(boxes[callerBox].queue);
  });
}

/** What the hooks of thread t can do while it lives. */
export function declareHooks(
  program: Program,
  objects: Objects,
  footprint: Footprint,
  queue: DeclareQueue,
  t: number,
): void {
  const s = hookedIn(program, t);
  if (s < 0) return;
  const { kbox, task } = program.sessions[s];
  footprint.has(objects.sessions + s);
  footprint.has(objects.hooks + t);
  footprint.has(objects.request + t);
  footprint.has(objects.own + t);
  footprint.has(objects.place + t);
  footprint.has(objects.linked + t);
  footprint.has(objects.ipc);
  queue(program.goQueues[t]);
  ofKbox(objects, footprint, kbox);
  ofOwnBox(program, objects, footprint, task);
  answersOwed(program, objects, footprint, queue);
}

/** The ordinary box of the task, whose lock is taken for the kbox's (D12). */
function ofOwnBox({ boxes }: Program, { of }: Objects, footprint: Footprint, task: number): void {
  boxes.forEach((box, b) => {
    if (box.task === task) footprint.has(of.dispatched[b]);
  });
}

function ofKbox({ of }: Objects, footprint: Footprint, kbox: number): void {
  for (const lists of [of.calls, of.dispatched, of.answers]) footprint.has(lists[kbox]);
}

/** Whatever comes, it is taken; all may come where phones are made. */
function comesToKbox(
  { messages, phones, lanes }: Program,
  { of }: Objects,
  footprint: Footprint,
  kbox: number,
): void {
  const areMade = lanes.some(({ ops }) =>
    ops.some(
      ({ handler, method }) =>
        handler === SYS_CONNECT_KBOX || allocates(method) || method === CLONE_ESTABLISH,
    ),
  );
  messages.forEach(({ phone }, m) => {
    if (areMade || phones[phone]?.box === kbox) footprint.has(of.messages[m]);
  });
}

/** What a call that makes a thread, or comes to a kbox, has to do with besides IPC. */
export function declareDebugCall(
  program: Program,
  objects: Objects,
  footprint: Footprint,
  { handler, target }: Op,
): void {
  const makes = handler === SYS_THREAD_CREATE;
  if (!makes && handler !== SYS_CONNECT_KBOX) return;
  const { lanes, sessions } = program;
  const s = sessions.findIndex(({ task }) => task === lanes[target].task);
  if (!makes) footprint.has(objects.kboxes + s);
  const started = makes ? target : sessions[s].server;
  if (started === NONE) return;
  footprint.has(objects.own + started);
  footprint.has(objects.place + started);
  footprint.has(objects.living + lanes[started].task);
  if (sessions.length > 0) footprint.has(objects.hooks + started);
}

/** What the kbox thread of session s can do, and the end of a session by whoever ends it. */
export function declareService(
  program: Program,
  objects: Objects,
  footprint: Footprint,
  queue: DeclareQueue,
  s: number,
): void {
  const { kbox, task, server } = program.sessions[s];
  footprint.has(objects.sessions + s);
  footprint.has(objects.kboxes + s);
  footprint.has(objects.living + task);
  footprint.adds(objects.kicks);
  footprint.has(objects.ipc);
  ofKbox(objects, footprint, kbox);
  ofOwnBox(program, objects, footprint, task);
  queue(program.boxes[kbox].queue);
  if (program.asLocks[task] !== NONE) queue(program.asLocks[task]);
  answersOwed(program, objects, footprint, queue);
  comesToKbox(program, objects, footprint, kbox);
  if (server !== NONE) footprint.has(objects.hooks + server);
  if (server !== NONE) footprint.has(objects.own + server);
  program.lanes.forEach((_, t) => {
    if (hookedIn(program, t) !== s) return;
    footprint.has(objects.hooks + t);
    footprint.has(objects.request + t);
    footprint.reads(objects.own + t);
    queue(program.goQueues[t]);
  });
}
