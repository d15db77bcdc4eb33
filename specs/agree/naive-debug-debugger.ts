/** What the debugger and the harness do, for `naive-debug.ts`: sysipc.c, ipc.c, both revisions. */
import { receiveAnswer, send, sendBack, sleep, wakeOne } from './naive-debug-ipc.ts';
import { act, type Code, isOld, type Next } from './naive-debug-world.ts';
import type { Fields } from './reader.ts';

/** IPC_MAX_ASYNC_CALLS of 2012: more than the debugger has ops in 2026. */
const CALLS_MAX = 4;

/** sys_ipc_call_async_fast() */
export function* debug(_me: string, op: Fields, name: string): Code<Next> {
  const rc = yield* act((w) => {
    const { state, active } = w.phone;
    if (isOld(w) && active >= CALLS_MAX) return 'TEMPORARY';
    if (state === 'connected') return 'sent';
    return isOld(w) ? state : 'ENOENT';
  });
  const { method, thread, mask } = op;
  const fields = { method: String(method), thread: String(thread ?? ''), mask: Number(mask ?? 0) };
  if (rc === 'sent') yield* send(name, fields);
  else if (rc === 'hungup') yield* sendBack(name, 'EHANGUP');
  else if (rc === 'free') yield* sendBack(name, 'ENOENT');
  else return { result: rc };
  return { result: 'sent' };
}

export function* wait(me: string): Code<Next> {
  const name = yield* receiveAnswer(me);
  if (name === '') return { result: 'none' };
  const { retval, event } = yield* act((w) => w.calls[name]);
  return { result: { answer_to: name, retval, ...(event !== '' && { event }) } };
}

/** sys_ipc_hangup() */
export function* hangup(_me: string, _op: Fields, name: string): Code<Next> {
  return { result: yield* phoneHangup(name) };
}

/** ipc_phone_hangup() */
function* phoneHangup(name: string): Code<string> {
  const [call, rc] = yield* act((w) => {
    if (w.phone.state !== 'connected') return ['', isOld(w) ? 'FAILED' : 'ENOENT'];
    w.kbox.phones--;
    w.phone.state = 'hungup';
    return [isOld(w) ? name : 'hangup0', 'EOK'];
  });
  if (call === '') return rc;
  yield* send(call, { method: 'PHONE_HUNGUP' });
  return rc;
}

/** ipc_cleanup() of a task that has nothing but its phone to the kbox. */
export function* cleanup(me: string, _op: Fields, name: string): Code<Next> {
  yield* phoneHangup(name);
  yield* forgetAll();
  while (yield* act((w) => isWaiting2012(w) || w.boxActive > 0)) yield* receiveAnswer(me);
}

/** The round over the phones: one that is free now, or that waits for its calls. */
function isWaiting2012({ phone, revision }: Parameters<Parameters<typeof act>[0]>[0]): boolean {
  if (revision !== 'helenos-2012') return false;
  if (phone.state === 'hungup' && phone.active === 0) phone.state = 'free';
  return phone.state !== 'free';
}

/** ipc_forget_all_active_calls(): 2012 has none, and no list of them. */

function* forgetAll(): Code {
  while (true) {
    const isForgotten = yield* act((w) => {
      const name = w.activeCalls.shift();
      if (name === undefined) return false;
      Object.assign(w.calls[name], { forget: true, sender: '' });
      return true;
    });
    if (!isForgotten) return;
    yield* act((w) => {
      w.phone.active--;
      w.boxActive--;
      return null;
    });
  }
}

export function* sleepInSection(me: string, { queue }: Fields): Code<Next> {
  return { result: yield* sleep(me, String(queue), true) };
}

export function* wake(_me: string, { queue }: Fields): Code<Next> {
  yield* wakeOne(String(queue));
}

export function* nop(): Code<Next> {
  yield* act(() => null);
}
