/** Width and colour by stream and environment. */
import { expect, test } from 'vitest';
import { canDrawOver, columnsOf, listColumnsOf, wantsColour } from './terminal-settings.ts';

const tty = { isTTY: true, columns: 80 };
const pipe = {};

test.for([
  { stream: tty, COLUMNS: '40', columns: 80 },
  { stream: pipe, COLUMNS: '40', columns: 40 },
  { stream: pipe, COLUMNS: undefined, columns: 100 },
  { stream: pipe, COLUMNS: '', columns: 100 },
  { stream: pipe, COLUMNS: '0', columns: 100 },
  { stream: pipe, COLUMNS: '-5', columns: 100 },
  { stream: pipe, COLUMNS: 'wide', columns: 100 },
  { stream: { isTTY: true, columns: 0 }, COLUMNS: '60', columns: 60 },
])('$stream with COLUMNS=$COLUMNS has $columns columns', ({ stream, COLUMNS, columns }) => {
  expect(columnsOf(stream, { COLUMNS })).toBe(columns);
});

test.for([
  { stream: tty, environment: {}, wants: true },
  { stream: pipe, environment: {}, wants: false },
  { stream: pipe, environment: { CI: 'true' }, wants: false },
  { stream: tty, environment: { TERM: 'dumb' }, wants: false },
  { stream: tty, environment: { NO_COLOR: '1' }, wants: false },
  { stream: tty, environment: { NO_COLOR: '' }, wants: true },
  { stream: tty, environment: { NO_COLOR: '1', FORCE_COLOR: '1' }, wants: false },
  { stream: pipe, environment: { FORCE_COLOR: '1' }, wants: true },
  { stream: pipe, environment: { FORCE_COLOR: '' }, wants: true },
  { stream: tty, environment: { FORCE_COLOR: '0' }, wants: false },
  { stream: tty, environment: { FORCE_COLOR: 'false' }, wants: false },
])('$stream under $environment: colour is $wants', ({ stream, environment, wants }) => {
  expect(wantsColour(stream, environment)).toBe(wants);
});

test('a dumb terminal is not drawn over', () => {
  expect(canDrawOver(tty, { TERM: 'xterm' })).toBe(true);
  expect(canDrawOver(tty, { TERM: 'dumb' })).toBe(false);
  expect(canDrawOver(pipe, { TERM: 'xterm' })).toBe(false);
});

test('lists are broken on a terminal, and elsewhere where COLUMNS says so', () => {
  expect(listColumnsOf(tty, { COLUMNS: '40' })).toBe(80);
  expect(listColumnsOf({ isTTY: true, columns: 0 }, {})).toBe(100);
  expect(listColumnsOf(pipe, { COLUMNS: '40' })).toBe(40);
  expect(listColumnsOf(pipe, { COLUMNS: 'wide' })).toBe(Infinity);
  expect(listColumnsOf(pipe, {})).toBe(Infinity);
});
