/**
 * Searches of other versions of a test, for the assertions that compare: without its aborts, or
 * with one.
 *
 * Each is made when it is first asked for. What was found serves all designs that answer alike all
 * that it asked of the first (model/designs/noted.ts), for as long as the process runs: a name per
 * outcome is kept, no states. A search that was cut is kept for nobody.
 */
import type { Exploration } from '../../checker/exploration.ts';
import { explore } from '../../checker/explore.ts';
import type { Design } from '../../model/designs/policies.ts';
import type { Program } from '../../model/record/program.ts';
import { type Asked, noted, plainOf } from '../../model/designs/noted.ts';
import { choiceFor } from '../../model/footprints/choice.ts';
import { compile, type CompileOptions } from '../compile/compile.ts';
import { assertedIn } from '../litmus/calls/asserted.ts';
import { printLitmus } from '../litmus/print.ts';
import { keysOf, searchOptions, type Subject } from './search.ts';
import { reducedModel, type TestModel, testModel } from './test-model.ts';

/** What a search of another version found. */
interface Found {
  /** False if the search was cut. */
  readonly isComplete: boolean;
  /** Assertions that fall; null where only ends were asked for. */
  readonly falls: ReadonlySet<string> | null;
  /** One part of each outcome that the system came to by itself. */
  readonly progress: ReadonlySet<string>;
  readonly observable: ReadonlySet<string>;
}

/** By test and version: what was found under which designs. */
const foundBefore = new Map<string, { readonly asked: Asked; readonly found: Found }[]>();

export class OtherSearches {
  readonly subject: Subject;
  private readonly made = new Map<string, Found>();

  constructor(subject: Subject) {
    this.subject = subject;
  }

  /** The test without its aborts, and which of its assertions fall there. */
  withoutAborts(): { readonly isComplete: boolean; readonly falls: ReadonlySet<string> } {
    const { isComplete, falls } = this.found({ withoutAborts: true });
    return { isComplete, falls: falls ?? new Set() };
  }

  /** One part of every outcome of a version of the test; null if that search was cut. */
  outcomes(other: CompileOptions, part: 'progress' | 'observable'): ReadonlySet<string> | null {
    const found = this.found(other, true);
    return found.isComplete ? found[part] : null;
  }

  /** `endsOnly`: what falls is not asked, so the search need not come to every state. */
  private found(other: CompileOptions, endsOnly = false): Found {
    const { design } = this.subject;
    const version = JSON.stringify(other);
    const serves = (found: Found): boolean => endsOnly || found.falls !== null;
    const own = this.made.get(version);
    if (own !== undefined && serves(own)) return own;
    const before = this.before(version);
    const same = before.find(({ asked, found }) => serves(found) && asked.isAlike(plainOf(design)));
    const made = same ?? this.make(other, endsOnly);
    // A design that notes what it is asked has been asked all this.
    made.asked.isAlike(design);
    this.made.set(version, made.found);
    if (same === undefined && made.found.isComplete) before.push(made);
    return made.found;
  }

  private before(version: string) {
    const { litmus, revision } = this.subject;
    // The whole text: a hash leaves out what is asserted, and shown.
    const about = `${printLitmus(litmus)} ${revision} ${version}`;
    const known = foundBefore.get(about) ?? [];
    foundBefore.set(about, known);
    return known;
  }

  private make(other: CompileOptions, endsOnly: boolean) {
    const { design, asked } = noted(this.subject.design);
    const found = endsOnly ? this.searchEnds(other, design) : this.search(other, design);
    return { asked, found };
  }

  private search(other: CompileOptions, design: Design): Found {
    const { litmus, revision, options } = this.subject;
    const program = compile(litmus, design, revision, other);
    const asserted = assertedIn(litmus);
    const reduced = options.reduction === 'never' ? null : reducedModel(litmus, program, asserted);
    const model: TestModel = reduced ?? testModel(litmus, program, asserted);
    const exploration = explore(model.machine, searchOptions(options));
    const fallen = model.assertions.filter((_, i) => {
      const { holds } = model.indices[i];
      return holds >= 0 && exploration.properties[holds].id >= 0;
    });
    return foundIn(exploration, new Set(fallen.map(({ id }) => id)));
  }

  /**
   * The ends alone, without the ghosts that only states in between show. Where there are many states,
   * by a reduced search (partial-order.ts): a small one is over before that pays, and one with IPC
   * gains less than the choosing costs.
   */
  private searchEnds(other: CompileOptions, design: Design): Found {
    const { litmus, revision, options } = this.subject;
    const program = withoutGhosts(compile(litmus, design, revision, other));
    const limits = searchOptions(options);
    const { machine } = testModel(litmus, program, [], choiceFor(program, 'apart'));
    const mayReduce = options.reduction !== 'never' && program.boxes.length === 0;
    const isLarge = mayReduce && machine.chosen !== undefined && options.statesMax > PLAIN_MOST;
    const plain = explore(machine, isLarge ? { ...limits, statesMax: PLAIN_MOST } : limits);
    if (!isLarge || plain.stopped !== 'states') return foundIn(plain, null);
    plain.seen.arena.release();
    const reduced = explore(machine, { ...limits, reduced: true });
    const found = foundIn(reduced, null);
    const isSound = reduced.stopped !== 'error' && machine.choice?.hasPanicked !== true;
    return isSound ? found : foundIn(explore(machine, limits), null);
  }
}

/** States up to which ends are searched plainly. */
const PLAIN_MOST = 20_000;

/** What a search has found; its states are given back. */
function foundIn(exploration: Exploration, falls: ReadonlySet<string> | null): Found {
  const keys = [...keysOf(exploration).values()].filter(({ own }) => own);
  exploration.seen.arena.release();
  return {
    isComplete: exploration.stopped === 'complete',
    falls,
    progress: new Set(keys.map(({ progress }) => progress)),
    observable: new Set(keys.map(({ observable }) => observable)),
  };
}

/** No step reads a ghost, and no outcome shows these: whichever kernel runs, the record has none. */
export function withoutGhosts(program: Program): Program {
  const ghosts = { place: false, order: false };
  const { worlds } = program;
  if (worlds === undefined) return { ...program, ghosts };
  return { ...program, ghosts, worlds: worlds.map((world) => ({ ...world, ghosts })) };
}
