/**
 * What a call can have to do with from its first step to its last, restarts included: computed once
 * per program, by lane and call, and summed up to the end of the lane.
 *
 * Of messages that others have sent it is known for each state in whose hands they are (hands.ts), so
 * they are kept apart: which of them the calls may come to, and what each of them brings with it.
 */
import { FOOTPRINT } from '../../checker/persistent.ts';
import { isSet } from '../designs/asking.ts';
import { NONE, type Op, PRIVATE_QUEUE, type Program } from '../record/program.ts';
import { Connections } from './connections.ts';
import { kernelCallAlone } from './kernel-calls.ts';
import { declareDeath } from './dying.ts';
import { allForms, formsOf } from './forms.ts';
import { endsThread, isIpc, isMortal, isTimed } from './kinds.ts';
import { declareDebugCall, declareHooks, declareService, hookedIn } from './sessions.ts';
import type { Footprint } from './mask.ts';
import type { Objects } from './objects.ts';
import { anyTimeout } from './times.ts';

export class Calls {
  /** Per lane and call: it with all that follow it. */
  private readonly rest: Int32Array[];
  /** Per lane and call: messages that it and those that follow may come to, as bits. */
  private readonly coming: Int32Array[];
  /** Per message: what whoever has it may have to do with. */
  private readonly messages: Int32Array;
  private readonly count: number;
  /** Per thread: what its end has to do with. */
  private readonly deaths: Int32Array;
  /** Per thread: what its hooks have to do with, or the requests that it serves. */
  private readonly hooks: Int32Array;
  /** Per thread: a debugger sets it to whatever call of its own. */
  private readonly isSet: readonly boolean[];
  readonly areFixed: boolean;

  constructor(program: Program, objects: Objects, footprint: Footprint) {
    const { lanes, messages } = program;
    const connections = new Connections(program, objects);
    this.rest = lanes.map(({ ops }) => new Int32Array((ops.length + 1) * FOOTPRINT));
    this.coming = lanes.map(({ ops }) => new Int32Array(ops.length + 1));
    this.messages = new Int32Array(messages.length * FOOTPRINT);
    this.isSet = lanes.map((_, t) => mayBeSet(program, t));
    this.areFixed = connections.areFixed;
    this.count = connections.areFollowed ? messages.length : 0;
    const isAnyTimed = allForms(program).some(({ timeout }) => timeout !== 0);
    this.deaths = new Int32Array(lanes.length * FOOTPRINT);
    this.hooks = new Int32Array(lanes.length * FOOTPRINT);
    lanes.forEach(({ ops }, t) => {
      this.declareDebugging(program, objects, footprint, connections, t);
      if (isMortal(program, t)) this.declareEnd(program, objects, footprint, connections, t);
      for (let i = ops.length - 1; i >= 0; i--) {
        footprint.begin(this.rest[t], i).join(this.rest[t], i + 1);
        this.coming[t][i] = this.coming[t][i + 1];
        for (const op of formsOf(program, t, i)) {
          this.declareCall(program, objects, footprint, connections, t, op);
          if (isIpc(op)) this.coming[t][i] |= connections.messagesOf(op);
        }
        // What the calls that it is set to may wait for.
        if (this.isSet[t] && isAnyTimed) anyTimeout(footprint, program, objects);
      }
    });
    for (let m = 0; m < messages.length; m++) {
      connections.declareMessage(footprint.begin(this.messages, m), m);
    }
  }

  /** One call, from its first step to its last. */
  private declareCall(
    program: Program,
    objects: Objects,
    footprint: Footprint,
    connections: Connections,
    t: number,
    op: Op,
  ): void {
    callAlone(program, objects, footprint, op);
    if (program.kernelLevel) kernelCallAlone(program, objects, footprint, op);
    declareDebugCall(program, objects, footprint, op);
    if (isIpc(op)) connections.declareCall(footprint, op);
    if (endsThread(op)) footprint.join(this.deaths, t);
    // A place that is kept is given up at its end, in whichever queue.
    if (!isSet(op.policies, 'place=keep')) return;
    for (let q = 0; q < program.queues.length; q++) connections.declareQueue(footprint, q);
  }

  private declareEnd(
    program: Program,
    objects: Objects,
    footprint: Footprint,
    connections: Connections,
    t: number,
  ): void {
    declareDeath(footprint.begin(this.deaths, t), program, objects, t);
    const s = hookedIn(program, t);
    const queue = (q: number): void => connections.declareQueue(footprint, q);
    if (s >= 0) declareService(program, objects, footprint, queue, s);
    if (program.boxes.length > 0) connections.declareAll(footprint);
  }

  private declareDebugging(
    program: Program,
    objects: Objects,
    footprint: Footprint,
    connections: Connections,
    t: number,
  ): void {
    footprint.begin(this.hooks, t);
    const queue = (q: number): void => connections.declareQueue(footprint, q);
    declareHooks(program, objects, footprint, queue, t);
    const served = program.sessions.findIndex(({ server }) => server === t);
    if (served >= 0) declareService(program, objects, footprint, queue, served);
  }

  /** What the end of t has to do with, the clean-up of its task included. */
  death(footprint: Footprint, t: number): void {
    footprint.join(this.deaths, t);
  }

  /**
   * What lane t can still do from call `op` on; of messages that others have sent, with those alone
   * that are not in the hands of another thread: `keepers` says whose each is, or -1.
   */
  from(footprint: Footprint, t: number, op: number, keepers: Int8Array): void {
    // The call that it is set away from is among them: what was sent is forgotten later.
    const first = this.isSet[t] ? 0 : op;
    footprint.join(this.rest[t], first);
    footprint.join(this.hooks, t);
    const coming = this.coming[t][first];
    for (let m = 0; m < this.count; m++) {
      if ((coming & (1 << m)) === 0) continue;
      if (keepers[m] < 0 || keepers[m] === t) footprint.join(this.messages, m);
    }
  }
}

/** Its program counter is set, or has been. */
function mayBeSet({ env }: Program, t: number): boolean {
  return env.some((action) => action.is === 'set-pc' && action.thread === t);
}

function callAlone(program: Program, objects: Objects, footprint: Footprint, op: Op): void {
  if (op.word !== NONE) footprint.has(objects.words + op.word);
  if (
    program.queues[op.queue]?.kind === 'futex' &&
    program.lanes.some((_, t) => isMortal(program, t))
  ) {
    program.tasks.forEach((_, task) => footprint.reads(objects.living + task));
  }
  if (op.mapping !== NONE) footprint.reads(objects.words + op.mapping);
  if (op.timeout !== 0) anyTimeout(footprint, program, objects);
  // Another lane's register.
  if (op.source !== NONE) footprint.reads(objects.own + program.registers[op.source].lane);
  const { queue } = op;
  if (queue >= program.queues.length || queue === PRIVATE_QUEUE) return;
  footprint.has(objects.queues + queue);
  if (isTimed(program, queue)) anyTimeout(footprint, program, objects);
}
