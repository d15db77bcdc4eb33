/**
 * `fermata new`: a first litmus of one's own, about a call of one's choice, with a comment beside each
 * part of it. A test checks that every one of them is read and VERIFIED.
 */
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { InputError, unknownName, UsageError } from '../errors.ts';

/** What is different from call to call. */
interface First {
  readonly table: string;
  /** The header sentence: what the test shows. */
  readonly doc: string;
  readonly objects: string;
  /** Rows of the program, the header first, in the form in which they are printed. */
  readonly rows: readonly string[];
  readonly locations: string;
  readonly condition: string;
  /** What the condition means. */
  readonly means: string;
}

const asleep = 'a sleeper that is stopped must not lose the wakeup that is meant for it';
const neverLost = 'that P0 never returns must not happen';

const FIRST: Readonly<Record<string, First>> = {
  thread_usleep: {
    table: 'any',
    doc: 'a sleep that is stopped does not become longer',
    objects: '',
    rows: [' P0                         ;', ' L0: r0 = thread_usleep(2)  ;'],
    locations: '0:r0;',
    condition: 'forall (0:r0=EOK /\\ 0:waited(L0)=3)',
    means: 'it is ready in the third tick, the time aside for which it is held after that',
  },
  thread_udelay: {
    table: 'any',
    doc: 'a thread that spins in the kernel can be stopped, and ends well',
    objects: '',
    rows: [' P0                         ;', ' L0: r0 = thread_udelay(2)  ;'],
    locations: '0:r0;',
    condition: 'forall (0:r0=EOK)',
    means: 'whatever happens, the call returns EOK',
  },
  futex_down: {
    table: 'any',
    doc: asleep,
    objects: 'futex f = 0;',
    rows: [
      ' P0                     | P1               ;',
      ' L0: r0 = futex_down(f) | r0 = futex_up(f) ;',
    ],
    locations: '0:r0; 1:r0;',
    condition: '~exists (0:r0=blocked)',
    means: neverLost,
  },
  futex_sleep: {
    table: 'helenos-2012',
    doc: asleep,
    objects: 'futex f = 0;',
    rows: [
      ' P0                      | P1                   ;',
      ' L0: r0 = futex_sleep(f) | r0 = futex_wakeup(f) ;',
    ],
    locations: '0:r0; 1:r0; f.tokens;',
    condition: '~exists (0:r0=blocked)',
    means: neverLost,
  },
  waitq_sleep: {
    table: 'helenos-2026',
    doc: asleep,
    objects: 'waitq q;',
    rows: [
      ' P0                                | P1                   ;',
      ' L0: r0 = waitq_sleep(q, 0, FUTEX) | r0 = waitq_wakeup(q) ;',
    ],
    locations: '0:r0; 1:r0; q.balance;',
    condition: '~exists (0:r0=blocked)',
    means: neverLost,
  },
  ipc_wait: {
    table: 'any',
    doc: 'a server that is stopped while it waits still gets its request',
    objects: 'phone s = C -> S;',
    rows: [
      ' P0@S                    | P1@C                      ;',
      ' L0: r0 = ipc_wait(0, 0) | r0 = ipc_call_async(s, 1) ;',
    ],
    locations: '0:r0; 1:r0; S.calls;',
    condition: 'forall (0:r0=req:1)',
    means: 'whatever happens, P0 receives the request with method 1',
  },
  ipc_call_sync: {
    table: 'helenos-2012',
    doc: 'a client that is stopped in a synchronous call still gets its answer, once',
    objects: 'phone s = C -> S;',
    rows: [
      ' P0@C                         | P1@S                   ;',
      ' L0: r0 = ipc_call_sync(s, 1) | r0 = ipc_wait(0, 0)    ;',
      '                              | r1 = ipc_answer(r0, 5) ;',
    ],
    locations: '0:r0; 1:r0; 1:r1;',
    condition: 'forall (0:r0=ans:5)',
    means: 'whatever happens, P0 gets the answer 5',
  },
};

/** The calls that a first test can be about. */
export const FIRST_CALLS: readonly string[] = Object.keys(FIRST);

/** The text of a first test. @throws UsageError naming the nearest call */
export function firstTest(name: string, call: string): string {
  if (!Object.hasOwn(FIRST, call)) {
    throw unknownName('call for a first test', call, FIRST_CALLS, 'fermata new --help');
  }
  const { table, doc, objects, rows, locations, condition, means } = FIRST[call];
  const asserts = call === 'ipc_call_sync' ? ['Asserts=R5,R15'] : [];
  return [
    `SYS ${name}`,
    `"${doc}"`,
    '(* Whose calls the lanes make. "any" is what both kernels have: the test runs on both. *)',
    `Table=${table}`,
    '(* P0 may be stopped once in its call L0, at whatever point of it, or not at all. *)',
    'Aborts=P0:L0<=1',
    ...(asserts.length > 0
      ? ['(* What is checked besides the condition: fermata explain R5. *)']
      : []),
    ...asserts,
    '(* Objects that are there at the start: fermata list objects. *)',
    objects === '' ? '{ }' : `{ ${objects} }`,
    '(* A column is a thread, a row a call of it: fermata list calls. Columns run side by side, in',
    '   every order. r0 keeps the result; L0 is the name by which other lines speak of the call. *)',
    ...rows,
    '(* What the outcomes show. *)',
    `locations [${locations}]`,
    '(* The question, asked of every end:',
    `   ${means}.`,
    '   The assertions that apply are checked as well: fermata explain R15. *)',
    condition,
    '',
  ].join('\n');
}

/**
 * Writes a first test to a file that is not there yet.
 *
 * @throws UsageError, InputError
 */
export function writeFirstTest(file: string, call: string): void {
  if (!file.endsWith('.litmus')) {
    throw new UsageError(`"${file}" does not end with .litmus: name it ${file}.litmus`);
  }
  const name = basename(file, '.litmus');
  if (!/^[A-Za-z0-9_.+-]+$/.test(name)) {
    throw new UsageError(
      `"${name}" is no name of a test: letters, digits, and _ . + - can be in one`,
    );
  }
  const text = firstTest(name, call);
  if (existsSync(file)) throw new InputError(`${file} is there already; name another file`);
  if (!statSync(dirname(file), { throwIfNoEntry: false })?.isDirectory()) {
    throw new InputError(`${file} cannot be written: ${dirname(file)} is no folder`);
  }
  try {
    writeFileSync(file, text, { flag: 'wx' });
  } catch (error) {
    throw new InputError(`${file} cannot be written: ${(error as Error).message}`);
  }
}
