/**
 * Where a function takes a lock, sleeps or wakes: the places between which other threads can be seen.
 * A site is known by the function that is called there, and by its place in the order of such calls.
 */
import type { CFunction } from './c-source.ts';

const SITE = new RegExp(
  String.raw`\b(${[
    String.raw`(?:irq_)?spinlock_(?:try)?lock`,
    'irq_spinlock_(?:pass|exchange)',
    String.raw`mutex_(?:try)?lock`,
    String.raw`_?waitq_(?:sleep\w*|wakeup\w*|wake_\w+|signal|close|unsleep|interrupt_sleep)`,
    String.raw`semaphore_(?:down|up|try)\w*`,
    String.raw`_?condvar_(?:wait|signal|broadcast)\w*`,
    String.raw`thread_(?:ready|wakeup|interrupt|join\w*|wait_\w+|sleep|usleep|requeue\w*)`,
  ].join('|')}) \( `,
  'g',
);

/** The calls of locks, sleeps and wakeups in the body of `fn`, in their order. */
export function sitesIn({ tokens }: CFunction): string[] {
  const body = tokens.slice(tokens.indexOf(' { '));
  return Array.from(body.matchAll(SITE), ([, callee]) => callee);
}
