import { expect, test, vi } from 'vitest';
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
  const progress = new Progress(tty, { runs: 7, work: 100 }, false);
  progress.onRun(0, sampleRun(), { runs: 2, work: 40 });
  expect(tty.written).toMatch(/2 of 7 runs, 10 states, [\d,]+ states\/s/);
  progress.end();
  expect(tty.written.endsWith('\r\x1b[K')).toBe(true);
});

test('the time left is that of the work left, not of the runs', () => {
  const now = vi.spyOn(performance, 'now').mockReturnValue(1000);
  const tty = terminal(true);
  const progress = new Progress(tty, { runs: 100, work: 100 }, false);
  now.mockReturnValue(9000);
  progress.onRun(0, sampleRun(), { runs: 1, work: 80 });
  expect(tty.written).toContain('1 of 100 runs, 10 states, 1 states/s, about 2 s left');
  now.mockRestore();
});

test('a log has a line every ten seconds, and nothing is wiped', () => {
  const now = vi.spyOn(performance, 'now').mockReturnValue(1000);
  const log = terminal(false);
  const progress = new Progress(log, { runs: 4, work: 4 }, false);
  for (const ms of [2000, 10_999, 11_000, 12_000, 21_000]) {
    now.mockReturnValue(ms);
    progress.onRun(0, sampleRun(), { runs: 1, work: 1 });
  }
  progress.end();
  now.mockRestore();
  expect(log.written.match(/^checking: \d of 4 runs, .*$/gm)).toHaveLength(2);
  expect(log.written).not.toContain('\x1b');
});

test.for([true, false])('nothing is written where it shall be quiet, isTTY=%s', (isTTY) => {
  const now = vi.spyOn(performance, 'now').mockReturnValue(1000);
  const stream = terminal(isTTY);
  const progress = new Progress(stream, { runs: 7, work: 7 }, true);
  now.mockReturnValue(90_000);
  progress.onProgress(0, 5);
  progress.onRun(0, sampleRun(), { runs: 1, work: 1 });
  progress.end();
  now.mockRestore();
  expect(stream.written).toBe('');
});
