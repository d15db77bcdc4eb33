/**
 * Ctrl-C, seen by all threads: one word of shared memory that every search looks at once a batch.
 *
 * The first signal asks: running searches end as INCONCLUSIVE (interrupted) and what is there is
 * reported. The second is left to the operating system, which ends the process.
 */
export type Interrupt = Int32Array;

export function newInterrupt(): Interrupt {
  return new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
}

export function isInterrupted(interrupt: Interrupt): boolean {
  return Atomics.load(interrupt, 0) !== 0;
}

export function raise(interrupt: Interrupt): void {
  Atomics.store(interrupt, 0, 1);
}

/** Ctrl-C, `kill`, and a terminal that is closed: each asks for the end. */
export const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Raises `interrupt` on the first of the signals. Returns how to stop listening. */
export function raiseOnSignal(interrupt: Interrupt): () => void {
  const stop = (): void => {
    for (const signal of SIGNALS) process.removeListener(signal, onSignal);
  };
  const onSignal = (): void => {
    raise(interrupt);
    // Without a listener the next signal has its usual effect.
    stop();
    process.stderr.write('\ninterrupted: writing what is there (once more to stop at once)\n');
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return stop;
}

/** Aborted by the first of the signals, without a word; the second has its usual effect. */
export function stopOnSignal(): AbortSignal {
  const stop = new AbortController();
  for (const signal of SIGNALS) process.once(signal, () => stop.abort());
  return stop.signal;
}
