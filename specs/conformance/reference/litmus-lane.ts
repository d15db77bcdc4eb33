/** What a lane of a litmus has while it runs, and how its thread crosses the boundary. */
import type { Call } from './ipc-objects.ts';
import type { Cell, Lane } from '../../litmus/litmus.ts';
import type { Answerbox } from './ipc-objects.ts';
import type { Thread } from './thread.ts';
import type { Deadline } from './waitq.ts';

/** A message that a register holds. */
export interface Held {
  readonly call: Call;
  readonly handle: number;
}

/** What is kept of a call from one attempt to the next: the restart record. */
export interface Frame {
  deadline: Deadline | undefined;
  /** A synchronous call that has been sent: its call, with the private box in which the answer comes. */
  sent: Call | null;
  box: Answerbox | null;
}

export const NO_FRAME: Frame = { deadline: undefined, sent: null, box: null };

export class LaneState {
  readonly lane: Lane;
  readonly index: number;
  readonly cells: readonly Cell[];
  thread!: Thread;
  readonly registers = new Map<string, string>();
  readonly held = new Map<string, Held>();
  /** The cell whose call it makes; the label of it. */
  at = 0;
  label: string | null = null;
  /** It is in the kernel: a request can find it. */
  isInside = false;
  /** Held at the boundary. */
  isHeld = false;
  /** The call that it was held in, or right behind. */
  heldAt: string | null = null;
  isDead = false;
  /** Cells that are over. */
  readonly doneLabels = new Set<string>();
  readonly aborted = new Map<string, number>();
  readonly restarted = new Set<string>();
  readonly dt = new Map<string, number>();
  /** Ticks for which it was held behind its deadline, by call. */
  readonly late = new Map<string, number>();
  /** Takes the result of the call that it makes. */
  store: (result: string) => void = () => {};
  frame: Frame = { ...NO_FRAME };

  constructor(lane: Lane, index: number, cells: readonly Cell[]) {
    this.lane = lane;
    this.index = index;
    this.cells = cells;
  }

  get isOver(): boolean {
    return this.isDead || this.at >= this.cells.length;
  }
}

/** It spins in the loop of thread_udelay, and has nothing yet to leave it for. */
export function isSpinning({ cells, at, isInside, isHeld, thread }: LaneState): boolean {
  const cell = cells[at];
  if (!isInside || isHeld || cell?.is !== 'call' || cell.call !== 'thread_udelay') return false;
  return thread.polls !== null && !thread.polls();
}
