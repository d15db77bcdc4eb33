/** The table of calls is consistent with itself and with the model. */
import { expect, test } from 'vitest';
import { RC_NAMES } from '../model/values.ts';
import { CALLS, callOf, flagsOf, objectTypesOf, PAYLOAD_VALUES, VALUES } from './calls.ts';

const SCALARS = ['duration', 'flags', 'register', 'integer', 'lane'];

test('every table has at most one call of a name', () => {
  const names = CALLS.flatMap(({ name, tables }) => tables.map((table) => `${table} ${name}`));
  expect(new Set(names).size).toBe(names.length);
  expect(callOf('futex_down', 'any')?.args.length).toBe(1);
  expect(callOf('futex_down', 'kernel-2012')?.args.length).toBe(3);
});

test.for(CALLS.map((spec) => [spec.name, spec] as const))(
  '%s takes only what its tables have',
  ([, spec]) => {
    for (const table of spec.tables) {
      const kinds = [...SCALARS, ...objectTypesOf(table)];
      expect(kinds).toEqual(expect.arrayContaining(spec.args.map(({ kind }) => kind)));
    }
    expect(['integer', ...VALUES, ...PAYLOAD_VALUES]).toEqual(
      expect.arrayContaining([...spec.returns]),
    );
    expect(spec.doc).toMatch(/^\S.+[^.]$/);
  },
);

const of = (table: string) => CALLS.filter(({ tables }) => tables.some((it) => it === table));

test('the table any has exactly what both system call tables have', () => {
  const both = of('helenos-2012').filter((spec) => of('helenos-2026').includes(spec));
  expect(of('any')).toEqual(both);
  expect(flagsOf('any')).toEqual(flagsOf('helenos-2012'));
});

test('a condition can name every result code of the model', () => {
  const known = [...VALUES, ...PAYLOAD_VALUES, 'integer'];
  expect(known).toEqual(expect.arrayContaining([...RC_NAMES]));
});
