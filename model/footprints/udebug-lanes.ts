/** Hooks in kernel tables, as footprints: model/udebug/lanes.ts; and waits in stoppable sections. */
import { messageOf } from '../ipc/thread.ts';
import { PAGE_IN_OVER, PAGE_IN_REQUEST } from '../ipc/sync-call/page-in.ts';
import { SYNC_SECTION } from '../ipc/sync-call/sync.ts';
import { WAITED, WAIT_SECTION, WAIT_SECTION_END } from '../ipc/wait.ts';
import {
  IPC_WAIT_FOR_CALL,
  K_EXIT,
  K_NOP,
  K_RECEIVED,
  K_SECTION,
  K_SECTION_DONE,
  K_SECTION_END,
  K_SECTION_SLEEP,
  K_STOP_POINT,
  K_SYSCALL,
  K_SYSCALL_END,
} from '../udebug/lanes.ts';
import { ANSWER } from '../record/values.ts';
import { RC } from '../record/layout.ts';
import { declare, declareEntering } from './declared.ts';
import { message, ownMessage, putsCall } from './ipc-verbs.ts';
import { entersSend } from './ipc-sends.ts';
import { returns } from './kernel-tables.ts';

declare([K_SECTION, K_SECTION_SLEEP, K_SECTION_END], () => {});
declare([K_NOP, K_SECTION_DONE, K_STOP_POINT, K_EXIT], returns);

/** `active` is read without a lock. */
declare([K_SYSCALL, K_SYSCALL_END], (d, k, t) => {
  d.footprint.reads(d.objects.hooks + t);
  returns(d, k, t);
});

declareEntering([IPC_WAIT_FOR_CALL], () => {});
declare([K_RECEIVED], (d, k, t) => {
  if (k.get(t, RC) === ANSWER) putsCall(d, k, messageOf(k, t));
});

declare([WAIT_SECTION, WAIT_SECTION_END, WAITED, PAGE_IN_OVER], () => {});
declare([SYNC_SECTION], ownMessage);
declare([PAGE_IN_REQUEST], (d, k, t) => {
  message(d, messageOf(k, t));
  entersSend(d, k, t);
});
