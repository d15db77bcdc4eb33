/**
 * Every module that adds steps or system calls, so that all are there (record/step.ts,
 * proc/handlers.ts). A program that imports this first has them numbered as any other such program:
 * what it keeps of records, others can read.
 */
import './syscall/syscall.ts';
import './syscall/sleep-calls.ts';
import './syscall/futex.ts';
import './ipc/send.ts';
import './ipc/wait.ts';
import './ipc/answer.ts';
import './ipc/forward.ts';
import './ipc/hangup.ts';
import './ipc/events.ts';
import './ipc/sync-call/sync.ts';
import './ipc/sync-call/cancel.ts';
import './ipc/sync-call/page-in.ts';
import './ipc/sync-call/libc.ts';
import './ipc/sync-call/record.ts';
import './ipc/cleanup/cleanup.ts';
import './ipc/cleanup/cleanup-2012.ts';
import './ipc/cleanup/cleanup-2026.ts';
import './udebug/kbox.ts';
import './udebug/requests.ts';
import './udebug/reads.ts';
import './udebug/kbox-cleanup.ts';
import './udebug/hold.ts';
import './udebug/births.ts';
import './udebug/fault.ts';
import './udebug/connect.ts';
import './udebug/preempted.ts';
import './udebug/lanes.ts';
import './syscall/kernel-lanes.ts';
import './syscall/kernel-locks.ts';
import './syscall/console.ts';
import './syscall/identity.ts';
import './linux/futex.ts';
import './syscall/retry.ts';
