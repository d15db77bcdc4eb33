/**
 * `fermata compare --alternatives`: what the model has of a thread that is stopped in a call, in bytes
 * of its fields, for the page of specs/bounds/alternatives-page.ts.
 */
import { explore } from '../../checker/explore.ts';
import { parseDesign, takesAborts } from '../../model/designs/designs.ts';
import { isHeld } from '../../model/environment.ts';
import {
  DEADLINE,
  FIRST,
  FLAGS,
  HAS_HANDLE,
  LINK,
  LOCAL,
  PC,
  RC,
  RECORD,
  REMAINING,
  RET,
  RET_CALL,
  SLEEP_FLAGS,
  STATE,
  TIMEOUT,
  TIMER,
  WQ,
} from '../../model/record/layout.ts';
import { HELD } from '../../model/proc/boundary.ts';
import type { Kernel } from '../../model/record/state.ts';
import { RESTART } from '../../model/syscall/syscall.ts';
import { ALTERNATIVES_TESTS, modelKeyOf } from '../bounds/alternatives-page.ts';
import { type StoppedCall, STOPPED_CALLS, WAYS } from '../bounds/alternatives.ts';
import type { Test } from '../catalogue.ts';
import { revisionsOf } from '../check/check.ts';
import { compile } from '../compile/compile.ts';
import { Unsupported } from '../compile/unsupported.ts';
import { testModel } from '../search/test-model.ts';

/** Fields of a thread that its call has filled; where it is and with which call it is, are none. */
const OF_STACK = [RET, RC, WQ, TIMEOUT, SLEEP_FLAGS, LINK, STATE, TIMER, DEADLINE, FIRST, LOCAL];

/** By way, call and revision. A search of each test under each way: seconds. */
export function modelBytes(tests: readonly Test[]): Map<string, number> {
  const most = new Map<string, Set<number>>();
  const ours = tests.filter(({ name }) => ALTERNATIVES_TESTS.includes(name));
  for (const { design } of WAYS.filter((way) => takesAborts(parseDesign(way.design)))) {
    for (const test of ours) addTest(most, test, design);
  }
  return new Map([...most].map(([key, fields]) => [key, fields.size]));
}

function addTest(most: Map<string, Set<number>>, { litmus }: Test, name: string): void {
  for (const revision of revisionsOf(litmus)) {
    try {
      const { machine } = testModel(litmus, compile(litmus, parseDesign(name), revision), []);
      const { kernel } = machine;
      const { seen, states } = explore(machine);
      for (let id = 0; id < states; id++) {
        kernel.bind(seen.arena.chunkOf(id), seen.arena.atOf(id));
        for (let t = 0; t < kernel.threads; t++) addThread(most, kernel, t, name);
      }
      seen.arena.release();
    } catch (error) {
      if (!(error instanceof Unsupported)) throw error;
    }
  }
}

/** What of t is filled, if it is stopped in a call that the table has. */
function addThread(most: Map<string, Set<number>>, k: Kernel, t: number, design: string): void {
  if (!isHeld(k, t) || (k.get(t, PC) === HELD && k.get(t, RET) !== RESTART)) return;
  const { call } = k.op(t);
  const { revision } = k.program;
  if (revision === 'linux') return;
  const isInTable = (it: StoppedCall): boolean => it.call === call && it.revision === revision;
  if (!STOPPED_CALLS.some(isInTable)) return;
  const key = modelKeyOf(design, { call, revision });
  const fields = most.get(key) ?? new Set<number>();
  most.set(key, fields);
  for (const field of filled(k, t)) fields.add(field);
}

function filled(k: Kernel, t: number): number[] {
  // The restart is where it goes on, not what it carries; a deadline that was due is the clock's.
  const isOut = k.get(t, PC) === HELD;
  const fields = isOut ? [FIRST] : OF_STACK;
  const deep = Array.from({ length: k.program.depth }, (_, i) => RET_CALL + i);
  // What libc has sent is in its own memory.
  const isRecord = k.op(t).after === 0;
  const ofIpc = isOut ? deep.filter((field) => field === RECORD && isRecord) : deep;
  const found = [...fields, ...ofIpc].filter((field) => k.get(t, field) !== 0);
  return k.has(t, REMAINING | HAS_HANDLE) ? [...found, FLAGS] : found;
}
