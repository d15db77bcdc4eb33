/**
 * Who is a thread of a debugged task, for whom, and until when: thread_attach(), thread_destroy(),
 * _thread_op_begin(), task_kill_internal() and exc_dispatch() of both revisions, at their corners.
 */
import { expect, test } from 'vitest';
import { explore } from '../checker/explore.ts';
import { parseDesign } from '../model/designs/designs.ts';
import { Machine } from '../model/machine.ts';
import { raiseHook } from '../model/proc/debugged.ts';
import { HELD_AFTER } from '../model/proc/boundary.ts';
import {
  GO_CALL,
  HOOK_LOCAL,
  INTERRUPTED,
  IS_ACTIVE,
  PANIC,
  PC,
  RETVAL,
} from '../model/record/layout.ts';
import type { Revision } from '../model/record/program.ts';
import { Kernel } from '../model/record/state.ts';
import { STEPS } from '../model/record/step.ts';
import { ANSWER_ENOENT } from '../model/record/values.ts';
import { RESTART } from '../model/syscall/syscall.ts';
import { THREAD_E } from '../model/udebug/events.ts';
import { HELD_BY_DEBUGGER } from '../model/udebug/hold.ts';
import { PREEMPTION_OVER } from '../model/udebug/preempted.ts';
import { SERVE_GO } from '../model/udebug/requests.ts';
import { check } from './check/check.ts';
import { compile } from './compile/compile.ts';
import { parseLitmus } from './litmus/parse/parse.ts';

const OLD = 'helenos-2012';
const NEW = 'helenos-2026';
const LIMITS = { statesMax: 500_000, memoryMaxBytes: 1024 ** 3, deadlineMs: null };
const OPTIONS = { ...LIMITS, aborts: null, digest: '', interrupted: () => false };

/** A test of these cells; its condition shows what `shown` asks for. */
function textOf(init: string, rows: readonly string[], condition: string): string {
  const head = 'SYS X\n"a corner"\nTable=any\nDebugs=d\nAsserts=none';
  return `${head}\n{ ${init} }\n${rows.join('\n')}\n${condition}\n`;
}

/** The ends of a test, as outcomes. */
function endsOf(text: string, revision: Revision, design = 'today'): string[] {
  const source = { litmus: parseLitmus(text, 'x.litmus'), file: 'x.litmus', text };
  const { outcomes, verdict, why } = check(source, parseDesign(design), revision, OPTIONS);
  if (outcomes.length === 0) throw new Error(`${verdict}: ${why ?? ''}`);
  return outcomes.map((each) => each.text);
}

/** Is there a state of the test of which this is true? */
function canBe(text: string, revision: Revision, is: (k: Kernel) => boolean): boolean {
  const holds = (arena: Uint8Array, at: number): boolean => {
    machine.kernel.bind(arena, at);
    return is(machine.kernel);
  };
  const machine: Machine = new Machine(programOf(text, 'today', revision), {
    boundExceeded: (message) => new Error(message),
    properties: [{ name: 'is', kind: 'sometimes', says: '', holds }],
  });
  const { properties, stopped } = explore(machine, LIMITS);
  expect(stopped).toBe('complete');
  return properties[0].id >= 0;
}

/** An assertion of the kernel has failed in a step of P3. */
const hasP3Failed = (k: Kernel): boolean => k.global(PANIC) === 3 + 1;

function programOf(text: string, design: string, revision: Revision) {
  return compile(parseLitmus(text, 'x.litmus'), parseDesign(design), revision);
}

const DEAD_BEFORE = textOf(
  'word x = 0; phone d = D -> T;',
  [
    'P0@T | P1@D | P2@T | P3@T ;',
    'thread_exit() | r0 = udebug_begin(d) | kbox_thread() | x = 1 ;',
    ' | r1 = ipc_wait(0, 0) | | ;',
    ' | r2 = udebug_go(d, P0) | | ;',
    ' | r3 = ipc_wait(0, 0) | | ;',
  ],
  'locations [T.go; T.unanswered;]\nexists (1:r1=ans:0 /\\ 1:r3=ENOENT)',
);

test.for([OLD, NEW] as const)('a thread that is destroyed is there for nobody: %s', (revision) => {
  const ends = endsOf(DEAD_BEFORE, revision);
  expect(ends).toContain('T.go=0; T.unanswered=0; 1:r1=ans:0; 1:r3=ENOENT;');
});

const OF_ANOTHER_TASK = textOf(
  'word x = 0; phone d = D -> T; phone e = D -> U;',
  [
    'P0@T | P1@D | P2@T | P3@U | P4@U ;',
    'x = 1 | r0 = udebug_begin(e) | kbox_thread() | x = 2 | kbox_thread() ;',
    ' | r1 = udebug_begin(d) | | | ;',
    ' | r2 = udebug_go(d, P3) | | | ;',
  ],
  'exists (x=1)',
).replace('Debugs=d', 'Debugs=d,e');

/** A record of the test in which nothing has happened yet. */
function beginningOf(text: string, design: string): Kernel {
  const k = new Kernel(programOf(text, design, NEW));
  k.bind(new Uint8Array(k.layout.recordSize), 0);
  return k;
}

test('a GO finds no thread of another task, whatever session that one is in', () => {
  const k = beginningOf(OF_ANOTHER_TASK, 'today');
  const request = k.program.messages.findIndex(({ target }) => target === 3);
  k.setHook(2, HOOK_LOCAL, request + 1);
  raiseHook(k, 3, IS_ACTIVE);
  STEPS[SERVE_GO].run(k, 2);
  expect(k.hook(3, GO_CALL)).toBe(0);
  expect(k.message(request, RETVAL)).toBe(ANSWER_ENOENT);
});

const BORN_IN_SESSION = textOf(
  'futex f = 1; phone d = D -> T;',
  [
    'P0@T | P1@D | P2@T | P3@T ;',
    'r0 = thread_create(P3) | r0 = udebug_begin(d) | kbox_thread() | r0 = futex_down(f) ;',
  ],
  'exists (1:r0=EOK)',
);

test.for([OLD, NEW] as const)(
  'a thread that a session finds before it is started passes no stop point: %s',
  (revision) => expect(canBe(BORN_IN_SESSION, revision, hasP3Failed)).toBe(false),
);

const KILLED_BEFORE = textOf(
  'futex f = 0; phone d = D -> T;',
  [
    'P0@T | P1@D | P2@T | P3@T | E ;',
    'r0 = futex_down(f) | r0 = ipc_connect_kbox(d, P2) | kbox_thread() | r0 = futex_down(f) | kill T ;',
    'r1 = thread_create(P3) | | | | ;',
  ],
  'exists (1:r0=EINVAL /\\ 0:r0=killed)',
)
  .replace('Debugs=d\n', '')
  .replace('D -> T', 'D');

test.for([OLD, NEW] as const)(
  'a kill passes over a thread that is not there yet, the kbox thread too: %s',
  (revision) => expect(canBe(KILLED_BEFORE, revision, hasP3Failed)).toBe(false),
);

test.for([OLD, NEW] as const)(
  'who connects to a task that ends finds its kbox finished, then no such task: %s',
  (revision) => {
    const ends = endsOf(KILLED_BEFORE, revision);
    for (const rc of ['EOK', 'EINVAL', 'ENOENT']) {
      expect(ends).toContain(`1:r0=${rc}; 0:r0=killed;`);
    }
  },
);

const READ_ASLEEP = textOf(
  'futex f = 0; phone d = D -> T;',
  [
    'P0@T | P1@D | P2@T ;',
    'r0 = futex_down(f) | r0 = udebug_begin(d) | kbox_thread() ;',
    ' | r1 = ipc_wait(0, 0) | ;',
    ' | r2 = udebug_regs_read(d, P0) | ;',
    ' | r3 = ipc_wait(0, 0) | ;',
  ],
  'forall (T.torn=0)',
);

test.for([OLD, NEW] as const)(
  'registers are not torn that are read of a thread that is stoppable, or held: %s',
  (revision) => {
    for (const design of ['today', 'ticket']) {
      expect(endsOf(READ_ASLEEP, revision, design)).toEqual(['T.torn=0;']);
    }
  },
);

/** Where P0, killed meanwhile, goes from step `pc`, and whether it may take it at all. */
function afterKill(pc: number, design: string): { isTaken: boolean; pc: number } {
  const k = beginningOf(READ_ASLEEP, design);
  k.raise(0, INTERRUPTED);
  k.goto(0, pc);
  const { enabled, run } = STEPS[pc];
  const isTaken = enabled === undefined || enabled(k, 0);
  run(k, 0);
  return { isTaken, pc: k.get(0, PC) };
}

test('a thread that was killed while it was preempted does not go back to user mode', () => {
  for (const design of ['today', 'ticket']) {
    expect(afterKill(PREEMPTION_OVER, design)).toEqual({ isTaken: true, pc: THREAD_E });
  }
});

test('a thread that was killed where the ticket holds it goes on to its end alone', () => {
  expect(afterKill(HELD_BY_DEBUGGER, 'ticket').isTaken).toBe(false);
  for (const pc of [HELD_AFTER, RESTART]) {
    expect(afterKill(pc, 'ticket')).toEqual({ isTaken: true, pc: THREAD_E });
  }
});
