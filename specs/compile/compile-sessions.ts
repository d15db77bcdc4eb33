/**
 * Which tasks of a test can be debugged: those to whose kbox a phone leads, and those with a thread
 * that serves one. Every other thread of such a task has a queue on which it waits for GO.
 */
import { PHONE_HUNGUP } from '../../model/ipc/methods.ts';
import { type Message, NONE } from '../../model/record/program.ts';
import { mayEnd } from './compile-ipc.ts';
import { addQueue, cellsOf, type Names, taskName } from './compile-names.ts';

/** Kboxes stand behind the boxes of all tasks; the thread's lane is the one that calls kbox_thread. */
export function declareSessions(names: Names): void {
  const { litmus, columns, tasks, boxes, sessions, goQueues } = names;
  const servers = columns.flatMap((column, t) => (isServer(names, column) ? [t] : []));
  for (const [task, name] of tasks.entries()) {
    const server = servers.find((t) => taskName(litmus, columns[t]) === name) ?? NONE;
    if (server === NONE && !isDebugged(names, name)) continue;
    const queue = addQueue(names, `${name}.kbox`, 'box', 0);
    boxes.push({ task, queue, isPrivate: true, isKbox: true });
    sessions.push({ task, kbox: boxes.length - 1, server, slams: [] });
  }
  for (const [t, column] of columns.entries()) {
    const task = tasks.indexOf(taskName(litmus, column));
    const waits = sessions.some((it) => it.task === task && it.server !== t);
    goQueues.push(waits ? addQueue(names, `${litmus.lanes[column].name}.go`, 'go', 0) : NONE);
  }
}

/**
 * 2012: the calls by which the end of a task tells its kbox thread that its phones are gone: one for
 * each phone that leads there, of the task itself.
 */
export function addSlams(names: Names, messages: Message[]): void {
  if (!names.old) return;
  for (const [s, session] of names.sessions.entries()) {
    const { task, kbox } = session;
    if (!mayEnd(names, task)) continue;
    const thread = names.columns.findIndex(
      (column) => names.tasks.indexOf(taskName(names.litmus, column)) === task,
    );
    const slams = names.phones.map(({ box }, phone) => {
      if (box !== kbox) return NONE;
      messages.push({
        thread,
        op: NONE,
        phone,
        method: PHONE_HUNGUP,
        callerBox: names.boxes.findIndex((it) => it.task === task && !it.isPrivate),
        hangup: true,
        preallocated: false,
        debug: 0,
        target: NONE,
        argument: 0,
      });
      return messages.length - 1;
    });
    names.sessions[s] = { ...session, slams };
  }
}

function isServer({ litmus }: Names, column: number): boolean {
  return cellsOf(litmus, column).some((cell) => cell.is === 'call' && cell.call === 'kbox_thread');
}

/** A phone leads to the kbox of this task. */
function isDebugged({ litmus }: Names, task: string): boolean {
  const { init, meta } = litmus;
  return init.some(
    (it) => it.is === 'object' && it.link?.to === task && meta.debugs.includes(it.name),
  );
}
