/** IPC of 2026 (ipc/ipc.c): a call is either answered or forgotten, under its forget_lock. */
import { assert, type Steps } from './coroutine.ts';
import { Answerbox, type Call, type Phone } from './ipc-objects.ts';
import { spinForPhone } from './ipc-2012.ts';
import type { Kernel } from './kernel.ts';
import { putCall, putPhone } from './kobject.ts';
import { requestForget } from './sysipc-ops.ts';
import { isGood, type SleepFlags, type SleepResult } from './waitq.ts';

export class Ipc2026 {
  private readonly kernel: Kernel;

  constructor(kernel: Kernel) {
    this.kernel = kernel;
  }

  /** ipc_phone_connect(): false where the box takes no phones any more. */
  *phoneConnect(phone: Phone, box: Answerbox): Steps<boolean> {
    yield* phone.lock.lock();
    yield* box.lock.lock();
    const isConnected = box.active && phone.state === 'connecting';
    if (isConnected) {
      phone.state = 'connected';
      phone.callee = box;
      phone.link.append(box.connectedPhones);
    }
    box.lock.unlock();
    yield* phone.lock.unlock();
    if (!isConnected) putPhone(phone);
    return isConnected;
  }

  /** ipc_call_sync(), which the kernel alone uses: page-in. A call that was sent goes on to its wait. */
  *callSync(phone: Phone, request: Call): Steps<string> {
    if (request.callerbox === null) {
      request.callerbox = new Answerbox(this.kernel, this.kernel.task);
      const rc = yield* this.call(phone, request);
      if (rc !== 'EOK') return rc;
    }
    const flags = { interruptible: true, abortable: true };
    const { call, rc } = yield* this.waitForCall(request.callerbox, 0, flags);
    if (call !== null) return 'EOK';
    return rc === 'ABORTED' ? rc : yield* this.giveUpSync(request);
  }

  /** The end of ipc_call_sync() whose sleep was interrupted: forgotten, unless it has been answered. */
  *giveUpSync(request: Call): Steps<string> {
    yield* request.forgetLock.lock();
    yield* this.kernel.task.activeCallsLock.lock();
    if (request.active) {
      yield* this.forgetCall(request);
      return 'EINTR';
    }
    this.kernel.task.activeCallsLock.unlock();
    request.forgetLock.unlock();
    // The answer is on its way: nothing ends this wait.
    yield* this.waitForCall(request.callerbox as Answerbox, 0, {});
    return 'EOK';
  }

  /** _ipc_answer_free_call() */
  *answerFreeCall(call: Call, isSelfLocked: boolean): Steps {
    yield* call.forgetLock.lock();
    if (call.forget) {
      call.forgetLock.unlock();
      yield;
      putCall(call);
      return;
    }
    const { sender } = call;
    assert(sender !== null, '_ipc_answer_free_call(): call->sender');
    if (sender === null) return;
    if (call.active) {
      yield* sender.activeCallsLock.lock();
      call.activeLink.remove();
      sender.activeCallsLock.unlock();
    }
    call.forgetLock.unlock();
    const box = call.callerbox ?? sender.answerbox;
    const mustLock = !isSelfLocked || box !== this.kernel.task.answerbox;
    call.answered = true;
    if (mustLock) yield* box.lock.lock();
    call.link.append(box.answers);
    this.kernel.cpu.log?.answer(box);
    if (mustLock) box.lock.unlock();
    yield* this.kernel.ops.wakeFirst(box.wq);
  }

  /** ipc_answer() */
  *answer(box: Answerbox, call: Call): Steps {
    yield* box.lock.lock();
    call.link.remove();
    box.lock.unlock();
    yield* this.answerFreeCall(call, false);
  }

  /** _ipc_call_actions_internal() */
  private *callActions(phone: Phone, call: Call, isForgotten: boolean): Steps {
    yield;
    call.callerPhone = phone;
    phone.refs++;
    if (isForgotten) {
      call.forget = true;
      return;
    }
    const { caller } = phone;
    phone.activeCalls++;
    (call.callerbox ?? caller.answerbox).activeCalls++;
    phone.refs++;
    call.sender = caller;
    call.active = true;
    yield* caller.activeCallsLock.lock();
    call.activeLink.append(caller.activeCalls);
    caller.activeCallsLock.unlock();
  }

  /** ipc_backsend_err() */
  *backsendErr(phone: Phone, call: Call, error: string): Steps {
    yield* this.callActions(phone, call, false);
    call.retval = error;
    yield* this.answerFreeCall(call, false);
  }

  /** _ipc_call() */
  *callUnsafe(phone: Phone, box: Answerbox, call: Call, isForgotten: boolean): Steps {
    if (!call.forwarded) yield* this.callActions(phone, call, isForgotten);
    yield* box.lock.lock();
    call.link.append(box.calls);
    this.kernel.cpu.log?.send(box);
    box.lock.unlock();
    yield* this.kernel.ops.wakeFirst(box.wq);
  }

  /** ipc_call() */
  *call(phone: Phone, call: Call): Steps<string> {
    yield* phone.lock.lock();
    if (phone.state === 'connected' && phone.callee !== null) {
      yield* this.callUnsafe(phone, phone.callee, call, false);
      yield* phone.lock.unlock();
      return 'EOK';
    }
    yield* phone.lock.unlock();
    yield;
    // The state is read again, without the lock.
    const isHungUp = (phone.state as string) === 'hungup';
    if (!call.forwarded) yield* this.backsendErr(phone, call, isHungUp ? 'EHANGUP' : 'ENOENT');
    return 'ENOENT';
  }

  /** ipc_phone_hangup() */
  *phoneHangup(phone: Phone): Steps<string> {
    yield* phone.lock.lock();
    if (phone.state === 'free' || phone.state === 'hungup' || phone.state === 'connecting') {
      yield* phone.lock.unlock();
      return 'EINVAL';
    }
    if (phone.state !== 'slammed') {
      const box = phone.callee as Answerbox;
      yield* box.lock.lock();
      phone.link.remove();
      box.lock.unlock();
      putPhone(phone);
      yield* this.callUnsafe(phone, box, takeHangupCall(phone), false);
    }
    phone.state = 'hungup';
    yield* phone.lock.unlock();
    return 'EOK';
  }

  /** ipc_forward() */
  *forward(call: Call, phone: Phone, oldBox: Answerbox): Steps<string> {
    yield* oldBox.lock.lock();
    call.link.remove();
    oldBox.lock.unlock();
    return yield* this.call(phone, call);
  }

  /** ipc_wait_for_call(): one attempt; a token without a message is ENOENT. */
  *waitForCall(
    box: Answerbox,
    usec: number,
    flags: SleepFlags,
  ): Steps<{ readonly rc: SleepResult; readonly call: Call | null }> {
    const rc = yield* this.kernel.ops.sleep(box.wq, usec, flags);
    if (!isGood(rc)) return { rc, call: null };
    yield* box.lock.lock();
    const call = take(box);
    if (call !== null) this.kernel.cpu.log?.receive(box);
    box.lock.unlock();
    return { rc: call === null ? 'ENOENT' : 'EOK', call };
  }

  /** ipc_answerbox_slam_phones(): hang-up calls that are forgotten before they are sent. */
  *slamPhones(box: Answerbox, isNotified: boolean): Steps {
    for (;;) {
      yield* box.lock.lock();
      const phone = box.connectedPhones.at(0);
      if (phone === undefined) break;
      if (!(yield* phone.lock.trylock())) {
        box.lock.unlock();
        yield* spinForPhone(this.kernel, box, phone);
        continue;
      }
      phone.link.remove();
      phone.state = 'slammed';
      yield* phone.lock.unlock();
      box.lock.unlock();
      if (isNotified) yield* this.callUnsafe(phone, box, takeHangupCall(phone), true);
      putPhone(phone);
    }
    box.lock.unlock();
  }

  /** ipc_forget_call(): with both locks, which it lets go. */
  *forgetCall(call: Call): Steps {
    const { task } = this.kernel;
    call.forget = true;
    call.sender = null;
    call.activeLink.remove();
    call.refs++;
    call.forgetLock.unlock();
    task.activeCallsLock.unlock();
    yield;
    const phone = call.callerPhone as Phone;
    phone.activeCalls--;
    // Of the task's own box, whichever box it was counted in.
    task.answerbox.activeCalls--;
    putPhone(phone);
    yield* requestForget(this.kernel, call);
    putCall(call);
  }

  /** ipc_forget_all_active_calls() */
  *forgetAllActiveCalls(): Steps {
    const { task } = this.kernel;
    for (;;) {
      yield* task.activeCallsLock.lock();
      const call = task.activeCalls.at(0);
      if (call === undefined) break;
      if (yield* call.forgetLock.trylock()) {
        yield* this.forgetCall(call);
        continue;
      }
      task.activeCallsLock.unlock();
      yield* call.forgetLock.untilFree();
    }
    task.activeCallsLock.unlock();
  }
}

function take(box: Answerbox): Call | null {
  const notification = box.notifications.at(0);
  if (notification !== undefined) {
    notification.link.remove();
    return notification;
  }
  const answer = box.answers.at(0);
  if (answer !== undefined) {
    answer.link.remove();
    const phone = answer.callerPhone as Phone;
    phone.activeCalls--;
    box.activeCalls--;
    putPhone(phone);
    return answer;
  }
  const request = box.calls.at(0);
  if (request === undefined) return null;
  request.link.remove();
  request.link.append(box.dispatched);
  return request;
}

/** The call that a phone was born with. */
function takeHangupCall(phone: Phone): Call {
  const call = phone.hangupCall;
  assert(call !== null, 'ipc_phone_hangup(): call');
  phone.hangupCall = null;
  const hangup = call as Call;
  hangup.method = 'PHONE_HUNGUP';
  hangup.requestMethod = 'PHONE_HUNGUP';
  hangup.discardAnswer = true;
  return hangup;
}
