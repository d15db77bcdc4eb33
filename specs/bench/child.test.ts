/** A child's cost is its own and that of its children; a command that is not there says so. */
import { expect, test } from 'vitest';
import { type Child, childrenIn, runChild } from './child.ts';

const BUSY = 'for (const end = Date.now() + 300; Date.now() < end;);';

test('CPU time is told beside wall time, and output without the times', () => {
  const ran = runChild(process.execPath, ['-e', `${BUSY} console.log(1); console.error(2)`], '.');
  const { seconds, cpuSeconds, stdout, stderr } = ran as Child;
  expect([stdout, stderr]).toEqual(['1\n', '2']);
  expect(seconds).toBeGreaterThan(0.29);
  // As much of 300 ms as a loaded machine gives it.
  expect(cpuSeconds).toBeGreaterThan(0.03);
  expect(cpuSeconds).toBeLessThan(seconds * 8);
});

test('sleeping takes wall time alone', () => {
  const { seconds, cpuSeconds } = runChild('/bin/sh', ['-c', 'sleep 0.3'], '.') as Child;
  expect(seconds).toBeGreaterThan(0.29);
  expect(cpuSeconds).toBeLessThan(0.2);
});

test('a command that is not there, and one that fails', () => {
  expect(runChild('no-such-command', [], '.')).toEqual({
    missing: 'no-such-command is not installed',
  });
  expect(runChild('/bin/sh', ['-c', 'echo why >&2; exit 3'], '.')).toEqual({
    missing: '/bin/sh failed: why',
  });
  expect(runChild('/bin/sh', ['-c', 'exit 3'], '.')).toEqual({
    missing: '/bin/sh failed: it ended with 3',
  });
});

test('the last line of times is that of the children, minutes and all', () => {
  expect(childrenIn('0m0.010000s 0m0.000000s\n1m1.500000s 0m0.250000s\n')).toBe(61.75);
  expect(childrenIn('0m0.001s 0m0.002s\n0m0.010s 0m0.020s')).toBeCloseTo(0.03);
  expect(() => childrenIn('none')).toThrow('told no times');
});
