/**
 * Searches of other versions of a test, for the assertions that compare: without its aborts, or
 * with one.
 *
 * Each is made when it is first asked for. What was found without aborts serves all designs that
 * are the same model then (same-model.ts), for as long as the process runs: a name per outcome is
 * kept, no states. A search that was cut is kept for nobody.
 */
import { explore } from '../../checker/explore.ts';
import { compile, type CompileOptions } from '../compile/compile.ts';
import { assertedIn } from '../litmus/calls/asserted.ts';
import { printLitmus } from '../litmus/print.ts';
import { abortFreeKey } from './same-model.ts';
import { keysOf, searchOptions, type Subject } from './search.ts';
import { reducedModel, type TestModel, testModel } from './test-model.ts';

/** What a search of another version found. */
interface Found {
  /** False if the search was cut. */
  readonly isComplete: boolean;
  /** Assertions that fall. */
  readonly falls: ReadonlySet<string>;
  /** One part of each outcome that the system came to by itself. */
  readonly progress: ReadonlySet<string>;
  readonly observable: ReadonlySet<string>;
}

const foundWithoutAborts = new Map<string, Found>();

export class OtherSearches {
  readonly subject: Subject;
  private readonly made = new Map<string, Found>();

  constructor(subject: Subject) {
    this.subject = subject;
  }

  /** The test without its aborts, and which of its assertions fall there. */
  withoutAborts(): Pick<Found, 'isComplete' | 'falls'> {
    return this.found({ withoutAborts: true });
  }

  /** One part of every outcome of a version of the test; null if that search was cut. */
  outcomes(other: CompileOptions, part: 'progress' | 'observable'): ReadonlySet<string> | null {
    const found = this.found(other);
    return found.isComplete ? found[part] : null;
  }

  private found(other: CompileOptions): Found {
    const { litmus, design, revision } = this.subject;
    const version = JSON.stringify(other);
    const isAbortFree = other.withoutAborts === true;
    // The whole text: a hash leaves out what is asserted, and shown.
    const serves = [printLitmus(litmus), version, abortFreeKey(litmus, design, revision)].join(' ');
    const known = this.made.get(version) ?? (isAbortFree ? foundWithoutAborts.get(serves) : null);
    if (known) return known;
    const found = this.search(other);
    this.made.set(version, found);
    if (isAbortFree && found.isComplete) foundWithoutAborts.set(serves, found);
    return found;
  }

  private search(other: CompileOptions): Found {
    const { litmus, design, revision, options } = this.subject;
    const program = compile(litmus, design, revision, other);
    const asserted = assertedIn(litmus);
    const reduced = options.reduction === false ? null : reducedModel(litmus, program, asserted);
    const model: TestModel = reduced ?? testModel(litmus, program, asserted);
    const exploration = explore(model.machine, searchOptions(options));
    const keys = [...keysOf(exploration).values()].filter(({ own }) => own);
    const fallen = model.assertions.filter((_, i) => {
      const { holds } = model.indices[i];
      return holds >= 0 && exploration.properties[holds].id >= 0;
    });
    exploration.seen.arena.release();
    return {
      isComplete: exploration.stopped === 'complete',
      falls: new Set(fallen.map(({ id }) => id)),
      progress: new Set(keys.map(({ progress }) => progress)),
      observable: new Set(keys.map(({ observable }) => observable)),
    };
  }
}
