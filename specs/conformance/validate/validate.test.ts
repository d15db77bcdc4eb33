/** What is said of traces by hand: accepted, rejected where and why, and when nothing can be said. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseDesign } from '../../../model/designs/designs.ts';
import { compile } from '../../compile/compile.ts';
import { readTest } from '../../catalogue.ts';
import { InputError } from '../../errors.ts';
import type { Litmus } from '../../litmus/litmus.ts';
import { parseLitmus } from '../../litmus/parse/parse.ts';
import { root } from '../../root.ts';
import { testModel } from '../../search/test-model.ts';
import { Walk } from '../../trace/walk.ts';
import { readTrace, type Trace } from '../read-trace.ts';
import { writeTrace } from '../write-trace.ts';
import { chosenFor, revisionFor } from './choose-design.ts';
import { loggedBy } from './execution-trace.ts';
import { validate, type Validation } from './validate.ts';

const LIMITS = { pairsMax: 200_000, pairsAfter: 20_000, deadlineMs: null };
const { litmus } = readTest(join(root, 'specs', 'catalogue', 'waitq', 'WQ+abort+wake.litmus'));

const META =
  '{"ev":"meta","fmt":"restart-trace","v":1,"kernel":{"name":"HelenOS","version":"0.14.1"},' +
  '"clock":{"unit":"ns","res":1000},"table":"helenos-2026","test":{"name":"WQ+abort+wake"},' +
  '"instrumented":["call","block","abort","wake","ret"],"order":"per-thread","buf":{"dropped":0}}';
/** An abort whose restart finds the wakeup that came meanwhile: lines 2 to 10. */
const LINES = [
  '{"ev":"call","t":5000,"th":"P0","n":1,"id":"c1","label":"L0","sys":"waitq_sleep","args":["q",0,"FUTEX"]}',
  '{"ev":"block","t":5100,"th":"P0","n":2,"id":"c1","on":"q"}',
  '{"ev":"abort","t":9000,"th":"P0","n":3,"id":"c1","by":"E","hit":true}',
  '{"ev":"call","t":20900,"th":"P1","n":1,"id":"c2","sys":"waitq_wakeup","args":["q"]}',
  '{"ev":"wake","t":21000,"th":"P1","n":2,"id":"c2","on":"q","woke":[],"final":{"q.balance":1}}',
  '{"ev":"ret","t":21010,"th":"P1","n":3,"id":"c2","val":"EOK"}',
  '{"ev":"restart","t":32000,"th":"P0","n":4,"id":"c3","of":"c1","k":1,"args":["q",0,"FUTEX"]}',
  '{"ev":"ret","t":32050,"th":"P0","n":5,"id":"c3","val":"EOK"}',
  '{"ev":"end","t":33000,"status":"complete","final":{"q.balance":0}}',
];

const read = (lines: readonly string[], meta = META): Trace =>
  readTrace(new TextEncoder().encode(`${[meta, ...lines].join('\n')}\n`), 'x.trace.jsonl');

function judged(trace: Trace, design: string | null = null, of: Litmus = litmus): Validation {
  const chosen = chosenFor(trace, of, design);
  return validate(trace, { ...chosen, revision: revisionFor(trace, of), limits: LIMITS });
}

/** With this text in the place of that in one of the lines. */
const withText = (from: string, to: string, lines: readonly string[] = LINES): string[] =>
  lines.map((line) => line.replace(from, to));

test('an execution of the model is accepted, and how much it excluded is told', () => {
  const validation = judged(read(LINES));
  expect(validation.verdict).toBe('ACCEPTED');
  expect(validation.events).toBe(8);
  expect(validation.excluding).toBeGreaterThan(0);
  expect(validation.outcomes).toEqual({ agree: 1, of: 1 });
});

test('a result that the model does not have is rejected at its line, with the step of the kernel', () => {
  const { verdict, deviations } = judged(read(withText('"c3","val":"EOK"', '"c3","val":"EINTR"')));
  expect(verdict).toBe('REJECTED');
  expect(deviations).toHaveLength(1);
  expect(deviations[0]).toMatchObject({
    line: 9,
    contradiction: 'P0: ret EINTR, where the model has ret EOK',
    prefixes: [
      { name: 'P0', matched: 4, of: 5 },
      { name: 'P1', matched: 3, of: 3 },
    ],
    allowed: [
      'P0: ret EOK, by syscall-exit (syscall_handler() in kernel/generic/src/syscall/syscall.c)',
    ],
  });
});

test('one run tells every deviation', () => {
  const wrong = withText(
    '"q.balance":1',
    '"q.balance":7',
    withText('"val":"EOK"}', '"val":"EINTR"}'),
  );
  const { deviations, goesOn } = judged(read(wrong));
  expect(deviations.map(({ line }) => line)).toEqual([6, 7, 9]);
  expect(goesOn[0]).toBe('goes on as if that wake had been as the model has it');
});

test('a design that books a debt for the restart does not bank the wakeup', () => {
  const { verdict, deviations } = judged(read(LINES), 'debt=book');
  expect(verdict).toBe('REJECTED');
  expect(deviations[0].line).toBe(6);
  expect(deviations[0].contradiction).toContain('nobody, after which q.balance is 0');
});

test('who sleeps and was woken by nobody cannot return: the guard of its step is named', () => {
  const meta = META.replace('"abort","wake",', '"abort","unwind","restart","stop","go","wake",');
  const asleep = [
    LINES[0],
    LINES[1],
    '{"ev":"ret","t":6000,"th":"P0","n":3,"id":"c1","val":"EOK"}',
  ];
  const { deviations } = judged(
    read([...asleep, '{"ev":"end","status":"stopped"}'], meta),
    'ticket',
  );
  expect(deviations[0].line).toBe(4);
  expect(deviations[0].guard).toContain(
    'P0 cannot take its step asleep-2026 (timeout_unregister() in',
  );
});

test('an event that is instrumented and missing is evidence; of another kind it is none', () => {
  const without = LINES.filter((line) => !line.includes('"ev":"block"'));
  const numbered = withText('"n":3,"id":"c1"', '"n":2,"id":"c1"', without)
    .map((line) => line.replace('"P0","n":4', '"P0","n":3'))
    .map((line) => line.replace('"P0","n":5', '"P0","n":4'));
  const { verdict, deviations } = judged(read(numbered));
  expect(verdict).toBe('REJECTED');
  // The abort would have come before it even blocked: nothing says that it did.
  expect(deviations[0].contradiction).toContain('block on q');
  expect(judged(read(numbered, META.replace('"block",', ''))).verdict).toBe('ACCEPTED');
});

test('a gap hides what was lost, and only in its thread', () => {
  const lost = withText(LINES[1], '{"ev":"gap","th":"P0","n":2}');
  expect(judged(read(lost)).verdict).toBe('ACCEPTED');
  const other = lost.filter((line) => !line.includes('"wake"'));
  const renumbered = withText('"n":3,"id":"c2"', '"n":2,"id":"c2"', other);
  expect(judged(read(renumbered)).verdict).toBe('REJECTED');
});

test('an uncertain result agrees with what it may be', () => {
  const one = (val: string) =>
    judged(read(withText('"c3","val":"EOK"', `"c3","val":${val}`))).verdict;
  expect(one('"?"')).toBe('ACCEPTED');
  expect(one('{"in":["EINTR","EOK"]}')).toBe('ACCEPTED');
  expect(one('{"in":["EINTR","ENOENT"]}')).toBe('REJECTED');
});

test('times order threads beyond the resolution, and not within it', () => {
  // P1 has returned before it began, by its neighbours in P0.
  const moved = withText('"t":32050', '"t":21500', withText('"t":32000', '"t":21400'));
  expect(judged(read(moved)).verdict).toBe('ACCEPTED');
  const early = withText('"t":32050', '"t":19000', withText('"t":32000', '"t":18000'));
  const { verdict, deviations } = judged(read(early));
  expect(verdict).toBe('REJECTED');
  expect(deviations[0].line).toBe(9);
  const coarse = META.replace('"res":1000', '"res":100000');
  expect(judged(read(early, coarse)).verdict).toBe('ACCEPTED');
  const after = withText('"n":5,"id":"c3"', '"n":5,"id":"c3","after":["P1:2"]', early);
  expect(judged(read(after, coarse)).verdict).toBe('ACCEPTED');
});

test('what the trace orders otherwise than it can come is one deviation, told once', () => {
  const coarse = META.replace('"res":1000', '"res":100000');
  const late = withText('"n":2,"id":"c2"', '"n":2,"id":"c2","after":["P0:5"]');
  const { verdict, deviations } = judged(read(late, coarse));
  expect(verdict).toBe('REJECTED');
  expect(deviations.map(({ line, contradiction }) => `${line}: ${contradiction}`)).toEqual([
    '9: P0: ret EOK, where the model has block on q',
  ]);
});

test('a waker that finds the sleeper must not come before its sleep', () => {
  const meta = META.replace(/"instrumented":\[[^\]]*\]/, '"instrumented":["call","wake"]');
  const call = LINES[0].replace('"n":1', '"n":1,"after":["P1:2"]');
  const wake = LINES[4].replace('"woke":[],"final":{"q.balance":1}', '"woke":["P0"]');
  const end = '{"ev":"end","status":"complete"}';
  const untimed = [call, LINES[3], wake, end].map((line) => line.replace(/"t":\d+,/, ''));
  const [first] = judged(read(untimed, meta), 'today').deviations;
  expect(first.line).toBe(4);
  expect(first.contradiction).toBe('P1: wake on q: P0, where the model has wake on q: nobody');
});

const BOTH = readTest(
  join(root, 'specs', 'catalogue', 'ipc', 'IPC+hangup+both.2026.litmus'),
).litmus;
const ret = (th: string, n: number, val: string): string =>
  JSON.stringify({ ev: 'ret', th, n, val });

test('a call is logged before it is done, and a return after it', () => {
  const meta = META.replace('per-thread', 'total').replace(
    /"instrumented":.*?\]/,
    '"instrumented":["call","ret"]',
  );
  const call = (th: string): string =>
    `{"ev":"call","th":"${th}","n":1,"sys":"ipc_hangup","args":["s"]}`;
  const wait = '{"ev":"call","th":"P2","n":1,"sys":"ipc_wait","args":[0,0]}';
  const gap = '{"ev":"gap","th":"P2","n":2}';
  const end = '{"ev":"end","status":"complete"}';
  const lines = (...own: string[]): Trace => read([wait, ...own, gap, end], meta);
  // P0 enters first, and looks its phone up when P1 has taken it away; P1 returns later than P0.
  const overtaken = lines(call('P0'), call('P1'), ret('P0', 2, 'ENOENT'), ret('P1', 2, 'EOK'));
  expect(judged(overtaken, null, BOTH).verdict).toBe('ACCEPTED');
  // Before P1 has come nobody can have taken it away.
  const early = lines(call('P0'), ret('P0', 2, 'ENOENT'), call('P1'), ret('P1', 2, 'EOK'));
  expect(judged(early, null, BOTH).deviations[0]).toMatchObject({ line: 4 });
  const late = lines(call('P1'), ret('P1', 2, 'EOK'), call('P0'), ret('P0', 2, 'EOK'));
  expect(judged(late, null, BOTH).deviations[0]).toMatchObject({ line: 6 });
});

test('calls of futexes are those of the kernel or those of libc, one of the two in a trace', () => {
  const { litmus: futex } = readTest(
    join(root, 'specs', 'catalogue', 'futex', 'FUTEX+down+up+any3.litmus'),
  );
  const meta = META.replace('2026', '2012').replace(
    /"instrumented":.*?\]/,
    '"instrumented":["call","ret"]',
  );
  const call = (th: string, n: number, sys: string): string =>
    JSON.stringify({ ev: 'call', th, n, sys });
  const end = '{"ev":"end","status":"complete","final":{"0:r0":"EOK"}}';
  // Down finds the counter at 1: the kernel, which sees neither, would have said OK_ATOMIC.
  const own = [
    call('P1', 1, 'futex_up'),
    ret('P1', 2, 'EOK'),
    call('P0', 1, 'futex_down'),
    ret('P0', 2, 'EOK'),
  ];
  const level = (lines: readonly string[]): string => {
    const { verdict, level: of } = judged(read([...lines, end], meta), 'ticket', futex);
    return `${verdict} ${of}`;
  };
  expect(level(own)).toBe('ACCEPTED libc');
  expect(level([])).toBe('ACCEPTED kernel');
  expect(level(own.slice(0, 2))).toMatch(/^REJECTED/);
});

test('a trace without its end is never a pass', () => {
  const cut = judged(read(LINES.slice(0, -1)));
  expect(cut.verdict).toBe('INCONCLUSIVE');
  expect(cut.why).toContain('the trace is truncated');
  const wrong = withText('"c3","val":"EOK"', '"c3","val":"EINTR"').slice(0, -1);
  expect(judged(read(wrong)).verdict).toBe('REJECTED');
});

test('a trace that says nothing is not accepted', () => {
  const empty = read(
    ['{"ev":"end","status":"stopped"}'],
    META.replace(/"instrumented":\[[^\]]*\]/, '"instrumented":[]'),
  );
  expect(judged(empty)).toMatchObject({ verdict: 'INCONCLUSIVE', events: 0 });
  expect(judged(read(['{"ev":"gap"}', LINES[8]])).verdict).not.toBe('ACCEPTED');
});

test('a search that was cut accepts nothing and rejects nothing', () => {
  const limits = { ...LIMITS, pairsMax: 5 };
  const asked = {
    litmus,
    design: parseDesign('ticket'),
    revision: 'helenos-2026',
    limits,
  } as const;
  const { verdict, why } = validate(read(LINES), asked);
  expect(verdict).toBe('INCONCLUSIVE');
  expect(why).toContain('--max-states');
});

test('values at the end are of the end', () => {
  const { deviations } = judged(read(withText('"q.balance":0', '"q.balance":1')));
  expect(deviations[0]).toMatchObject({ line: 10, contradiction: 'at the end q.balance is 0' });
  const left = LINES.filter((line) => !line.includes('"c3"'));
  const [first] = judged(read(left)).deviations;
  expect(first.line).toBe(8);
  expect(first.contradiction).toContain('P0 ret EOK');
});

test('threads and places that the test does not have are refused with their line', () => {
  const message = (lines: readonly string[]): string => {
    try {
      judged(read(lines));
      return '';
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return error.message;
    }
  };
  expect(message(LINES.map((line) => line.replace('"P1"', '"P7"')))).toMatch(
    /^x\.trace\.jsonl:5: .*P7/,
  );
  expect(message(withText('"q.balance":0', '"z.balance":0'))).toMatch(
    /^x\.trace\.jsonl:10: .*z\.balance/,
  );
});

test('where nothing is aborted the kernel is today’s, else it follows the ticket', () => {
  const quiet = LINES.filter((line) => !/"(abort|restart)"/.test(line)).slice(0, 2);
  expect(chosenFor(read(LINES), litmus, null).design.name).toBe('ticket');
  expect(chosenFor(read(quiet), litmus, null).design.name).toBe('today');
  expect(chosenFor(read(quiet, META.replace('"abort",', '')), litmus, null).design.name).toBe(
    'ticket',
  );
});

const LONG = `SYS LONG+lock
"three threads take turns with a lock for as long as they like"
Table=helenos-2026
Asserts=none
proc turns(f) {
  while any {
    futex_down(f);
    futex_up(f);
  }
}
{ futex f = 1; }
 P0           | P1           | P2           ;
 L0: turns(f) | L1: turns(f) | L2: turns(f) ;
exists (f.counter=1)
`;

test('a thousand events of three threads are followed within two seconds of CPU', () => {
  const long = parseLitmus(LONG, 'long.litmus');
  const { machine } = testModel(long, compile(long, parseDesign('today'), 'helenos-2026'), []);
  const walk = new Walk(machine, 3000);
  let state = 1;
  for (let enabled = walk.enabled(); !walk.isFull && enabled.length > 0; enabled = walk.enabled()) {
    // As long as there is room everybody goes round once more.
    const wanted = walk.length < 2700 ? 'any=0' : 'any=1';
    const rules = enabled.filter((rule) => !machine.rules[rule].name.endsWith(wanted));
    state = (state * 48_271) % 2_147_483_647;
    walk.take(rules[state % rules.length]);
  }
  const { meta, events, end } = loggedBy(machine, long, walk.trace, !walk.isFull);
  expect(events.length).toBeGreaterThan(1000);
  const untimed = events.map((event) => ({ ...event, t: undefined }));
  for (const each of [events, untimed]) {
    const trace = readTrace(new TextEncoder().encode(writeTrace(meta, each, end)), 'long');
    const started = process.cpuUsage();
    const { verdict } = judged(trace, null, long);
    const { user, system } = process.cpuUsage(started);
    expect(verdict).toBe('ACCEPTED');
    expect((user + system) / 1e6).toBeLessThan(2);
  }
});
