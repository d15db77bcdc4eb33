/**
 * The fair cycles of one search, for R7 and R9.
 *
 * A search whose graph has no cycle, as nearly all have, is answered by one walk over it. What a cycle
 * means for R9 depends on the test without its aborts, which is searched for its cycles only then.
 */
import { componentBytes } from '../../checker/cycles/components.ts';
import { onFairCycles } from '../../checker/cycles/fair.ts';
import { fairLasso, type Lasso } from '../../checker/cycles/lasso.ts';
import { orderOf } from '../../checker/cycles/order.ts';
import type { Exploration } from '../../checker/exploration.ts';
import { explore } from '../../checker/explore.ts';
import { type Graph, graphBytes, graphOf } from '../../checker/graph.ts';
import { type Traps, trapsOf } from '../../checker/cycles/traps.ts';
import type { Op, Program } from '../../model/record/program.ts';
import { compile } from '../compile/compile.ts';
import { progressText } from '../properties/outcome.ts';
import { searchOptions, type Subject } from '../search/search.ts';
import { type TestModel, testModel } from '../search/test-model.ts';
import { issuedForEver, neverAnswered, neverFurther, notHeldForEver } from './questions.ts';

/** The assertions that ask about cycles. */
export const ON_CYCLES: readonly string[] = ['R7', 'R9', 'U2'];

/** What a search of this model must keep, if cycles are asked about. */
export function keepsEdges({ assertions, machine }: TestModel): boolean {
  return assertions.some(({ id }) => ON_CYCLES.includes(id)) || hasLoops(machine.kernel.program);
}

/** User code may go round, whatever is asserted of it. */
export function hasLoops({ lanes }: Program): boolean {
  return lanes.some(({ ops }) => ops.some(({ repeats }) => repeats));
}

/** Its result may be taken for the restart status. */
const isReissuable = ({ policies }: Op): boolean => policies.status === 'in-band';

/** The graph of a search, and its states in an order along the edges if it has no cycle. */
export interface Whole {
  readonly graph: Graph;
  readonly order: Uint32Array | null;
}

/** It, or why it is not at hand. */
type Space = Whole | { readonly unknown: string };

/** A lasso, `none`, or why that is not known. */
export type Livelock = Lasso | 'none' | { readonly unknown: string };

export class Livelocks {
  readonly subject: Subject;
  readonly model: TestModel;
  readonly exploration: Exploration;
  private known: Space | null = null;
  private trapped: Traps | 'none' | null = null;

  constructor(subject: Subject, model: TestModel, exploration: Exploration) {
    this.subject = subject;
    this.model = model;
    this.exploration = exploration;
  }

  /** Whether the whole graph is at hand and has no cycle at all. */
  get hasNoCycle(): boolean {
    const space = this.space();
    return 'graph' in space && space.order !== null;
  }

  /** All states and edges, or null where they are not at hand. */
  get wholeGraph(): Whole | null {
    const space = this.space();
    return 'graph' in space ? space : null;
  }

  /** U2: states from which no end can be reached; what is open counts as none where nothing loops. */
  traps(): Traps | 'none' | { readonly unknown: string } {
    if (!hasLoops(this.model.machine.kernel.program)) return 'none';
    const space = this.space();
    if ('unknown' in space) return space;
    if (space.order !== null) return 'none';
    this.trapped ??= trapsOf(space.graph) ?? 'none';
    return this.trapped;
  }

  /** R7: kernel code alone runs for ever, and some thread never gets to its boundary. */
  unanswered(): Livelock {
    const space = this.space();
    if ('unknown' in space) return space;
    if (space.order !== null) return 'none';
    const { graph } = space;
    const { machine } = this.model;
    const threads = machine.kernel.program.lanes.map((_, t) => t);
    const lassos = threads.flatMap((t) => fairLasso(graph, neverAnswered(machine, t)) ?? []);
    return lassos.toSorted((a, b) => a.stem.length - b.stem.length)[0] ?? 'none';
  }

  /** R9: the lanes stay where none of the ends without aborts, `ends`, is, nor a livelock there. */
  unfinished(ends: ReadonlySet<string>): Livelock {
    const space = this.space();
    if ('unknown' in space) return space;
    if (space.order !== null) return 'none';
    const { graph } = space;
    const { machine } = this.model;
    if (onFairCycles(graph, neverFurther(machine, ends)).least < 0) return 'none';
    const livelocks = progressWithoutAborts(this.subject);
    if (livelocks === null) return { unknown: 'whether it goes round without aborts too is open' };
    const allowed = new Set([...ends, ...livelocks]);
    return fairLasso(graph, neverFurther(machine, allowed)) ?? 'none';
  }

  /** R9: a call is issued again for ever although nobody has taken it out. */
  reissued(): Livelock {
    const { machine } = this.model;
    const { lanes } = machine.kernel.program;
    if (!lanes.some(({ ops }) => ops.some(isReissuable))) return 'none';
    const space = this.space();
    if ('unknown' in space) return space;
    if (space.order !== null) return 'none';
    const { graph } = space;
    const lassos = lanes.flatMap((_, t) => fairLasso(graph, issuedForEver(machine, t)) ?? []);
    return lassos.toSorted((a, b) => a.stem.length - b.stem.length)[0] ?? 'none';
  }

  private space(): Space {
    this.known ??= spaceOf(this.exploration, this.subject.options.memoryMaxBytes);
    return this.known;
  }
}

/** Components, which states are asked about, and two numbers of each for B and H. */
const walkBytes = (states: number): number => componentBytes(states) + states * (1 + 8 + 8);

function spaceOf(exploration: Exploration, memoryMaxBytes: number): Space {
  const { stopped, states, edges, peakBytes } = exploration;
  if (stopped !== 'complete') return { unknown: `the search was cut (${stopped})` };
  const needed = peakBytes + graphBytes(exploration) - exploration.transitions * 6;
  if (edges === null || needed + walkBytes(states) > memoryMaxBytes) {
    const count = states.toLocaleString('en');
    return {
      unknown: `whether kernel code runs for ever is open: all edges of the ${count} states do not fit into the memory of one search`,
    };
  }
  const graph = graphOf(exploration);
  const order = orderOf(graph);
  // Lanes may have changed their names on the way round: it need not be a cycle of states.
  if (order === null && exploration.model.symmetry !== undefined) {
    return { unknown: 'orbits go round, and whether states do is open' };
  }
  return { graph, order };
}

/** Has the test a trap without its aborts? null: that search was cut. */
export function isTrapWithoutAborts(subject: Subject): boolean | null {
  const { litmus, design, revision, options } = subject;
  const program = compile(litmus, design, revision, { withoutAborts: true });
  const model = testModel(litmus, program, []);
  const search = explore(model.machine, { ...searchOptions(options), keepEdges: true });
  const traps = new Livelocks(subject, model, search).traps();
  search.seen.arena.release();
  return typeof traps === 'object' && 'unknown' in traps ? null : traps !== 'none';
}

/** How far the lanes get in the livelocks that the test has without aborts; null: that search was cut. */
export function progressWithoutAborts(subject: Subject): ReadonlySet<string> | null {
  const { litmus, design, revision, options } = subject;
  const program = compile(litmus, design, revision, { withoutAborts: true });
  const { machine } = testModel(litmus, program, []);
  const search = explore(machine, { ...searchOptions(options), keepEdges: true });
  const { arena } = search.seen;
  const progress = new Set<string>();
  const space = spaceOf(search, options.memoryMaxBytes);
  if ('graph' in space && space.order === null) {
    const visits = notHeldForEver(machine.kernel);
    const { on } = onFairCycles(space.graph, { within: () => true, visits });
    for (const [id, isOn] of on.entries()) {
      if (isOn === 0) continue;
      machine.kernel.bind(arena.chunkOf(id), arena.atOf(id));
      progress.add(progressText(machine.kernel));
    }
  }
  arena.release();
  return 'graph' in space ? progress : null;
}
