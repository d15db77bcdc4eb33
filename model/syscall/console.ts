/**
 * Calls whose result is a word that user space chooses: kernel/generic/src/console/console.c.
 *
 *     2012 sys_klog(fd, buf, size): size > PAGE_SIZE -> ELIMIT; copy in, print; return size
 *     2026 sys_kio_read(buf, size, at): under kio_lock, copy out what there is from `at` on; return
 *         how many characters that were, and those that have been overwritten meanwhile
 *
 * Neither sleeps for an event of its own, so one step. By size or `at` user space has any word that
 * it wants returned. Left out: a fault while copying, and 2012's waiting for memory.
 */
import { RC } from '../record/layout.ts';
import { step } from '../record/step.ts';
import { handler } from '../proc/handlers.ts';
import { INTEGER } from '../record/values.ts';
import { EXIT } from './syscall.ts';

const FILE = 'kernel/generic/src/console/console.c';

export const KLOG = step({
  name: 'klog',
  fn: 'sys_klog',
  file: FILE,
  says: 'prints, and returns how much it was given',
  mode: 'kernel',
  run(k, t) {
    k.set(t, RC, INTEGER);
    k.goto(t, EXIT);
  },
});

export const KIO_READ = step({
  name: 'kio_read',
  fn: 'sys_kio_read',
  file: FILE,
  says: 'copies the log to user memory, and returns how much there was',
  mode: 'kernel',
  run(k, t) {
    k.set(t, RC, INTEGER);
    k.goto(t, EXIT);
  },
});

export const SYS_KLOG = handler('sys_klog', (k, t) => k.goto(t, KLOG));
export const SYS_KIO_READ = handler('sys_kio_read', (k, t) => k.goto(t, KIO_READ));
