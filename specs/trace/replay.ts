/**
 * `fermata replay TOKEN`: the run of a token once more, step by step, on the model as it is now.
 */
import { STATES_MAX } from '../../checker/seen-set.ts';
import { replay as replayRules } from '../../checker/trace.ts';
import { parseDesign } from '../../model/designs/designs.ts';
import type { Revision } from '../../model/record/program.ts';
import type { Counterexample } from '../../reports/data.ts';
import { OtherSearches } from '../search/other-searches.ts';
import { type CheckOptions, type Source, type Subject, withAborts } from '../search/search.ts';
import { compile } from '../compile/compile.ts';
import { tell } from './counterexample.ts';
import { hashOf } from '../litmus/hash.ts';
import { testModel } from '../search/test-model.ts';
import { readToken, ReplayError } from './token.ts';

/**
 * The run of a token. `digest` is of what decides verdicts today; `memoryMaxBytes` bounds the search
 * that tells which ends there are without aborts.
 *
 * @throws ReplayError if the test, its hash or the model is not the token's, or a step of the
 * schedule is not enabled.
 */
export function replay(
  source: Source,
  text: string,
  { digest, memoryMaxBytes }: Pick<CheckOptions, 'digest' | 'memoryMaxBytes'>,
): Counterexample {
  const token = readToken(text);
  const hash = hashOf(source.litmus);
  if (token.hash !== hash) {
    throw new ReplayError(
      `${source.litmus.name} has changed: its hash is ${hash}, the token's is ${token.hash}. ` +
        'Check the test again for a new token.',
    );
  }
  if (token.digest !== digest) {
    throw new ReplayError(
      `the model has changed: its digest is ${digest}, the token's is ${token.digest}. ` +
        'Check the test again for a new token.',
    );
  }
  const litmus = withAborts(source.litmus, token.aborts);
  const design = parseDesign(token.design);
  const revision = token.revision as Revision;
  const program = compile(litmus, design, revision);
  const { machine } = testModel(litmus, program);
  const options = {
    statesMax: STATES_MAX,
    memoryMaxBytes,
    deadlineMs: null,
    aborts: token.aborts,
    digest,
    interrupted: () => false,
  };
  const subject = { litmus, hash, design, revision, options, program };
  try {
    // What R15 says of a new end it says beside those without aborts, which are searched again.
    const known = token.breaks === 'R15' ? endsWithoutAborts(subject) : new Set<string>();
    return tell(subject, machine, replayRules(machine, token.schedule), token.breaks, known);
  } catch (error) {
    if (error instanceof RangeError) throw new ReplayError(error.message);
    throw error;
  }
}

function endsWithoutAborts(subject: Subject): ReadonlySet<string> {
  const others = new OtherSearches(subject);
  return others.outcomes({ withoutAborts: true }, 'observable') ?? new Set();
}
