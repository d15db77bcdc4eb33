/**
 * `fermata replay TOKEN`: the run of a token once more, step by step, on the model as it is now.
 */
import { ModelError } from '../../checker/model.ts';
import { STATES_MAX } from '../../checker/seen-set.ts';
import { replay as replayRules } from '../../checker/trace.ts';
import { parseDesign, takesAborts } from '../../model/designs/designs.ts';
import { type Design, DesignError } from '../../model/designs/policies.ts';
import type { Program, Revision } from '../../model/record/program.ts';
import type { Counterexample } from '../../reports/data.ts';
import { revisionsOf } from '../search/revisions.ts';
import {
  type CheckOptions,
  needsAborts,
  type Source,
  type Subject,
  withAborts,
} from '../search/search.ts';
import { compile } from '../compile/compile.ts';
import { Unsupported } from '../compile/unsupported.ts';
import { requireClaim } from './claim.ts';
import { LassoError } from '../../checker/cycles/confirm-lasso.ts';
import { tellLasso } from './lasso.ts';
import { tell } from './counterexample.ts';
import { hashOf } from '../litmus/hash.ts';
import type { Litmus } from '../litmus/litmus.ts';
import { testModel } from '../search/test-model.ts';
import { readToken, ReplayError, type Token } from './token.ts';

/**
 * The run of a token. `digest` is of what decides verdicts today; `memoryMaxBytes` bounds the search
 * that tells which ends there are without aborts.
 *
 * @throws ReplayError if the test, its hash, the model, the revision or the design is not the token's,
 * a step of the schedule is not enabled, or the run does not break what the token says.
 */
export function replay(
  source: Source,
  text: string,
  { digest, memoryMaxBytes }: Pick<CheckOptions, 'digest' | 'memoryMaxBytes'>,
): Counterexample {
  const token = readToken(text);
  const hash = hashOf(source.litmus);
  requireSameTest(token, source.litmus, hash, digest);
  const litmus = withAborts(source.litmus, token.aborts);
  const revision = revisionOf(token, litmus);
  const design = designOf(token, litmus);
  const program = compiled(litmus, design, revision);
  const options = {
    statesMax: STATES_MAX,
    memoryMaxBytes,
    deadlineMs: null,
    aborts: token.aborts,
    digest,
    interrupted: () => false,
  };
  const subject: Subject = { litmus, hash, design, revision, options, program };
  const model = testModel(litmus, program);
  try {
    const trace = replayRules(model.machine, token.schedule);
    if (token.loopFrom !== null) return tellLasso(subject, model, token);
    const known = requireClaim(subject, model, trace, token.breaks);
    return tell(subject, model.machine, trace, token.breaks, known);
  } catch (error) {
    const isRefusal =
      error instanceof RangeError || error instanceof ModelError || error instanceof LassoError;
    if (isRefusal) throw new ReplayError(error.message);
    throw error;
  }
}

function requireSameTest(token: Token, { name }: Litmus, hash: string, digest: string): void {
  if (token.hash !== hash) {
    throw new ReplayError(
      `${name} has changed: its hash is ${hash}, the token's is ${token.hash}. ` +
        'Check the test again for a new token.',
    );
  }
  // The hash leaves the name out.
  if (token.test !== name) {
    throw new ReplayError(`the token is of a test named "${token.test}", not of ${name}`);
  }
  if (token.digest !== digest) {
    throw new ReplayError(
      `the model has changed: its digest is ${digest}, the token's is ${token.digest}. ` +
        'Check the test again for a new token.',
    );
  }
}

function revisionOf({ revision }: Token, litmus: Litmus): Revision {
  const all = revisionsOf(litmus);
  const known = all.find((name) => name === revision);
  if (known !== undefined) return known;
  const which = all.length === 0 ? 'none' : all.join(' and ');
  throw new ReplayError(
    `the token is of revision "${revision}"; ${litmus.name} (Table=${litmus.meta.table}) is ` +
      `about ${which}`,
  );
}

function designOf(token: Token, litmus: Litmus): Design {
  try {
    const design = parseDesign(token.design);
    if (takesAborts(design) || !needsAborts(litmus)) return design;
    throw new ReplayError(
      `the token is of the design "${token.design}", which takes no thread out of a call, and ` +
        `${litmus.name} needs an abort`,
    );
  } catch (error) {
    if (!(error instanceof DesignError)) throw error;
    throw new ReplayError(`the token is of another design: ${error.message}`);
  }
}

function compiled(litmus: Litmus, design: Design, revision: Revision): Program {
  try {
    return compile(litmus, design, revision);
  } catch (error) {
    if (!(error instanceof Unsupported)) throw error;
    throw new ReplayError(`${litmus.name} has no run on ${revision}: ${error.message}`);
  }
}
