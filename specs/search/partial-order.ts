/**
 * Which questions a search by a choice of successors may answer (checker/persistent.ts), and why.
 *
 * Such a search comes to every end. It also makes every move that is ever made, after all that this
 * move depends on (the ignoring proviso, explore.ts): so whatever one object is like right after a
 * move that changes it is seen. A question that looks at one object at a time, of each thread say,
 * has its answer; one that looks at two at a time has it where they are joined to one.
 */
import type { Joining } from '../../model/footprints/choice.ts';
import { isDeclared } from '../../model/footprints/declared-programs.ts';
import type { Program } from '../../model/record/program.ts';
import { stopsInPlace } from '../../model/proc/boundary.ts';
import { assertedIn } from '../litmus/calls/asserted.ts';
import type { Litmus } from '../litmus/litmus.ts';

/** How much is one object: a thread and its flags, and each thing of IPC, apart, or joined. */
export type Reduction = Joining;

interface Answer {
  /** null: it has to see every state. */
  readonly reduction: Reduction | null;
  /** Where a program forwards calls, if that is another. */
  readonly withForwards?: Reduction;
  readonly why: string;
}

/** Per assertion, its predicate and its witness together. */
export const REDUCIBLE: Readonly<Record<string, Answer>> = {
  R1: { reduction: 'apart', why: 'asked of ends; its witness looks at one thread at a time' },
  R2: { reduction: null, why: 'looks at a thread and the clock together' },
  R3: { reduction: 'apart', why: 'looks at one thread at a time' },
  R4: { reduction: 'apart', why: 'looks at one thread at a time' },
  R5: {
    reduction: 'apart',
    withForwards: 'joined',
    why: 'looks at one message at a time, or at marks that stay; a forward takes one back',
  },
  R6: { reduction: 'joined', why: 'its witness looks at a thread and its request together' },
  R7: { reduction: null, why: 'counts steps: B and H are those of every order' },
  R8: {
    reduction: 'apart',
    withForwards: 'joined',
    why: 'looks at one message at a time; its witness at marks of two that stay, but for forwards',
  },
  R9: { reduction: null, why: 'asks about cycles, of which some are left out' },
  R10: { reduction: 'apart', why: 'compares ends; its witness, once true, stays true' },
  R11: { reduction: 'apart', why: 'compares ends; its witness, once true, stays true' },
  R12: { reduction: 'apart', why: 'looks at the registers of one thread at a time' },
  R13: { reduction: 'apart', why: 'looks at one thread at a time' },
  R14: { reduction: 'apart', why: 'asked of ends; its witness looks at one message' },
  R15: { reduction: 'apart', why: 'compares ends; its witness looks at one thread at a time' },
  R16: { reduction: 'apart', why: 'asked of ends; its witness looks at one message' },
  R17: { reduction: null, why: 'looks at a queue and the threads in it together' },
  R18: { reduction: 'joined', why: 'looks at one thread, its flags, and what was seen of it' },
  U1: { reduction: null, why: 'is of user code, whose steps are not declared' },
  U2: { reduction: null, why: 'asks about cycles, of which some are left out' },
};

/**
 * Which of these may be asked of a reduced search that keeps one state of each orbit (symmetric.ts),
 * and why; null: of none. Permutations map moves to moves and what they touch to what those touch, so
 * the set that is chosen in the state kept stands for one in each state of the orbit: a way to an end
 * from any of them is, permuted, one from the state kept, and has a move of the set in it. A state
 * whose chosen successors lead to orbits that were expanded already is expanded in full.
 */
export const BY_ORBITS: Readonly<Record<string, string | null>> = {
  R1: 'asked of ends, all queues alike; its witness of any thread',
  R2: null,
  R3: 'asked of each thread alike',
  R4: 'asked of each thread alike',
  R5: 'asked of each message alike',
  R6: 'asked of each thread alike',
  R7: null,
  R8: 'asked of each message and phone alike',
  R9: null,
  R10: 'compares sets of ends; programs with checkpoints have no symmetry',
  R11: 'compares sets of ends, of which all images are kept; its witness is a sum of budgets',
  R12: 'asked of each register alike',
  R13: 'asked of each thread alike',
  R14: 'asked of ends, all messages, phones and boxes alike',
  R15: 'compares sets of ends, of which all images are kept; its witness asks any thread',
  R16: 'asked of every message alike; programs with debug sessions have no symmetry',
  R17: null,
  R18: 'asked of each thread alike; programs that examine or set one have no symmetry',
  U1: null,
  U2: null,
  condition: 'asked of all images of each end',
  outcomes: 'asked of all images of each end',
  point: 'asked of any thread',
  happenings: 'asked of all images of a state, where they tell lanes apart',
};

/** What else a check asks, by the names of its report. */
export const OTHER_QUESTIONS: Readonly<Record<string, Answer>> = {
  condition: { reduction: 'apart', why: 'asked of ends' },
  outcomes: { reduction: 'apart', why: 'asked of ends, and every end is found' },
  point: { reduction: 'joined', why: 'looks at a thread and its request together' },
  happenings: { reduction: 'apart', why: 'ask whether a move is possible, and each is made' },
  boundaries: { reduction: null, why: 'tells what of a thread and of messages is seen together' },
  stops: { reduction: null, why: 'tells what of a thread and of messages is seen together' },
  latencies: { reduction: null, why: 'counts steps: B and H are those of every order' },
};

const isForward = (call: string): boolean => call.startsWith('ipc_forward');

function answerOf(id: string, forwards: boolean): Reduction | null {
  const { reduction = null, withForwards } = REDUCIBLE[id] ?? {};
  return (forwards && withForwards) || reduction;
}

/**
 * How a search may be reduced that answers the condition and the assertions of a test, or null.
 * Boundaries, stops and latencies are not answered by it.
 */
export function reductionFor(litmus: Litmus, program: Program): Reduction | null {
  if (!isDeclared(program)) return null;
  const forwards = program.lanes.some(({ ops }) => ops.some(({ call }) => isForward(call)));
  const answers = new Set(assertedIn(litmus).map((id) => answerOf(id, forwards)));
  if (answers.has(null)) return null;
  const isStopped = litmus.meta.point.length > 0;
  // What was dequeued is with the messages, which are another object.
  if (isStopped && program.boxes.length > 0) return null;
  // Whether a thread that is stopped in place is held is told by its flags.
  const inPlace = program.lanes.some(({ ops }) => ops.some((op) => stopsInPlace(op.policies)));
  return isStopped || inPlace || answers.has('joined') ? 'joined' : 'apart';
}
