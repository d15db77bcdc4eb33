/**
 * A phase that keeps this thread busy (a report is rendered, npm runs): what it is and how long it
 * still takes, on standard error. A thread of its own tells it, since nothing else would get a turn:
 * on a terminal in one line, drawn anew each second and wiped at the end, elsewhere every ten seconds.
 *
 * The launcher, which has no TypeScript yet, and the command line use it: so it is plain JavaScript,
 * with its types in phase.d.mts.
 */
import { Worker } from 'node:worker_threads';

const LIVE_MS = 1000;
const LINE_MS = 10_000;
/** How long the end waits for a line that is being written. */
const END_MS = 200;

/** `writing the report: about 9 s left`; without an estimate, or past it, how long it has taken. */
export function phaseText(what, elapsedMs, estimateMs) {
  const seconds = Math.floor(elapsedMs / 1000);
  if (estimateMs === null) return `${what}: ${seconds} s so far`;
  const left = Math.ceil((estimateMs - elapsedMs) / 1000);
  if (left > 0) return `${what}: about ${left} s left`;
  return `${what}: ${seconds} s so far, longer than estimated`;
}

/** Says it until what is returned is called. What is said last on a terminal is wiped then. */
export function startPhase(what, estimateMs, isLive) {
  // 0: goes on; 1: is to end; 2: has ended.
  const state = new Int32Array(new SharedArrayBuffer(4));
  const everyMs = isLive ? LIVE_MS : LINE_MS;
  const workerData = { state, what, estimateMs, isLive, everyMs, startedMs: Date.now() };
  const worker = new Worker(`${phaseText}\n(${tell})();`, {
    eval: true,
    // Flags of this process may be about its own text.
    execArgv: [],
    workerData,
  });
  // What cannot be told is no reason to stop what is done.
  worker.on('error', () => Atomics.store(state, 0, 2));
  worker.unref();
  return () => {
    Atomics.compareExchange(state, 0, 0, 1);
    Atomics.notify(state, 0);
    if (Atomics.load(state, 0) === 1) Atomics.wait(state, 0, 1, END_MS);
  };
}

/** Runs in the thread, from its text: it may use what stands in it and `phaseText`. */
async function tell() {
  const { workerData } = await import('node:worker_threads');
  const { writeSync } = await import('node:fs');
  const { state, what, estimateMs, isLive, everyMs, startedMs } = workerData;
  const write = (text) => {
    try {
      writeSync(2, text);
    } catch {
      // Nobody listens.
    }
  };
  while (Atomics.wait(state, 0, 0, everyMs) === 'timed-out') {
    const text = phaseText(what, Date.now() - startedMs, estimateMs);
    write(isLive ? `\r\x1b[K${text}` : `${text}\n`);
  }
  if (isLive) write('\r\x1b[K');
  Atomics.store(state, 0, 2);
  Atomics.notify(state, 0);
}
