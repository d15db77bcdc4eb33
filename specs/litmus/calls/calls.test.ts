/** The table of calls is consistent with itself and with the model. */
import { expect, test } from 'vitest';
import { CALLS_WITH_POLICIES } from '../../../model/designs/policies.ts';
import { RC_NAMES } from '../../../model/record/values.ts';
import { returnsIn, signatureOf } from './call-spec.ts';
import { CALLS, callOf, flagsOf } from './calls.ts';
import { PAYLOAD_VALUES, VALUES } from './values.ts';
import { objectTypesOf } from './objects.ts';
import { ANSWERS, methodsOf } from './ipc-calls.ts';

const SCALARS = [
  'duration',
  'flags',
  'register',
  'integer',
  'lane',
  'method',
  'answer',
  'address',
  'value',
];

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
    const known = ['integer', '0', '1', 'error', ...VALUES, ...PAYLOAD_VALUES];
    for (const table of spec.tables) {
      expect(known).toEqual(expect.arrayContaining([...returnsIn(spec, table)]));
    }
    expect(spec.doc).toMatch(/^\S.+[^.]$/);
  },
);

const of = (table: string) => CALLS.filter(({ tables }) => tables.some((it) => it === table));

test('the table any has exactly what both system call tables have', () => {
  const both = of('helenos-2012').filter((spec) => of('helenos-2026').includes(spec));
  expect(of('any')).toEqual(both);
  for (const spec of both) expect(flagsOf(spec, 'any')).toEqual(flagsOf(spec, 'helenos-2012'));
  const methods = methodsOf('helenos-2012').filter((it) => methodsOf('helenos-2026').includes(it));
  expect(methodsOf('any')).toEqual(methods);
});

test('a condition can name every result code of the model', () => {
  const known = [...VALUES, ...PAYLOAD_VALUES, 'integer'];
  expect(known).toEqual(expect.arrayContaining([...RC_NAMES]));
});

test('only the last argument of a call can be left out', () => {
  for (const { args } of CALLS) {
    expect(args.slice(0, -1).filter(({ optional }) => optional)).toEqual([]);
  }
  const signatures = ['ipc_forward', 'ipc_call_sync'].map((name) => {
    return CALLS.filter((spec) => spec.name === name).map(signatureOf);
  });
  expect(signatures).toEqual([['ipc_forward(c, s[, flags])'], ['ipc_call_sync(s, m[, p])']]);
});

test('flags of single calls belong to calls that take flags', () => {
  const last = CALLS.filter(({ flags }) => flags.length > 0).map(({ args }) => args.at(-1)?.kind);
  expect(last.length).toBeGreaterThan(5);
  expect(new Set(last)).toEqual(new Set(['flags']));
});

const systemCalls = CALLS.filter(({ tables }) =>
  tables.some((it) => it.startsWith('helenos') || it === 'linux'),
);

test('a system call with a duration waits for something', () => {
  const timed = systemCalls.filter(({ args }) => args.some(({ kind }) => kind === 'duration'));
  expect(timed.length).toBeGreaterThan(3);
  expect(timed.filter(({ waits }) => waits === 'nothing').map(({ name }) => name)).toEqual([]);
});

test('a design can treat each call in its own way that waits', () => {
  const waiting = systemCalls.filter(({ waits }) => waits !== 'nothing').map(({ name }) => name);
  expect([...CALLS_WITH_POLICIES].toSorted()).toEqual([...new Set(waiting)].toSorted());
});

test('what comes nearest to a call is another call', () => {
  const names = CALLS.map(({ name }) => name);
  for (const { name, nearest } of CALLS) {
    expect(names.filter((it) => it !== name)).toEqual(expect.arrayContaining([...nearest]));
  }
});

test('a request can be answered with nothing that a register could not show', () => {
  expect(VALUES).toEqual(expect.arrayContaining([...ANSWERS]));
});
