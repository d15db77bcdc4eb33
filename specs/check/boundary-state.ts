/**
 * What of the kernel's state a thread leaves behind when it is taken out of a call that sends first
 * and waits after: read off every state of a complete search in which such a thread is held.
 *
 * A restart record is what the design declares, so that a debugger sees it and a checkpoint carries
 * it; anything else is left where nobody who examines the thread finds it.
 */
import { isSync } from '../properties/assert-ipc.ts';
import type { Exploration } from '../../checker/exploration.ts';
import { CONNECTING, FREED, IN_ANSWERS, LEAKED, UNUSED } from '../../model/record/ipc-objects.ts';
import { privOf } from '../../model/ipc/preprocess.ts';
import {
  CALL_FLAGS,
  FORGET,
  PHONE_STATE,
  RECORD,
  SYNC_PLACE,
  WHERE,
} from '../../model/record/layout.ts';
import type { Machine } from '../../model/machine.ts';
import type { Kernel } from '../../model/record/state.ts';
import type { Boundary } from '../../reports/data.ts';
import { heldForAnother, sentCall } from '../properties/kernel-view.ts';

/** Per call that was taken out, in a fixed order of words; empty for a search that was cut. */
export function boundaries(exploration: Exploration): Boundary[] {
  const { kernel } = exploration.model as Machine;
  const { depth, lanes } = kernel.program;
  if (depth < 2 || exploration.stopped !== 'complete' || exploration.reduced) return [];
  const found = new Map<string, Set<string>>();
  const { arena } = exploration.seen;
  for (let id = 0; id < exploration.states; id++) {
    kernel.bind(arena.chunkOf(id), arena.atOf(id));
    for (let t = 0; t < lanes.length; t++) {
      if (!heldForAnother(kernel, t) || !isSync(kernel.op(t))) continue;
      const { call } = kernel.op(t);
      const known = found.get(call) ?? new Set<string>();
      for (const text of leftBy(kernel, t)) known.add(text);
      found.set(call, known);
    }
  }
  return [...found]
    .map(([call, leaves]) => ({ call, leaves: [...leaves].toSorted() }))
    .toSorted((a, b) => (a.call < b.call ? -1 : 1));
}

/** The kernel objects that exist because of thread t's call. */
function leftBy(k: Kernel, t: number): string[] {
  const op = k.op(t);
  const record = k.get(t, RECORD) - 1;
  if (op.after !== 0) {
    if (record >= 0 && sentCall(k, t) < 0) return ['user memory: a call that is queued'];
    return record < 0 ? ['nothing'] : ['user memory: the call; kernel: what any call has'];
  }
  const parts: string[] = [];
  for (let m = op.message; m < op.message + op.messages; m++) {
    if (k.message(m, WHERE) === UNUSED) continue;
    parts.push(...(m === record ? recordText(k, m) : orphanText(k, m)));
  }
  return parts.length === 0 ? ['nothing'] : parts;
}

function recordText(k: Kernel, m: number): string[] {
  const hasAnswer = k.message(m, WHERE) === IN_ANSWERS;
  return [`record: a private box, ${hasAnswer ? 'with the answer' : 'and the call'}`];
}

/** A call that was sent before, or prepared, and that this thread will not come back to. */
function orphanText(k: Kernel, m: number): string[] {
  const where = k.message(m, WHERE);
  const p = privOf(k, m);
  const isConnecting = p >= 0 && k.phone(p, PHONE_STATE) === CONNECTING;
  const box = k.program.messages[m].callerBox;
  const isLinked = k.old && k.box(box, SYNC_PLACE) !== 0;
  if ((k.message(m, CALL_FLAGS) & FORGET) !== 0) return ['a forgotten call'];
  return [
    ...(where === LEAKED ? ['a call structure that nobody has'] : []),
    ...(where === LEAKED && isConnecting ? ['a connecting phone that nobody has'] : []),
    ...(where !== LEAKED && where !== FREED ? ['a call that nobody waits for'] : []),
    ...(isLinked ? ['a private box that nobody waits on'] : []),
  ];
}
