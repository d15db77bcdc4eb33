/** Recorded programs in which tasks talk to each other: what they are called, and how they end. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { hashOf } from '../litmus/hash.ts';
import { parseLitmus } from '../litmus/parse/parse.ts';
import { printLitmus } from '../litmus/print.ts';
import { agreeProgram } from './agree.ts';
import { type KernelEndState, type TaskEnd, textOf } from './outcomes.ts';
import { type RecordedProgram, readOutcomes, type Revision } from './read-outcomes.ts';
import { runKernelProgram } from './run.ts';
import { programToLitmus } from './translate.ts';

const path = fileURLToPath(new URL('../kernel-outcomes/ipc.jsonl', import.meta.url));
const programs = readOutcomes(readFileSync(path, 'utf8'), 'ipc.jsonl');

function find(name: string, revision: string): RecordedProgram {
  const found = programs.find((it) => it.name === name && it.revision === revision);
  if (found === undefined) throw new Error(`no program ${name} of ${revision}`);
  return found;
}

/** The text of a translated program, without heading and locations. */
function codeOf(name: string, revision: string): string[] {
  const litmus = programToLitmus(find(name, revision));
  if ('notExpressible' in litmus) throw new Error(litmus.notExpressible);
  const lines = printLitmus({ ...litmus, locations: [] }).split('\n');
  return lines.slice(2, -2).map((line) => line.replaceAll(/ +/g, ' '));
}

const OBJECTS = {
  queues: 0,
  tasks: ['A', 'B'],
  connected_phones: [{ task: 'A', phone: 0, to: 'B' }],
};
const BOX = { wq: { missed_wakeups: 0, sleepers: [] }, calls: [], dispatched: [], answers: [] };
const IDLE = { box: BOX, phones: [], sync_boxes: 0 };
const SENDER = { thread: 'C', task: 'A', ops: [{ op: 'call', phone: 0, method: 'm1' }] };
const END = { threads: { C: ['sent'] }, interrupted: [], armed_timeouts: 0, tasks: [IDLE, IDLE] };

/** A program of one line, from its parts as the file has them. */
function recorded(program: object, end: object = END): RecordedProgram {
  const parts = { lanes: [SENDER], objects: OBJECTS, ...program };
  const line = { name: 'x', revision: 'helenos-2012', program: parts, outcomes: [end] };
  return readOutcomes(JSON.stringify(line), 'x.jsonl')[0];
}

describe('translation', () => {
  test('can say every program but the one that reuses memory at once', () => {
    const refused = programs.map(programToLitmus).filter((it) => 'notExpressible' in it);
    expect(refused).toEqual([{ notExpressible: 'objects has "allocator"' }]);
    expect(programs.length).toBe(91);
  });

  test('says each operation in one cell, in text that can be read back', () => {
    for (const { name, program, ...rest } of programs) {
      const litmus = programToLitmus({ name, program, ...rest });
      if ('notExpressible' in litmus) continue;
      const text = printLitmus(litmus);
      const again = parseLitmus(text, name);
      expect(printLitmus(again)).toBe(text);
      expect(hashOf(again)).toBe(hashOf(litmus));
      const ops = program.lanes.flatMap((lane) => lane.ops);
      expect(litmus.rows.flat().filter((cell) => cell !== null).length).toBe(ops.length);
      const tasks = new Set<unknown>(litmus.lanes.map(({ task }) => task));
      expect(tasks).toEqual(new Set(program.objects.tasks as unknown[]));
    }
  });

  test('keeps different programs apart', () => {
    const hashes = programs.map((program) => {
      const litmus = programToLitmus(program);
      return 'notExpressible' in litmus ? '' : hashOf(litmus);
    });
    const sources = programs.map(({ revision, program }) => revision + JSON.stringify(program));
    expect(new Set(hashes).size).toBe(new Set(sources).size);
  });

  test('names a request by the register of the thread that received it', () => {
    expect(codeOf('answer_race_two_threads', 'helenos-2012')).toEqual([
      'Table=kernel-2012',
      '{ phone T0_0 = T0 -> T1; }',
      ' P0@T0 | P1@T1 | P2@T1 ;',
      ' r0_0 = ipc_call_async(T0_0, 1) | r1_0 = ipc_wait(0, 0) | r2_0 = ipc_wait(0, NON_BLOCKING) ;',
      ' r0_1 = ipc_wait(0, 0) | r1_1 = ipc_answer(r1_0, 0) | r2_1 = ipc_answer(r1_0, 0) ;',
    ]);
  });

  test('numbers hang-up calls by the order in which phones are connected', () => {
    const connected_phones = [
      { task: 'B', phone: 1, to: 'A' },
      { task: 'A', phone: 0, to: 'B' },
    ];
    const litmus = programToLitmus(recorded({ objects: { ...OBJECTS, connected_phones } }));
    if ('notExpressible' in litmus) throw new Error(litmus.notExpressible);
    const names = litmus.init.flatMap((it) => (it.is === 'object' ? [it.name] : []));
    expect(names).toEqual(['B_0', 'B_1', 'A_0']);
  });

  test('declares every phone up to the last, and a lane for every task', () => {
    expect(codeOf('call_bad_phone_slot', 'helenos-2026')).toEqual([
      'Table=kernel-2026',
      '{ phone T0_0 = T0 -> T1; phone T0_1 = T0; phone T0_2 = T0; phone T0_3 = T0; }',
      ' P0@T0 | P1@T1 ;',
      ' r0_0 = ipc_call_async(T0_3, 1) | ;',
      ' r0_1 = ipc_wait(0, NON_BLOCKING) | ;',
    ]);
  });

  test.for([
    ['connect_me_to_refuse', 'helenos-2012', 'ipc_call_async(T0_0, CONNECT_ME_TO)'],
    ['connect_me_to_refuse', 'helenos-2026', 'ipc_answer(r1_0, ELIMIT)'],
    ['request_bad_buffer', 'helenos-2026', 'ipc_wait(0, BAD_BUFFER)'],
    ['forward_ehangup', 'helenos-2012', 'ipc_forward(r1_0, T1_0)'],
    ['sync_interrupt_cleanup', 'helenos-2012', 'r0_0 = ipc_call_sync(T0_0, 1)'],
    ['sync_interrupt_cleanup', 'helenos-2012', 'r0_1 = ipc_cleanup()'],
    ['kernel_sync_answered', 'helenos-2026', 'r0_0 = ipc_req_internal(T0_0, 1)'],
    ['waitq_cap_naive', 'helenos-2026', 'r0 = waitq_sleep(w0, 0, FUTEX)'],
  ] as const)('%s of %s has %s', ([name, revision, cell]) => {
    expect(codeOf(name, revision).join('\n')).toContain(cell);
  });

  test.for([
    [
      { ...SENDER, ops: [{ op: 'kernel_sync_call', phone: 0, method: 'm1' }] },
      'kernel-2012 has no operation "kernel_sync_call"',
    ],
    [{ ...SENDER, task: undefined }, 'the task of a lane with phones is undefined'],
    [
      { ...SENDER, ops: [{ op: 'call', phone: 0, method: 'PAGE_IN' }] },
      "the litmus language has a number or a method for m of ipc_call_async: PHONE_HUNGUP, CONNECT_TO_ME, CONNECT_ME_TO, SHARE_OUT, SHARE_IN, DATA_WRITE, DATA_READ, STATE_CHANGE_AUTHORIZE, DEBUG, CONNECTION_CLONE, CLONE_ESTABLISH, not 'PAGE_IN'",
    ],
    [{ ...SENDER, task: 'a b' }, 'a task is "a b"'],
  ] as const)('says why it cannot say %j', ([lane, why]) => {
    const end = { ...END, threads: { C: lane.ops.map(() => 'ok') } };
    expect(programToLitmus(recorded({ lanes: [lane] }, end))).toEqual({ notExpressible: why });
  });
});

describe('programs that no file has', () => {
  const wait = { op: 'wait', timeout_ticks: 0, flags: [] };
  const interrupt = (mode: string) => ({ op: 'interrupt', thread: 'C', mode });
  const lane = (thread: string, task: string, ...ops: object[]) => ({ thread, task, ops });
  const naive = { restart: 'naive' };

  /** The results of the lanes at every end of the program, sorted. */
  function resultsOf(revision: string, lanes: object[]): string[] {
    const line = { name: 'x', revision, program: { lanes, objects: OBJECTS } };
    const text = JSON.stringify({ ...line, outcomes: [{ panic: 'not looked at' }] });
    const litmus = programToLitmus(readOutcomes(text, 'x.jsonl')[0]);
    if ('notExpressible' in litmus) throw new Error(litmus.notExpressible);
    const ends = runKernelProgram(litmus, revision as Revision, false);
    if ('why' in ends) throw new Error(ends.why);
    const texts = ends.map((end) => textOf(end).split(' | interrupted')[0]);
    return [...new Set(texts)].toSorted();
  }

  test('a synchronous call through a phone that a task cannot have', () => {
    const call = { op: 'call_sync', phone: 4, method: 'm1' };
    expect(resultsOf('helenos-2012', [lane('C', 'A', call)])).toEqual(['P0: ENOENT']);
  });

  test('a thread that is killed while it calls again forgets that it was; else it stays killed', () => {
    const lanes = [
      { ...lane('C', 'B', wait, wait), ...naive },
      lane('K', 'A', interrupt('bare'), interrupt('kill')),
    ];
    expect(resultsOf('helenos-2012', lanes)).toEqual([
      'P0: blocked, not-reached | P1: ok, ok',
      'P0: none, none | P1: ok, ok',
    ]);
  });

  test('an abort that a call used up does not restart a wait', () => {
    const sync = { op: 'call_sync', phone: 0, method: 'm1' };
    const answer = (to: string) => ({ op: 'answer', request_received_by: to, retval: 'EOK' });
    const server = lane('S', 'B', wait, answer('S.0'), wait, answer('S.2'));
    const poked = [
      { ...lane('C', 'A', sync, wait), ...naive },
      server,
      lane('K', 'A', interrupt('bare'), { op: 'await_asleep', thread: 'C' }, { op: 'poke' }),
    ];
    // Sent twice, the call has used the note up; sent once, the wait has it, for the kick or the poke.
    const once = 'P1: request P0.0 m1, EOK, blocked, not-reached | P2: ok, ok, EOK';
    const twice = 'P1: request P0.0 m1, EOK, request P0.0 m1, EOK | P2: ok, ok, EOK';
    expect(resultsOf('helenos-2012', poked)).toEqual([
      `P0: retval EOK, blocked | ${once}`,
      `P0: retval EOK, blocked | ${twice}`,
      `P0: retval EOK, none | ${once}`,
      `P0: retval EOK, none | ${twice}`,
    ]);
  });

  test('two flags may send a synchronous call five times', () => {
    const lanes = [
      { ...lane('C', 'A', { op: 'call_sync', phone: 0, method: 'm1' }), ...naive },
      lane('K', 'A', interrupt('flag'), interrupt('flag')),
    ];
    expect(resultsOf('helenos-2012', lanes)).toEqual(['P0: blocked | P1: ok, ok']);
  });

  test('an answer by a task that was not sent the request', () => {
    const answer = { op: 'answer', request_received_by: 'S.0', retval: 'EOK' };
    const lanes = [SENDER, lane('S', 'B', wait), lane('X', 'A', answer)];
    expect(resultsOf('helenos-2012', lanes)).toEqual([
      'P0: EOK | P1: request P0.0 m1 | P2: ENOENT',
      'P0: EOK | P1: request P0.0 m1 | P2: skipped',
    ]);
  });

  test('a queue beside a capability has no references', () => {
    const objects = { ...OBJECTS, queues: 1, waitq_objects: 1 };
    const wake = { op: 'wake_one', queue: 'q0' };
    const program = { lanes: [lane('A', 'A', wake)], objects };
    const line = { name: 'x', revision: 'helenos-2026', program, outcomes: [{ panic: 'none' }] };
    const { extra } = agreeProgram(readOutcomes(JSON.stringify(line), 'x')[0], runKernelProgram);
    expect(extra.map(({ outcome }) => outcome)).toEqual([
      'P0: ok | q0: 1 banked | w0: 0 banked, refs 1 | interrupted: none | armed: 0 | A: phone 1 connected active 0 refs 2',
    ]);
  });
});

describe('outcomes', () => {
  test.for([
    [
      'forward_ehangup',
      'helenos-2012',
      'P0: EOK, answer P0.0 EFORWARD | P1: request P0.0 m1, EOK | P2: request P0.0 m7, EOK | interrupted: none | armed: 0 | T0: phone 0 slammed active 0 | T1: phone 0 connected active 0',
    ],
    [
      'sync_connect_refused_cleanup',
      'helenos-2012',
      'P0: EINTR, blocked | P1: request P0.0 CONNECT_ME_TO, EOK, request P0.1 PHONE_HUNGUP, EOK | P2: ok | interrupted: P0 | armed: 0 | T0: asleep P0, phone 1 connecting active 0',
    ],
    [
      'kernel_sync_interrupt_cleanup',
      'helenos-2026',
      'P0: EINTR, blocked | P1: request P0.0 m1 | P2: ok | interrupted: P0 | armed: 0 | T0: asleep P0, box_active_calls -1 | T1: 1 banked, calls hangup0, dispatched P0.0, call_caps 1',
    ],
    [
      'sync_server_cleanup',
      'helenos-2012',
      'P0: retval EHANGUP | P1: ok | interrupted: none | armed: 0 | T0: phone 0 slammed active 0 | T1: 1 banked',
    ],
    [
      'waitq_cap_destroy_two_sleepers',
      'helenos-2026',
      'P0: EOK | P1: blocked | P2: EOK, EOK | w0: 0 banked, refs 1, asleep P1 | interrupted: none | armed: 0',
    ],
    [
      'waitq_cap_destroy_two_sleepers',
      'helenos-2026',
      'P0: EOK | P1: ENOENT | P2: EOK, EOK | w0: destroyed | interrupted: none | armed: 0',
    ],
    [
      'poke_fifo',
      'helenos-2012',
      'P0: none | P1: ok, blocked | P2: ok, EOK | interrupted: none | armed: 0 | T0: phone 0 connected active 0 | T1: asleep P1',
    ],
    [
      'answer_bad_buffer',
      'helenos-2026',
      'P0: EOK, EOK, ETIMEOUT | P1: request P0.0 m1, EOK | interrupted: none | armed: 0 | T0: phone 1 connected active 0 refs 2',
    ],
    ['answer_race_two_threads', 'helenos-2012', 'undefined behaviour'],
  ] as const)('of %s at %s: %s', ([name, revision, text]) => {
    expect([...find(name, revision).outcomes]).toContain(text);
  });

  test('are all read: none has a thread of the records, or JSON, in its text', () => {
    const texts = programs.flatMap(({ outcomes }) => [...outcomes]);
    expect(texts.filter((text) => /[{}"]|\b[A-Z]\.\d/.test(text))).toEqual([]);
  });

  const task: TaskEnd = {
    name: 'A',
    banked: 0,
    sleepers: [],
    calls: [],
    dispatched: [],
    answers: [],
    phones: [],
    counts: {},
  };
  const end: KernelEndState = {
    results: [['EOK'], []],
    queues: [],
    counters: [],
    interrupted: [],
    armedTimeouts: 0,
    tasks: [],
  };
  const phone = { slot: 0, state: 'connected', activeCalls: 1, refs: 0 };

  test.for<[string, Partial<TaskEnd>]>([
    ['a wakeup', { banked: 1 }],
    ['a sleeper', { sleepers: ['P0'] }],
    ['a request', { calls: ['P0.0'] }],
    ['a dispatched request', { dispatched: ['P0.0'] }],
    ['an answer', { answers: ['P0.0'] }],
    ['a phone', { phones: [phone] }],
    ['a reference', { phones: [{ ...phone, refs: 2 }] }],
    ['a count', { counts: { sync_boxes: 1 } }],
  ])('differ by %s', ([, change]) => {
    const changed = { ...end, tasks: [{ ...task, ...change }] };
    expect(agreeProgram(recorded({}), () => [changed]).verdict).toBe('different');
    expect(agreeProgram(recorded({}), () => [end]).verdict).toBe('equal');
  });

  test('differ by what becomes of a capability', () => {
    const queue = { name: 'w0', banked: 0, closed: false, sleepers: [] };
    const texts = [
      { ...queue, refs: 1 },
      { ...queue, refs: 2 },
      { ...queue, destroyed: true },
    ];
    expect(texts.map((it) => textOf({ ...end, queues: [it] }).split(' | ')[1])).toEqual([
      'w0: 0 banked, refs 1',
      'w0: 0 banked, refs 2',
      'w0: destroyed',
    ]);
  });

  test('do not depend on the order of tasks, phones and counts, nor on what is as good as none', () => {
    const free = { slot: 2, state: 'free', activeCalls: 0, refs: 0 };
    const phones = [phone, { ...phone, slot: 1 }];
    const some = { ...task, phones, counts: { a: 1, b: 2 } };
    const same = { ...task, phones: [free, ...phones.toReversed()], counts: { b: 2, c: 0, a: 1 } };
    const other = { ...task, name: 'B', banked: 1 };
    const idle = { ...task, name: 'C' };
    expect(textOf({ ...end, tasks: [other, idle, same] })).toBe(
      textOf({ ...end, tasks: [some, other] }),
    );
    expect(textOf({ ...end, tasks: [some, other] })).toContain(
      'A: phone 0 connected active 1, phone 1 connected active 1, a 1, b 2 | B: 1 banked',
    );
  });
});

describe('a malformed outcome is refused with its line', () => {
  test.for([
    [
      { threads: { C: [{ request: 'D.0', method: 'm1' }] } },
      "found the thread 'D', expected a thread of the program",
    ],
    [
      { threads: { C: [{ request: 'C' }] } },
      "found the thread '', expected a thread of the program",
    ],
    [{ threads: { C: [{ answer_to: 'C.0' }] } }, 'found nothing, expected a string for a retval'],
    [
      { tasks: [IDLE, IDLE, IDLE] },
      'found 3 tasks in an outcome, expected at most 2, as in objects',
    ],
    [{ tasks: [{ ...IDLE, box: 1 }] }, "found '1', expected an object for a box"],
    [{ tasks: [{ ...IDLE, sync_boxes: 'x' }] }, `found '"x"', expected an integer for sync_boxes`],
    [
      { tasks: [{ ...IDLE, phones: [{ state: 'hungup' }] }] },
      'found nothing, expected an integer for the number or handle of a phone',
    ],
    [{ waitq_objects: ['gone'] }, `found '"gone"', expected an object for the capability w0`],
  ] as const)('%j', ([change, message]) => {
    expect(() => recorded({}, { ...END, ...change })).toThrow(`x.jsonl:1:1: ${message}`);
  });
});
