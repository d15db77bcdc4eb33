/** Traces that are none: each fault with its line and what to do, and never an exception of another kind. */
import { expect, test } from 'vitest';
import { assert, integer, property, string, tuple, uint8Array } from 'fast-check';
import { readTrace, type Trace } from './read-trace.ts';
import { EVENTS_MAX, LINE_BYTES_MAX, TraceError } from './trace-lines.ts';
import { writeTrace } from './write-trace.ts';

const META =
  '{"ev":"meta","fmt":"restart-trace","v":1,"kernel":{"name":"K","version":"1"},' +
  '"clock":{"unit":"ns","res":10},"table":"helenos-2026","test":{"name":"T"},"instrumented":["ret"]}';
const END = '{"ev":"end","status":"complete"}';
const CALL = '{"ev":"call","th":"P0","n":1,"id":"c1","sys":"waitq_sleep"}';
const RET = '{"ev":"ret","th":"P0","n":2,"id":"c1","val":"EOK"}';

const read = (text: string): Trace => readTrace(new TextEncoder().encode(text), 'x');

function faultsIn(text: string | Uint8Array): readonly string[] {
  try {
    readTrace(typeof text === 'string' ? new TextEncoder().encode(text) : text, 'x');
    return [];
  } catch (error) {
    if (!(error instanceof TraceError)) throw error;
    return error.faults;
  }
}
const faultsOf = (...lines: string[]): readonly string[] => faultsIn(`${lines.join('\n')}\n`);

test('a whole trace has its events by thread, with their lines', () => {
  const trace = read(`${[META, CALL, '', RET, END].join('\r\n')}\n`);
  expect(trace.events).toBe(2);
  expect(trace.streams.map(({ th }) => th)).toEqual(['P0']);
  expect(trace.streams[0].events.map(({ line }) => line)).toEqual([2, 4]);
  expect(trace.end?.line).toBe(5);
});

test('keys that nobody knows are no fault', () => {
  expect(
    faultsOf(META, CALL.replace('"sys"', '"cpu":3,"__proto__":{"a":1},"sys"'), RET, END),
  ).toEqual([]);
});

test('a trace that was cut is truncated, in its middle as at a line', () => {
  expect(read(`${META}\n${CALL}\n${RET.slice(0, 20)}`)).toMatchObject({ isCut: true, end: null });
  expect(read(`${META}\n${CALL}\n`)).toMatchObject({ isCut: false, end: null });
  // Without a newline at its end the last line is there all the same.
  expect(read(`${META}\n${CALL}\n${RET}\n${END}`).end?.line).toBe(4);
});

test.for<[string, readonly string[], string]>([
  ['nothing at all', [''], 'x:1: empty: begin with meta'],
  ['no meta', [CALL, END], 'x:1: begins with call: the first line is meta'],
  ['another version', [META.replace('"v":1', '"v":2'), END], 'x:1: v is 2, expected 1'],
  ['a second meta', [META, META, END], 'x:2: a second meta: one trace a file'],
  ['a second end', [META, END, END], 'x:3: a second end: one trace a file'],
  ['events behind the end', [META, END, CALL], 'x:3: call stands behind end'],
  ['no object', [META, '[1]', END], 'x:2: no object'],
  ['no JSON', [META, '{"ev":', END], 'x:2: not JSON'],
  [
    'an unknown event',
    [META, RET.replace('ret', 'rets'), END],
    "x:2: unknown event 'rets'; the nearest is 'ret'",
  ],
  ['no name of an event', [META, '{"th":"P0"}', END], 'x:2: ev is missing'],
  [
    'a field of another type',
    [META, CALL.replace('"P0"', '7'), END],
    'x:2: th is 7, expected a string',
  ],
  [
    'a number twice',
    [META, CALL, RET.replace('"n":2', '"n":1'), END],
    'x:3: P0: n is 1, as in line 2',
  ],
  [
    'a number too many',
    [META, CALL, RET.replace('"n":2', '"n":3'), END],
    'x:3: P0: n is 3 where 2 comes next',
  ],
  [
    'numbers for some',
    [META, CALL, RET.replace('"n":2,', ''), END],
    'x:3: P0: no n, which other events of it have',
  ],
  [
    'a number below 1',
    [META, CALL.replace('"n":1', '"n":0'), END],
    'x:2: n is 0, expected 1 or more',
  ],
  [
    'an id twice',
    [META, CALL, CALL.replace('"n":1', '"n":2'), END],
    'x:3: id c1 began in line 2 already',
  ],
  [
    'an id of two threads',
    [META, CALL, RET.replace('"P0","n":2', '"P1","n":1'), END],
    'x:3: id c1 is of P0 and of P1',
  ],
  [
    'times that go back',
    [META, CALL.replace('"n":1', '"n":1,"t":500'), RET.replace('"n":2', '"n":2,"t":100'), END],
    'x:3: P0: t is 100, and 500 in line 2',
  ],
  [
    'a time that is not exact',
    [META, CALL.replace('"n":1', '"n":1,"t":99999999999999999'), END],
    'x:2: t is 100000000000000000, which is not exact',
  ],
  [
    'after nobody',
    [META, CALL.replace('"n":1', '"n":1,"after":["c9"]'), END],
    'x:2: after names c9, which no event has',
  ],
  [
    'a control character',
    [META, CALL.replace('waitq', 'wai\\u0007q'), END],
    'x:2: a control character in a name',
  ],
  [
    'a long line',
    [META, `{"ev":"gap","x":"${'a'.repeat(LINE_BYTES_MAX)}"}`, END],
    `x:2: ${LINE_BYTES_MAX + 19} bytes`,
  ],
  [
    'a deep line',
    [META, `{"ev":"gap","x":${'['.repeat(99)}${']'.repeat(99)}}`, END],
    'x:2: not JSON of ours: it is nested',
  ],
])('%s is refused with its line', ([, lines, expected]) => {
  const [first = ''] = faultsOf(...lines);
  expect(first.slice(0, expected.length)).toBe(expected);
});

test('events that wait for each other in a circle are refused', () => {
  const first = CALL.replace('"n":1', '"n":1,"after":["P1:1"]');
  const second = '{"ev":"ret","th":"P1","n":1,"after":["P0:1"]}';
  expect(faultsOf(META, first, second, END)).toEqual([
    'x:2: lines 2, 3 wait for each other: mend after or t',
  ]);
});

test('bytes that are no text are a fault in a line, and a cut in the last', () => {
  const bytes = new TextEncoder().encode(`${META}\nXX\n${END}\n`);
  bytes[META.length + 1] = 0xff;
  expect(faultsIn(bytes)[0]).toContain('x:2: no UTF-8');
  expect(read(`${META}\n`)).toMatchObject({ isCut: false });
});

test('faults come in the order of the lines, and many are counted', () => {
  const wrong = Array.from({ length: 30 }, () => '{"ev":"nothing"}');
  const faults = faultsOf(META, ...wrong, END);
  expect(faults).toHaveLength(21);
  expect(faults.at(-1)).toBe('10 more faults of this file are not told');
});

test('more events than a round has are refused at once', () => {
  const many = `${META}\n${'{"ev":"gap"}\n'.repeat(EVENTS_MAX + 10)}`;
  expect(faultsIn(many)).toEqual([
    `x:${EVENTS_MAX + 1}: more than ${EVENTS_MAX} events: a trace is of one round`,
  ]);
});

test('dropped events leave gaps where numbers are missing, and at the end', () => {
  const meta = META.replace('"instrumented"', '"buf":{"dropped":2},"instrumented"');
  const { streams } = read([meta, CALL, RET.replace('"n":2', '"n":4'), END].join('\n'));
  expect(streams[0].events.map(({ event }) => event.ev)).toEqual(['call', 'gap', 'ret', 'gap']);
  const unnumbered = [meta, CALL.replace('"n":1,', ''), END].join('\n');
  expect(read(unnumbered).streams[0].isLossy).toBe(true);
});

test('what was written is read', () => {
  const { meta } = read(`${META}\n`);
  const text = writeTrace(meta, [{ ev: 'ret', th: 'P0', n: 1, val: { in: ['EOK', 3] } }], null);
  expect(read(text).streams[0].events[0].event).toEqual({
    ev: 'ret',
    th: 'P0',
    n: 1,
    val: { in: ['EOK', 3] },
  });
});

/** Whatever it is, it is a trace or a TraceError that names lines of the file. */
function isHandled(bytes: Uint8Array): void {
  for (const fault of faultsIn(bytes)) expect(fault).toMatch(/^x:\d+: .|more faults of this file/);
}

test('no garbage is anything but a trace or a list of faults', () => {
  assert(property(uint8Array({ maxLength: 200 }), isHandled), { numRuns: 200 });
  assert(
    property(string({ maxLength: 60 }), (text) =>
      isHandled(new TextEncoder().encode(`${META}\n${text}\n`)),
    ),
    { numRuns: 200 },
  );
});

test('a trace with one byte changed or cut anywhere is a trace or a list of faults', () => {
  const whole = new TextEncoder().encode([META, CALL, RET, END].join('\n'));
  const place = integer({ min: 0, max: whole.length - 1 });
  const changed = tuple(place, integer({ min: 0, max: 255 }), place);
  assert(
    property(changed, ([at, byte, length]) => {
      const bytes = whole.slice();
      bytes[at] = byte;
      isHandled(bytes);
      isHandled(whole.slice(0, length));
    }),
    { numRuns: 500 },
  );
});
