import { expect, test } from 'vitest';
import { readCatalogue, testRow } from '../catalogue.ts';
import { callRows } from './call-rows.ts';

const ROWS = callRows(readCatalogue().map(testRow));
const NAMES = ROWS.map(({ name }) => name);

test('what the kernel calls, and what no trap leads to, is no system call', () => {
  expect(NAMES).toContain('ipc_wait');
  for (const other of [
    'await_asleep',
    'condvar_wait',
    'increment',
    'enter',
    'page_in',
    'event_notify',
  ]) {
    expect(NAMES).not.toContain(other);
  }
  expect(NAMES).toEqual([...new Set(NAMES)].toSorted());
});

test('each has its signature, what it does, and who has it', () => {
  const rows = new Map(ROWS.map((row) => [row.name, row]));
  expect(rows.get('futex_down')).toMatchObject({
    signature: 'futex_down(f)',
    revisions: ['helenos-2012', 'helenos-2026'],
  });
  expect(rows.get('futex_sleep')?.revisions).toEqual(['helenos-2012']);
  for (const { says, revisions } of ROWS) {
    expect(says).not.toBe('');
    expect(revisions).not.toEqual([]);
  }
});

test('only what the tests make is listed', () => {
  expect(callRows([{ calls: ['futex_up', 'increment'] }]).map(({ name }) => name)).toEqual([
    'futex_up',
  ]);
});
