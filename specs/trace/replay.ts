/**
 * `fermata replay TOKEN`: the run of a token once more, step by step, on the model as it is now.
 */
import { totalmem } from 'node:os';
import { STATES_MAX } from '../../checker/seen-set.ts';
import { replay as replayRules } from '../../checker/trace.ts';
import { parseDesign } from '../../model/designs/designs.ts';
import type { Revision } from '../../model/record/program.ts';
import type { Counterexample } from '../../reports/data.ts';
import { type Source, withAborts } from '../search/search.ts';
import { compile } from '../compile/compile.ts';
import { tell } from './counterexample.ts';
import { hashOf } from '../litmus/hash.ts';
import { testModel } from '../search/test-model.ts';
import { modelDigest, readToken, ReplayError } from './token.ts';

export { readToken, ReplayError } from './token.ts';

/**
 * @throws ReplayError if the test, its hash or the model is not the token's, or a step of the
 * schedule is not enabled.
 */
export function replay(source: Source, text: string): Counterexample {
  const token = readToken(text);
  const hash = hashOf(source.litmus);
  if (token.hash !== hash) {
    throw new ReplayError(
      `${source.litmus.name} has changed: its hash is ${hash}, the token's is ${token.hash}. ` +
        'Check the test again for a new token.',
    );
  }
  if (token.digest !== modelDigest()) {
    throw new ReplayError(
      `the model has changed: its digest is ${modelDigest()}, the token's is ${token.digest}. ` +
        'Check the test again for a new token.',
    );
  }
  const litmus = withAborts(source.litmus, token.aborts);
  const design = parseDesign(token.design);
  const revision = token.revision as Revision;
  const program = compile(litmus, design, revision);
  const { machine } = testModel(litmus, program);
  // What it says of a new outcome it says beside those without aborts, which are searched again.
  const options = {
    statesMax: STATES_MAX,
    memoryMaxBytes: totalmem() / 2,
    deadlineMs: null,
    aborts: token.aborts,
    interrupted: () => false,
  };
  const subject = { litmus, hash, design, revision, options, program };
  try {
    return tell(subject, machine, replayRules(machine, token.schedule), token.breaks);
  } catch (error) {
    if (error instanceof RangeError) throw new ReplayError(error.message);
    throw error;
  }
}
