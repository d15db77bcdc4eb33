/**
 * Where the model goes by the order of numbers: a permutation of lanes that changes such an order is
 * none under which the model stays what it is.
 */
import { WITH_CLEANUP } from '../record/layout.ts';
import { NONE, type Op, type Program } from '../record/program.ts';
import type { Automorphism } from './automorphism.ts';

/** 2012: tasks that a futex can tell apart (KNOWN_SHIFT): bits of one byte. */
const TASKS_KNOWN = 5;

/** Can a task of this program end, and its IPC be cleaned up? */
export function cleansUp({ depth, env, lanes }: Program): boolean {
  if (depth < WITH_CLEANUP) return false;
  const ends = ({ call }: Op): boolean => call === 'thread_exit' || call === 'ipc_cleanup';
  return env.some(({ is }) => is === 'kill') || lanes.some(({ ops }) => ops.some(ends));
}

/**
 * Where the model goes by the order of numbers: the messages of one call; of budgets that cover
 * one call the first (environment.ts); a clean-up goes through events, and in 2026 through messages
 * (call_cap_cleanup_cb), so these stay where they are. The phones of a task keep their order.
 */
export function keepsOrder(
  program: Program,
  { messages, budgets, events, tasks, phones }: Automorphism,
) {
  const isIdentity = (map: readonly number[]): boolean => map.every((to, i) => to === i);
  if (cleansUp(program)) {
    const isOld = program.revision === 'helenos-2012';
    if (!isIdentity(events) || !(isOld || isIdentity(messages))) return false;
  }
  const hasFutex = program.queues.some(({ kind }) => kind === 'futex');
  const knowsTasks = program.revision === 'helenos-2012' && hasFutex;
  if (knowsTasks && program.tasks.length > TASKS_KNOWN && !isIdentity(tasks)) return false;
  for (const { ops } of program.lanes) {
    for (const { message, messages: count } of ops) {
      for (let i = 1; i < count; i++) {
        if (messages[message + i] !== messages[message] + i) return false;
      }
    }
  }
  for (let a = 0; a < phones.length; a++) {
    for (let b = a + 1; b < phones.length; b++) {
      if (program.phones[a].task === program.phones[b].task && phones[a] > phones[b]) return false;
    }
  }
  return budgetsKeepOrder(program, budgets);
}

function budgetsKeepOrder({ budgets }: Program, to: readonly number[]): boolean {
  const overlap = (a: number, b: number): boolean => {
    const same = (x: number, y: number): boolean => x === NONE || y === NONE || x === y;
    return same(budgets[a].thread, budgets[b].thread) && same(budgets[a].op, budgets[b].op);
  };
  for (let a = 0; a < budgets.length; a++) {
    for (let b = a + 1; b < budgets.length; b++) if (overlap(a, b) && to[a] > to[b]) return false;
  }
  return true;
}
