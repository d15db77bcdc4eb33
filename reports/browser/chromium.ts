/**
 * The Chromium that the page is tested in: one that is installed, or Debian's.
 *
 * The launcher asks for it before `npm test`; the tests only look for it, and fail without it.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Runs a program and returns its exit code, or null where it cannot be started. */
export type Run = (program: string, args: readonly string[]) => number | null;

type Environment = Readonly<Record<string, string | undefined>>;

/** The program: `CHROMIUM`, or the first of the usual names on the path; null: there is none. */
export function findChromium(environment: Environment = process.env): string | null {
  if (environment.CHROMIUM) return environment.CHROMIUM;
  const folders = (environment.PATH ?? '/usr/bin').split(delimiter).filter(Boolean);
  const candidates = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return candidates.find(isProgram) ?? null;
}

/** @throws Error that says where was looked and what to do. */
export function requireChromium(environment: Environment = process.env): string {
  const found = findChromium(environment);
  if (found !== null && isProgram(found)) return found;
  const what =
    found === null
      ? `There is no Chromium: none of ${NAMES.join(', ')} is on the path.`
      : `CHROMIUM names ${found}, which is no program that can be started.`;
  throw new Error(
    `${what} The page of the report is opened in one. Install it (Debian: apt-get install chromium) ` +
      'or set CHROMIUM to its path.',
  );
}

/**
 * Installs Debian's package where there is no Chromium and apt-get is there to do it. `say` is told
 * what is done and how it went; whether there is a Chromium now, the tests find out.
 */
export function installChromium(
  say: (sentence: string) => void,
  environment: Environment = process.env,
  run: Run = runQuietly,
  isRoot = process.getuid?.() === 0,
): void {
  if (findChromium(environment) !== null) return;
  const apt = (...args: string[]): number | null => {
    const command = ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args];
    return isRoot ? run(command[0], command.slice(1)) : run('sudo', ['-n', ...command]);
  };
  const install = (): boolean => apt('install', '-y', '--no-install-recommends', 'chromium') === 0;
  say('there is no Chromium for the tests of the page: trying apt-get install chromium');
  // The lists of packages of a fresh machine are empty or old.
  if (install() || (apt('update') === 0 && install())) return say('Chromium is installed');
  say('Chromium could not be installed: the tests of the page will fail');
}

function runQuietly(program: string, args: readonly string[]): number | null {
  return spawnSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] }).status;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
