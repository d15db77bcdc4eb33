/**
 * Replay tokens: a run of the model in one word, and when it must not be run.
 *
 * A token holds the test's name and hash, revision, design, abort budget, the schedule in stable
 * rule names, and the digest of what decided its verdict (run/digest.ts): where the test or that has
 * changed, a schedule may still run but mean something else, so it is refused.
 */
import { deflateSync, Inflate, strFromU8, strToU8 } from 'fflate';

export interface Token {
  readonly test: string;
  readonly hash: string;
  readonly revision: string;
  readonly design: string;
  /** `--aborts`, or null. */
  readonly aborts: number | null;
  /** What it breaks: an assertion id, `condition`, or NOTHING. */
  readonly breaks: string;
  readonly schedule: readonly string[];
  readonly digest: string;
  /** Of a run that is repeated for ever from there: the number of that step, from 1; else null. */
  readonly loopFrom: number | null;
}

/** `breaks` of a run that breaks nothing: it shows how an outcome comes about. */
export const NOTHING = 'nothing';

/** A token that cannot be run, and why. */
export class ReplayError extends Error {
  override readonly name = 'ReplayError';
}

const PREFIX = 'F1.';
/** Of a run that is repeated for ever from some step on. */
const ROUND_PREFIX = 'F2.';
/** Far more than any schedule; a longer text is no token of ours. */
const LENGTH_MAX = 64 * 1024;
const INFLATED_MAX = 1024 * 1024;
/** A shortest run of the catalogue has below 200. */
const STEPS_MAX = 10_000;
/** The budget of a test is kept in one byte of its states. */
const ABORTS_MAX = 255;

export function writeToken(token: Token): string {
  const { test, hash, revision, design, aborts, breaks, schedule, digest, loopFrom } = token;
  const fields = [test, hash, revision, design, aborts, breaks, schedule.join('\n'), digest];
  // One more than a run that ends has.
  if (loopFrom !== null) fields.push(loopFrom);
  return prefixOf(token) + toBase64Url(deflateSync(strToU8(JSON.stringify(fields)), { level: 9 }));
}

/** Runs into traps have a prefix of their own: older versions have no such runs. */
function prefixOf({ breaks, loopFrom }: Token): string {
  const isTrap = loopFrom !== null && (breaks === 'U2' || breaks === 'condition');
  return isTrap ? ROUND_PREFIX : PREFIX;
}

/** @throws ReplayError if the text is no token. */
export function readToken(text: string): Token {
  const broken = 'this is not a whole replay token; copy it again, from F1. or F2. to its end';
  if (![PREFIX, ROUND_PREFIX].some((prefix) => text.startsWith(prefix)) || text.length > LENGTH_MAX)
    throw new ReplayError(broken);
  try {
    const packed = fromBase64Url(text.slice(PREFIX.length));
    const token = tokenOf(JSON.parse(strFromU8(inflated(packed))));
    if (token !== null) return token;
  } catch {
    // Said below: what cannot be unpacked is no token either.
  }
  throw new ReplayError(broken);
}

/** The fields of a token, or null: each of its own type, none more, none less. */
function tokenOf(fields: unknown): Token | null {
  if (!Array.isArray(fields) || fields.length < 8 || fields.length > 9) return null;
  const [test, hash, revision, design, aborts, breaks, schedule, digest]: unknown[] = fields;
  const loopFrom: unknown = fields.length === 9 ? fields[8] : null;
  const isText = (field: unknown): field is string => typeof field === 'string';
  if (!isText(test) || !isText(hash) || !isText(revision) || !isText(design)) return null;
  if (!isText(breaks) || !isText(schedule) || !isText(digest) || !isBudget(aborts)) return null;
  const steps = schedule === '' ? [] : schedule.split('\n');
  if (steps.length > STEPS_MAX || !isStep(loopFrom, steps.length)) return null;
  return { loopFrom, test, hash, revision, design, aborts, breaks, schedule: steps, digest };
}

/** The number of a step, or null where nothing is repeated. */
function isStep(from: unknown, steps: number): from is number | null {
  return from === null || (Number.isInteger(from) && Number(from) >= 1 && Number(from) <= steps);
}

/** What `--aborts` can be, or null where it was not given. */
function isBudget(aborts: unknown): aborts is number | null {
  if (aborts === null) return true;
  return Number.isInteger(aborts) && Number(aborts) >= 0 && Number(aborts) <= ABORTS_MAX;
}

/** @throws if the bytes are not compressed, are cut, or hold more than any token does. */
function inflated(packed: Uint8Array): Uint8Array {
  const all = new Uint8Array(INFLATED_MAX);
  let length = 0;
  let isWhole = false;
  const inflate = new Inflate((chunk, isLast) => {
    all.set(chunk, length);
    length += chunk.length;
    isWhole ||= isLast;
  });
  inflate.push(packed, true);
  if (!isWhole) throw new RangeError('the compressed text is cut');
  return all.subarray(0, length);
}

/** Without padding, as in RFC 4648 §5. */
function toBase64Url(bytes: Uint8Array): string {
  const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  return base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function fromBase64Url(text: string): Uint8Array {
  const base64 = text.replaceAll('-', '+').replaceAll('_', '/');
  return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
}
