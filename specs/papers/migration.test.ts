/**
 * docs/migration.md: its table of calls that cross is the one by which restores are refused, with the
 * numbers of both kernels; its commands print what stands there; its tests are there.
 */
import { expect, test } from 'vitest';
import { CALLS } from '../litmus/calls/calls.ts';
import { CROSSINGS } from '../compile/crossings.ts';
import { SYSCALLS_2012, SYSCALLS_2026 } from './kernel-syscalls.ts';
import { catalogue, commandsIn, examplesIn, readPaper, resultOf, sectionAt } from './examples.ts';

const paper = readPaper('migration.md');

/** Handlers that are not named as their system calls are. */
const NAMES: Readonly<Record<string, readonly [in2012: string, in2026: string]>> = {
  sys_ipc_wait_for_call: ['SYS_IPC_WAIT', 'SYS_IPC_WAIT'],
  sys_event_subscribe: ['SYS_EVENT_SUBSCRIBE', 'SYS_IPC_EVENT_SUBSCRIBE'],
  sys_event_unmask: ['SYS_EVENT_UNMASK', 'SYS_IPC_EVENT_UNMASK'],
  sys_ipc_irq_subscribe: ['SYS_IRQ_REGISTER', 'SYS_IPC_IRQ_SUBSCRIBE'],
};

const numberIn = (calls: readonly string[], name: string): number => calls.indexOf(name);

/** A system call of both tables, or of one. */
function rowOf(handler: string): { name: string; numbers: number[]; line: string } {
  const upper = handler.toUpperCase();
  const [in2012, in2026] = NAMES[handler] ?? [upper, upper];
  const numbers = [numberIn(SYSCALLS_2012, in2012), numberIn(SYSCALLS_2026, in2026)];
  const there = numbers[0] < 0 ? undefined : SYSCALLS_2026[numbers[0]];
  const { is, why } = CROSSINGS[handler];
  const name = numbers[0] < 0 ? in2026 : in2012;
  const cells = [
    `\`${name}\``,
    ...numbers.map((number) => (number < 0 ? '-' : String(number))),
    there === undefined ? '-' : `\`${there}\``,
    is,
    why,
  ];
  return { name, numbers, line: `| ${cells.join(' | ')} |` };
}

const rows = Object.keys(CROSSINGS).map((handler) => ({ handler, ...rowOf(handler) }));

test('every system call that a litmus can make has its line, and no other', () => {
  const made = CALLS.filter(({ tables }) => tables.some((table) => table.startsWith('helenos')))
    .flatMap(({ begins }) =>
      typeof begins.handler === 'object' ? Object.values(begins.handler) : (begins.handler ?? []),
    )
    .filter((handler) => handler.startsWith('sys_'));
  expect([...new Set(made)].filter((handler) => !Object.hasOwn(CROSSINGS, handler))).toEqual([]);
});

test.for(rows)('$name has a number somewhere', ({ numbers }) => {
  expect(Math.max(...numbers)).toBeGreaterThanOrEqual(0);
});

test('what is resumed has one number in both, and what is translated has one in each', () => {
  const of = (is: string) => rows.filter(({ handler }) => CROSSINGS[handler].is === is);
  expect(of('resumed').filter(({ numbers: [in2012, in2026] }) => in2012 !== in2026)).toEqual([]);
  expect(of('translated').filter(({ numbers }) => Math.min(...numbers) < 0)).toEqual([]);
});

test('the paper has the table', () => {
  const lines = sectionAt(paper, 'abi')
    .split('\n')
    .filter((line) => line.startsWith('| `SYS_'));
  expect(lines).toEqual(rows.map(({ line }) => line));
});

test('its commands print what they are said to print', () => {
  const examples = examplesIn(paper);
  expect(examples).toHaveLength(commandsIn(paper));
  expect(examples.map((each) => ({ ...each, result: resultOf(each) }))).toEqual(examples);
});

test('the tests that it names are there', () => {
  const named = Array.from(paper.matchAll(/`(CHK\+[\w.+-]+)`/g), ([, name]) => name);
  const known = new Set(catalogue.map(({ name }) => name));
  expect(named.filter((name) => !known.has(name))).toEqual([]);
});
