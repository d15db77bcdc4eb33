/**
 * Watching files: tells which were saved, a batch at a time, until it is told to stop.
 *
 * Saves that follow each other closely are one batch, so that a file is never read in the middle
 * of being written for long. What is being checked is interrupted when it is saved again: its
 * result would be about a text that nobody has any more. The folders are watched and not the
 * files, because many editors save by putting another file in the place of the old one.
 */
import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { watch } from 'chokidar';
import { InputError } from '../errors.ts';
import { type Interrupt, isInterrupted, newInterrupt, raise } from '../run/threads/interrupt.ts';

/** Milliseconds without a save after which a batch is whole; chokidar tells of one every 50. */
const SETTLE_MS = 100;

export interface Watching {
  /**
   * Called with all files first, then with those that were saved, made or removed. Once
   * `interrupt` is raised what it finds is wanted no more.
   */
  check(files: readonly string[], interrupt: Interrupt): Promise<void>;
  /** Ends the watching, and what is being checked. */
  readonly stop: AbortSignal;
}

/**
 * Calls `check` for batches of `files` until `stop`. Calls never overlap.
 *
 * @throws InputError where a file is not there at the beginning, and whatever `check` throws.
 */
export async function watchFiles(files: readonly string[], watching: Watching): Promise<void> {
  for (const file of files) requireFile(file);
  const batches = new Batches(files, watching);
  const folders = new Set([...batches.paths.keys()].map((path) => dirname(path)));
  const watcher = watch([...folders], {
    depth: 0,
    ignoreInitial: true,
    ignored: (path) => !folders.has(resolve(path)) && !batches.paths.has(resolve(path)),
  });
  watcher.on('all', (_event, path) => batches.onSave(resolve(path)));
  const failed = new Promise<never>((_, reject) => {
    watcher.on('error', (error) => reject(new InputError(`cannot watch: ${String(error)}`)));
  });
  try {
    // Before the first check: a save while it runs must not be missed.
    await Promise.race([new Promise<void>((done) => watcher.on('ready', () => done())), failed]);
    await Promise.race([batches.run(), failed]);
  } finally {
    await watcher.close();
  }
}

function requireFile(file: string): void {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found?.isFile()) return;
  const trouble = found === undefined ? 'it is not there' : 'it is no file';
  throw new InputError(`${file} cannot be watched: ${trouble}`);
}

/** Which files are still to be checked, and which are being checked. */
class Batches {
  /** Absolute paths to the files as given. */
  readonly paths: ReadonlyMap<string, string>;
  readonly #watching: Watching;
  readonly #saved: Set<string>;
  #savedMs = -Infinity;
  #running: { readonly files: readonly string[]; readonly interrupt: Interrupt } | null = null;
  /** Ends the waiting for a save. */
  #wake = (): void => {};

  constructor(files: readonly string[], watching: Watching) {
    this.paths = new Map(files.map((file) => [resolve(file), file]));
    this.#saved = new Set(this.paths.values());
    this.#watching = watching;
    watching.stop.addEventListener('abort', () => {
      if (this.#running !== null) raise(this.#running.interrupt);
      this.#wake();
    });
  }

  onSave(path: string): void {
    const file = this.paths.get(path);
    if (file === undefined) return;
    this.#saved.add(file);
    this.#savedMs = performance.now();
    if (this.#running?.files.includes(file)) raise(this.#running.interrupt);
    this.#wake();
  }

  async run(): Promise<void> {
    const { stop, check } = this.#watching;
    while (!stop.aborted) {
      const quietMs = performance.now() - this.#savedMs;
      if (this.#saved.size === 0) await this.#wait();
      else if (quietMs < SETTLE_MS) await this.#wait(SETTLE_MS - quietMs);
      else {
        const files = [...this.#saved];
        this.#saved.clear();
        this.#running = { files, interrupt: newInterrupt() };
        await check(files, this.#running.interrupt);
        // Of an interrupted batch nothing is known, not even of the files that were not saved.
        if (isInterrupted(this.#running.interrupt)) for (const file of files) this.#saved.add(file);
        this.#running = null;
      }
    }
  }

  /** Until something is saved or it is over, or for so long. */
  #wait(ms?: number): Promise<void> {
    return new Promise((done) => {
      const timer = ms === undefined ? undefined : setTimeout(done, Math.ceil(ms));
      this.#wake = () => {
        clearTimeout(timer);
        done();
      };
    });
  }
}
