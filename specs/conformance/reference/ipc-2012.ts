/** IPC of 2012 (ipc/ipc.c, ipc/ipcrsc.c): calls are sent, waited for, answered and forwarded. */
import { assert, mayUse, type Steps } from './coroutine.ts';
import { Answerbox, Call, type Phone } from './ipc-objects.ts';
import type { Kernel } from './kernel.ts';
import type { Task } from './task.ts';
import { isGood, type SleepFlags, type SleepResult } from './waitq.ts';

export class Ipc2012 {
  private readonly kernel: Kernel;

  constructor(kernel: Kernel) {
    this.kernel = kernel;
  }

  /** ipc_phone_connect() */
  *phoneConnect(phone: Phone, box: Answerbox): Steps {
    yield* phone.lock.lock();
    phone.state = 'connected';
    phone.callee = box;
    yield* box.lock.lock();
    phone.link.append(box.connectedPhones);
    box.lock.unlock();
    yield* phone.lock.unlock();
  }

  /** ipc_call_sync(): `box` where the restart mechanism comes back for an answer that is on its way. */
  *callSync(phone: Phone, request: Call, flags: SleepFlags): Steps<SleepResult> {
    const { task } = this.kernel;
    let box = request.callerbox;
    if (box === null) {
      box = new Answerbox(this.kernel, task);
      yield* task.lock.lock();
      task.syncBoxes.push(box);
      task.lock.unlock();
      request.callerbox = box;
      yield* this.call(phone, request);
    }
    const { rc, call } = yield* this.waitForCall(box, 0, { ...flags, interruptible: true });
    if (call === null) return rc === 'ABORTED' ? rc : 'EINTR';
    yield* task.lock.lock();
    task.syncBoxes.splice(task.syncBoxes.indexOf(box), 1);
    task.lock.unlock();
    return 'EOK';
  }

  /** _ipc_answer_free_call() */
  *answerFreeCall(call: Call, isSelfLocked: boolean): Steps {
    const own = this.kernel.task.answerbox;
    const box = call.callerbox ?? (call.sender as Task).answerbox;
    yield;
    mayUse(call.isFreed, '_ipc_answer_free_call()');
    const mustLock = !isSelfLocked || box !== own;
    call.answered = true;
    if (call.forwarded && call.callerPhone !== null) call.phone = call.callerPhone;
    if (mustLock) yield* box.lock.lock();
    call.link.append(box.answers);
    this.kernel.cpu.log?.answer(box);
    if (mustLock) box.lock.unlock();
    yield* this.kernel.ops.wakeFirst(box.wq);
  }

  /** ipc_answer() */
  *answer(box: Answerbox, call: Call): Steps {
    yield* box.lock.lock();
    mayUse(call.isFreed, 'ipc_answer()');
    call.link.remove();
    box.lock.unlock();
    yield* this.answerFreeCall(call, false);
  }

  /** ipc_backsend_err() */
  *backsendErr(phone: Phone, call: Call, error: string): Steps {
    call.phone = phone;
    phone.activeCalls++;
    call.retval = error;
    yield* this.answerFreeCall(call, false);
  }

  /** _ipc_call() */
  *callUnsafe(phone: Phone, box: Answerbox, call: Call): Steps {
    yield;
    if (!call.forwarded) {
      phone.activeCalls++;
      call.phone = phone;
    }
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
      yield* this.callUnsafe(phone, phone.callee, call);
      yield* phone.lock.unlock();
      return 'EOK';
    }
    yield* phone.lock.unlock();
    yield;
    if (call.forwarded) {
      call.retval = 'EFORWARD';
      yield* this.answerFreeCall(call, false);
    } else {
      // The state is read again, without the lock.
      const isHungUp = (phone.state as string) === 'hungup';
      yield* this.backsendErr(phone, call, isHungUp ? 'EHANGUP' : 'ENOENT');
    }
    return 'ENOENT';
  }

  /** ipc_phone_hangup(): false where there is nothing to hang up. */
  *phoneHangup(phone: Phone, name: string): Steps<boolean> {
    yield* phone.lock.lock();
    if (phone.state === 'free' || phone.state === 'hungup' || phone.state === 'connecting') {
      yield* phone.lock.unlock();
      return false;
    }
    const box = phone.callee as Answerbox;
    if (phone.state !== 'slammed') {
      yield* box.lock.lock();
      phone.link.remove();
      box.lock.unlock();
      const call = new Call(this.kernel, name, 'PHONE_HUNGUP', this.kernel.task);
      call.discardAnswer = true;
      yield* this.callUnsafe(phone, box, call);
    }
    phone.state = 'hungup';
    yield* phone.lock.unlock();
    return true;
  }

  /** ipc_forward() */
  *forward(call: Call, phone: Phone, oldBox: Answerbox, isFromMe: boolean): Steps<string> {
    yield* oldBox.lock.lock();
    call.link.remove();
    oldBox.lock.unlock();
    yield;
    if (isFromMe) {
      call.callerPhone ??= call.phone;
      call.phone = phone;
    }
    return yield* this.call(phone, call);
  }

  /** ipc_wait_for_call() */
  *waitForCall(
    box: Answerbox,
    usec: number,
    flags: SleepFlags,
  ): Steps<{ readonly rc: SleepResult; readonly call: Call | null }> {
    for (;;) {
      const rc = yield* this.kernel.ops.sleep(box.wq, usec, flags);
      if (!isGood(rc)) return { rc, call: null };
      yield* box.lock.lock();
      const call = this.take(box);
      box.lock.unlock();
      // A token without a message is regular after a cleanup: it sleeps again.
      if (call !== null) return { rc: 'EOK', call };
      flags.again?.();
    }
  }

  private take(box: Answerbox): Call | null {
    const notification = box.notifications.at(0);
    if (notification !== undefined) {
      notification.link.remove();
      this.kernel.cpu.log?.receive(box);
      return notification;
    }
    const answer = box.answers.at(0);
    if (answer !== undefined) {
      answer.link.remove();
      this.kernel.cpu.log?.receive(box);
      (answer.phone as Phone).activeCalls--;
      return answer;
    }
    const request = box.calls.at(0);
    if (request === undefined) return null;
    request.link.remove();
    this.kernel.cpu.log?.receive(box);
    request.link.append(box.dispatched);
    return request;
  }

  /** ipc_cleanup_call_list() */
  *cleanupCallList(box: Answerbox, list: Call[]): Steps {
    for (;;) {
      const call = list.at(0);
      if (call === undefined) return;
      call.link.remove();
      if (list === box.calls) this.kernel.cpu.log?.receive(box);
      call.retval = 'EHANGUP';
      yield* this.answerFreeCall(call, true);
    }
  }

  /** ipc_answerbox_slam_phones() */
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
      if (!isNotified) continue;
      const call = new Call(this.kernel, '?', 'PHONE_HUNGUP', this.kernel.task);
      call.discardAnswer = true;
      yield* this.callUnsafe(phone, box, call);
    }
    box.lock.unlock();
  }

  /** phone_alloc() of ipcrsc.c */
  *phoneAlloc(task: Task): Steps<Phone | null> {
    yield* task.lock.lock();
    let found: Phone | null = null;
    for (const phone of task.phones) {
      if (phone.state === 'hungup' && phone.activeCalls === 0) phone.state = 'free';
      if (phone.state !== 'free') continue;
      phone.state = 'connecting';
      found = phone;
      break;
    }
    task.lock.unlock();
    return found;
  }

  /** phone_dealloc() */
  *phoneDealloc(phone: Phone): Steps {
    yield;
    assert(phone.state === 'connecting', 'phone_deallocp(): phone->state == IPC_PHONE_CONNECTING');
    phone.state = 'free';
  }

  /** get_call() */
  *getCall(call: Call): Steps<Call | null> {
    const box = this.kernel.task.answerbox;
    yield* box.lock.lock();
    const found = box.dispatched.includes(call);
    box.lock.unlock();
    return found ? call : null;
  }
}

/** Behind a trylock of a phone that failed: the loop looks again until something is different. */
export function* spinForPhone(kernel: Kernel, box: Answerbox, phone: Phone): Steps {
  yield* kernel.thread.poll(() => box.connectedPhones[0] !== phone || phone.lock.wq.balance > 0);
}
