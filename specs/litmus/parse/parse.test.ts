/**
 * What the reader of a broken file is told: the place, what is there, what could be, the nearest
 * name. One line each, because the sentences are the interface.
 */
import { describe, expect, test } from 'vitest';
import { LitmusError, refuseIn } from '../litmus-error.ts';
import { checkTime } from '../validate/validate-time.ts';
import { TEXT_MAX } from './lex.ts';
import { parseLitmus } from './parse.ts';

const EXAMPLE = `SYS WQ+abort+wake
"a restarted abort must not swallow the next wakeup"
Table=helenos-2026
Aborts=P0:L0<=1
Asserts=R1,R3
Ref=helenos#433
{ waitq q; }
 P0                                | P1                   | E                    ;
 L0: r0 = waitq_sleep(q, 0, FUTEX) | r0 = waitq_wakeup(q) | await Asleep(P0:L0) ;
                                   |                      | abort P0:L0          ;
locations [0:r0; 1:r0; q.balance;]
~exists (0:r0=blocked) with debt=book: exists
`;

/** A file with the table, keys, initial state, rows and condition given. */
function file(parts: {
  table?: string;
  keys?: string;
  init?: string;
  lanes?: string;
  rows?: string;
  end?: string;
}): string {
  const { table = 'helenos-2026', keys = '', init = 'waitq q; futex f = 1; word x = 0;' } = parts;
  const { lanes = 'P0 | P1 | E', rows = 'L0: r0 = waitq_sleep(q, 0, 0) | | ;' } = parts;
  const { end = 'exists (0:r0=EOK)' } = parts;
  return `SYS T\n"x"\nTable=${table}\n${keys}{ ${init} }\n${lanes} ;\n${rows}\n${end}\n`;
}

/** A whole sentence, or what it must match. */
const like = (message: string | RegExp): unknown =>
  typeof message === 'string' ? message : expect.stringMatching(message);

/** What the parser says of a text, without the name of the file. */
function refusalOf(text: string, knownDesign?: (design: string) => string | null): string {
  try {
    parseLitmus(text, 'a.litmus', knownDesign);
  } catch (error) {
    if (!(error instanceof LitmusError)) throw error;
    return error.message.replace('a.litmus:', '');
  }
  return 'accepted';
}

test('reads the example of the format', () => {
  const litmus = parseLitmus(EXAMPLE, 'a.litmus');
  expect(litmus).toMatchObject({
    name: 'WQ+abort+wake',
    doc: 'a restarted abort must not swallow the next wakeup',
    meta: { table: 'helenos-2026', asserts: ['R1', 'R3'], ref: 'helenos#433' },
    init: [{ is: 'object', type: 'waitq', name: 'q' }],
    lanes: [{ name: 'P0' }, { name: 'P1' }, { name: 'E' }],
    condition: { quantifier: '~exists', kinds: [{ design: 'debt=book', quantifier: 'exists' }] },
  });
  expect(litmus.meta.aborts).toMatchObject([{ target: { lane: 'P0', label: 'L0' }, most: 1 }]);
  expect(litmus.rows[0][0]).toMatchObject({ label: 'L0', register: 'r0', call: 'waitq_sleep' });
  expect(litmus.rows[1]).toMatchObject([null, null, { is: 'env', op: { is: 'abort' } }]);
  expect(litmus.rows[0][0]?.place).toEqual({ line: 9, column: 11 });
});

test('lets connectives bind as herd does', () => {
  const end = 'exists not true /\\ false \\/ 0:r0=EOK => 0:r0=EINTR => true';
  expect(parseLitmus(file({ end }), 'a.litmus').condition.prop).toMatchObject({
    is: 'implies',
    left: { is: 'or', left: { is: 'and', left: { is: 'not' } }, right: { is: 'compare' } },
    right: { is: 'implies' },
  });
});

test('counts columns in characters and lines across comments', () => {
  const rows = '(* \u{1f600} (* \n *) *) (* \u{1f600} *) foo(q) | | ;';
  expect(refusalOf(file({ rows }))).toMatch(/^7:16: found the call 'foo'/);
});

const says = (design: string) => `no value of debt is like ${design}`;

describe('refuses the form of', () => {
  test.for([
    ['', '1:1: found the end of the file, expected SYS and the name of the test'],
    ['X86 SB\n', "1:1: found 'X86', expected SYS and the name of the test"],
    ['SYS T "x"\n', `1:7: found '"', expected a name, a number or a sign of the language`],
    ['SYS T\nx\n', "2:1: found 'x', expected a document string in double quotes, on one line"],
    ['SYS T\n"x"\nTable\n', "3:1: found 'Table', expected a KEY=value line or '{'"],
    ['SYS T\n"x"\n{ waitq q }', "3:11: found '}', expected ';'"],
    ['SYS T\n"x"\n(* (* *)\n{', "3:1: found a comment '(*' without an end, expected '*)'"],
  ])('%j', ([text, message]) => {
    expect(refusalOf(text)).toBe(message);
  });

  test.for([
    [{ lanes: 'P0 | Q1' }, "5:6: found 'Q1', expected a lane: P0 to P9, or E"],
    [
      { lanes: 'P0 | E@A' },
      "5:7: found '@', expected '|' or ';' (the environment belongs to no task)",
    ],
    [{ rows: 'ipc_poke() | ;' }, '6:14: found a row of 2 cells, expected 3 (one for each lane)'],
    [
      { rows: 'L0: tick | | ;' },
      "6:5: found 'tick', expected a call or a statement after the label",
    ],
    [
      { rows: '| | abrt P0:L0 ;' },
      "6:5: found 'abrt', expected a call, an assignment or an operation of the environment; did you mean 'abort'?",
    ],
    [
      { rows: '| | await Aslep(P0:L0) ;' },
      "6:11: found 'Aslep', expected one of Asleep, Inside, Woken, Held, Done; did you mean 'Asleep'?",
    ],
    [
      { rows: 'x = 1234567890 | | ;' },
      "6:5: found the number '1234567890', expected at most 9 digits",
    ],
    [{ rows: '' }, "7:9: found the register '0:r0', expected a register of P0, which sets none"],
    [
      { end: 'exist (true)' },
      "7:1: found 'exist', expected a row of code, or exists, forall or ~exists; did you mean 'exists'?",
    ],
    [
      { end: '~exist (true)' },
      "7:1: found '~exist', expected exists, forall or ~exists; did you mean '~exists'?",
    ],
    [
      { end: 'exists (0:r0=EOK' },
      "8:1: found the end of the file, expected ')' or a connective: /\\, \\/ or =>",
    ],
    [
      { end: 'exists (Abortd(P0:L0))' },
      "7:9: found 'Abortd', expected Aborted(...), Restarted(...) or Done(...); did you mean 'Aborted'?",
    ],
    [
      { end: 'exists (true) with debt: book' },
      "7:26: found 'book', expected exists, forall or ~exists",
    ],
    [
      { end: 'exists (true) with debt=: exists' },
      "7:24: found '=', expected ':' and exists, forall or ~exists",
    ],
    [
      { init: 'waitq not;' },
      "4:9: found the reserved word 'not', expected another name for the name of an object",
    ],
    [
      { init: 'waitq __proto__;' },
      "4:9: found '_', expected a name, a number or a sign of the language",
    ],
  ] as const)('%j', ([parts, message]) => {
    expect(refusalOf(file(parts))).toBe(message);
  });

  test('a file that is too large, without reading it', () => {
    const message = `1:1: found a file of ${TEXT_MAX + 1} characters, expected at most ${TEXT_MAX} (a litmus test is a page, not a book)`;
    expect(refusalOf(' '.repeat(TEXT_MAX + 1))).toBe(message);
  });

  test.for(['(', 'not ', 'true => ', 'true /\\ '])('a proposition of 100,000 times %j', (part) => {
    const end = `exists ${part.repeat(100_000)}`;
    expect(refusalOf(file({ end }))).toMatch(
      /^7:\d+: found connective number 501, expected at most 500/,
    );
  });
});

describe('refuses the meaning of', () => {
  test.for([
    [
      { keys: 'Abort=any<=1\n' },
      "4:1: found 'Abort', expected a key: Table, Include, Restart, Debugs, Handler, Aborts, Ticks, Cpus, Skew, Asserts, Ref, Point, Needs, Hash; did you mean 'Aborts'?",
    ],
    [{ keys: 'Ticks=1\nTicks=2\n' }, '5:1: found Ticks twice, expected each key once'],
    [{ keys: 'Ticks=0\n' }, '4:7: found 0 for Ticks, expected a number from 1 to 100'],
    [{ keys: 'Cpus=0\n' }, '4:6: found 0 for Cpus, expected a number from 1 to 2'],
    [{ keys: 'Cpus=3\n' }, '4:6: found 3 for Cpus, expected a number from 1 to 2'],
    [{ keys: 'Skew=2\n' }, '4:6: found Skew= without Cpus=2, expected two CPUs, or none of it'],
    [{ keys: 'Cpus=2\nSkew=-21\n' }, '5:6: found -21 for Skew, expected a number from -20 to 20'],
    [
      { keys: 'Cpus=2\nSkew=+1\n' },
      "5:6: found '+1', expected a number of ticks, which may be negative",
    ],
    [
      { keys: 'Aborts=any<=0\n' },
      '4:8: found 0 for a budget of aborts for any, expected a number from 1 to 100',
    ],
    [
      { keys: 'Aborts=any<=1, P0:L9<=1\n' },
      "4:16: found the label 'P0:L9', expected a label of P0, which has L0; did you mean 'L0'?",
    ],
    [
      { keys: 'Asserts=R1,R19\n' },
      "4:12: found 'R19', expected one of R1, R2, R3, R4, R5, R6, R7, R8, R9, R10, R11, R12, R13, R14, R15, R16, R17, R18, U1, U2; did you mean 'R1'?",
    ],
    [
      { keys: 'Tabel=any\n' },
      "4:1: found 'Tabel', expected a key: Table, Include, Restart, Debugs, Handler, Aborts, Ticks, Cpus, Skew, Asserts, Ref, Point, Needs, Hash; did you mean 'Table'?",
    ],
    [
      { keys: 'Needs=ipc,udebg\n' },
      "4:11: found 'udebg', expected one of ipc, udebug, checkpoint; did you mean 'udebug'?",
    ],
    [{ keys: 'Needs=foo\n' }, "4:7: found 'foo', expected one of ipc, udebug, checkpoint"],
    [{ keys: 'Ref=\n' }, '4:5: found nothing after Ref=, expected a value on the same line'],
    [
      { keys: 'Restart=P0\n' },
      '4:9: found Restart= with the table helenos-2026, expected kernel-2012 or kernel-2026: elsewhere the design says what restarts',
    ],
    [
      { table: 'helenos-2025' },
      "3:7: found 'helenos-2025', expected one of helenos-2012, helenos-2026, kernel-2012, kernel-2026, linux, any; did you mean 'helenos-2026'?",
    ],
    [
      { table: 'linux' },
      "4:3: found the type 'waitq', expected an object of the table linux: futex, word, section",
    ],
    [{ lanes: 'P0 | P0 | E' }, '5:6: found lane P0 twice, expected each lane once'],
    [{ lanes: 'P0 | E | E' }, '5:10: found lane E twice, expected each lane once'],
    [
      { init: 'waitq q; futex q = 1;' },
      "4:12: found the name 'q' twice, expected each object and task once",
    ],
    [
      { init: 'waitqueue q;' },
      "4:3: found the type 'waitqueue', expected an object of the table helenos-2026: waitq, futex, word, phone, event, irq, section",
    ],
    [
      { init: 'waitQ q;' },
      "4:3: found the type 'waitQ', expected an object of the table helenos-2026: waitq, futex, word, phone, event, irq, section; did you mean 'waitq'?",
    ],
    [{ init: 'futex f;' }, "4:3: found 'futex f' without a value, expected 'futex f = n;'"],
    [
      { init: 'phone s = T -> B;' },
      "4:3: found the task 'B', expected one of the tasks: T; did you mean 'T'?",
    ],
    [
      { init: 'phone s = B;' },
      "4:3: found the task 'B', expected one of the tasks: T; did you mean 'T'?",
    ],
    [
      { init: 'phone s;' },
      "4:3: found 'phone s' alone, expected 'phone s = A -> B', two tasks, or 'phone s = A' where it is not connected",
    ],
    [
      { init: 'phone s = T:1;' },
      "4:3: found the value 'T:1' of 'phone s', expected 'phone s = A -> B', two tasks, or 'phone s = A' where it is not connected",
    ],
    [
      { init: 'phone s = T;', rows: 'ipc_call_async(s, CONECT_ME_TO) | | ;' },
      "6:19: found 'CONECT_ME_TO', expected a number or a method for m of ipc_call_async: PHONE_HUNGUP, CONNECT_TO_ME, CONNECT_ME_TO, SHARE_OUT, SHARE_IN, DATA_WRITE, DATA_READ, STATE_CHANGE_AUTHORIZE, DEBUG, PAGE_IN; did you mean 'CONNECT_ME_TO'?",
    ],
    [
      { init: 'phone s = T;', rows: 'ipc_call_async_slow(s, 1, NONBLOCK) | | ;' },
      "6:27: found the flag 'NONBLOCK', expected flags of ipc_call_async_slow in the table helenos-2026: 0, BAD_BUFFER, MAPPED, BAD_DATA",
    ],
    [
      { init: 'phone s = T;', rows: 'ipc_forward(s) | | ;' },
      '6:1: found 1 arguments of ipc_forward, expected 2 or 3: ipc_forward(c, s[, flags])',
    ],
    [
      { rows: 'waitq_slep(q, 0, 0) | | ;' },
      "6:1: found the call 'waitq_slep', expected a call of the table helenos-2026; did you mean 'waitq_sleep'?",
    ],
    [
      { rows: 'futex_sleep(f) | | ;' },
      "6:1: found the call 'futex_sleep', expected a call of the table helenos-2026 (futex_sleep is in helenos-2012); did you mean 'waitq_sleep'?",
    ],
    [
      { rows: 'ipc_call_sync(s, 1) | | ;' },
      "6:1: found the call 'ipc_call_sync', expected a call of the table helenos-2026 (ipc_call_sync is in helenos-2012, kernel-2012); did you mean 'ipc_call_async'?",
    ],
    [
      { rows: 'waitq_sleep(q, 0) | | ;' },
      '6:1: found 2 arguments of waitq_sleep, expected 3: waitq_sleep(q, d, flags)',
    ],
    [
      { rows: 'waitq_destroy(f) | | ;' },
      "6:15: found the futex 'f', expected a waitq: q; did you mean 'q'?",
    ],
    [
      { rows: 'waitq_sleep(p, 0, 0) | | ;' },
      "6:13: found 'p', expected a waitq: q; did you mean 'q'?",
    ],
    [
      { rows: 'waitq_sleep(q, 101, 0) | | ;' },
      '6:16: found 101 for d of waitq_sleep, expected a number from 0 to 100',
    ],
    [
      { rows: 'waitq_sleep(q, f, 0) | | ;' },
      "6:16: found 'f', expected a number for d of waitq_sleep",
    ],
    [
      { rows: 'waitq_sleep(q, 0, NON_BLOCKING) | | ;' },
      "6:19: found the flag 'NON_BLOCKING', expected flags of waitq_sleep in the table helenos-2026: 0, FUTEX, NONBLOCK, ABORTABLE; did you mean 'NONBLOCK'?",
    ],
    [
      { rows: 'waitq_sleep(q, 0, FUTEX+FUTEX) | | ;' },
      '6:19: found the flag FUTEX twice, expected each flag once',
    ],
    [
      { rows: 'abort P0:L0 | | ;' },
      "6:1: found 'abort' in lane P0, expected 'abort' in lane E only",
    ],
    [
      { rows: '| | ipc_poke() ;' },
      "6:5: found the call 'ipc_poke' in lane E, expected an operation of the environment",
    ],
    [
      { rows: '| | x = 1 ;' },
      "6:5: found an assignment in lane E, expected 'set' and the assignment",
    ],
    [{ rows: '| | tick 101 ;' }, '6:5: found 101 for tick, expected a number from 1 to 100'],
    [{ rows: '| | resume P7 ;' }, "6:5: found lane 'P7', expected one of the threads: P0, P1"],
    [
      { rows: '| | kill B ;' },
      "6:5: found the task 'B', expected one of the tasks: T; did you mean 'T'?",
    ],
    [
      { rows: 'L: ipc_poke() | | ;\nL: ipc_poke() | | ;' },
      "7:4: found the label 'L' twice in P0, expected each label once",
    ],
    [
      { rows: 'ipc_answer(r1, 0) | | ;' },
      "6:12: found the register '0:r1', expected a register of P0, which sets none",
    ],
    [
      { rows: 'ipc_answer(r1, 0) | | ;\nr1 = ipc_wait(0, 0) | | ;' },
      "6:12: found the register '0:r1', which is set further down, expected a register that P0 has set before",
    ],
    [
      { lanes: 'P0@A | P1@B | E', rows: 'ipc_answer(r1, 0) | r1 = ipc_wait(0, 0) | ;' },
      "6:12: found the register '0:r1', expected a register of P0, which sets none",
    ],
    [
      {
        lanes: 'P0 | P1 | P2',
        rows: 'ipc_answer(r1, 0) | r1 = ipc_wait(0, 0) | r1 = ipc_wait(0, 0) ;',
      },
      "6:12: found 'r1', a register of P1 and of P2, expected a register that only one lane of T has",
    ],
    [
      { rows: 'r0 = ipc_wait(0, 0) | | ;\nipc_answer(r0, EHUNGUP) | | ;' },
      "7:16: found 'EHUNGUP', expected a number or an error for v of ipc_answer: EOK, EHANGUP, ELIMIT, ENOENT, EPARTY, EFORWARD, EPERM, EINVAL, ENOMEM, ENOTSUP, EREFUSED, EBUSY; did you mean 'EHANGUP'?",
    ],
    [
      { end: 'exists (0:r1=EOK)' },
      "7:9: found the register '0:r1', expected a register of P0, which sets r0; did you mean 'r0'?",
    ],
    [{ end: 'exists (2:r0=EOK)' }, "7:9: found lane 'P2', expected one of the threads: P0, P1"],
    [
      { end: 'exists (0:r0=bloked)' },
      "7:9: found the value 'bloked' of 0:r0, which it cannot have, expected blocked, EOK, EINTR, ENOENT, ERESTART (what waitq_sleep can leave there in the table helenos-2026); did you mean 'blocked'?",
    ],
    [
      { end: 'exists (0:r0=req)' },
      "7:9: found the value 'req' of 0:r0, which it cannot have, expected EOK, EINTR, ENOENT, ERESTART, blocked (what waitq_sleep can leave there in the table helenos-2026)",
    ],
    [
      { end: 'exists (0:r0=req:CONECT_ME_TO)' },
      "7:9: found the value 'req:CONECT_ME_TO' of 0:r0, which it cannot have, expected EOK, EINTR, ENOENT, ERESTART, blocked (what waitq_sleep can leave there in the table helenos-2026)",
    ],
    [
      { end: 'exists (0:r0=ans:EHANGUP)' },
      "7:9: found the value 'ans:EHANGUP' of 0:r0, which it cannot have, expected EOK, EINTR, ENOENT, ERESTART, blocked (what waitq_sleep can leave there in the table helenos-2026)",
    ],
    [
      { end: 'exists (0:r0<=EOK)' },
      "7:9: found <= with the name 'EOK', expected = or <>, or a number",
    ],
    [
      { end: 'exists (r0=EOK)' },
      "7:9: found 'r0', expected an object or task of this test: q, f, x, T (a register is named with its lane: 0:r0)",
    ],
    [
      { end: 'exists (q.balanse=0)' },
      "7:9: found 'q.balanse', expected a field of the waitq: q.balance, q.sleepers, q.closed; did you mean 'balance'?",
    ],
    [
      { end: 'exists (x.value=0)' },
      "7:9: found 'x.value', expected 'x' alone: a word has no fields",
    ],
    [
      { end: 'exists (Aborted(P0:L1))' },
      "7:9: found the label 'P0:L1', expected a label of P0, which has L0; did you mean 'L0'?",
    ],
    [
      { end: 'exists (0:dt(L1)=0)' },
      "7:9: found the label 'P0:L1', expected a label of P0, which has L0; did you mean 'L0'?",
    ],
    [
      { end: 'exists (true) with ticket: exists; ticket: forall' },
      "7:36: found the design 'ticket' twice, expected each design once",
    ],
    [{ keys: 'Hash=12\n' }, "4:6: found '12', expected 32 hexadecimal digits in lower case"],
  ] as const)('%j', ([parts, message]) => {
    expect(refusalOf(file(parts))).toBe(message);
  });

  test.for([
    [
      'abort P0:L0',
      "6:1: found 'abort' in the table kernel-2026, expected tick, or a kernel function such as thread_interrupt(P0)",
    ],
    [
      'waitq_wakeup_first(q)',
      "6:1: found the call 'waitq_wakeup_first', expected a call of the table kernel-2026 (waitq_wakeup_first is in kernel-2012); did you mean 'waitq_wake_one'?",
    ],
    [
      'ipc_call_sync(q, 1)',
      "6:1: found the call 'ipc_call_sync', expected a call of the table kernel-2026 (ipc_call_sync is in helenos-2012, kernel-2012); did you mean 'ipc_req_internal'?",
    ],
    ['thread_interrupt(P3)', "6:18: found lane 'P3', expected one of the threads: P0"],
  ])('%s among kernel threads', ([cell, message]) => {
    const parts = {
      table: 'kernel-2026',
      init: 'waitq q = -1;',
      lanes: 'P0',
      end: 'exists (true)',
    };
    expect(refusalOf(file({ ...parts, rows: `${cell} ;` }))).toBe(message);
  });

  test('no request that another thread of the same task has received', () => {
    const rows = 'ipc_answer(r1, 0) | r1 = ipc_wait(0, BAD_BUFFER) | ;';
    expect(refusalOf(file({ rows, end: 'exists (1:r1=EPARTY)' }))).toBe('accepted');
  });

  test('a debt at the start in 2012, which knows none', () => {
    const parts = { table: 'kernel-2012', lanes: 'P0', rows: 'tick ;', end: 'exists (true)' };
    const message = '4:3: found -1 for waitq q, expected a number from 0 to 127';
    expect(refusalOf(file({ ...parts, init: 'waitq q = -1;' }))).toBe(message);
  });

  test('seven threads, and seventeen rows', () => {
    const lanes = 'P0|P1|P2|P3|P4|P5|P6';
    expect(refusalOf(file({ lanes, rows: '' }))).toBe('5:19: found 7 threads, expected at most 6');
    const rows = 'tick ;\n'.repeat(17);
    const parts = { table: 'kernel-2012', init: '', lanes: 'P0', rows };
    expect(refusalOf(file(parts))).toBe('22:1: found 17 rows, expected at most 16');
  });

  test('a hash that is not that of the test, with both', () => {
    const hash = '0123456789abcdef0123456789abcdef';
    const message = refusalOf(file({ keys: `Hash=${hash}\n` }));
    expect(message).toMatch(
      /^4:6: found Hash=0123456789abcdef0123456789abcdef, but the test has the hash [0-9a-f]{32}, expected/,
    );
    const actual = /has the hash (\w+)/.exec(message)?.[1];
    expect(refusalOf(file({ keys: `Hash=${actual}\n` }))).toBe('accepted');
  });

  test('a design that nobody knows, in the words of who should', () => {
    const end = 'exists (true) with debt=bok: exists';
    expect(refusalOf(file({ end }))).toBe('accepted');
    expect(refusalOf(file({ end }), () => null)).toBe('accepted');
    expect(refusalOf(file({ end }), says)).toBe(
      "7:20: found the design 'debt=bok', expected a design: no value of debt is like debt=bok",
    );
  });
});

describe('refuses what nothing can be, or be in', () => {
  const LANES = { lanes: 'P0 | P1 | E' };
  const Q = 'what waitq_sleep can leave there in the table helenos-2026';
  test.for([
    [
      { end: 'exists (0:r0=OK)' },
      `7:9: found the value 'OK' of 0:r0, which it cannot have, expected EOK, EINTR, ENOENT, ERESTART, blocked (${Q}); did you mean 'EOK'?`,
    ],
    [
      { end: 'exists (0:r0=TIMEOUT)' },
      `7:9: found the value 'TIMEOUT' of 0:r0, which it cannot have, expected EOK, EINTR, ENOENT, ERESTART, blocked (${Q})`,
    ],
    [
      { rows: 'r0 = waitq_sleep(q, 2, 0) | | ;', end: 'exists (0:r0=TIMEOUT)' },
      `7:9: found the value 'TIMEOUT' of 0:r0, which it cannot have, expected ETIMEOUT, EOK, EINTR, ENOENT, ERESTART, blocked (${Q}); did you mean 'ETIMEOUT'?`,
    ],
    [
      { end: 'exists (0:r0=3)' },
      `7:9: found the value '3' of 0:r0, which it cannot have, expected EOK, EINTR, ENOENT, ERESTART, blocked (${Q})`,
    ],
    [
      { end: 'exists (0:r0>=1)' },
      `7:9: found >= of 0:r0, expected = or <>: 0:r0 has no numbers (EOK, EINTR, ENOENT, ERESTART, blocked)`,
    ],
    [{ end: 'exists (0:r0=killed)' }, /^7:9: found the value 'killed' of 0:r0, which it cannot/],
    [{ end: 'exists (0:r0=unset)' }, /^7:9: found the value 'unset' of 0:r0, which it cannot/],
    [
      { end: '~exists (q.balance=300)' },
      /^7:10: found the value '300' of q.balance.* a number from -128 to 127/,
    ],
    [{ end: '~exists (q.sleepers=3)' }, /a number from 0 to 2 \(q.sleepers\)$/],
    [{ end: '~exists (q.closed=2)' }, /a number from 0 to 1 \(q.closed\)$/],
    [{ end: 'exists (x=EOK)' }, /^7:9: found the value 'EOK' of x, .* a number from -128 to 127/],
    [
      { rows: 'r0 = futex_trydown(f) | | ;', end: 'exists (0:r0=2)' },
      /^7:9: found the value '2' of 0:r0, which it cannot have, expected 0, 1, blocked/,
    ],
    [
      {
        rows: 'r0 = ipc_wait(0, 0) | ipc_irq_subscribe(i, 3) | ;',
        init: 'irq i;',
        end: 'exists (0:r0=ntf:4)',
      },
      /ntf:3.*did you mean 'ntf:3'/,
    ],
    [
      { end: 'exists (0:dt(L0)=3)' },
      '7:9: found 0:dt(L0), but waitq_sleep has no deadline there, expected a call with a deadline: P0 has none with a label',
    ],
    [
      {
        rows: 'L0: r0 = waitq_sleep(q, 0, 0) | | ;\nL1: thread_usleep(2) | | ;',
        end: 'locations [0:dt(L0);] exists (true)',
      },
      "8:12: found 0:dt(L0), but waitq_sleep has no deadline there, expected a call with a deadline: L1; did you mean 'L1'?",
    ],
    [
      { rows: '| L1: waitq_wakeup(q) | await Asleep(P1:L1) ;', end: 'exists (true)' },
      '6:25: found await Asleep of P1:L1, expected await Inside, Held or Done: L1: waitq_wakeup(q) never sleeps',
    ],
    [
      { rows: '| L1: thread_usleep(0) | await Woken(P1:L1) ;', end: 'exists (true)' },
      /expected await Inside, Held or Done: L1: thread_usleep\(0\) never sleeps$/,
    ],
    [
      {
        table: 'helenos-2012',
        init: 'futex f = 1;',
        rows: '| L1: futex_trydown(f) | await Inside(P1:L1) ;',
        end: 'exists (true)',
      },
      /expected await Done: futex_trydown never enters the kernel in 2012$/,
    ],
  ] as const)('%j', ([parts, message]) => {
    const said = refusalOf(file({ ...LANES, ...parts }));
    expect(said).toEqual(like(message));
  });

  test('a hang-up has a name and a number', () => {
    const parts = { init: 'phone s = T -> T;', rows: 'ipc_hangup(s) | r0 = ipc_wait(0, 0) | ;' };
    for (const value of ['req:0', 'req:PHONE_HUNGUP']) {
      expect(refusalOf(file({ ...parts, end: `exists (1:r0=${value})` }))).toBe('accepted');
    }
  });

  test.for([
    [{ init: 'futex f = 10000;' }, '4:3: found 10000 for futex f, expected a number from 0 to 127'],
    [{ init: 'word x = -129;' }, '4:3: found -129 for word x, expected a number from -128 to 127'],
    [
      { init: 'waitq q; q.balance = 128;' },
      '4:12: found 128 for q.balance, expected a number from -128 to 127',
    ],
    [{ rows: 'x = 128 | | ;' }, '6:1: found 128 for a word, expected a number from -128 to 127'],
    [
      { rows: '| | set x = 128 ;' },
      '6:5: found 128 for a word, expected a number from -128 to 127',
    ],
    [
      { init: 'phone s = T;', rows: 'ipc_call_async(s, 200) | | ;' },
      '6:19: found 200 for m of ipc_call_async, expected a number from 0 to 199',
    ],
    [
      { rows: 'r0 = ipc_wait(0, 0) | | ;\nipc_answer(r0, 245) | | ;' },
      '7:16: found 245 for v of ipc_answer, expected a number from 0 to 243',
    ],
    [
      { init: 'event e;', rows: 'event_subscribe(e, 128) | | ;' },
      '6:20: found 128 for m of event_subscribe, expected a number from 0 to 127',
    ],
    [
      { init: Array.from({ length: 33 }, (_, i) => `word w${i} = 0;`).join(' ') },
      /: found 33 objects, expected at most 32$/,
    ],
    [
      { lanes: 'P0@A|P1@B|P2@C|P3@D|P4@G|P5@F', init: 'futex f = 1;', rows: '' },
      "4:3: found the futex 'f' in a test of 6 tasks, expected at most 5 tasks with futexes",
    ],
  ] as const)('no byte holds %j', ([parts, message]) => {
    const said = refusalOf(file({ end: 'exists (true)', ...parts }));
    expect(said).toEqual(like(message));
  });
});

describe('kernel lanes', () => {
  const kernel = {
    table: 'kernel-2026',
    init: 'waitq q; semaphore s = 0; word x = 0; mutex m; condvar c;',
    lanes: 'P0 | P1',
  };
  test.for([
    [
      { rows: 'x = 1 | ;' },
      "6:1: found an assignment in the table kernel-2026, expected 'increment(x)', or the value of the word at the start",
    ],
    [
      { keys: 'Ticks=8\n' },
      "4:7: found Ticks= with the table kernel-2026, expected none: there time passes only by 'tick n' in a lane",
    ],
    [{ lanes: 'P0 | E' }, /^5:6: found lane E with the table kernel-2026, expected none: 'tick n'/],
    [
      { rows: 'semaphore_down(s, 0, INTERRUPTIBLE) | ;' },
      "6:22: found the flag 'INTERRUPTIBLE', expected flags of semaphore_down in the table kernel-2026: 0, NON_BLOCKING",
    ],
    [
      { rows: 'mutex_lock(m, 0, FUTEX) | ;' },
      /expected flags of mutex_lock in the table kernel-2026: 0, NON_BLOCKING$/,
    ],
    [
      { rows: 'condvar_wait(c, m, 0, NON_BLOCKING) | ;' },
      /expected flags of condvar_wait in the table kernel-2026: 0$/,
    ],
    [{ table: 'kernel-2012', rows: 'semaphore_down(s, 0, INTERRUPTIBLE) | ;' }, 'accepted'],
    [
      { rows: 'L0: waitq_sleep(q, 0, 0) | ;', end: 'exists (Aborted(P0:L0))' },
      /^7:9: found Aborted\(...\) in the table kernel-2026, expected a register/,
    ],
    [
      { rows: 'L0: waitq_sleep(q, 0, 0) | ;', end: 'exists (Restarted(P0:L0))' },
      /^7:9: found Restarted/,
    ],
    [
      { rows: 'L0: waitq_sleep(q, 1, 0) | tick 2 ;', end: 'exists (0:dt(L0)=2)' },
      /^7:9: found 0:dt\(L0\) in the table/,
    ],
  ] as const)('refuse %j', ([parts, message]) => {
    const said = refusalOf(file({ end: 'exists (true)', rows: '', ...kernel, ...parts }));
    expect(said).toEqual(like(message));
  });

  test.for([
    ['r0 = waitq_sleep_timeout(q, 1, 0) | ;', 1, 0],
    ['r0 = waitq_sleep_timeout(q, 2, 0) | tick 2 ;', 2, 2],
  ] as const)('refuse a timeout that no tick reaches: %s', ([rows, timeout, ticks]) => {
    const text = file({ ...kernel, rows, end: 'exists (true)' });
    expect(() => checkTime(parseLitmus(text, 'a.litmus'), refuseIn('a.litmus'))).toThrow(
      `a.litmus:6:6: found a timeout of ${timeout} ticks, and ${ticks} ticks in all lanes, expected 'tick ${timeout + 1}' or more in a lane: in kernel-2026 no other time passes`,
    );
  });
});

describe('names of JavaScript', () => {
  test('are names like others', () => {
    const text = `SYS T
"x"
Table=kernel-2012
{ waitq constructor; word toString = 1; }
 P0@hasOwnProperty | P1@valueOf ;
 toString: constructor = waitq_sleep_timeout(constructor, 0, 0) | hasOwnProperty = increment(toString) ;
exists (0:constructor=blocked /\\ constructor.missed=0 /\\ toString=2)
`;
    const litmus = parseLitmus(text, 'a.litmus');
    expect(litmus.init).toMatchObject([{ name: 'constructor' }, { name: 'toString' }]);
  });

  test.for([
    [{ keys: 'constructor=1\n' }, /^4:1: found 'constructor', expected a key/],
    [{ keys: '__proto__=1\n' }, /^4:1: found '_'/],
    [{ rows: 'toString() | | ;' }, /^6:1: found the call 'toString'/],
    [{ rows: 'waitq_sleep(q, 0, constructor) | | ;' }, /^6:19: found the flag 'constructor'/],
    [{ rows: 'waitq_sleep(valueOf, 0, 0) | | ;' }, /^6:13: found 'valueOf'/],
    [{ init: 'hasOwnProperty q;' }, /^4:3: found the type 'hasOwnProperty'/],
    [{ end: 'exists (q.constructor=0)' }, /^7:9: found 'q.constructor'/],
    [{ end: 'exists (0:r0=toString)' }, /^7:9: found the value 'toString'/],
    [{ end: 'exists (constructor.tokens=0)' }, /^7:9: found 'constructor'/],
  ] as const)('are not found where they were not declared: %j', ([parts, message]) => {
    expect(refusalOf(file(parts))).toMatch(message);
  });
});

describe('several faults are said at once', () => {
  /** Line and column of all that is said, and the first message. */
  function faultsOf(text: string): { first: string; places: string[] } {
    try {
      parseLitmus(text, 'f');
    } catch (error) {
      if (!(error instanceof LitmusError)) throw error;
      const all = [error, ...error.others];
      return { first: error.message, places: all.map(({ line, column }) => `${line}:${column}`) };
    }
    return { first: '', places: [] };
  }

  test('keys, objects and cells that cannot be read, each with its place', () => {
    const text = file({
      keys: 'Tiks=3\nCpus=x\n',
      init: 'waitq; waitq q;',
      rows: 'waitq_sleep(q | abort | ;\nipc_poke() | | tick ;\n| ipc_poke() ipc_poke() | ;',
    });
    expect(faultsOf(text).places).toEqual(['4:1', '5:6', '6:8', '8:15', '8:23', '10:14']);
  });

  test('names that are not there, in cells, locations and the condition', () => {
    const text = file({
      rows: 'L0: r0 = waitq_slep(q, 0, 0) | futex_up(q) | ;\n| | abort P0:L1 ;',
      end: 'locations [9:r0;]\nexists (0:r7=EOK)',
    });
    expect(faultsOf(text).places).toEqual(['6:10', '6:41', '7:5', '8:12', '9:9']);
  });

  test('are at most ten', () => {
    const rows = 'waitq_slep(q, 0, 0) | | ;\n'.repeat(15).trimEnd();
    expect(faultsOf(file({ rows })).places).toHaveLength(10);
  });

  test('what a register may hold is not asked where a call is wrong', () => {
    const rows = 'L0: r0 = waitq_slep(q, 0, 0) | | ;';
    expect(faultsOf(file({ rows, end: 'exists (0:r0=EPERM)' })).places).toEqual(['6:10']);
  });

  test.for([
    ['L0: ipc_poke() | |\nipc_poke() | | ;', '6:19'],
    ['ipc_poke() | ipc_poke() | tick\nipc_poke() | | ;', '6:31'],
    ['ipc_poke() | | ;\nipc_poke() | | tick', '7:20'],
  ])('a row without its end is named itself, not the next: %j', ([rows, place]) => {
    const { first, places } = faultsOf(file({ rows, end: 'forall (true)' }));
    expect(first).toContain('found the end of the line, expected ');
    expect(places).toEqual([place]);
  });

  test('a row of which a cell cannot be read may lack its end as well', () => {
    const rows = 'ipc_poke( | tick | tick\nipc_poke( | | ;';
    expect(faultsOf(file({ rows, end: 'forall (true)' })).places).toEqual(['6:11', '6:24', '7:11']);
  });

  test('a row may go on in the next line', () => {
    expect(
      faultsOf(file({ rows: 'ipc_poke() |\n|\ntick ;', end: 'forall (true)' })).places,
    ).toEqual([]);
  });
});
