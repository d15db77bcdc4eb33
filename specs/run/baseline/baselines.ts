/**
 * Which baseline a test stands by: the catalogue has its own; a file of one's own has the one that is
 * named (`--baseline`), or else the `expectations.jsonl` beside it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isOfCatalogue, type Test } from '../../catalogue.ts';
import { UsageError } from '../../errors.ts';
import { type Expectation, EXPECTATIONS_FILE, keyOf, readExpectations } from './expectations.ts';

/** The name of a baseline beside tests of one's own. */
const BESIDE = 'expectations.jsonl';

/** The file that has the lines about a test, which need not be there. */
export function baselineFileOf({ given }: Pick<Test, 'given'>, named: string | null): string {
  if (given === null || isOfCatalogue({ given })) return EXPECTATIONS_FILE;
  return named ?? join(dirname(given), BESIDE);
}

/** The baselines of a check, each read once. */
export class Baselines {
  readonly #files = new Map<string, readonly Expectation[]>();
  readonly #named: string | null;

  /** @throws InputError; UsageError where a baseline is named and no test stands by it */
  constructor(tests: readonly Test[], named: string | null) {
    this.#named = named;
    if (named !== null) requireUse(tests, named);
    for (const test of tests) this.of(test);
  }

  /** The lines of the baseline of this test. @throws InputError */
  of(test: Pick<Test, 'given'>): readonly Expectation[] {
    const file = baselineFileOf(test, this.#named);
    const lines = this.#files.get(file) ?? readExpectations(file);
    this.#files.set(file, lines);
    return lines;
  }

  /** Lines of baselines beside tests that are about a test which no file beside them has. */
  orphans(): readonly string[] {
    return [...this.#files].flatMap(([file, lines]) => {
      if (file === EXPECTATIONS_FILE || file === this.#named || lines.length === 0) return [];
      const names = namesIn(dirname(file));
      const gone = lines.filter(({ test }) => !names.has(test));
      return gone.map(
        (line) => `stale: ${file} has a line about ${keyOf(line)}, which is not there`,
      );
    });
  }

  /** The lines of all baselines that were read. */
  all(): readonly Expectation[] {
    return [...this.#files.values()].flat();
  }
}

/** The names that the litmus files of a folder give themselves, whether or not all of them are read. */
function namesIn(folder: string): ReadonlySet<string> {
  const files = readdirSync(folder).filter((name) => name.endsWith('.litmus'));
  return new Set(
    files.flatMap(
      (name) => /\bSYS\s+(\S+)/.exec(readFileSync(join(folder, name), 'utf8'))?.[1] ?? [],
    ),
  );
}

/** @throws UsageError where no test is one that `--baseline` is about */
function requireUse(tests: readonly Test[], named: string): void {
  if (tests.some((test) => !isOfCatalogue(test))) return;
  throw new UsageError(
    `--baseline ${named} is for files of your own; the catalogue keeps its own, specs/expectations.jsonl`,
  );
}
