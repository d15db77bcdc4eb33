/**
 * The clean-up of a task's IPC, as footprints: model/ipc/cleanup/, the slamming of hangup.ts and the
 * restart records of sync-call/record.ts. It goes through all that the task has, and what others have
 * sent it, so each step of it has to do with all of IPC.
 */
import * as old from '../ipc/cleanup/cleanup-2012.ts';
import * as now from '../ipc/cleanup/cleanup-2026.ts';
import { IPC_CLEANUP } from '../ipc/cleanup/cleanup.ts';
import { ANSWER_APPEND_UNLOCKED, ANSWER_UNLOCKED } from '../ipc/answer-free.ts';
import { SLAM } from '../ipc/hangup.ts';
import { lockOf } from '../ipc/phones.ts';
import { DROP_RECORD, RECORD_ANSWERED, RECORD_FORGOTTEN } from '../ipc/sync-call/record.ts';
import { ownBox } from '../ipc/thread.ts';
import { firstConnected } from '../record/ipc-objects.ts';
import type { Kernel } from '../record/state.ts';
import { declare, declareEntering } from './declared.ts';
import { anyOfIpc, type Declaring } from './declaring.ts';
import { asksWhetherGone, dies } from './dying.ts';
import { returns } from './kernel-tables.ts';

declareEntering([IPC_CLEANUP], () => {});

export function cleans(d: Declaring, k: Kernel, t: number): void {
  anyOfIpc(d, k, t);
  for (let task = 0; task < k.program.tasks.length; task++) asksWhetherGone(d, task);
}

/** The last step: the thread is dead, or the op of a kernel table returns. */
function ends(d: Declaring, k: Kernel, t: number): void {
  cleans(d, k, t);
  if (k.program.kernelLevel) returns(d, k, t);
  else dies(d, k, t);
}

declare(
  [
    old.CLEAN_PHONES,
    old.CLEAN_EVENTS,
    old.CLEAN_LISTS,
    old.CLEAN_ANSWER,
    old.CLEAN_SYNC,
    old.CLEAN_SYNC_GOT,
    old.CLEAN_WAIT,
    old.CLEAN_GOT,
    now.CLEAN_BEGIN,
    now.CLEAN_CAPS,
    now.CLEAN_EVENTS,
    now.CLEAN_CAP,
    now.CLEAN_CALL_CAPS,
    now.CLEAN_CALLS,
    now.CLEAN_DISPATCHED,
    now.CLEAN_RECEIVE,
    now.CLEAN_ANSWER,
    now.CLEAN_FORGET,
    now.CLEAN_FORGOTTEN,
    now.CLEAN_EXPECT,
    now.CLEAN_EXPECTED,
    now.CLEAN_CAPS_AGAIN,
    now.CLEAN_CAP_AGAIN,
    ANSWER_UNLOCKED,
    ANSWER_APPEND_UNLOCKED,
  ],
  cleans,
);

declare([old.CLEAN_SCAN, now.CLEAN_DONE], ends);

declare([DROP_RECORD, RECORD_ANSWERED, RECORD_FORGOTTEN], ends);

/** The first phone of the box, whose mutex is tried. */
declare([SLAM], (d, k, t) => {
  cleans(d, k, t);
  const p = firstConnected(k, ownBox(k, t));
  if (p >= 0) d.footprint.has(d.objects.queues + lockOf(k, p));
});
