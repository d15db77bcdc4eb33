/** System calls of the kernel's log, whose result is a word that user space chooses. */
import { call, type CallSpec, SYSCALL_2012, SYSCALL_2026 } from './call-spec.ts';

export const CONSOLE_CALLS: readonly CallSpec[] = [
  call(SYSCALL_2012, 'klog(n: integer)', {
    returns: ['integer'],
    doc: 'prints n characters to the log of the kernel and returns n',
    begins: { handler: 'sys_klog' },
    reads: (it) => `prints ${it.arg(0)} characters to the kernel's log`,
    nearest: ['kio_read'],
  }),
  call(SYSCALL_2026, 'kio_read(n: integer)', {
    returns: ['integer'],
    doc: 'reads the log of the kernel from n characters before its end and returns n',
    begins: { handler: 'sys_kio_read' },
    reads: (it) => `reads the last ${it.arg(0)} characters of the kernel's log`,
    nearest: ['klog'],
  }),
];
