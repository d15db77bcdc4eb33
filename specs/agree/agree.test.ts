/** The comparison itself, on real lines: that it sees each kind of difference. */
import { readFileSync, writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { hashOf } from '../litmus/hash.ts';
import { LitmusError } from '../litmus/litmus-error.ts';
import { parseLitmus } from '../litmus/parse/parse.ts';
import { printLitmus } from '../litmus/print.ts';
import { agreeFile, agreeProgram } from './agree.ts';
import { type KernelEnd, type KernelEndState, textOf, UNDEFINED_BEHAVIOUR } from './outcomes.ts';
import { type RecordedProgram, readOutcomes } from './read-outcomes.ts';
import { programToLitmus } from './translate.ts';

const path = fileURLToPath(new URL('../kernel-outcomes/waitq.jsonl', import.meta.url));
const programs = readOutcomes(readFileSync(path, 'utf8'), 'waitq.jsonl');
const folder = mkdtempSync(join(tmpdir(), 'fermata-agree-'));
afterAll(() => rmSync(folder, { recursive: true }));

function find(name: string, revision: string): RecordedProgram {
  const found = programs.find((it) => it.name === name && it.revision === revision);
  if (found === undefined) throw new Error(`no program ${name} of ${revision}`);
  return found;
}

/** The text of a translated program, without heading and locations. */
function codeOf(program: RecordedProgram): string[] {
  const litmus = programToLitmus(program);
  if ('notExpressible' in litmus) throw new Error(litmus.notExpressible);
  const lines = printLitmus({ ...litmus, locations: [] }).split('\n');
  return lines.slice(2, -2).map((line) => line.replaceAll(/ +/g, ' '));
}

/** A program of one line, from its parts as the file has them. */
function recorded(program: object, outcomes: object[] = [END]): RecordedProgram {
  const line = { name: 'x', revision: 'helenos-2026', program, outcomes, complete: true };
  return readOutcomes(JSON.stringify(line), 'x.jsonl')[0];
}

const LANES = [{ thread: 'A', ops: [{ op: 'wake_one', queue: 'q0' }] }];
const QUEUE = { wakeup_balance: 1, closed: false, sleepers: [] };
const END = { threads: { A: ['ok'] }, queues: [QUEUE], interrupted: [], armed_timeouts: 0 };

describe('translation', () => {
  test('can say every program of the file, and what it says can be read back', () => {
    expect(programs.length).toBe(370);
    for (const program of programs) {
      const litmus = programToLitmus(program);
      if ('notExpressible' in litmus) throw new Error(`${program.name}: ${litmus.notExpressible}`);
      const text = printLitmus(litmus);
      expect(hashOf(parseLitmus(text, program.name))).toBe(hashOf(litmus));
      const ops = program.program.lanes.flatMap((lane) => lane.ops);
      expect(litmus.rows.flat().filter((cell) => cell !== null).length).toBe(ops.length);
    }
  });

  test('keeps different programs apart', () => {
    const hashes = new Map<string, string>();
    for (const program of programs) {
      const litmus = programToLitmus(program);
      if ('notExpressible' in litmus) continue;
      const source = JSON.stringify([program.revision, program.program.fields]);
      const hash = hashOf(litmus) + String(program.program.fields.record_return_ticks);
      expect(hashes.get(hash) ?? source).toBe(source);
      hashes.set(hash, source);
    }
  });

  test('writes restarts, ticks and interruptions', () => {
    expect(codeOf(find('naive_restart_timed_k2', 'helenos-2012'))).toEqual([
      'Table=kernel-2012',
      'Restart=P0',
      '{ waitq q0; }',
      ' P0 | P1 ;',
      ' r0 = waitq_sleep_timeout(q0, 1, INTERRUPTIBLE) | tick ;',
      ' | r1 = thread_interrupt(P0) ;',
      ' | tick ;',
      ' | r3 = thread_interrupt(P0) ;',
      ' | tick ;',
      ' | tick ;',
    ]);
  });

  test('makes a futex of a queue with a user counter', () => {
    expect(codeOf(find('libc_futex_mutex_composable_repay', 'helenos-2026')).slice(0, 4)).toEqual([
      'Table=kernel-2026',
      '{ futex q0 = 1; }',
      ' P0 | P1 | P2 ;',
      ' r0 = futex_down(q0, 0, INTERRUPTIBLE+FUTEX) | r0 = futex_down_repaid(q0, 0, INTERRUPTIBLE+FUTEX) | r0 = thread_interrupt(P1) ;',
    ]);
  });

  test('names the functions of each revision', () => {
    const code2012 = codeOf(find('interrupt_two_queues', 'helenos-2012')).join('\n');
    const code2026 = codeOf(find('interrupt_two_queues', 'helenos-2026')).join('\n');
    expect(code2012).toContain('waitq_interrupt_sleep(P0)');
    expect(code2012).toContain('waitq_wakeup_first(q0)');
    expect(code2026).toContain('thread_wakeup(P0)');
    expect(code2026).toContain('waitq_wake_one(q0)');
  });

  test('banks the wakeups that a futex starts with', () => {
    const objects = { queues: 1, user_counters: [1], initial_wakeups: [2] };
    expect(codeOf(recorded({ lanes: LANES, objects }))).toContain(
      '{ futex q0 = 1; q0.balance = 2; }',
    );
  });

  test.for([
    [{ lanes: [{ thread: 'A', ops: [{ op: 'fly' }] }] }, 'there is no operation "fly"'],
    [
      { lanes: [{ thread: 'A', ops: [{ op: 'unsleep', queue: 'q0' }] }] },
      'kernel-2026 has no operation "unsleep"',
    ],
    [
      { lanes: [{ thread: 'A', ops: [{ op: 'enter', speed: 3 }] }] },
      'the operation "enter" has "speed"',
    ],
    [{ lanes: [{ ...LANES[0], restart: 'clever' }] }, 'restart is "clever"'],
    [{ lanes: [{ ...LANES[0], cpu: 1 }] }, 'a lane has "cpu"'],
    [{ lanes: LANES, objects: { phones: 1 } }, 'objects has "phones"'],
    [
      { lanes: LANES, objects: { queues: 0 } },
      "the litmus language has a waitq, of which the test has none, not 'q0'",
    ],
    [
      { lanes: [{ thread: 'A', ops: [{ op: 'tick', count: 1000 }] }] },
      'the litmus language has a number from 1 to 100, not 1000 for tick',
    ],
  ] as const)('says why it cannot say %j', ([program, why]) => {
    expect(programToLitmus(recorded(program))).toEqual({ notExpressible: why });
  });
});

describe('comparison', () => {
  const end: KernelEndState = {
    results: [['ok']],
    queues: [{ name: 'q0', banked: 1, closed: false, sleepers: [] }],
    counters: [],
    interrupted: [],
    armedTimeouts: 0,
    tasks: [],
  };
  const program = recorded({ lanes: LANES });

  const at = (result: string) => textOf({ ...end, results: [[result]] });

  test('is equal for the same set of ends, whatever their order and number', () => {
    const other = { ...END, queues: [{ ...QUEUE, sleepers: ['A'] }] };
    const asleep = { ...end, queues: [{ ...end.queues[0], sleepers: ['P0'] }] };
    const two = recorded({ lanes: LANES }, [END, other]);
    expect(agreeProgram(two, () => [asleep, end, asleep]).verdict).toBe('equal');
  });

  test.for<[string, Partial<KernelEndState>]>([
    ['a result', { results: [['blocked']] }],
    ['a wakeup', { queues: [{ ...end.queues[0], banked: 0 }] }],
    ['a closed queue', { queues: [{ ...end.queues[0], closed: true }] }],
    ['a sleeper', { queues: [{ ...end.queues[0], sleepers: ['P0'] }] }],
    ['a queue too many', { queues: [...end.queues, { ...end.queues[0], name: 'q1' }] }],
    ['a counter', { counters: [{ name: 'q0', value: 0 }] }],
    ['an interrupted thread', { interrupted: ['P0'] }],
    ['an armed timeout', { armedTimeouts: 1 }],
  ])('is different by %s', ([, change]) => {
    const changed = { ...end, ...change };
    const { verdict, missing, extra } = agreeProgram(program, () => [changed]);
    expect(verdict).toBe('different');
    expect(missing).toEqual(['P0: ok | q0: 1 banked | interrupted: none | armed: 0']);
    expect(extra).toEqual([{ outcome: textOf(changed), end: changed }]);
  });

  test('is different if the model has fewer or more ends', () => {
    expect(agreeProgram(program, () => [])).toMatchObject({ verdict: 'different', extra: [] });
    const more = agreeProgram(program, () => [end, { panic: 'assertion' }]);
    expect(more).toMatchObject({ verdict: 'different', missing: [] });
    expect(more.extra[0].outcome).toBe(UNDEFINED_BEHAVIOUR);
  });

  test('takes one crash for another, but not for none', () => {
    const crashes = find('plain-unsleep-wake-none-none', 'helenos-2012');
    expect(crashes.outcomes).toContain(UNDEFINED_BEHAVIOUR);
    const queues = [{ name: 'q0', banked: 0, closed: false, sleepers: [] }];
    const ends: KernelEnd[] = [
      { ...end, results: [['OK_ATOMIC'], ['ok', 'ok']], queues },
      { ...end, results: [['OK_BLOCKED'], ['ok', 'ok']], queues },
    ];
    const agree = (all: KernelEnd[]) => agreeProgram(crashes, () => all).verdict;
    expect(agree([...ends, { panic: 'another assertion' }])).toBe('equal');
    expect(agree(ends)).toBe('different');
    expect(agree([ends[0], { panic: 'another assertion' }])).toBe('different');
  });

  test('is different by whatever else the kernel has in its outcome', () => {
    const richer = recorded({ lanes: LANES }, [{ ...END, boxes: [] }]);
    expect(agreeProgram(richer, () => [end]).verdict).toBe('different');
  });

  test('asks for ticks exactly where they were recorded', () => {
    const asked = programs.filter((it) => {
      let ticks = false;
      agreeProgram(it, (_litmus, _revision, recordTicks) => {
        ticks = recordTicks;
        return [];
      });
      return ticks;
    });
    expect(asked.map(({ name }) => name)).toEqual([
      'naive_restart_timed_k2',
      'naive_restart_timed_k2',
      'naive_restart_timed_starved',
      'naive_restart_timed_starved',
    ]);
    expect([...asked[0].outcomes][0]).toContain('TIMEOUT@t4');
  });

  test('compares ticks of codes and ignores those of void results', () => {
    expect(at('TIMEOUT@t4')).not.toBe(at('TIMEOUT@t3'));
    expect(at('ok@t4')).toBe(at('ok'));
    expect(at('deadlock(q0.lock)')).toBe(at('deadlock(waitq lock)'));
  });

  test('takes the reason of a model that cannot run a program', () => {
    const agreement = agreeProgram(program, () => 'more than 8 threads');
    expect(agreement).toMatchObject({ verdict: 'not expressible', why: 'more than 8 threads' });
  });

  test('proves nothing by what an incomplete search did not see', () => {
    const cut = { ...program, isComplete: false };
    expect(agreeProgram(cut, () => [end, { panic: 'x' }]).verdict).toBe('not expressible');
    expect(agreeProgram(cut, () => [{ panic: 'x' }]).verdict).toBe('different');
  });

  test('goes through a file line by line', () => {
    const told: number[] = [];
    const all = agreeFile(
      path,
      () => 'no model here',
      ({ line }) => told.push(line),
    );
    expect(all.map(({ line }) => line)).toEqual(told);
    expect(told.length).toBe(370);
  });
});

describe('a malformed file is refused with its line', () => {
  const line = { name: 'x', revision: 'helenos-2026', program: { lanes: LANES }, outcomes: [END] };
  test.for<[string, string]>([
    ['', 'a.jsonl:1:1: found no program, expected recorded outcomes, one JSON object a line'],
    ['[1]', "a.jsonl:1:1: found '[1]', expected an object for the line"],
    [
      JSON.stringify({ ...line, revision: 'linux' }),
      "a.jsonl:1:1: found the revision 'linux', expected helenos-2012 or helenos-2026",
    ],
    [
      JSON.stringify({ ...line, name: undefined }),
      'a.jsonl:1:1: found nothing, expected a string for name',
    ],
    [
      JSON.stringify({ ...line, program: { lanes: {} } }),
      "a.jsonl:1:1: found '{}', expected a list for program.lanes",
    ],
    [
      JSON.stringify({ ...line, outcomes: [] }),
      'a.jsonl:1:1: found no outcome, expected at least one in outcomes',
    ],
    [
      JSON.stringify({ ...line, outcomes: [{ ...END, interrupted: ['B'] }] }),
      "a.jsonl:1:1: found the thread 'B', expected a thread of the program",
    ],
    [
      JSON.stringify({ ...line, outcomes: [{ ...END, threads: {} }] }),
      'a.jsonl:1:1: found nothing, expected a list for the results of A',
    ],
    [
      `${JSON.stringify(line)}\r\n\n${JSON.stringify({ ...line, program: 3 })}`,
      "a.jsonl:3:1: found '3', expected an object for program",
    ],
  ])('%j', ([text, message]) => {
    expect(() => readOutcomes(text, 'a.jsonl')).toThrow(message);
  });

  test('before anything runs', () => {
    const file = join(folder, 'cut.jsonl');
    writeFileSync(file, `${JSON.stringify(line)}\n{"name":`);
    let runs = 0;
    const run = () => agreeFile(file, () => String(runs++));
    expect(run).toThrow(LitmusError);
    expect(run).toThrow(`${file}:2:1: found a line that is no JSON`);
    expect(runs).toBe(0);
  });
});
