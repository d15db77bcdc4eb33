/** What is said of a phase, and that it is said while the thread that works is busy. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { phaseText } from './phase.mjs';

test.for([
  [0, 9_000, 'x: about 9 s left'],
  [8_500, 9_000, 'x: about 1 s left'],
  [9_000, 9_000, 'x: 9 s so far, longer than estimated'],
  [12_300, null, 'x: 12 s so far'],
] as const)('after %i of %s ms: %s', ([elapsed, estimate, says]) => {
  expect(phaseText('x', elapsed, estimate)).toBe(says);
});

/** Works for `ms` without a pause, and tells of it. */
function busy(ms: number, isLive: boolean): string {
  const module = fileURLToPath(new URL('phase.mjs', import.meta.url));
  const code = `
    const { startPhase } = await import(${JSON.stringify(module)});
    const end = startPhase('working', 60000, ${isLive});
    for (const started = Date.now(); Date.now() - started < ${ms}; );
    end();
    process.stderr.write('done');`;
  const args = ['--input-type=module', '-e', code];
  return spawnSync(process.execPath, args, { encoding: 'utf8' }).stderr;
}

test('a terminal sees it while the thread is busy, and nothing of it afterwards', () => {
  const said = busy(2500, true);
  expect(said.replaceAll('\r\u001b[K', '|')).toMatch(/^(\|working: about \d\d s left)+\|done$/);
});

test('a log has no line of what takes less than ten seconds', () => {
  expect(busy(1500, false)).toBe('done');
});
