/** System calls of threads: sleeping, spinning, ending. */
import { call, type CallSpec, SYSCALL } from './call-spec.ts';
import { LEAKED } from './values.ts';

export const THREAD_CALLS: readonly CallSpec[] = [
  call(SYSCALL, 'thread_usleep(d: duration)', {
    returns: ['EOK', LEAKED],
    doc: 'sleeps for d ticks; 0 returns at once',
    waits: 'time',
    begins: { handler: 'sys_thread_usleep', returnsZero: true },
    reads: (it) =>
      `sleeps for ${it.arg(0) === '0' ? '0 ticks, which returns at once' : it.ticks(0)}`,
  }),
  call(SYSCALL, 'thread_udelay(d: duration)', {
    returns: ['EOK', LEAKED],
    doc: 'spins for d ticks',
    waits: 'spin',
    begins: { handler: 'sys_thread_udelay', returnsZero: true },
    reads: (it) => `spins in the kernel for ${it.ticks(0)}`,
  }),
  call(SYSCALL, 'thread_get_id()', {
    returns: ['integer'],
    doc: 'the number by which the kernel knows the thread: in a test the first lane is 1',
    begins: { handler: 'sys_thread_get_id' },
    reads: () => 'asks for the number of its thread',
  }),
  call(SYSCALL, 'task_get_id()', {
    returns: ['integer'],
    doc: 'the number by which the kernel knows the task: in a test the first is 1',
    begins: { handler: 'sys_task_get_id' },
    reads: () => 'asks for the number of its task',
  }),
  call(SYSCALL, 'thread_exit()', {
    returns: [],
    doc: 'ends the thread; the last one of a task cleans up its box',
    begins: { handler: 'sys_thread_exit' },
    reads: () => 'exits; the last thread of a task cleans up its answerbox',
  }),
];
