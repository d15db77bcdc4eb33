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
}

/** `breaks` of a run that breaks nothing: it shows how an outcome comes about. */
export const NOTHING = 'nothing';

/** A token that cannot be run, and why. */
export class ReplayError extends Error {
  override readonly name = 'ReplayError';
}

const PREFIX = 'F1.';
/** Far more than any schedule; a longer text is no token of ours. */
const LENGTH_MAX = 64 * 1024;
const INFLATED_MAX = 1024 * 1024;

export function writeToken(token: Token): string {
  const { test, hash, revision, design, aborts, breaks, schedule, digest } = token;
  const fields = [test, hash, revision, design, aborts, breaks, schedule.join('\n'), digest];
  return PREFIX + toBase64Url(deflateSync(strToU8(JSON.stringify(fields)), { level: 9 }));
}

/** @throws ReplayError if the text is no token. */
export function readToken(text: string): Token {
  const broken = 'this is not a whole replay token; copy it again, from F1. to its end';
  if (!text.startsWith(PREFIX) || text.length > LENGTH_MAX) throw new ReplayError(broken);
  try {
    const packed = fromBase64Url(text.slice(PREFIX.length));
    const fields = JSON.parse(strFromU8(inflated(packed))) as unknown[];
    const [test, hash, revision, design, aborts, breaks, schedule, digest] = fields;
    const texts = [test, hash, revision, design, breaks, schedule, digest];
    if (texts.some((field) => typeof field !== 'string')) throw new ReplayError(broken);
    const steps = schedule === '' ? [] : String(schedule).split('\n');
    return {
      test: String(test),
      hash: String(hash),
      revision: String(revision),
      design: String(design),
      aborts: typeof aborts === 'number' ? aborts : null,
      breaks: String(breaks),
      schedule: steps,
      digest: String(digest),
    };
  } catch {
    throw new ReplayError(broken);
  }
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
