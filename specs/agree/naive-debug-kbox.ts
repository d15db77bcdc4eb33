/** The kbox thread for `naive-debug.ts`: kbox.c, udebug_ipc.c, udebug_ops.c, both revisions. */
import { taskCleanup } from './naive-debug-hooks.ts';
import { answer, mutexLock, mutexUnlock, receiveRequest } from './naive-debug-ipc.ts';
import { taskLock, threadLock, wakeGo } from './naive-debug-ipc.ts';
import { act, type Call, type Code, go, isOld, type Next, threadsOf } from './naive-debug-world.ts';

/** One turn of the loop of kbox_thread_proc(). */
export function* kboxThread(me: string): Code<Next> {
  const name = yield* receiveRequest(me);
  if (name === '') return { again: true };
  const { method, isDebugger } = yield* act((w) => {
    const call = w.calls[name];
    return { method: call.method, isDebugger: call.sender === w.debugger };
  });
  if (method === 'PHONE_HUNGUP') {
    return (yield* phoneHungup(name, isDebugger)) ? { result: 'ok' } : { again: true };
  }
  if (method !== 'BEGIN' && !isDebugger) yield* answer(name, 'EINVAL');
  else yield* callReceive(me, name);
  return { again: true };
}

/** kbox_proc_phone_hungup(): was it the last? */
function* phoneHungup(name: string, isDebugger: boolean): Code<boolean> {
  if (isDebugger) yield* endSession();
  yield* answer(name);
  return yield* act((w) => w.kbox.phones === 0);
}

/** udebug_call_receive() and what it calls. */
function* callReceive(me: string, name: string): Code {
  const request = yield* act((w) => w.calls[name]);
  const rc = yield* serve(me, name, request);
  if (rc !== '') yield* answer(name, rc);
}

/** What is answered now; '' is later. */
function serve(me: string, name: string, { method, thread, mask }: Call): Code<string> {
  if (method === 'BEGIN') return begin(name);
  if (method === 'END') return endSession();
  if (method === 'SET_EVMASK') return setEvmask(mask);
  if (method === 'GO') return giveGo(name, thread);
  if (method === 'STOP') return stop(me, thread);
  return regsRead(thread);
}

/** udebug_begin() */
function* begin(name: string): Code<string> {
  yield* mutexLock(taskLock);
  const [rc, threads] = yield* act((w): [string, string[]] => {
    if (w.state !== 'inactive') return ['EBUSY', []];
    w.state = 'beginning';
    w.beginCall = name;
    w.debugger = w.calls[name].sender;
    if (w.count !== 0) return ['', threadsOf(w)];
    w.state = 'active';
    w.beginCall = '';
    return ['EOK', threadsOf(w)];
  });
  for (const it of threads) {
    yield* mutexLock(threadLock(it));
    yield* act((w) => {
      if (w.threads[it].uspace) w.threads[it].active = true;
      return null;
    });
    yield* mutexUnlock(threadLock(it));
  }
  yield* mutexUnlock(taskLock);
  return rc;
}

/** udebug_end() */
function* endSession(): Code<string> {
  yield* mutexLock(taskLock);
  const rc = yield* taskCleanup();
  yield* mutexUnlock(taskLock);
  return rc;
}

/** udebug_set_evmask() */
function* setEvmask(mask: number): Code<string> {
  yield* mutexLock(taskLock);
  const rc = yield* act((w) => {
    if (w.state !== 'active') return 'EINVAL';
    w.evmask = mask;
    return 'EOK';
  });
  yield* mutexUnlock(taskLock);
  return rc;
}

/** _thread_op_begin(): EOK with the thread's lock held. */
function* threadOpBegin(thread: string, beingGo: boolean): Code<string> {
  yield* mutexLock(taskLock);
  const [isUser, isOldKernel] = yield* act((w) => {
    const it = w.threads[thread];
    const isOurs = it !== undefined && it.uspace && (!isOld(w) || it.active);
    return [isOurs, isOld(w)] as const;
  });
  if (!isUser) {
    yield* mutexUnlock(taskLock);
    return 'ENOENT';
  }
  yield* mutexLock(threadLock(thread));
  if (!isOldKernel) {
    const active = yield* act((w) => w.threads[thread].active);
    if (!active) {
      yield* mutexUnlock(threadLock(thread));
      yield* mutexUnlock(taskLock);
      return 'ENOENT';
    }
  }
  yield* mutexUnlock(taskLock);
  const isRight = yield* act((w) => w.threads[thread].go === beingGo);
  if (isRight) return 'EOK';
  yield* mutexUnlock(threadLock(thread));
  return 'EINVAL';
}

/** udebug_go() */
function* giveGo(name: string, thread: string): Code<string> {
  const rc = yield* threadOpBegin(thread, false);
  if (rc !== 'EOK') return rc;
  yield* act((w) => {
    Object.assign(w.threads[thread], { goCall: name, go: true, event: 'none' });
    return null;
  });
  yield* wakeGo(go(thread), false);
  yield* mutexUnlock(threadLock(thread));
  return '';
}

/** udebug_stop() */
function* stop(me: string, thread: string): Code<string> {
  const rc = yield* threadOpBegin(thread, true);
  if (rc !== 'EOK') return rc;
  const call = yield* act((w) => {
    const it = w.threads[thread];
    it.go = false;
    if (!it.stoppable) return '';
    const { goCall } = it;
    it.goCall = '';
    w.calls[goCall].event = 'STOP';

    w.threads[me].event = 'STOP';
    return goCall;
  });
  yield* mutexUnlock(threadLock(thread));
  if (call === '') return 'EOK';
  yield* mutexLock(taskLock);
  yield* answer(call);
  yield* mutexUnlock(taskLock);
  return 'EOK';
}

/** udebug_regs_read(): uspace_state is NULL. */
function* regsRead(thread: string): Code<string> {
  const rc = yield* threadOpBegin(thread, false);
  if (rc !== 'EOK') return rc;
  yield* mutexUnlock(threadLock(thread));
  return 'EBUSY';
}
