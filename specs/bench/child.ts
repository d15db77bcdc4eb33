/**
 * A child process and what it costs: wall time, and the CPU time of it and of all its children.
 *
 * Node tells only its own CPU time, so a shell starts the command and says `times` when it is over:
 * user and system time of the shell, and on the next line those of its children.
 */
import { spawnSync } from 'node:child_process';

export interface Cost {
  readonly seconds: number;
  /** User and system time. */
  readonly cpuSeconds: number;
}

export interface Child extends Cost {
  readonly stdout: string;
  readonly stderr: string;
}

const SCRIPT = '"$@"; code=$?; times >&2; exit $code';
const NOT_FOUND = 127;
/** A verifier that checks a model of ours prints some hundred lines. */
const OUTPUT_MAX_BYTES = 2 ** 26;

/** Runs a command in `cwd`; one sentence on why not, where it is missing or fails. */
export function runChild(
  command: string,
  args: readonly string[],
  cwd: string,
): Child | { missing: string } {
  const startedAt = performance.now();
  const { error, status, stdout, stderr } = spawnSync(
    '/bin/sh',
    ['-c', SCRIPT, 'sh', command, ...args],
    { cwd, encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' }, maxBuffer: OUTPUT_MAX_BYTES },
  );
  const seconds = (performance.now() - startedAt) / 1000;
  if (error !== undefined) return { missing: `${command} failed: ${error.message}` };
  if (status === NOT_FOUND) return { missing: `${command} is not installed` };
  const said = withoutTimes(stderr);
  if (status !== 0) return { missing: `${command} failed: ${firstLine(said || stdout, status)}` };
  return { seconds, cpuSeconds: childrenIn(stderr), stdout, stderr: said };
}

const firstLine = (text: string, status: number | null): string =>
  text.trim().split('\n')[0] || `it ended with ${status}`;

/** Seconds on the last line of `times`: `0m1.230000s 0m0.040000s`. @throws Error if there are none. */
export function childrenIn(stderr: string): number {
  const line = stderr.trimEnd().split('\n').at(-1) ?? '';
  const found = /^(\d+)m([\d.]+)s (\d+)m([\d.]+)s$/.exec(line);
  if (found === null) throw new Error(`the shell told no times: ${line}`);
  const [userMinutes, user, systemMinutes, system] = found.slice(1).map(Number);
  return (userMinutes + systemMinutes) * 60 + user + system;
}

function withoutTimes(stderr: string): string {
  return stderr.trimEnd().split('\n').slice(0, -2).join('\n');
}
