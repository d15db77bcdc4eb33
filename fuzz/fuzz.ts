/**
 * What the fuzzers share: how many cases, hostile texts, and files that were changed at random.
 *
 * `FERMATA_FUZZ_CASES` says how many cases of each kind (10,000 where it says nothing), and
 * `FERMATA_FUZZ_SEED` repeats a run. An input that is no good has one way to say so: an error of
 * those below, with a sentence that stays one whatever it quotes. Everything else is a defect.
 */
import * as fc from 'fast-check';
import { DesignError } from '../model/designs/policies.ts';
import { legible } from '../reports/legible.ts';
import { printable } from '../reports/text-width.ts';
import { InputError, UsageError } from '../specs/errors.ts';
import { LitmusError } from '../specs/litmus/litmus-error.ts';
import { ReplayError } from '../specs/trace/token.ts';

export const CASES = Number(process.env.FERMATA_FUZZ_CASES ?? 10_000);
const SEED = process.env.FERMATA_FUZZ_SEED;
/** For a test of all cases, on a machine that is busy with others. */
export const FUZZ_MS = 60_000 + 60 * CASES;

/** No input may keep a command busy for longer, on any machine. */
const HANG_MS = 10_000;

const REFUSALS = [InputError, UsageError, LitmusError, ReplayError, DesignError];

/**
 * Tries `attempt` on as many inputs as are asked for. It returns nothing, or throws what is wrong.
 */
export function fuzz<T>(inputs: fc.Arbitrary<T>, attempt: (input: T) => void): void {
  const property = fc.property(inputs, (input) => {
    const startedMs = performance.now();
    attempt(input);
    const elapsedMs = performance.now() - startedMs;
    if (elapsedMs > HANG_MS) throw new Error(`it took ${Math.round(elapsedMs)} ms`);
  });
  fc.assert(property, {
    numRuns: CASES,
    ...(SEED === undefined ? {} : { seed: Number(SEED) }),
  });
}

/**
 * What `read` makes of an input, or null where it refuses it as it may: with an error of ours, whose
 * sentence matches `place` and would be shown as one line without a control character.
 */
export function refusedOr<T>(read: () => T, place: RegExp): T | null {
  try {
    return read();
  } catch (error) {
    const isOurs = REFUSALS.some((kind) => error instanceof kind);
    if (!isOurs || !(error instanceof Error)) throw error;
    if (!place.test(error.message)) {
      throw new Error(`no place in: ${error.message}`, { cause: error });
    }
    requireLegible(legible(printable(error.message), false), false);
    return null;
  }
}

/** Nothing in it moves a cursor, or is a command of a CI system. @throws Error */
export function requireLegible(text: string, hasLines = true): void {
  // oxlint-disable-next-line no-control-regex -- it is what has to be found
  const raw = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e]/.exec(text);
  if (raw !== null) throw new Error(`a raw ${escape(raw[0])} in ${JSON.stringify(text)}`);
  if (/^\s*::|##\[/m.test(text)) throw new Error(`a command in ${JSON.stringify(text)}`);
  if (!hasLines && text.includes('\n')) throw new Error(`two lines: ${JSON.stringify(text)}`);
}

/** Pieces that have made programs stumble. */
export const HOSTILE: readonly string[] = [
  '',
  ' ',
  '\u001b[31m',
  '\u001b]0;title\u0007',
  '\r',
  '\n',
  '\n::error::x',
  '::error::x',
  '##[error]x',
  '##vso[task.complete]',
  '\u0000',
  '\u009b31m',
  '\u202e',
  '\u2028',
  '\ud800',
  '\u{1f600}',
  '"',
  "'",
  '\\',
  '<!--',
  ']]>',
  '</script>',
  '(*',
  '*)',
  '{',
  '}',
  ';',
  '|',
  '=',
  ',',
  '__proto__',
  'constructor',
  'toString',
  '-1',
  '0',
  '1.5',
  '1e300',
  '99999999999999999999',
  'NaN',
  '../..',
  '/dev/null',
  '%n%s',
  'x'.repeat(3000),
];

export const hostileText = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ maxLength: 12, unit: 'binary' }),
  fc.string({ maxLength: 12 }),
);

/** One of `texts` with one to four changes: something cut, doubled, exchanged or put in. */
export function mutated(texts: readonly string[]): fc.Arbitrary<string> {
  const change = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.oneof(fc.nat({ max: 6 }), fc.nat({ max: 200 })),
    how: fc.constantFrom('cut', 'double', 'put', 'exchange', 'end'),
    piece: hostileText,
  });
  return fc
    .tuple(fc.constantFrom(...texts), fc.array(change, { minLength: 1, maxLength: 4 }))
    .map(([text, changes]) =>
      changes.reduce((now, { at, length, how, piece }) => {
        const from = Math.floor(at * now.length);
        const part = now.slice(from, from + length);
        const [head, tail] = [now.slice(0, from), now.slice(from + length)];
        if (how === 'cut') return head + tail;
        if (how === 'double') return head + part + part + tail;
        if (how === 'put') return head + piece + part + tail;
        if (how === 'exchange') return head + piece + tail;
        return head;
      }, text),
    );
}

const WORD = /[A-Za-z_]\w*|\d+/g;

/**
 * One of `texts` in which one to three words stand for others: a number for a number, a name for one
 * of the same text. Most of what else is changed is refused at once; of these many are read.
 */
export function misworded(texts: readonly string[]): fc.Arbitrary<string> {
  const change = fc.record({ at: fc.nat(), by: fc.nat(), isSmall: fc.boolean() });
  return fc
    .tuple(fc.constantFrom(...texts), fc.array(change, { minLength: 1, maxLength: 3 }))
    .map(([text, changes]) =>
      changes.reduce((now, { at, by, isSmall }) => {
        const words = [...now.matchAll(WORD)];
        const { 0: old, index } = words[at % words.length];
        const isNumber = /^\d/.test(old);
        const same = words.map(([word]) => word).filter((word) => /^\d/.test(word) === isNumber);
        const instead = isNumber && isSmall ? `${by % 12}` : same[by % same.length];
        return now.slice(0, index) + instead + now.slice(index + old.length);
      }, text),
    );
}

const DEEP = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;

/** Values that are of another type than is expected, or out of every range. */
const HOSTILE_VALUES: readonly unknown[] = [
  null,
  true,
  -1,
  0.5,
  1e300,
  2 ** 53,
  '',
  [],
  {},
  [null],
  { length: 3 },
  'DEEP',
];

/** The JSON of `value`, in which something was replaced, removed or doubled at one to three places. */
export function mutatedJson(value: unknown): fc.Arbitrary<string> {
  const places = placesIn(value, []);
  const change = fc.record({
    at: fc.nat({ max: places.length - 1 }),
    how: fc.constantFrom('replace', 'remove', 'double', 'text', 'add'),
    instead: fc.oneof(fc.constantFrom(...HOSTILE_VALUES), hostileText),
  });
  return fc.array(change, { minLength: 1, maxLength: 3 }).map((changes) => {
    const copy: unknown = structuredClone(value);
    // Copied: the next change must not be one of the values that all cases share.
    for (const { at, how, instead } of changes) {
      changeAt(copy, places[at], how, structuredClone(instead));
    }
    // Put in as text: to write it out again, JSON.stringify would go as deep.
    return JSON.stringify(copy).replaceAll('"DEEP"', DEEP);
  });
}

function placesIn(value: unknown, path: readonly string[]): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    [...path, key],
    ...placesIn(inner, [...path, key]),
  ]);
}

function changeAt(root: unknown, path: readonly string[], how: string, instead: unknown): void {
  let parent = root;
  for (const key of path.slice(0, -1)) {
    if (typeof parent !== 'object' || parent === null) return;
    parent = (parent as Record<string, unknown>)[key];
  }
  if (typeof parent !== 'object' || parent === null) return;
  const key = path[path.length - 1];
  const old: unknown = (parent as Record<string, unknown>)[key];
  if (how === 'remove' && Array.isArray(parent)) parent.splice(Number(key), 1);
  else if (how === 'add') (parent as Record<string, unknown>).unheardOf = instead;
  else if (how === 'remove') delete (parent as Record<string, unknown>)[key];
  else if (how === 'double' && Array.isArray(parent)) parent.push(structuredClone(old));
  else if (how === 'text' && typeof old === 'string') {
    (parent as Record<string, unknown>)[key] = `${old}${String(instead)}`;
  } else (parent as Record<string, unknown>)[key] = instead;
}
