/** The types of objects that a litmus may declare, by table, and their fields. */
import { isKernelTable, type ObjectType } from './call-spec.ts';
import type { Table } from '../litmus.ts';

/** The types of objects that `table` has. */
export function objectTypesOf(table: Table): readonly ObjectType[] {
  if (isKernelTable(table)) {
    return ['waitq', 'semaphore', 'mutex', 'condvar', 'futex', 'word', 'phone'];
  }
  if (table === 'linux') return ['futex', 'word', 'section'];
  return table === 'helenos-2026'
    ? ['waitq', 'futex', 'word', 'phone', 'event', 'irq', 'section']
    : ['futex', 'word', 'phone', 'event', 'irq', 'section'];
}

/** Fields of a task, which is its answerbox. */
export const TASK_FIELDS: readonly string[] = [
  'calls',
  'dispatched',
  'answers',
  'notifs',
  'tokens',
];

/**
 * What else of a task that can be debugged: its session, how many of its threads are not stoppable,
 * how many have GO, how many requests its kbox has that were not looked at, and not answered, and
 * whether registers were read of a thread that was not stopped.
 */
export const SESSION_FIELDS: readonly string[] = [
  'session',
  'unstoppable',
  'go',
  'requests',
  'unanswered',
  'torn',
];

/** The states of a session. */
export const SESSION_STATES: readonly string[] = ['inactive', 'beginning', 'active'];

/** The fields of an object that a condition may name; a word has none and is named itself. */
export function fieldsOf(type: ObjectType, table: Table): readonly string[] {
  if (type === 'word' || type === 'section') return [];
  if (type === 'phone') return ['state', 'active_calls'];
  if (type === 'event') return ['masked'];
  if (type === 'irq') return [];
  // Linux' kernel keeps nothing of a futex but who sleeps.
  if (table === 'linux') return ['counter', 'sleepers'];
  if (!isKernelTable(table)) {
    return type === 'futex' ? ['counter', 'tokens', 'sleepers'] : ['balance', 'sleepers', 'closed'];
  }
  const queue =
    table === 'kernel-2012' ? ['missed', 'sleepers'] : ['balance', 'sleepers', 'closed'];
  return type === 'futex' ? ['counter', ...queue] : queue;
}
