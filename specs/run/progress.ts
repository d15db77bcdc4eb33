/**
 * The live line of a check: tests done, states, states per second, time left.
 *
 * On a terminal one line, drawn at most ten times a second and wiped at the end, so that it never
 * mixes with the results; elsewhere a line every ten seconds, so that a log shows that something
 * goes on. From messages of the pool alone: the search itself prints nothing.
 */
import type { Run } from '../../reports/data.ts';

/** Milliseconds between two drawings. */
const DRAW_MS = 100;
/** The same where lines stay. */
const LINE_MS = 10_000;
/** Before this, the time left would be a guess about a guess. */
const FORECAST_AFTER_MS = 1500;

/** Where the line is drawn: process.stderr, or a test's stand-in. */
export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** What one search is of the whole: the runs that it serves, and a guess at its share of the time. */
export interface Share {
  readonly runs: number;
  readonly work: number;
}

export function totalOf(shares: readonly Share[]): Share {
  const sum = (part: keyof Share): number => shares.reduce((all, share) => all + share[part], 0);
  return { runs: sum('runs'), work: sum('work') };
}

export class Progress {
  private readonly terminal: Terminal;
  private readonly total: Share;
  private readonly startedMs = performance.now();
  private readonly isLive: boolean;
  private drawnMs: number;
  private runsDone = 0;
  private workDone = 0;
  private statesDone = 0;
  /** Per thread, the states of the search that is running. */
  private readonly running = new Map<number, number>();

  /** `total`: all that is to come. Writes nothing if `quiet`. */
  constructor(terminal: Terminal, total: Share, quiet: boolean) {
    this.terminal = quiet ? { write: () => {} } : terminal;
    this.isLive = terminal.isTTY === true;
    // A log has its first line after ten seconds.
    this.drawnMs = this.isLive ? -Infinity : this.startedMs;
    this.total = total;
  }

  /** A search has come this far. */
  onProgress(thread: number, states: number): void {
    this.running.set(thread, states);
    this.draw();
  }

  /** A run is there, and with it all that its search serves. */
  onRun(thread: number, run: Run, { runs, work }: Share): void {
    this.running.delete(thread);
    this.runsDone += runs;
    this.workDone += work;
    // A run that another design's search serves has found nothing by itself.
    if (run.sameAs === undefined) this.statesDone += run.search.states;
    this.draw();
  }

  /** Wipes the line. */
  end(): void {
    if (this.isLive && this.drawnMs > 0) this.terminal.write('\r\x1b[K');
  }

  private draw(): void {
    const now = performance.now();
    if (now - this.drawnMs < (this.isLive ? DRAW_MS : LINE_MS)) return;
    this.drawnMs = now;
    const line = `checking: ${this.line(now - this.startedMs)}`;
    if (!this.isLive) return void this.terminal.write(`${line}\n`);
    const width = (this.terminal.columns ?? 80) - 1;
    this.terminal.write(`\r\x1b[K${line.slice(0, width)}`);
  }

  private line(elapsedMs: number): string {
    let states = this.statesDone;
    for (const found of this.running.values()) states += found;
    const perSecond = (states / Math.max(elapsedMs, 1)) * 1000;
    const parts = [
      `${this.runsDone} of ${this.total.runs} runs`,
      `${states.toLocaleString('en')} states`,
      `${Math.round(perSecond).toLocaleString('en')} states/s`,
    ];
    if (elapsedMs > FORECAST_AFTER_MS && this.workDone > 0) {
      const leftMs = (elapsedMs / this.workDone) * (this.total.work - this.workDone);
      parts.push(`about ${Math.ceil(leftMs / 1000)} s left`);
    }
    return parts.join(', ');
  }
}
