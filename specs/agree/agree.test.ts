/** The comparison itself, on real lines: that it sees each kind of difference. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { hashOf } from '../litmus/hash.ts';
import { parseLitmus } from '../litmus/parse/parse.ts';
import { printLitmus } from '../litmus/print.ts';
import { agreeProgram } from './agree.ts';
import { type KernelEnd, type KernelEndState, textOf, UNDEFINED_BEHAVIOUR } from './outcomes.ts';
import { readLines, readOutcomes, readProgram, type RecordedProgram } from './read-outcomes.ts';
import { programToLitmus } from './translate.ts';

const path = fileURLToPath(new URL('../kernel-outcomes/waitq.jsonl', import.meta.url));
const programs = readOutcomes(readFileSync(path, 'utf8'), 'waitq.jsonl');

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
    [
      { lanes: [{ thread: 'A', ops: [{ op: 'unsleep', queue: 'q0' }] }] },
      'kernel-2026 has no operation "unsleep"',
    ],
    [{ lanes: LANES, objects: { allocator: 'lifo_reuse' } }, 'objects has "allocator"'],
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
    const outcome = 'P0: ok | q0: 1 banked | interrupted: none | armed: 0';
    expect(missing).toEqual([{ outcome, nearest: null }]);
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
    for (const verdict of ['not expressible', 'error'] as const) {
      const cannot = { verdict, why: 'more than 8 threads' };
      expect(agreeProgram(program, () => cannot)).toMatchObject(cannot);
    }
  });

  test('proves nothing by what an incomplete search did not see', () => {
    const cut = { ...program, isComplete: false };
    expect(agreeProgram(cut, () => [end, { panic: 'x' }]).verdict).toBe('not expressible');
    expect(agreeProgram(cut, () => [{ panic: 'x' }]).verdict).toBe('different');
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
      "a.jsonl:1:1: found nothing, expected a list for the results of 'A'",
    ],
    [
      `${JSON.stringify(line)}\r\n\n${JSON.stringify({ ...line, program: 3 })}`,
      "a.jsonl:3:1: found '3', expected an object for program",
    ],
  ])('%j', ([text, message]) => {
    expect(() => readOutcomes(text, 'a.jsonl')).toThrow(message);
  });

  const wrong = (change: object) => JSON.stringify({ ...line, ...change });
  const op = (fields: object, objects: object = {}) =>
    wrong({ program: { lanes: [{ thread: 'A', ops: [fields] }], objects } });
  test.for<[string, string]>([
    [op({ op: 'wake_won', queue: 'q0' }), "the op 'wake_won', expected one of"],
    [op({ op: 'wake_won', queue: 'q0' }), "did you mean 'wake_one'?"],
    [op({ op: 'enter', speed: 3 }), "found the key 'speed' of the op 'enter', expected op"],
    [
      op({ op: 'sleep', queue: 'q0', timeout_tick: 3 }),
      "the key 'timeout_tick' of the op 'sleep', expected one of op, queue, timeout_ticks, flags; did you mean 'timeout_ticks'?",
    ],
    [op({ op: 'sleep', queue: 'q0', flags: ['FUTEXT'] }), "did you mean 'FUTEX'?"],
    [op({ op: 'sleep', queue: 'q1' }), "found the queue 'q1', expected q0"],
    [
      op({ op: 'sem_up', semaphore: 'sem0' }),
      "the semaphore 'sem0', expected none, since there is",
    ],
    [op({ op: 'waitq_destroy', waitq: 0 }), 'the waitq 0, expected a number below waitq_objects'],
    [op({ op: 'interrupt', thread: 'toString' }), "found the thread 'toString', expected A"],
    [op({ op: 'interrupt', thread: 'A', mode: 'kil' }), "did you mean 'kill'?"],
    [op({ op: 'tick', count: -1 }), 'found count -1, expected a number that is not negative'],
    [op({ op: 'hangup', phone: '0' }), `found '"0"', expected an integer for phone`],
    [op({ op: 'forward', request_received_by: 'A.1', phone: 0 }), 'one of its 1 ops, from 0: A.0'],
    [
      op({ op: 'forward', request_received_by: 'A.0', phone: 0, route_from_me: 1 }),
      'expected true or false',
    ],
    [op({ op: 'enter' }, { mutexs: 1 }), "did you mean 'mutexes'?"],
    [
      op(
        { op: 'enter' },
        { tasks: ['T0'], connected_phones: [{ task: 'T0', phone: 0, to: 'T1' }] },
      ),
      "the task that a phone is connected to 'T1', expected T0",
    ],
    [
      wrong({ program: { lanes: [{ ...LANES[0], restart: 'clever' }] } }),
      "found the restart 'clever', expected naive or none",
    ],
    [wrong({ program: { lanes: [{ ...LANES[0], cpu: 1 }] } }), "the key 'cpu' of the lane 'A'"],
    [wrong({ program: { lanes: [] } }), 'found no lane, expected at least one in program.lanes'],
    [
      wrong({ outcomes: [{ ...END, threads: { A: ['ok', 'ok'] } }] }),
      "found 2 results of 'A', expected 1, one an op",
    ],
    [
      wrong({ outcomes: [{ ...END, threads: { A: ['ok'], toString: [] } }] }),
      "found the key 'toString' of the threads of an outcome, expected A",
    ],
    [
      wrong({ outcomes: [{ ...END, return_ticks: { A: ['soon'] } }] }),
      `found '"soon"', expected an integer for a tick`,
    ],
  ])('%s', ([text, message]) => {
    expect(() => readOutcomes(text, 'a.jsonl')).toThrow(message);
  });

  test('and the other lines are read', () => {
    const cut = JSON.stringify(line).slice(0, -9);
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    const text = [cut, JSON.stringify(line), `{"name":${deep}}`, JSON.stringify(line)].join('\n');
    const read = readLines(text, 'a.jsonl', readProgram);
    expect(read.map((it) => ('malformed' in it ? it.malformed.slice(0, 40) : it.line))).toEqual([
      'a.jsonl:1:1: found a line that is no JSO',
      2,
      "a.jsonl:3:1: found 'too deep', expected ",
      4,
    ]);
  });
});
