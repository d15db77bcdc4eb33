/**
 * Replay tokens: a run of the model in one word, and when it must not be run.
 *
 * A token holds the test's name and hash, revision, design, abort budget, the schedule in stable
 * rule names, and a digest of the model's sources: where the test or the model has changed, a
 * schedule may still run but mean something else, so it is refused.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { root } from '../root.ts';

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
  return (
    PREFIX + deflateRawSync(Buffer.from(JSON.stringify(fields)), { level: 9 }).toString('base64url')
  );
}

/** @throws ReplayError if the text is no token. */
export function readToken(text: string): Token {
  const broken = 'this is not a whole replay token; copy it again, from F1. to its end';
  if (!text.startsWith(PREFIX) || text.length > LENGTH_MAX) throw new ReplayError(broken);
  try {
    const packed = Buffer.from(text.slice(PREFIX.length), 'base64url');
    const json = inflateRawSync(packed, { maxOutputLength: INFLATED_MAX }).toString('utf8');
    const fields = JSON.parse(json) as unknown[];
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

/** What of specs/ decides how a test becomes a program of the model. */
const COMPILER = [
  'compile.ts',
  'compile-calls.ts',
  'compile-environment.ts',
  'compile-objects.ts',
  'calls-to-steps.ts',
];

let digest: string | undefined;

/** First 16 hexadecimal digits of the SHA-256 of the model's sources. */
export function modelDigest(): string {
  if (digest === undefined) {
    const hash = createHash('sha256');
    const folder = join(root, 'model');
    for (const file of readdirSync(folder).toSorted()) {
      if (!file.endsWith('.ts') || file.endsWith('.test.ts')) continue;
      hash.update(file).update(readFileSync(join(folder, file)));
    }
    for (const file of COMPILER) {
      hash.update(readFileSync(join(root, 'specs', file)));
    }
    digest = hash.digest('hex').slice(0, 16);
  }
  return digest;
}
