/**
 * Checkpoints: what a kernel that saves and restores a group of tasks may get wrong.
 *
 * Policies like the others, the right value first; each wrong one is a known-bad preset. A program
 * without a checkpoint reads none of them.
 */
import type { WrongDesign } from './wrong.ts';

/** Policies of checkpoints, in the order of docs/designs.md. */
export const CHECKPOINTS = {
  tokens: {
    save: 'banked wakeups of wait queues and boxes are part of the image',
    drop: 'banked wakeups stay behind',
    double: 'each banked wakeup is posted twice when the group is restored',
  },
  debts: {
    save: 'wakeup debts of wait queues are part of the image (2026)',
    drop: 'wakeup debts stay behind (2026)',
  },
  deadlines: {
    rebase: 'deadlines in restart records are moved to the clock of the node',
    raw: "deadlines in restart records are taken as they are for the node's clock",
  },
  names: {
    translate: 'what user space names kernel objects by leads to the same objects again',
    raw: 'kernel objects get the names that come: other addresses (2012), the lowest handles (2026)',
  },
  messages: {
    save: 'each message in flight is in the image once',
    drop: 'what is queued in a box, and not received yet, stays behind',
    double: 'a call that has a receiver is in its queue again as well',
  },
  cut: {
    group: 'the tasks of a group are saved at one moment, and what they share stays shared',
    single: 'each task of a group is saved by itself, with a copy of what it shares',
  },
  order: {
    'quiesce-first': 'the threads are at boundaries before anything is read',
    'save-first': 'the counters of the queues are read before the threads are stopped',
  },
} as const;

const OLD = 'helenos-2012';
const NEW = 'helenos-2026';

/** The wrong values, each with what it must break. */
export const WRONG_CHECKPOINTS: readonly WrongDesign[] = [
  {
    name: 'tokens=drop',
    reason: 'a checkpoint leaves banked wakeups behind',
    fall: { assertion: 'R1', test: 'CHK+token', revision: NEW, steps: 11 },
  },
  {
    name: 'tokens=double',
    reason: 'a checkpoint posts each banked wakeup twice',
    fall: { assertion: 'R1', test: 'CHK+token', revision: NEW, steps: 11 },
  },
  {
    name: 'debts=drop',
    reason: 'a checkpoint leaves wakeup debts behind',
    fall: { assertion: 'R1', test: 'CHK+debt.2026', revision: NEW, steps: 25 },
  },
  {
    name: 'deadlines=raw',
    reason: "a deadline of one clock is taken for one of the other node's",
    fall: { assertion: 'R2', test: 'CHK+sleep+ahead', revision: OLD, steps: 18 },
  },
  {
    name: 'names=raw',
    reason: 'kernel objects are restored under other names than user space has',
    fall: { assertion: 'R1', test: 'CHK+token.2012', revision: OLD, steps: 10 },
  },
  {
    name: 'messages=drop',
    reason: 'a checkpoint leaves queued messages behind',
    fall: { assertion: 'R1', test: 'CHK+request', revision: OLD, steps: 17 },
  },
  {
    name: 'messages=double',
    reason: 'a call that its receiver has is received once more',
    fall: { assertion: 'R10', test: 'CHK+received', revision: OLD, steps: 29 },
  },
  {
    name: 'cut=single',
    reason: 'tasks that share are saved one by one, and share no more',
    fall: { assertion: 'R10', test: 'CHK+shared.2012', revision: OLD, steps: 8 },
  },
  {
    name: 'order=save-first',
    reason: 'the queues are read while the threads still run',
    fall: { assertion: 'R1', test: 'CHK+token', revision: NEW, steps: 11 },
  },
];
