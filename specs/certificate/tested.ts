/**
 * What a certificate is about, made anew from its source: the test, and each version of it as a model.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { takesAborts } from '../../model/designs/designs.ts';
import type { Design } from '../../model/designs/policies.ts';
import { STEPS } from '../../model/record/step.ts';
import { compile } from '../compile/compile.ts';
import { needsAborts } from '../litmus/calls/asserted.ts';
import { hashOf } from '../litmus/hash.ts';
import type { Litmus } from '../litmus/litmus.ts';
import { parseLitmus } from '../litmus/parse/parse.ts';
import type { KnownDesign } from '../litmus/validate/validate.ts';
import { COMPARISONS } from '../search/comparisons.ts';
import { revisionsOf } from '../search/revisions.ts';
import { withAborts } from '../search/search.ts';
import { type TestModel, testModel } from '../search/test-model.ts';
import type { Header } from './shape.ts';

/** The version of a test that is the test itself; the others are named as COMPARISONS names them. */
export const OWN = '';

/** How this program numbers the steps of the model: records have the numbers in them. */
export function stepsDigest(): string {
  return bytesToHex(sha256(utf8ToBytes(STEPS.map(({ name }) => name).join('\n')))).slice(0, 16);
}

export interface Tested {
  /** With `--aborts` applied. */
  readonly litmus: Litmus;
  /** @throws Error where there is no such version, Unsupported */
  modelOf(version: string): TestModel;
}

/** @throws Error in a sentence where the source is not of the test that the header names */
export function testedBy(
  { test, hash, revision: wanted, aborts }: Omit<Header, 'sections'>,
  source: string,
  design: Design,
  knownDesign: KnownDesign,
): Tested {
  const parsed = parseLitmus(source, 'section source', knownDesign);
  if (parsed.name !== test) throw new Error(`section source: it is ${parsed.name}, not ${test}`);
  if (hashOf(parsed) !== hash) throw new Error(`section source: its hash is ${hashOf(parsed)}`);
  const litmus = withAborts(parsed, aborts);
  const revision = revisionsOf(litmus).find((name) => name === wanted);
  if (revision === undefined) throw new Error(`${test} is not about revision ${wanted}`);
  if (needsAborts(litmus) && !takesAborts(design)) {
    throw new Error(`${design.name} takes no thread out of a call, and ${test} needs an abort`);
  }
  const modelOf = (version: string): TestModel => {
    if (version === OWN) return testModel(litmus, compile(litmus, design, revision));
    const comparison = Object.values(COMPARISONS).find(({ says }) => says === version);
    if (comparison === undefined) throw new Error(`no assertion compares with a test ${version}`);
    return testModel(litmus, compile(litmus, design, revision, comparison.other), []);
  };
  return { litmus, modelOf };
}
