/** `fermata validate` as a user meets it: what it says of each file, and the exit code of all. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fermataIn, TINY } from './launched.ts';
import { ROOT } from './doc-blocks.ts';

const [, example = ''] =
  /```json\n([^]*?)```/.exec(readFileSync(join(ROOT, 'docs/traces.md'), 'utf8')) ?? [];
const lines = example.split('\n');
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fermata-validate-'));
  const files = {
    'right.trace.jsonl': example,
    'wrong.trace.jsonl': example.replace('"c3","val":"EOK"', '"c3","val":"EINTR"'),
    'cut.trace.jsonl': example.slice(0, example.length / 2),
    'bad.trace.jsonl': `${lines[0]}\n{"ev":"\u001b[2J"}\n`,
    'other.trace.jsonl': example.replace('"WQ+abort+wake"', '"WQ+abort+wake","hash":"00"'),
    'noname.trace.jsonl': example.replace('WQ+abort+wake', 'WQ+abort+wakee'),
    'tiny.litmus': TINY,
    'tiny.trace.jsonl': [
      '{"ev":"meta","fmt":"restart-trace","v":1,"kernel":{"name":"K","version":"1"},"table":"helenos-2012","test":{"name":"tiny"},"instrumented":["call","ret"]}',
      '{"ev":"call","th":"P0","n":1,"sys":"futex_down"}',
      '{"ev":"ret","th":"P0","n":2,"val":"EOK"}',
      '{"ev":"call","th":"P1","n":1,"after":["P0:2"],"sys":"futex_up"}',
      '{"ev":"ret","th":"P1","n":2,"val":"EOK"}',
      '{"ev":"end","status":"complete","final":{"f.counter":0}}',
      '',
    ].join('\n'),
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
});
afterAll(() => rmSync(folder, { recursive: true }));

const validate = (...args: readonly string[]) => fermataIn(folder, ['validate', ...args]);

describe.concurrent('validate', () => {
  test('accepts an execution, and says under which design it was held', async () => {
    const { code, stdout } = await validate('right.trace.jsonl');
    expect(code).toBe(0);
    expect(stdout).toContain('right.trace.jsonl: ACCEPTED\n');
    expect(stdout).toContain('on helenos-2026, design ticket (line 4 is of an abort)');
    expect(stdout).toContain('1 accepted, 0 rejected, 0 inconclusive, 0 unreadable: 1 trace\n');
  });

  test('rejects with the line, and the worst of several files counts', async () => {
    const { code, stdout } = await validate(
      'right.trace.jsonl',
      'wrong.trace.jsonl',
      'cut.trace.jsonl',
    );
    expect(code).toBe(1);
    expect(stdout).toContain('wrong.trace.jsonl:9: P0: ret EINTR, where the model has ret EOK');
    expect(stdout).toContain(
      'cut.trace.jsonl: INCONCLUSIVE: the trace is truncated: its last line is cut',
    );
    expect(stdout).toContain('syscall_handler() in kernel/generic/src/syscall/syscall.c');
  });

  test('is never a pass where the trace was cut', async () => {
    expect(await validate('cut.trace.jsonl')).toMatchObject({ code: 2 });
  });

  test('names faults with their lines, and goes on with the other files', async () => {
    const files = [
      'bad.trace.jsonl',
      'gone.trace.jsonl',
      'other.trace.jsonl',
      'noname.trace.jsonl',
    ];
    const { code, stdout } = await validate(...files, 'right.trace.jsonl');
    expect(code).toBe(4);
    expect(stdout).toContain('bad.trace.jsonl:2: ');
    expect(stdout).not.toContain('\u001b');
    expect(stdout).toContain('gone.trace.jsonl cannot be read');
    expect(stdout).toContain('other.trace.jsonl:1: the hash of WQ+abort+wake is ');
    expect(stdout).toContain(
      'no test of the catalogue is named WQ+abort+wakee; the nearest is WQ+abort+wake.',
    );
    expect(stdout).toContain('1 accepted, 0 rejected, 0 inconclusive, 4 unreadable: 5 traces');
  });

  test('takes a test of one’s own, and prints JSON', async () => {
    const { code, stdout } = await validate('tiny.trace.jsonl', '--test', 'tiny.litmus', '--json');
    expect(code).toBe(1);
    const told = JSON.parse(stdout);
    expect(told).toMatchObject({ verdict: 'REJECTED', test: 'tiny', design: 'today' });
    // A down cannot have returned before anybody has come up.
    expect(told.validation.deviations[0]).toMatchObject({ line: 3 });
  });
});
