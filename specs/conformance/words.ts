/**
 * The word for what a kernel under test gave on a test, beside what the model allows.
 *
 *     exact    all that was seen is allowed, and all that is allowed was seen
 *     sound    all that was seen is allowed
 *     unsound  something was seen that is not allowed: the only failure
 *     silent   nothing was seen, or nothing of it could be compared: the result is VACUOUS
 *
 * Outcomes are texts as specs/properties/outcome.ts spells them: `0:r0=EOK; q.balance=0;`. A place
 * that a target could not read is `?` in what it saw, and agrees with any value. That may hide a
 * deviation and never makes one; what is allowed and was seen only through a `?` counts as missing.
 */

/** Whether the ticks that a call waited (`0:dt(L0)`) mean the same on the target as in the model. */
export type Timing = 'compared' | 'ignored';

export interface Judgement {
  readonly word: 'exact' | 'sound' | 'unsound' | 'silent';
  /** Seen and not allowed, in the order in which they were seen. */
  readonly forbidden: readonly string[];
  /** Allowed and not seen, sorted. */
  readonly missing: readonly string[];
}

/**
 * Judges what was seen (outcome to how often) by what is allowed. With `ignored` timing, two outcomes
 * that differ in nothing but a `dt` are one.
 */
export function judge(
  allowed: ReadonlySet<string>,
  seen: ReadonlyMap<string, number>,
  timing: Timing = 'compared',
): Judgement {
  const right = new Set([...allowed].map((text) => asCompared(text, timing)));
  const counted = [...seen].filter(
    ([text, times]) => times > 0 && saysSomething(asCompared(text, timing)),
  );
  const found = new Set(counted.map(([text]) => asCompared(text, timing)));
  const forbidden = [...found].filter((text) => !isAllowed(text, right));
  const missing = [...right].filter((text) => !found.has(text)).toSorted();
  return { word: wordFor(found.size, forbidden.length, missing.length), forbidden, missing };
}

/** Some place of it has a value that can be compared; or it has no places, and was seen all the same. */
function saysSomething(text: string): boolean {
  const places = placesOf(text);
  return places.length === 0 || places.some(([, value]) => value !== '?' && value !== 'any');
}

/** The outcome as it is compared with others: with `ignored` timing each `dt` is `any`. */
export function asCompared(text: string, timing: Timing): string {
  return timing === 'ignored' ? withoutTimes(text) : text;
}

/** Whether this word is what a run of a target fails by. */
export const isFailure = ({ word }: Judgement): boolean => word === 'unsound';

function wordFor(found: number, forbidden: number, missing: number): Judgement['word'] {
  if (found === 0) return 'silent';
  if (forbidden > 0) return 'unsound';
  return missing > 0 ? 'sound' : 'exact';
}

function isAllowed(text: string, allowed: ReadonlySet<string>): boolean {
  if (allowed.has(text)) return true;
  if (!text.includes('=?;')) return false;
  const wanted = placesOf(text);
  return [...allowed].some((known) => agrees(wanted, placesOf(known)));
}

function agrees(wanted: readonly string[][], known: readonly string[][]): boolean {
  return (
    wanted.length === known.length &&
    wanted.every(([name, value], i) => {
      return name === known[i][0] && (value === '?' || value === known[i][1]);
    })
  );
}

/** `0:r0=EOK; q.balance=0;` as names and values. */
export function placesOf(text: string): string[][] {
  return text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)]);
}

/** `0:dt(L0)`, `0:waited(L0)` */
export const isTime = (place: string): boolean => /^\d+:(?:dt|waited)\(/.test(place);

/** `0:dt(L0)=3;` and `0:waited(L0)=3;` with their numbers struck out. */
function withoutTimes(text: string): string {
  return text.replace(/\b(\d+:(?:dt|waited)\(\w+\))=[^;]*;/g, '$1=any;');
}
