/**
 * What a call can have to do with from its first step to its last, restarts included: computed once
 * per program, by lane and call, and summed up to the end of the lane.
 */
import { FOOTPRINT } from '../../checker/persistent.ts';
import { HANDLERS } from '../proc/handlers.ts';
import { SYS_THREAD_UDELAY, SYS_THREAD_USLEEP } from '../syscall/sleep-calls.ts';
import {
  SYS_FUTEX_SLEEP,
  SYS_FUTEX_WAKEUP,
  SYS_WAITQ_DESTROY,
  SYS_WAITQ_SLEEP,
  SYS_WAITQ_WAKEUP,
} from '../syscall/futex.ts';
import { NONE, type Op, PRIVATE_QUEUE, type Program } from '../record/program.ts';
import type { Footprint } from './mask.ts';
import type { Objects } from './objects.ts';

/** System calls whose handlers and steps have nothing to do with IPC. */
const WITHOUT_IPC: ReadonlySet<number> = new Set([
  SYS_FUTEX_SLEEP,
  SYS_FUTEX_WAKEUP,
  SYS_WAITQ_SLEEP,
  SYS_WAITQ_WAKEUP,
  SYS_WAITQ_DESTROY,
  SYS_THREAD_USLEEP,
  SYS_THREAD_UDELAY,
]);

/** Does this call have to do with messages, phones or boxes? */
export function isIpc({ handler }: Op): boolean {
  return handler < HANDLERS.length && !WITHOUT_IPC.has(handler);
}

/** Queues of the kernel's own objects, which calls of IPC find by themselves. */
export function ipcQueues({ queues }: Program): readonly number[] {
  return [...queues.keys()].filter((q) =>
    ['box', 'phone-lock', 'as-lock'].includes(queues[q].kind),
  );
}

/** Somebody sleeps on this queue with a timeout: who wakes it takes that off the clock's list. */
export function isTimed({ lanes, queues }: Program, q: number): boolean {
  const isOfIpc = queues[q].kind === 'box';
  return lanes.some(({ ops }) =>
    ops.some((op) => op.timeout !== 0 && (op.queue === q || (isOfIpc && isIpc(op)))),
  );
}

export class Calls {
  /** Per lane and call: that call alone, and it with all that follow it. */
  private readonly alone: Int32Array[];
  private readonly rest: Int32Array[];

  constructor(program: Program, objects: Objects, footprint: Footprint) {
    const { lanes } = program;
    this.alone = lanes.map(({ ops }) => new Int32Array((ops.length + 1) * FOOTPRINT));
    this.rest = lanes.map(({ ops }) => new Int32Array((ops.length + 1) * FOOTPRINT));
    lanes.forEach(({ ops }, t) => {
      for (let i = ops.length - 1; i >= 0; i--) {
        callAlone(program, objects, footprint.begin(this.alone[t], i), ops[i]);
        footprint.begin(this.rest[t], i).join(this.alone[t], i);
        footprint.join(this.rest[t], i + 1);
      }
    });
  }

  /** What lane t can still do from call `op` on. */
  from(footprint: Footprint, t: number, op: number): void {
    footprint.join(this.rest[t], op);
  }
}

function callAlone(program: Program, objects: Objects, footprint: Footprint, op: Op): void {
  if (op.word !== NONE) footprint.has(objects.words + op.word);
  if (op.mapping !== NONE) footprint.reads(objects.words + op.mapping);
  if (op.timeout !== 0) footprint.has(objects.time);
  const queues = isIpc(op) ? ipcQueues(program) : [];
  for (const q of op.queue < program.queues.length ? [op.queue, ...queues] : queues) {
    if (q === PRIVATE_QUEUE) continue;
    footprint.has(objects.queues + q);
    if (isTimed(program, q)) footprint.has(objects.time);
  }
  if (!isIpc(op)) return;
  footprint.has(objects.ipc);
}
