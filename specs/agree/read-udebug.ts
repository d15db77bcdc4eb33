/** The part of a recorded outcome that is about a debug session. */
import type { HookEnd, SessionEnd } from './outcomes.ts';
import { readWaiting, type RecordedNames } from './read-tasks.ts';
import { fieldOf, type Fields } from './reader.ts';

/** What a thread has or has not, by the names of the records. */
const FLAGS = ['active', 'go', 'stoppable', 'go_call'];

export function readSession(end: Fields, names: RecordedNames): SessionEnd {
  const { reader } = names;
  const kbox = reader.object(end.kbox, 'the kbox of an outcome');
  const udebug = reader.object(end.udebug, 'the session of an outcome');
  const messages = (list: string) => {
    return reader.list(kbox[list], `the ${list} of the kbox`).map((it) => names.message(it));
  };
  const threads = reader.object(udebug.threads, 'the threads of the session');
  return {
    calls: messages('calls'),
    dispatched: messages('dispatched'),
    state: reader.string(udebug.state, 'the state of the session'),
    notStoppable: reader.integer(udebug.not_stoppable, 'not_stoppable'),
    hasBeginCall: udebug.begin_call === true,
    threads: Object.keys(threads).map((it) => readHook(it, fieldOf(threads, it), names)),
  };
}

function readHook(thread: string, value: unknown, names: RecordedNames): HookEnd {
  const { reader } = names;
  const hook = reader.object(value, 'a thread of the session');
  const wq = reader.object(hook.go_wq, 'a go_wq');
  return {
    lane: names.lane(thread),
    flags: FLAGS.filter((flag) => hook[flag] === true),
    event: reader.string(hook.event, 'an event'),
    closed: wq.closed === true,
    ...readWaiting(wq, names),
  };
}
