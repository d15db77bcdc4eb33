/**
 * The kbox, as footprints: who serves a debugger's requests, how a debugger comes to it, and how it
 * ends with its task: model/udebug/kbox.ts, requests.ts, reads.ts, cleanup.ts, connect.ts and
 * kbox-cleanup.ts.
 */
import { isServer, sessionOf } from '../proc/debugged.ts';
import { lockOf } from '../ipc/phones.ts';
import { messageOf } from '../ipc/thread.ts';
import { firstConnected } from '../record/ipc-objects.ts';
import { BEGIN_CALL, GO_CALL, HOOK_LOCAL, HOOK_RC, PHONE, RC } from '../record/layout.ts';
import { NONE } from '../record/program.ts';
import { firstPresent } from '../record/queue.ts';
import type { Kernel } from '../record/state.ts';
import { CLEAN_NEXT, CLEAN_SESSION } from '../udebug/cleanup.ts';
import {
  CONNECT_ALLOC,
  CONNECT_LOCK,
  CONNECT_PHONE,
  CONNECT_START,
  SYS_CONNECT_KBOX,
} from '../udebug/connect.ts';
import * as ending from '../udebug/kbox-cleanup.ts';
import {
  K_KBOX_THREAD,
  KBOX_GOT,
  KBOX_HUNGUP,
  KBOX_LAST,
  KBOX_UNLINK,
  KBOX_WAIT,
} from '../udebug/kbox.ts';
import * as reads from '../udebug/reads.ts';
import * as serves from '../udebug/requests.ts';
import { NEWER_FIRST, OLDER_FIRST, takesFirst } from './cleaning.ts';
import { declare, declareEntering } from './declared.ts';
import type { Declaring } from './declaring.ts';
import { calls, listOf, message, ownTask, phone, putsPhone } from './ipc-verbs.ts';
import { allocatesPhone } from './ipc-sends.ts';
import { everySleeper, returns } from './kernel-tables.ts';
import { everyHook, hook, session } from './sessions.ts';

/** The request that the kbox thread serves, which it answers in the end. */
function request(d: Declaring, k: Kernel, t: number): void {
  message(d, k.hook(t, HOOK_LOCAL) - 1);
}

/** Under T: the request, the session, and the thread that the request is about. */
function served(d: Declaring, k: Kernel, t: number): void {
  const thread = askedFor(k, t);
  request(d, k, t);
  session(d, sessionOf(k, t));
  if (thread === NONE) return;
  hook(d, thread);
  // Is it there?
  d.footprint.reads(d.objects.living + k.program.lanes[thread].task);
}

/** The thread that the request is about, or NONE. */
function askedFor(k: Kernel, t: number): number {
  const m = k.hook(t, HOOK_LOCAL) - 1;
  return m < 0 ? NONE : k.program.messages[m].target;
}

/** The ticket's: one that runs is asked to come to the boundary, and woken later. */
function stopsAtBoundary({ footprint, objects }: Declaring, k: Kernel, thread: number): void {
  if (!k.program.holdsAtBoundary) return;
  footprint.has(objects.request + thread);
  footprint.adds(objects.kicks);
}

// --- the kbox thread ------------------------------------------------------------------------

declare([K_KBOX_THREAD, KBOX_WAIT], () => {});
declare([reads.AREAS_LOCKED, reads.MEMORY_FAULT], () => {});

declare([KBOX_GOT], (d, k, t) => {
  message(d, messageOf(k, t));
  d.footprint.reads(d.objects.sessions + sessionOf(k, t));
});

declare([KBOX_UNLINK], (d, k, t) => {
  const m = messageOf(k, t);
  message(d, m);
  listOf(d, k, m);
  d.footprint.reads(d.objects.of.dispatched[k.program.sessions[sessionOf(k, t)].kbox]);
});

declare([KBOX_HUNGUP, serves.SERVED_END, reads.AREAS_READ], request);

declare([KBOX_LAST], (d, k, t) => {
  const s = sessionOf(k, t);
  calls(d, k.program.sessions[s].kbox);
  d.footprint.has(d.objects.kboxes + s);
  d.footprint.has(d.objects.place + t);
  // It may be a thread that the next debugger has made anew: who is in no list yet.
  d.footprint.has(d.objects.hooks + t);
  d.footprint.has(d.objects.living + k.program.lanes[t].task);
  returns(d, k, t);
});

declare(
  [
    serves.SERVE_EVMASK,
    serves.STOP_ANSWERED,
    reads.SERVE_THREADS,
    reads.SERVE_ARGS,
    reads.SERVE_MEMORY,
    reads.MEMORY_READ,
  ],
  served,
);

declare([serves.SERVE_BEGIN], (d, k, t) => {
  const s = sessionOf(k, t);
  served(d, k, t);
  everyHook(d, k, s);
  for (let u = 0; u < k.threads; u++) {
    if (sessionOf(k, u) === s && !isServer(k, u)) stopsAtBoundary(d, k, u);
  }
});

declare([serves.SERVE_GO], (d, k, t) => {
  served(d, k, t);
  const thread = askedFor(k, t);
  if (thread !== NONE) wakes(d, k, thread);
});

/** Whoever waits for GO as thread `thread` does: 2012 wakes the first, 2026 all. */
function wakes(d: Declaring, k: Kernel, thread: number): void {
  const q = k.program.goQueues[thread];
  if (!k.old) return everySleeper(d, k, q);
  d.footprint.has(d.objects.queues + q);
  const sleeper = firstPresent(k, q);
  if (sleeper >= 0) d.footprint.has(d.objects.own + sleeper);
}

declare([serves.SERVE_STOP], (d, k, t) => {
  served(d, k, t);
  hook(d, t);
  const thread = askedFor(k, t);
  if (thread !== NONE) stopsAtBoundary(d, k, thread);
});

declare([serves.STOP_ANSWERS], (d, k, t) => {
  session(d, sessionOf(k, t));
  message(d, messageOf(k, t));
});

/** Is it asleep where it waits for GO? */
declare([reads.SERVE_REGS], (d, k, t) => {
  served(d, k, t);
  const thread = askedFor(k, t);
  if (thread !== NONE) d.footprint.reads(d.objects.own + thread);
});

// --- the end of a session -------------------------------------------------------------------

declare([CLEAN_SESSION, CLEAN_NEXT], (d, k, t) => {
  const s = sessionOf(k, t);
  session(d, s);
  everyHook(d, k, s);
  message(d, k.session(s, BEGIN_CALL) - 1);
  for (let u = 0; u < k.threads; u++) {
    if (sessionOf(k, u) !== s || isServer(k, u)) continue;
    message(d, k.hook(u, GO_CALL) - 1);
    wakes(d, k, u);
  }
});

// --- a debugger comes -----------------------------------------------------------------------

declareEntering([SYS_CONNECT_KBOX], () => {});

function kbox(d: Declaring, k: Kernel, t: number): void {
  d.footprint.has(d.objects.kboxes + sessionOf(k, k.op(t).target));
}

declare([CONNECT_LOCK], kbox);

declare([CONNECT_START], (d, k, t) => {
  kbox(d, k, t);
  const { server } = k.program.sessions[sessionOf(k, k.op(t).target)];
  if (server === NONE) return;
  d.footprint.has(d.objects.own + server);
  d.footprint.has(d.objects.place + server);
  d.footprint.has(d.objects.living + k.program.lanes[server].task);
  d.footprint.has(d.objects.hooks + server);
});

declare([CONNECT_ALLOC], (d, k, t) => {
  kbox(d, k, t);
  allocatesPhone(d, k, k.program.lanes[t].task);
});

declare([CONNECT_PHONE], (d, k, t) => {
  kbox(d, k, t);
  const p = k.hook(t, HOOK_RC) - 1;
  phone(d, p);
  putsPhone(d, k, p);
  ownTask(d, k, t);
  calls(d, k.program.sessions[sessionOf(k, k.op(t).target)].kbox);
});

// --- the end of the task --------------------------------------------------------------------

const kboxOf = (k: Kernel, t: number): number => k.program.sessions[sessionOf(k, t)].kbox;

declare([ending.KBOX_INACTIVE], (d, k, t) => calls(d, kboxOf(k, t)));

declare([ending.KBOX_FINISHED], (d, k, t) => d.footprint.has(d.objects.kboxes + sessionOf(k, t)));
declare([ending.KBOX_THREAD], (d, k, t) => d.footprint.reads(d.objects.kboxes + sessionOf(k, t)));

/** Under the kbox's lock and the first phone's, whose mutex is tried. */
declare([ending.KBOX_SLAM], (d, k, t) => {
  calls(d, kboxOf(k, t));
  const p = firstConnected(k, kboxOf(k, t));
  if (p < 0) return;
  phone(d, p);
  d.footprint.has(d.objects.queues + lockOf(k, p));
});

declare([ending.KBOX_NOTIFY], (d, k, t) => {
  const p = k.get(t, PHONE) - 1;
  const { phones, sessions } = k.program;
  putsPhone(d, k, p);
  calls(d, kboxOf(k, t));
  if (k.get(t, RC) === 0) return;
  message(d, k.old ? sessions[sessionOf(k, t)].slams[p] : phones[p].hangup);
});

declare([ending.KBOX_JOIN], (d, k, t) => {
  const s = sessionOf(k, t);
  d.footprint.has(d.objects.kboxes + s);
  if (k.get(t, RC) !== 0) d.footprint.reads(d.objects.own + k.program.sessions[s].server);
});

declare([ending.KBOX_LISTS], (d, k, t) =>
  takesFirst(d, k, kboxOf(k, t), k.old ? OLDER_FIRST : NEWER_FIRST),
);

declare([ending.KBOX_ANSWER], () => {});
