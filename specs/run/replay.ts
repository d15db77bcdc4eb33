/**
 * `fermata replay`: finds the test that a token is about and runs the token's schedule on it.
 */
import type { Counterexample } from '../../reports/data.ts';
import { readToken, replay } from '../replay.ts';
import { selectTests } from './catalogue.ts';

/**
 * The counterexample of a token, step by step as the model runs it now. `file` is the litmus file,
 * or null for a test of the catalogue.
 *
 * @throws ReplayError, UsageError where the catalogue has no such test, InputError, LitmusError.
 */
export function replayToken(token: string, file: string | null): Counterexample {
  const { test } = readToken(token);
  const [source] = selectTests([file ?? test]);
  return replay(source, token);
}
