/**
 * The clock interrupts of two CPUs need not come at one time, as they do in the model. What such a
 * phase does to a deadline is computed here, by the rule of 2026 alone (timeout.c, clock.c): a CPU's
 * interrupt adds one to its count and fires what has a deadline below it.
 *
 * It is a skew of a part of a tick. By each CPU's own count a sleep that moves is off by the skew less
 * the phase, so with counts that are equal by that part; which whole skew that looks like, of the two
 * beside it, a test says with `Skew`. By one count for all it ends in the first interrupt of the CPU
 * where it sleeps that finds the deadline passed: never before it, and less than a tick after.
 */
import { expect, test } from 'vitest';

/** Parts of a tick. CPU 0 is interrupted at multiples of it, CPU 1 `phase` parts later. */
const TICK = 4;

interface Clocks {
  readonly phase: number;
  /** What CPU 1 has counted more after its interrupt than CPU 0 after its own. */
  readonly skew: number;
  readonly isGlobal: boolean;
}

/** current_clock_tick of a CPU at a time, which may be that of its interrupt. */
function countAt({ phase, skew, isGlobal }: Clocks, cpu: number, time: number): number {
  if (cpu === 0 || isGlobal) return Math.floor(time / TICK);
  return Math.floor((time - phase) / TICK) + skew;
}

/** A sleep of `ticks` begins at `start` on one CPU; when it ends on the other, or where it began. */
function endOf(clocks: Clocks, start: number, ticks: number, from: number, to: number): number {
  const deadline = countAt(clocks, from, start) + ticks;
  const first = to === 0 ? 0 : clocks.phase;
  for (let time = first; ; time += TICK) {
    if (time > start && countAt(clocks, to, time) > deadline) return time;
  }
}

/** Between two interrupts, whichever they are. */
const starts = Array.from({ length: TICK }, (_, part) => 100 * TICK + part + 0.5);
const phases = Array.from({ length: TICK }, (_, phase) => phase);
const skews = [-2, -1, 0, 1, 2];
const SLEEP = 5;

test.for(phases)(
  'by own counts, %d parts of a tick apart, a move shows the skew less the phase',
  (phase) => {
    for (const skew of skews) {
      const clocks = { phase, skew, isGlobal: false };
      const offs = starts.map((start) => [
        endOf(clocks, start, SLEEP, 1, 0) - endOf(clocks, start, SLEEP, 1, 1),
        endOf(clocks, start, SLEEP, 0, 1) - endOf(clocks, start, SLEEP, 0, 0),
      ]);
      const off = skew * TICK - phase;
      expect(offs).toEqual(starts.map(() => [off, 0 - off]));
    }
  },
);

test('with equal counts and a phase, a sleep that moves is shorter than it was asked to be', () => {
  const clocks = { phase: 1, skew: 0, isGlobal: false };
  const lasted = starts.map((start) => endOf(clocks, start, SLEEP, 1, 0) - start);
  expect(Math.min(...lasted)).toBeLessThan(SLEEP * TICK);
  const stayed = starts.map((start) => endOf(clocks, start, SLEEP, 1, 1) - start);
  expect(Math.min(...stayed)).toBeGreaterThanOrEqual(SLEEP * TICK);
});

test.for(phases)(
  'by one count, %d parts of a tick apart, nothing is early or a tick late',
  (phase) => {
    const clocks = { phase, skew: 0, isGlobal: true };
    for (const start of starts) {
      // The count passes the deadline in an interrupt of CPU 0.
      const passed = endOf(clocks, start, SLEEP, 0, 0);
      for (const [from, to] of [
        [0, 1],
        [1, 0],
        [1, 1],
      ]) {
        const late = endOf(clocks, start, SLEEP, from, to) - passed;
        expect(late).toBeGreaterThanOrEqual(0);
        expect(late).toBeLessThan(TICK);
        expect(passed + late - start).toBeGreaterThan(SLEEP * TICK);
      }
    }
  },
);
