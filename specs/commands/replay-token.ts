/**
 * `fermata replay`: finds the test that a token is about and runs the token's schedule on it.
 */
import type { Counterexample } from '../../reports/data.ts';
import { replay } from '../trace/replay.ts';
import { readToken } from '../trace/token.ts';
import { digest } from '../run/digest.ts';
import { defaultMemoryBytes } from '../run/limits.ts';
import { isTest, selectTests, type Test } from '../catalogue.ts';
import { UsageError } from '../errors.ts';

/**
 * The counterexample of a token, step by step as the model runs it now. `file` is the litmus file,
 * or null for a test of the catalogue.
 *
 * @throws ReplayError, UsageError where the catalogue has no such test, InputError, LitmusError.
 */
export function replayToken(token: string, file: string | null): Counterexample {
  const { test } = readToken(token);
  const options = { digest: digest(), memoryMaxBytes: defaultMemoryBytes() };
  return replay(sourceOf(test, file), token, options);
}

function sourceOf(test: string, file: string | null): Test {
  if (file === null && !isTest(test)) {
    throw new UsageError(
      `the catalogue has no test "${test}"; name its file: fermata replay TOKEN FILE.litmus`,
    );
  }
  return selectTests([file ?? test])[0];
}
