/** `fermata agree`: what it says of a file whose lines are of every kind. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { agreeWith } from './agree.ts';

const folder = mkdtempSync(join(tmpdir(), 'fermata-agree-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What a terminal obeys becomes a sign that it does not. */
const printable = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cf}]/gu, '!');

function agree(...lines: (object | string)[]) {
  const file = join(folder, 'x.jsonl');
  const texts = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)));
  writeFileSync(file, texts.join('\n'));
  const agreed = agreeWith(file, printable);
  return { ...agreed, text: agreed.text.replaceAll(`${folder}/`, '') };
}

const LANES = [{ thread: 'A', ops: [{ op: 'wake_one', queue: 'q0' }] }];
const QUEUE = { missed_wakeups: 1, sleepers: [] };
const END = { threads: { A: ['ok'] }, queues: [QUEUE], interrupted: [], armed_timeouts: 0 };
const LINE = {
  name: 'wake',
  revision: 'helenos-2012',
  program: { lanes: LANES },
  outcomes: [END],
};
const OBSERVED = {
  test: 'WQ+abort+wake',
  revision: 'helenos-2026',
  design: 'today',
  rounds: 2,
  outcomes: { '0:r0=EOK; 1:r0=EOK; q.balance=0; q.sleepers=0': 2 },
};

describe('lines', () => {
  test('are compared where another cannot be read, and that one is an error', () => {
    expect(agree(LINE, '{"name":', { ...LINE, program: { lanes: [] } }, LINE)).toMatchObject({
      result: 'error',
      text: [
        'line 2: ERROR: x.jsonl:2:1: found a line that is no JSON (Unexpected end of JSON input), expected a JSON object',
        'line 3: ERROR: x.jsonl:3:1: found no lane, expected at least one in program.lanes',
        '4 programs: 2 equal, 0 different, 0 not expressible, 2 errors',
        '2 passed, 2 failed',
        '',
      ].join('\n'),
    });
  });

  test('are compared where another breaks the model, and that one is an error', () => {
    const ops = [
      { op: 'count_set', queue: 'q0', value: 60 },
      { op: 'count_get', queue: 'q0' },
    ];
    const end = { ...END, threads: { A: ['ok', 60] } };
    const program = { lanes: [{ thread: 'A', ops }] };
    const { text, result } = agree({ ...LINE, program, outcomes: [end] }, LINE);
    expect(text).toContain(
      'line 1: wake (helenos-2012): ERROR: the model cannot run it (RangeError: a register cannot hold 60',
    );
    expect(text).toContain('2 programs: 1 equal, 0 different, 0 not expressible, 1 errors');
    expect(result).toBe('error');
  });

  test('say what the kernel alone has, what the model alone has, and a run to that', () => {
    const other = { ...END, queues: [{ ...QUEUE, missed_wakeups: 2 }] };
    expect(agree({ ...LINE, outcomes: [other] })).toMatchObject({
      result: 'different',
      text: [
        'line 1: wake (helenos-2012): different',
        '  missing: P0: ok | q0: 2 banked | interrupted: none | armed: 0',
        '  extra:   P0: ok | q0: 1 banked | interrupted: none | armed: 0',
        '    shortest run of the model: P0 k-on-queue, P0 waitq_wakeup-first, P0 k-void',
        '1 programs: 0 equal, 1 different, 0 not expressible',
        '0 passed, 1 failed',
        '',
      ].join('\n'),
    });
  });

  test('look for a run to the first five extra outcomes, and say so of the others', () => {
    const sleeps = { op: 'sleep', queue: 'q0', timeout_ticks: 0, flags: ['NON_BLOCKING'] };
    const lanes = ['A', 'B', 'C'].map((thread) => ({ thread, ops: [sleeps, LANES[0].ops[0]] }));
    const { text } = agree({ ...LINE, program: { lanes }, outcomes: [{ panic: 'none' }] });
    const runs = text.match(/shortest run of the model: .*/g) ?? [];
    expect(runs.filter((run) => run.includes('k-sleep'))).toHaveLength(5);
    expect(runs.filter((run) => run.endsWith('not looked for, as there are so many'))).toHaveLength(
      runs.length - 5,
    );
    expect(runs.length).toBeGreaterThan(5);
  });

  test('name nothing that a terminal or a log would obey', () => {
    const name = 'x\n::error::pwn\u001b[31m\u202e';
    const { text, json } = agree(
      { ...LINE, name, outcomes: [{ ...END, armed_timeouts: 1 }] },
      { ...OBSERVED, test: name },
      { ...LINE, outcomes: [{ ...END, [name]: 1 }] },
      { ...LINE, [name]: 1, program: { lanes: [{ ...LANES[0], [name]: 1 }] } },
    );
    for (const said of [text, json]) {
      expect(said).toContain('pwn');
      expect(said.split('\n').filter((line) => line.startsWith('::'))).toEqual([]);
      expect(said.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }
    expect(JSON.parse(json.split('\n')[0])).toMatchObject({ name });
  });
});

describe('what a whole kernel did', () => {
  test('is allowed', () => {
    expect(agree(OBSERVED)).toMatchObject({
      result: 'equal',
      text: '1 programs: 0 equal, 1 allowed, 0 different, 0 not expressible\n1 passed, 0 failed\n',
    });
  });

  test('that the model does not allow is told with the nearest that it does', () => {
    const outcomes = {
      '0:r0=EOK; 1:r0=EOK; q.balance=1; q.sleepers=0': 1,
      'kernel panic: assertion failed': 1,
    };
    expect(
      agree({ ...OBSERVED, outcomes })
        .text.split('\n')
        .slice(0, 5),
    ).toEqual([
      'line 1: WQ+abort+wake under today (helenos-2026): different',
      '  missing: 0:r0=EOK; 1:r0=EOK; q.balance=1; q.sleepers=0',
      "    nearest of the model's: q.balance is 0, not 1",
      '  missing: kernel panic: assertion failed',
      "    nearest of the model's: the kernel does not panic",
    ]);
  });

  test.for<[object, string]>([
    [{ test: 'WQ+abort+wakes' }, 'has no test "WQ+abort+wakes"; the nearest is "WQ+abort+wake"'],
    [{ design: 'tickets' }, 'tickets'],
    [{ outcomes: { '0:r9=EOK': 1 } }, "the test has no '0:r9'; did you mean '0:r0'?"],
    [{ outcomes: { 'q.balanc=0': 1 } }, "the test has no 'q.balanc'; did you mean 'q.balance'?"],
    [{ outcomes: { 'aborted7=0': 1 } }, "the test has no 'aborted7'"],
    [{ outcomes: { EOK: 1 } }, "found 'EOK' in an outcome, expected name=value; or kernel panic"],
    [{ outcomes: { '0:r0=EOK': 0 } }, "found '0' for '0:r0=EOK', expected how often it was seen"],
    [{ outcomes: {} }, 'found no outcome, expected at least one in outcomes'],
    [{ revision: 'linux' }, "found the revision 'linux', expected helenos-2012 or helenos-2026"],
    [{ desing: 'ticket' }, "did you mean 'design'?"],
  ])('is an error where it is about nothing: %j', ([change, message]) => {
    const { text, result } = agree({ ...OBSERVED, ...change });
    expect(text).toMatch(/^line 1: .*ERROR: /);
    expect(text).toContain(message);
    expect(result).toBe('error');
  });

  test('is held against the abort budget, the hold and the counts of a design', () => {
    const seen = (design: string, outcome: string) =>
      agree({ ...OBSERVED, design, outcomes: { [outcome]: 1 } }).result;
    const end = '1:r0=EOK; q.balance=0; q.sleepers=0';
    expect(seen('ticket', `0:r0=EOK; aborted0=1; ${end}`)).toBe('equal');
    expect(seen('ticket', `0:r0=EOK; aborted0=2; ${end}`)).toBe('different');
    expect(seen('ticket', '0:r0=blocked; 1:r0=EOK; q.balance=0; q.sleepers=1')).toBe('different');
    expect(seen('debt=book', '0:r0=blocked; 1:r0=EOK; q.balance=0; q.sleepers=1')).toBe('equal');
  });

  test('may be later than the model says where a thread is held, and never earlier', () => {
    const seen = (ticks: number) => {
      const outcomes = { [`0:r0=EOK; 0:dt(L0)=${ticks}`]: 1 };
      return agree({ ...OBSERVED, test: 'SLEEP+held', design: 'ticket', outcomes }).result;
    };
    expect([2, 3, 4, 9].map(seen)).toEqual(['different', 'equal', 'equal', 'equal']);
  });

  test('in every recorded line is allowed', () => {
    const path = fileURLToPath(new URL('../kernel-outcomes/real-helenos.jsonl', import.meta.url));
    const { json } = agreeWith(path, printable);
    const all = json
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const others = all.filter(({ verdict }) => verdict !== 'allowed');
    expect(others).toEqual([]);
    expect(all).toHaveLength(127);
  });
});
