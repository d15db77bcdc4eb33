import { expect, test } from 'vitest';
import { Progress, type Terminal } from './progress.ts';
import { sampleRun } from './sample.ts';

function terminal(isTTY: boolean): Terminal & { written: string } {
  return {
    isTTY,
    columns: 200,
    written: '',
    write(text: string) {
      this.written += text;
    },
  };
}

test('a terminal shows runs, states and speed, and is wiped at the end', () => {
  const tty = terminal(true);
  const progress = new Progress(tty, 7, false);
  progress.onRun(0, sampleRun());
  expect(tty.written).toMatch(/1 of 7 runs, 10 states, [\d,]+ states\/s/);
  progress.end();
  expect(tty.written.endsWith('\r\x1b[K')).toBe(true);
});

test.for([
  { isTTY: false, quiet: false },
  { isTTY: true, quiet: true },
])('nothing is written with isTTY=$isTTY, quiet=$quiet', ({ isTTY, quiet }) => {
  const stream = terminal(isTTY);
  const progress = new Progress(stream, 7, quiet);
  progress.onProgress(0, 5);
  progress.onRun(0, sampleRun());
  progress.end();
  expect(stream.written).toBe('');
});
