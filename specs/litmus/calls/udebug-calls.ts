/**
 * Debugging: what a debugger asks the kbox of a task for, by the names that libc has for it, and the
 * hooks of the debugged threads as kernel lanes run them.
 *
 * A request is sent as ipc_call_async sends one; its answer comes through ipc_wait. What answers
 * udebug_go is an event.
 */
import type { DebugMethod } from '../../../model/ipc/debug-methods.ts';
import { BOTH_LEVELS, call, type CallSpec, KERNEL, SYSCALL, VOID } from './call-spec.ts';
import { EVENTS, SLEEP } from './values.ts';

const SENT = { both: ['EOK'], 2012: ['TEMPORARY'], 2026: ['ENOENT', 'ELIMIT'], kernel: ['ENOENT'] };

function request(
  syntax: string,
  debugs: DebugMethod,
  doc: string,
  asks: string,
  flags: readonly string[] = [],
): CallSpec {
  return call(BOTH_LEVELS, syntax, {
    returns: SENT,
    doc,
    debugs,
    flags,
    begins: { handler: 'sys_ipc_call_async_fast' },
    reads: (it) => {
      const what = asks.replace('$1', it.arg(1));
      return `asks the kernel ${it.over()} ${what}, and does not wait for the answer`;
    },
  });
}

const REQUESTS: readonly CallSpec[] = [
  request('udebug_begin(s: phone)', 'BEGIN', 'asks for a debug session', 'for a debug session'),
  request(
    'udebug_end(s: phone)',
    'END',
    'asks for the end of the session',
    'for the end of the session',
  ),
  request(
    'udebug_set_evmask(s: phone, m: integer)',
    'SET_EVMASK',
    'asks to be told of the events in m',
    'to be told of the events $1',
  ),
  request(
    'udebug_go(s: phone, t: lane)',
    'GO',
    'lets thread t run; the answer is the next event of t',
    'to let $1 run until its next event',
  ),
  request(
    'udebug_stop(s: phone, t: lane)',
    'STOP',
    'asks to stop thread t; what answers the GO of t says when it has',
    'to stop $1',
  ),
  request(
    'udebug_regs_read(s: phone, t: lane)',
    'REGS_READ',
    'asks for the registers of thread t',
    'for the registers of $1',
  ),
  request(
    'udebug_args_read(s: phone, t: lane)',
    'ARGS_READ',
    'asks for the arguments of the system call that thread t was stopped in',
    'for the arguments of the system call of $1',
  ),
  request(
    'udebug_thread_read(s: phone)',
    'THREAD_READ',
    'asks which threads there are',
    'which threads there are',
  ),
  request(
    'udebug_name_read(s: phone)',
    'NAME_READ',
    'asks for the name of the task',
    'for the name of the task',
  ),
  request(
    'udebug_areas_read(s: phone)',
    'AREAS_READ',
    'asks for the areas of the address space',
    'for the areas of the address space',
  ),
  request(
    'udebug_mem_read(s: phone, flags?: flags)',
    'MEM_READ',
    'asks for memory; with ABSENT for a page that is not there, which a pager has in 2026',
    'for memory',
    ['ABSENT'],
  ),
];

const THREADS: readonly CallSpec[] = [
  call(SYSCALL, 'ipc_connect_kbox(s: phone, t: lane)', {
    returns: ['EOK', 'EINVAL', 'ELIMIT', 'ENOENT'],
    doc: 'connects phone s to the box that lane t serves, and starts t if nobody does',
    begins: { handler: 'sys_ipc_connect_kbox' },
    reads: (it) => `connects the phone ${it.arg(0)} to the kernel's box that ${it.arg(1)} serves`,
  }),
  call(SYSCALL, 'thread_create(t: lane)', {
    returns: ['EOK'],
    doc: 'starts thread t of the same task',
    begins: { handler: 'sys_thread_create' },
    reads: (it) => `starts the thread ${it.arg(0)}`,
  }),
  call(SYSCALL, 'fault()', {
    returns: [],
    doc: 'faults where somebody is subscribed to faults: waits for a debugger, then dies',
    begins: { handler: 'udebug_thread_fault' },
    reads: () => 'faults: it waits for a debugger, then its task is killed',
  }),
];

const HOOKS: readonly CallSpec[] = [
  call(KERNEL, 'udebug_before_thread_runs()', {
    returns: VOID,
    doc: 'is stoppable for a moment: a stop point',
    begins: { first: 'k-stop-point' },
    reads: () => 'passes a stop point',
  }),
  call(KERNEL, 'stoppable_sleep(q: waitq)', {
    returns: SLEEP,
    doc: 'sleeps on q in a stoppable section, until woken or interrupted',
    begins: { first: 'k-stoppable-sleep' },
    reads: (it) => `sleeps on the wait queue ${it.arg(0)} in a stoppable section`,
  }),
  call(KERNEL, 'empty_syscall()', {
    returns: VOID,
    doc: 'does what a system call without a handler does: its events, then a stop point',
    begins: { first: 'k-syscall' },
    reads: () => 'makes a system call that does nothing, with its events and its stop point',
  }),
  call(KERNEL, 'exit_hooks()', {
    returns: VOID,
    doc: 'tells the debugger that the thread ends, and is stoppable from then on',
    begins: { first: 'k-thread-exit' },
    reads: () => 'tells the debugger that it ends, and is stoppable from then on',
  }),
  call(KERNEL, 'nop()', {
    returns: VOID,
    doc: 'does nothing',
    begins: { first: 'k-nop' },
    reads: () => 'does nothing',
  }),
  call(BOTH_LEVELS, 'kbox_thread()', {
    returns: VOID,
    doc: "serves the kernel's box of the task until no phone leads to it",
    begins: { first: 'kbox_thread' },
    reads: () => "serves the kernel's box of its task until no phone leads to it",
  }),
  call(KERNEL, 'ipc_wait_for_call(d: duration, flags: flags)', {
    returns: {
      both: ['req', 'ans', 'error', ...EVENTS],
      2012: ['none'],
      2026: ['ENOENT', 'EINTR'],
    },
    doc: 'takes a message off the box of the task, as it is',
    waits: 'message',
    begins: { handler: 'ipc_wait_for_call' },
    reads: (it) => `takes the next message off its box${it.waiting(0)}`,
    nearest: ['ipc_wait'],
  }),
];

export const UDEBUG_CALLS: readonly CallSpec[] = [...REQUESTS, ...THREADS, ...HOOKS];
