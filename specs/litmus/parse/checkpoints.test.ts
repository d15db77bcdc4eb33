/** Nodes, checkpoints and restores: read, printed again, told in English, refused where they mean nothing. */
import { describe, expect, test } from 'vitest';
import { hashOf } from '../hash.ts';
import { printLitmus } from '../print.ts';
import { parseLitmus } from './parse.ts';

interface Parts {
  readonly keys?: string;
  readonly init?: string;
  readonly env: readonly string[];
}

/** Two tasks that sleep, and an E lane. */
function textOf({ keys = '', init = '{ }', env }: Parts): string {
  const calls = [' L0: r0 = thread_usleep(1)', ' r0 = thread_usleep(1)'];
  const rows = env.map((op, i) => (i === 0 ? `${calls.join(' |')} | ${op} ;` : `  |  | ${op} ;`));
  return `SYS CHK\n"a test"\nTable=any\n${keys}${init}\n P0@A | P1@B | E ;\n${rows.join('\n')}\nexists (0:r0=EOK)\n`;
}

const read = (parts: Parts) => parseLitmus(textOf(parts), 'test.litmus');

const WHOLE = ['checkpoint A+B', 'restore A+B on N2'];

describe('read and printed', () => {
  test.for([
    'node N2 = same',
    'node N2 = helenos-2012',
    'node N2 = helenos-2026, skew=3',
    'node N2 = same, skew=-20, design=eintr',
    'node N2 = helenos-2012, design=timeout=relative',
  ])('%s', (node) => {
    const litmus = read({ init: `{ ${node}; }`, env: WHOLE });
    const text = printLitmus(litmus);
    expect(text).toContain(`{ ${node}; }`);
    expect(printLitmus(parseLitmus(text, 'again.litmus'))).toBe(text);
  });

  test('a group is in the hash, and so is its node', () => {
    const init = '{ node N2 = same; }';
    const tests = [
      { init, env: WHOLE },
      { init, env: ['checkpoint A', 'restore A on N2'] },
      { init, env: ['checkpoint A', 'restore A'] },
      { init: '{ node N2 = same, skew=1; }', env: WHOLE },
      { init: '{ node N2 = same, design=eintr; }', env: WHOLE },
    ];
    expect(new Set(tests.map((each) => hashOf(read(each)))).size).toBe(tests.length);
  });
});

describe('refused', () => {
  const N2 = '{ node N2 = same; }';
  test.for<[Parts, string]>([
    [{ env: ['checkpoint A'] }, "found 'checkpoint A' alone, expected 'restore A' after it"],
    [{ env: ['restore A'] }, "found 'restore A', expected a 'checkpoint' before it"],
    [{ env: ['checkpoint A', 'restore B'] }, "found 'restore B', expected 'restore A'"],
    [
      { env: ['checkpoint A', 'checkpoint B', 'restore B'] },
      "found a checkpoint while A is saved, expected 'restore A'",
    ],
    [{ env: ['checkpoint A+A', 'restore A'] }, 'found the task A twice, expected each task once'],
    [{ env: ['checkpoint C', 'restore C'] }, "found the task 'C'"],
    [{ env: ['checkpoint A', 'kill A', 'restore A'] }, "found 'kill' of what is saved"],
    [{ env: ['checkpoint A', 'resume P0', 'restore A'] }, "found 'resume' of what is saved"],
    [{ env: ['checkpoint A', 'restore A on N3'], init: N2 }, "found the node 'N3', expected N2"],
    [{ env: WHOLE }, "found the node 'N2', expected 'node N2 = same;' among the objects"],
    [
      { env: WHOLE, init: '{ node N2 = helenos-2013; }' },
      "found 'helenos-2013', expected the kernel",
    ],
    [{ env: WHOLE, init: '{ node N2 = same, skew=21; }' }, 'found 21 for skew'],
    [
      { env: WHOLE, init: '{ node N2 = same; node N3 = same; }' },
      'found 2 nodes, expected at most 1',
    ],
    [{ env: WHOLE, init: '{ word A2 = 0; node A = same; }' }, "found the name 'A' twice"],
    [{ env: WHOLE, init: N2, keys: 'Cpus=2\n' }, "found 'checkpoint' with Cpus=2"],
  ])('%j', ([parts, message]) => {
    expect(() => read(parts)).toThrow(message);
  });

  test('what happens to a task that stays is none of that', () => {
    expect(() => read({ env: ['checkpoint A', 'kill B', 'restore A'] })).not.toThrow();
  });
});
