/**
 * What the model was made from: names and hashes of functions, never their text.
 *
 * functions.jsonl has, of each revision, every function of a covered file that a step names or that has
 * a site. claims.jsonl says of those that no step names which steps have them in (`by`), or why they
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Static, Type } from 'typebox';
import { parseJson, readerOf } from '../schema.ts';
import { root } from '../root.ts';

const Known = Type.Object({
  revision: Type.Union([Type.Literal('helenos-2012'), Type.Literal('helenos-2026')]),
  file: Type.String(),
  fn: Type.String(),
  hash: Type.String({ pattern: '^[0-9a-f]{16}$' }),
  sites: Type.Array(Type.String()),
});
const Claim = Type.Object(
  {
    file: Type.String(),
    fn: Type.String(),
    by: Type.Optional(Type.Array(Type.String(), { minItems: 1 })),
    out: Type.Optional(Type.String({ minLength: 10 })),
  },
  { additionalProperties: false },
);

export type Known = Static<typeof Known>;
export type Claim = Static<typeof Claim>;
export type HelenOS = Known['revision'];

export const FUNCTIONS_FILE = 'specs/drift/functions.jsonl';
export const CLAIMS_FILE = 'specs/drift/claims.jsonl';

export const readKnown = (): Known[] => linesOf(FUNCTIONS_FILE, readerOf(Known));
export const readClaims = (): Claim[] => linesOf(CLAIMS_FILE, readerOf(Claim));

function linesOf<T>(file: string, read: (value: unknown, place: string) => T): T[] {
  const lines = readFileSync(join(root, file), 'utf8').split('\n');
  return lines.flatMap((line, i) =>
    line === '' ? [] : [read(parseJson(line, `${file}:${i + 1}`), `${file}:${i + 1}`)],
  );
}
