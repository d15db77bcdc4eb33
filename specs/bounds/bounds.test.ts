/** How long a stop takes: the kernels' quanta, and what follows from them. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { callBounds, KERNELS, SITUATIONS } from './bounds.ts';
import { boundsPage } from './bounds-page.ts';
import {
  quantumTicks,
  turnOfPreemptedTicks,
  turnOfWaiterTicks,
  turnOfWokenTicks,
} from './scheduler.ts';

/** clock() of 2012, tick by tick: THREAD->ticks counts down, and the interrupt that finds 0 preempts. */
function interruptsOf2012(rq: number): number {
  let ticks = rq + 1;
  for (let interrupts = 1; ; interrupts++) {
    if (ticks === 0) return interrupts;
    ticks--;
  }
}

/** clock() of 2026: the interrupt preempts whose tick has come to the deadline. */
function interruptsOf2026(rq: number): number {
  const deadline = rq + 1;
  let tick = 0;
  for (let interrupts = 1; ; interrupts++) if (++tick >= deadline) return interrupts;
}

test('a quantum is what clock() makes of it, in every run queue', () => {
  for (let rq = 0; rq < 16; rq++) {
    expect(quantumTicks('helenos-2012', rq)).toBe(interruptsOf2012(rq));
    expect(quantumTicks('helenos-2026', rq)).toBe(interruptsOf2026(rq));
  }
});

/** Round robin, played: who waits in front of a thread, each for its whole quantum. */
function played(kernel: (typeof KERNELS)[number], queues: readonly number[]): number {
  return queues.reduce((sum, rq) => sum + quantumTicks(kernel, rq), 0);
}

test('a woken thread waits for the one that runs and for those before it in the first queue', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...KERNELS),
      fc.array(fc.nat(15), { minLength: 1, maxLength: 20 }),
      (kernel, queues) => {
        const [running, ...others] = queues;
        const before = others.filter((rq) => rq === 0);
        const waited = played(kernel, [running, ...before]);
        expect(waited).toBeLessThanOrEqual(turnOfWokenTicks(kernel, queues.length));
        expect(played(kernel, queues)).toBeLessThanOrEqual(
          turnOfPreemptedTicks(kernel, queues.length),
        );
      },
    ),
  );
  // And there is somebody who waits that long.
  expect(played('helenos-2026', [15, 0, 0])).toBe(turnOfWokenTicks('helenos-2026', 3));
});

test('no bound of the ticket is above that of today, and each grows with the threads', () => {
  for (const { today, ticket } of SITUATIONS) {
    for (const kernel of KERNELS) {
      const [then, now] = [today, ticket].map((bound) =>
        [1, 2, 3, 50].map((ready) => bound?.(kernel, ready) ?? Infinity),
      );
      expect(now).toEqual(now.toSorted((a, b) => a - b));
      for (const [i, ticks] of now.entries()) expect(ticks).toBeLessThanOrEqual(then[i]);
    }
  }
});

const LATENCY = { call: 'c', revision: 'helenos-2026', design: 'ticket', test: 'T' };
const LATENCIES = [
  { ...LATENCY, ownSteps: 2, holderSteps: 0 },
  { ...LATENCY, ownSteps: 2, holderSteps: 4 },
  { ...LATENCY, ownSteps: null, holderSteps: 0 },
];

test('a call without a most has no bound, one with holders waits for them too', () => {
  const [free, held, never] = callBounds({ latencies: LATENCIES }, ['ticket'], [1, 4]);
  expect(free.ticks).toEqual([16, 19]);
  expect(held.ticks).toEqual([1, 4].map((ready) => turnOfWaiterTicks('helenos-2026', ready, 1)));
  expect(never.ticks).toBeNull();
});

test('designs that are equal share a row', () => {
  const both = [LATENCIES[0], { ...LATENCIES[0], design: 'ticket-libc' }];
  expect(boundsPage({ latencies: both })).toContain('| T | ticket, ticket-libc |');
});

test('the page is Markdown of at most 120 columns but for its tables', () => {
  const prose = boundsPage({ latencies: LATENCIES })
    .split('\n')
    .filter((line) => !line.startsWith('|'));
  for (const line of prose) expect(line.length).toBeLessThanOrEqual(120);
});
