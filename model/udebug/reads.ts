/**
 * Requests that look: udebug_thread_read() and its like of kernel/generic/src/udebug/udebug_ops.c,
 * both revisions.
 *
 *     REGS_READ   T, then t: no GO, else EINVAL; uspace_state is set, else EBUSY
 */
import { debugMethodOf } from '../ipc/debug-methods.ts';
import type { Kernel } from '../record/state.ts';
import { step } from '../record/step.ts';
import { ANSWER_EBUSY } from '../record/values.ts';
import { reply, REQUESTS } from './kbox.ts';
import { threadFor } from './requests.ts';
import { sessionFree, UDEBUG_OPS } from './session.ts';

/** No exception and no system call of a kernel table leaves a frame: uspace_state is NULL. */
export const SERVE_REGS = step({
  name: 'udebug_regs_read',
  fn: 'udebug_regs_read',
  file: UDEBUG_OPS,
  says: 'reads the registers that the thread had in user mode, if there are any',
  mode: 'kernel',
  enabled: sessionFree,
  run(k: Kernel, t: number) {
    if (threadFor(k, t, false) >= 0) reply(k, t, ANSWER_EBUSY);
  },
});

REQUESTS[debugMethodOf('REGS_READ')] = (k, t) => k.goto(t, SERVE_REGS);
