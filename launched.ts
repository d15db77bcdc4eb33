/**
 * The launcher in a process of its own, for tests of the command line, and a litmus that all of them
 * may check. Only tests import this.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const LAUNCHER = fileURLToPath(new URL('fermata.mjs', import.meta.url));

export const TINY = `SYS tiny
"a sleeper and a waker"
Table=any
{ futex f = 0; }
 P0                 | P1               ;
 r0 = futex_down(f) | r0 = futex_up(f) ;
exists (0:r0=EOK)
`;

/** A command that has come to its end. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const SAID_BEFORE = ['CI', 'GITHUB_ACTIONS', 'GITHUB_STEP_SUMMARY', 'NO_COLOR', 'FORCE_COLOR'];

/**
 * The environment without what a CI system has put into it. Who runs the tests may be one, or may
 * have said something about colours: that counts only if a test says it again.
 */
export function ownEnvironment(): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env };
  for (const name of SAID_BEFORE) delete env[name];
  return env;
}

/** Runs `fermata ...args` in `folder`, with further variables of the environment. */
export function fermataIn(
  folder: string,
  args: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const options = { cwd: folder, env: { ...ownEnvironment(), ...variables } };
  return new Promise((resolve) => {
    execFile(process.execPath, [LAUNCHER, ...args], options, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}
