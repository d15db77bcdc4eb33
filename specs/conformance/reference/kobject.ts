/** References of kernel objects of 2026 (cap/cap.c: kobject_add_ref, kobject_put). */
import { assert } from './coroutine.ts';
import type { Call, Phone } from './ipc-objects.ts';

export function putPhone(phone: Phone): void {
  assert(phone.refs > 0, 'kobject_put(): refcnt');
  if (--phone.refs > 0) return;
  // phone_destroy()
  if (phone.hangupCall !== null) putCall(phone.hangupCall);
}

export function putCall(call: Call): void {
  assert(call.refs > 0, 'kobject_put(): refcnt');
  if (--call.refs > 0) return;
  // call_destroy()
  call.isFreed = true;
  if (call.callerPhone !== null) putPhone(call.callerPhone);
}
