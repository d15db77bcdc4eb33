/**
 * The live line of a check: tests done, states, states per second, time left.
 *
 * Only on a terminal, at most ten times a second, and from messages of the pool alone: the search
 * itself prints nothing. The line is wiped at the end, so that it never mixes with the results.
 */
import type { Run } from '../../reports/data.ts';

/** Milliseconds between two drawings. */
const DRAW_MS = 100;
/** Before this, the time left would be a guess about a guess. */
const FORECAST_AFTER_MS = 1500;

/** Where the line is drawn: process.stderr, or a test's stand-in. */
export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export class Progress {
  private readonly terminal: Terminal;
  private readonly total: number;
  private readonly startedMs = performance.now();
  private drawnMs = -Infinity;
  private done = 0;
  private statesDone = 0;
  /** Per thread, the states of the search that is running. */
  private readonly running = new Map<number, number>();

  /** `total`: runs to come. Draws nothing if `quiet` or if `terminal` is none. */
  constructor(terminal: Terminal, total: number, quiet: boolean) {
    this.terminal = quiet || !terminal.isTTY ? { write: () => {} } : terminal;
    this.total = total;
  }

  /** A search has come this far. */
  onProgress(thread: number, states: number): void {
    this.running.set(thread, states);
    this.draw();
  }

  /** A run is there. */
  onRun(thread: number, run: Run): void {
    this.running.delete(thread);
    this.done += 1;
    this.statesDone += run.search.states;
    this.draw();
  }

  /** Wipes the line. */
  end(): void {
    if (this.drawnMs > 0) this.terminal.write('\r\x1b[K');
  }

  private draw(): void {
    const now = performance.now();
    if (now - this.drawnMs < DRAW_MS) return;
    this.drawnMs = now;
    const width = (this.terminal.columns ?? 80) - 1;
    this.terminal.write(`\r\x1b[K${this.line(now - this.startedMs).slice(0, width)}`);
  }

  private line(elapsedMs: number): string {
    let states = this.statesDone;
    for (const found of this.running.values()) states += found;
    const perSecond = (states / Math.max(elapsedMs, 1)) * 1000;
    const parts = [
      `${this.done} of ${this.total} runs`,
      `${states.toLocaleString('en')} states`,
      `${Math.round(perSecond).toLocaleString('en')} states/s`,
    ];
    if (elapsedMs > FORECAST_AFTER_MS && this.done > 0) {
      const leftMs = (elapsedMs / this.done) * (this.total - this.done);
      parts.push(`about ${Math.ceil(leftMs / 1000)} s left`);
    }
    return parts.join(', ');
  }
}
