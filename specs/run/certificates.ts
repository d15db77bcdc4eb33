/**
 * The certificates of a check on disk: a folder with a file for each search, and a list of all runs.
 *
 * They are written into a folder beside the one that is asked for, which takes its place when all is
 * there. So a folder of certificates is whole, and of one check. Whatever ends the check before that
 * (but a `kill -9`) leaves the old folder, or none.
 */
import { randomUUID } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import type { Run } from '../../reports/data.ts';
import { withDigest } from '../certificate/file.ts';
import { ENDING, fileOf, LIST, LIST_SCHEMA } from '../certificate/keep.ts';
import type { Listed } from '../certificate/shape.ts';
import { InputError, UsageError } from '../errors.ts';
import { SIGNALS } from './threads/interrupt.ts';

/** What there is, once all is written. */
export interface Written {
  readonly directory: string;
  readonly files: number;
  readonly bytes: number;
  /** Runs that are VERIFIED or VIOLATED and have none. */
  readonly lacking: number;
}

/** The certificates of one check, from before its first search to after its last. */
export class Certificates {
  /** As it was given. */
  readonly directory: string;
  /** Where the files are written first. */
  readonly draft: string;
  private readonly target: string;
  private signals = 0;

  /** @throws UsageError, InputError where no folder of certificates can be at `directory` */
  constructor(directory: string) {
    this.directory = directory;
    try {
      const found = statSync(directory, { throwIfNoEntry: false });
      this.target = found === undefined ? resolve(directory) : realpathSync(directory);
      refuseOther(directory, this.target);
      this.draft = draftIn(existingAbove(this.target));
      mkdirSync(this.draft);
    } catch (error) {
      throw unwritable(directory, error);
    }
    for (const signal of SIGNALS) process.on(signal, this.onSignal);
  }

  /** Adds the list of all runs, and puts the folder into its place. @throws InputError */
  finish(runs: readonly Run[]): Written {
    const listed = runs.map((run) => this.listed(run));
    try {
      const lines = listed.map((each) => `${JSON.stringify(each)}\n`).join('');
      writeFileSync(join(this.draft, LIST), withDigest(LIST_SCHEMA, [utf8ToBytes(lines)]));
      const sizes = readdirSync(this.draft).map((name) => statSync(join(this.draft, name)).size);
      // Something may have come meanwhile.
      refuseOther(this.directory, this.target);
      this.replace();
      const lacking = listed.filter(({ verdict, file }) => isCertain(verdict) && file === null);
      return {
        directory: this.directory,
        files: sizes.length - 1,
        bytes: sizes.reduce((sum, size) => sum + size, 0),
        lacking: lacking.length,
      };
    } catch (error) {
      throw unwritable(this.directory, error);
    }
  }

  /** To be called in any case: what was not put into its place is removed. */
  close(): void {
    for (const signal of SIGNALS) process.removeListener(signal, this.onSignal);
    // A worker may be writing.
    rmSync(this.draft, { recursive: true, force: true, maxRetries: 5 });
  }

  /** The first signal asks for the end, which comes with a list; after the second there is nobody. */
  private readonly onSignal = (signal: NodeJS.Signals): void => {
    if (++this.signals < 2) return;
    try {
      this.close();
    } finally {
      process.kill(process.pid, signal);
    }
  };

  private listed(run: Run): Listed {
    const { test, hash, design, revision, verdict, sameAs = design } = run;
    const file = fileOf({ test, hash, design: sameAs, revision });
    const isThere = isCertain(verdict) && existsSync(join(this.draft, file));
    return { test, hash, design, revision, verdict, file: isThere ? file : null };
  }

  /** Another folder of certificates makes way. */
  private replace(): void {
    if (!existsSync(this.target)) {
      mkdirSync(dirname(this.target), { recursive: true });
      return renameSync(this.draft, this.target);
    }
    const old = draftIn(dirname(this.target));
    renameSync(this.target, old);
    try {
      renameSync(this.draft, this.target);
    } catch (error) {
      renameSync(old, this.target);
      throw error;
    }
    rmSync(old, { recursive: true, force: true });
  }
}

/** Only these two have certificates: they say something about a whole search, or about a schedule. */
function isCertain(verdict: string): boolean {
  return verdict === 'VERIFIED' || verdict === 'VIOLATED';
}

/** A folder is replaced as a whole, so nothing else may be in it. */
function refuseOther(directory: string, target: string): void {
  const by = `--certificate ${directory}`;
  if (!relative(target, process.cwd()).startsWith('..')) {
    throw new UsageError(`${by}: the working folder lies in it, and it is replaced as a whole`);
  }
  const found = statSync(target, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (!found.isDirectory()) throw new Error('it is a file');
  const other = readdirSync(target).find((name) => name !== LIST && !name.endsWith(ENDING));
  if (other === undefined) return;
  throw new UsageError(`${by}: ${other} is in it, and it is replaced as a whole; name another`);
}

function unwritable(directory: string, error: unknown): Error {
  if (error instanceof UsageError) return error;
  return new InputError(
    `--certificate ${directory} cannot be written: ${(error as Error).message}`,
  );
}

/** The nearest folder above that is there: on the disk to which the certificates go. */
function existingAbove(path: string): string {
  const above = dirname(path);
  return above === path || existsSync(above) ? above : existingAbove(above);
}

function draftIn(folder: string): string {
  return join(folder, `.fermata-${randomUUID()}.tmp`);
}
