/**
 * Has the kernel moved away from its model? A tree beside what the model was made from: functions that
 * are unchanged, changed, gone, and sites that nobody claims.
 */
import { type HelenOS, type Claim, type Known, readClaims, readKnown } from './known.ts';
import { NAMED_FILES, readTree, STEPS_BY_FUNCTION, type TreeFunction } from './tree.ts';

/** A function that is another one by now, with the steps that rest on it. */
export interface Moved {
  readonly file: string;
  readonly fn: string;
  /** Where it begins in the tree; null: it is gone. */
  readonly line: number | null;
  readonly steps: readonly string[];
}

/** A lock, a sleep or a wakeup in a function that no step has in, and no reason leaves out. */
export interface Unclaimed {
  readonly file: string;
  readonly fn: string;
  readonly line: number;
  readonly sites: readonly string[];
}

export interface Drift {
  readonly revision: HelenOS;
  readonly unchanged: number;
  readonly changed: readonly Moved[];
  readonly gone: readonly Moved[];
  readonly unclaimed: readonly Unclaimed[];
}

/**
 * `folder` beside `revision`; by itself beside the one of which it has most.
 *
 * @throws InputError where `folder` is no tree of HelenOS
 */
export function driftOf(folder: string, revision?: HelenOS): Drift {
  const known = readKnown();
  const claims = readClaims();
  const tree = readTree(folder, coveredFiles(claims));
  const of = (it: HelenOS) => compare(tree, it, known, claims);
  if (revision !== undefined) return of(revision);
  const [old, recent] = [of('helenos-2012'), of('helenos-2026')];
  return old.unchanged > recent.unchanged ? old : recent;
}

/** A tree beside the lines of functions.jsonl that are of `revision`. */
export function compare(
  tree: ReadonlyMap<string, TreeFunction>,
  revision: HelenOS,
  known: readonly Known[],
  claims: readonly Claim[],
): Drift {
  const own = known.filter((it) => it.revision === revision);
  const moved: Moved[] = [];
  for (const { file, fn, hash } of own) {
    const now = tree.get(`${file} ${fn}`);
    if (now?.hash === hash) continue;
    moved.push({ file, fn, line: now?.line ?? null, steps: stepsOf(file, fn, claims) });
  }
  return {
    revision,
    unchanged: own.length - moved.length,
    changed: moved.filter(({ line }) => line !== null),
    gone: moved.filter(({ line }) => line === null),
    unclaimed: [...tree.values()].filter((it) => it.sites.length > 0 && !isClaimed(it, claims)),
  };
}

/** Steps that name it, and those that are said to have it in. */
export function stepsOf(file: string, fn: string, claims: readonly Claim[]): readonly string[] {
  const claim = claims.find((it) => it.file === file && it.fn === fn);
  return STEPS_BY_FUNCTION.get(`${file} ${fn}`) ?? claim?.by ?? [];
}

function isClaimed({ file, fn }: TreeFunction, claims: readonly Claim[]): boolean {
  if (STEPS_BY_FUNCTION.has(`${file} ${fn}`)) return true;
  return claims.some((it) => it.file === file && it.fn === fn);
}

/** Files that a step names, or a claim. */
const coveredFiles = (claims: readonly Claim[]): string[] =>
  [...new Set([...NAMED_FILES, ...claims.map(({ file }) => file)])].toSorted();

/** The lines of functions.jsonl for `revision`, from the tree that the model is made from. */
export function knownOf(folder: string, revision: HelenOS): Known[] {
  return [...readTree(folder, coveredFiles(readClaims())).values()]
    .filter(({ file, fn, sites }) => sites.length > 0 || STEPS_BY_FUNCTION.has(`${file} ${fn}`))
    .map(({ file, fn, hash, sites }) => ({ revision, file, fn, hash, sites: [...sites] }));
}
