import { expect, test } from 'vitest';
import { latencyLines, neverFiredLines } from './latency-lines.ts';
import { sampleReport } from '../sample.ts';
import { widthOf } from '../text-width.ts';

const latency = (call: string, ownSteps: number | null) => ({
  call,
  revision: 'helenos-2026',
  design: 'ticket',
  ownSteps,
  holderSteps: 0,
  test: 'T',
});

test('shows B and H of each call, and that a latency is not bounded', () => {
  const report = {
    ...sampleReport(),
    latencies: [latency('ipc_wait', 6), latency('thread_udelay', null)],
  };
  const lines = latencyLines(report, 100);
  expect(lines[1]).toContain('B 6, H 0');
  expect(lines[2]).toContain('B ∞');
});

test('says nothing of a design that nobody asked about', () => {
  expect(latencyLines({ ...sampleReport(), latencies: [] }, 100)).toEqual([]);
});

test('names every rule that fired in no run, within the width', () => {
  const rules = ['a'.repeat(90), 'b'];
  const lines = neverFiredLines({ ...sampleReport(), rulesNeverFired: rules }, 40);
  expect(lines[0]).toBe('2 rules fired in no run:');
  // What does not fit a line goes on in the next: nothing is cut.
  expect(lines.join('').replaceAll(' ', '')).toBe(`2rulesfiredinnorun:${rules.join('')}`);
  expect(lines.every((line) => widthOf(line) <= 40)).toBe(true);
});
