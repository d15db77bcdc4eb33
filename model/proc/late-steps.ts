/**
 * Steps that are entered from modules on which their own module builds: declared here, as a header
 * declares a function, and defined where they belong, as the modules of the model load.
 */
export const LATE_STEPS = {
  /** ipc-wait.ts: sys_ipc_wait_for_call waits again. */
  waitAgain: 0,
  /** ipc-cleanup-2012.ts and -2026.ts: where the clean-up of a task's IPC begins. */
  cleanUp2012: 0,
  cleanUp2026: 0,
  /** Where they go on when the task's kbox has been cleaned up. */
  afterKbox2012: 0,
  afterKbox2026: 0,
  /** ipc-record.ts: a thread that dies, or was set elsewhere, lets go of the call of its record. */
  dropRecord: 0,
  /** retry.ts: libc was told EINTR. */
  retry: 0,
  /** syscall.ts: the call is issued again. */
  restart: 0,
  /** cancel.ts: an aborted synchronous call cancels its request. */
  cancel: 0,
};
