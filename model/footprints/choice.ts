/** The processes whose successors are enough in a state: a persistent set, as bits. */
import { PersistentSets } from '../../checker/persistent.ts';
import { PANIC } from '../record/layout.ts';
import type { Program } from '../record/program.ts';
import type { Kernel } from '../record/state.ts';
import { isDeclared } from './declared-programs.ts';
import { Footprints } from './footprints.ts';

/** `joined`: for questions that look at a thread and its flags together, or at several messages. */
export type Joining = 'apart' | 'joined';

export class Choice {
  /** An assertion of the kernel has failed in some state: that ends what others had still to do. */
  hasPanicked = false;
  /** All processes. */
  readonly all: number;
  private readonly footprints: Footprints;
  private readonly sets = new PersistentSets();

  constructor(program: Program, joining: Joining) {
    this.footprints = new Footprints(program, { joined: joining === 'joined' });
    this.all = 2 ** this.footprints.processes - 1;
  }

  /** Of the state that `k` is bound to. */
  in(k: Kernel): number {
    const { footprints } = this;
    this.hasPanicked ||= k.global(PANIC) !== 0;
    const alone = footprints.alone(k);
    if (alone >= 0) return 1 << alone;
    return footprints.fill(k) > 1 ? this.sets.choose(footprints) : this.all;
  }
}

/** What chooses for a program; undefined where not all of its steps are declared. */
export function choiceFor(program: Program, joining: Joining): Choice | undefined {
  return isDeclared(program) ? new Choice(program, joining) : undefined;
}
