/**
 * The digest of all that decides a verdict: the kernel, the compiler, the tables of calls, what is
 * asserted, the conditions, the search, which searches are shared, the limits, the baseline's judge,
 * the packages that are installed. Shards with different digests are not merged, and a replay token
 * is refused where it has changed.
 *
 * The launcher takes it when it bundles and writes it into the bundle, so that a bundle says what it
 * was made of, whatever lies beside it. Sources that run without a bundle (tests) read the disk.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../root.ts';

/** The rooms whose files decide. A test compares them with what a check really imports. */
const DECIDING = ['checker', 'model', 'specs'];
/** Rooms in them that only show, ask or measure. */
const ASIDE = [
  'specs/bench/',
  'specs/commands/',
  'specs/mutants/',
  'specs/papers/',
  'specs/reading/',
];
/** Which packages there are, and in which version. */
const LOCK = 'package-lock.json';

declare const FERMATA_DIGEST: string | undefined;

let known: string | undefined;

/** First 16 hexadecimal digits of the SHA-256 of the deciding sources, by path. */
export function digest(): string {
  known ??= typeof FERMATA_DIGEST === 'string' ? FERMATA_DIGEST : digestOf(root);
  return known;
}

/** The digest of the sources below `folder`, read now. */
export function digestOf(folder: string): string {
  const hash = createHash('sha256');
  for (const file of decidingFiles(folder)) {
    const bytes = readFileSync(join(folder, file));
    hash.update(`${file}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex').slice(0, 16);
}

/** Paths relative to `folder` with forward slashes, in the order of their code units. */
export function decidingFiles(folder: string): string[] {
  const files = DECIDING.flatMap((room) =>
    readdirSync(join(folder, room), { recursive: true, encoding: 'utf8' }).map(
      (file) => `${room}/${file.replaceAll('\\', '/')}`,
    ),
  );
  const decides = (file: string): boolean =>
    file.endsWith('.ts') &&
    !file.endsWith('.test.ts') &&
    !ASIDE.some((room) => file.startsWith(room));
  return [LOCK, ...files.filter(decides).toSorted()];
}
