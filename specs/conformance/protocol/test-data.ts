/** A litmus as plain data, for programs that read none. */
import { hashOf } from '../../litmus/hash.ts';
import type { Cell, Litmus } from '../../litmus/litmus.ts';
import { printLoc } from '../../litmus/print.ts';
import type { CellData, TestData } from './messages.ts';

export function testData(litmus: Litmus): TestData {
  const { init, lanes, meta, name, rows } = litmus;
  return {
    name,
    hash: hashOf(litmus),
    table: meta.table,
    objects: init.flatMap((it) => {
      if (it.is !== 'object') return [];
      const value = it.value?.is === 'integer' ? it.value.value : 0;
      return { type: it.type, name: it.name, value, ...it.link };
    }),
    lanes: lanes.flatMap((lane, i) => {
      if (lane.name === 'E') return [];
      const cells = rows.flatMap((row) => dataOf(row[i]));
      return { name: lane.name, task: lane.task ?? 'T', cells };
    }),
    places: placesOf(litmus),
  };
}

function dataOf(cell: Cell | null): CellData[] {
  if (cell?.is === 'call') {
    const { call, label, register } = cell;
    const args = cell.args.map((arg) => (arg.is === 'integer' ? arg.value : arg.names.join('+')));
    return [{ label, register, call, args }];
  }
  if (cell?.is === 'assign' && cell.value.is === 'integer' && cell.loc.is === 'object') {
    return [{ word: cell.loc.name, op: cell.op, value: cell.value.value }];
  }
  return [];
}

/** Registers, the ticks of labelled calls, words and counters. */
function placesOf({ init, lanes, locations, rows }: Litmus): string[] {
  const places = new Set(locations.map(printLoc));
  lanes.forEach((_, i) => {
    for (const cell of rows.map((row) => row[i])) {
      if (cell?.is !== 'call') continue;
      if (cell.register !== null) places.add(`${i}:${cell.register}`);
      if (cell.label !== null) places.add(`${i}:dt(${cell.label})`);
    }
  });
  for (const it of init) if (it.is === 'object' && it.type === 'word') places.add(it.name);
  return [...places];
}
