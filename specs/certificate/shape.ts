/**
 * The shape of what stands as JSON in certificates and in their list (docs/formats.md#certificates).
 */
import { type Static, Type } from 'typebox';
import { readerOf } from '../schema.ts';

const Text = Type.String({ maxLength: 2 ** 20 });
/** A section is at most 2 GiB. */
const Count = Type.Integer({ minimum: 0, maximum: 2 ** 31 });

const About = {
  test: Text,
  hash: Text,
  design: Text,
  revision: Text,
};

/** `bytes`: in the file; `sha256`: of the records, one behind the other. */
const Section = Type.Object({
  name: Text,
  bytes: Count,
  records: Count,
  recordSize: Count,
  sha256: Text,
});
export type SectionHead = Static<typeof Section>;

const Header = Type.Object({
  ...About,
  aborts: Type.Union([Type.Null(), Type.Integer({ minimum: 0, maximum: 255 })]),
  model: Text,
  steps: Text,
  verdict: Type.Enum(['VERIFIED', 'VIOLATED']),
  claims: Type.Array(Text),
  sections: Type.Array(Section),
});
export type Header = Static<typeof Header>;
export const readHeader = readerOf(Header);

/**
 * A run, step by step. `version`: which version of the test runs; `breaks`: what falls at its end,
 * `condition` or an assertion, or nothing.
 */
const Schedule = Type.Object({ version: Text, breaks: Text, steps: Type.Array(Text) });
export type Schedule = Static<typeof Schedule>;
export const readSchedules = readerOf(Type.Array(Schedule));

/** A run of a check, and the file that has its certificate, or null. */
const Listed = Type.Object({
  ...About,
  verdict: Text,
  file: Type.Union([Type.Null(), Text]),
});
export type Listed = Static<typeof Listed>;
export const readListed = readerOf(Listed);
