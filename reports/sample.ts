/**
 * A report for tests: small, but with every verdict, both kinds of defect, every standing, and
 * names that try to break out of whatever they are put into. No run of it really happened.
 */
import {
  type AssertionResult,
  type Counterexample,
  type Report,
  REPORT_SCHEMA,
  type Run,
  type SearchResult,
  type Standing,
  type Step,
  type TestRow,
  type Verdict,
} from './data.ts';

export const HOSTILE = [
  '<script>alert(1)</script>',
  '</script><!--"\'&amp;`${x}',
  '\u202eright to left\u2066 שלום مرحبا',
  'bell \u0007 escape \u001b[31m null \u0000 line\nbreak \u2028 lone \ud800',
].join(' ');

export const SLEEP_STEPS: readonly Step[] = [
  {
    lane: 0,
    rule: 'P0.sleep.enqueue',
    says: 'no token: joins the queue, falls asleep',
    fn: 'waitq_sleep_timeout_unsafe',
    file: 'kernel/generic/src/synch/waitq.c',
    changes: [
      { name: 'q.sleepers', from: '[]', to: '[P0]' },
      { name: 'P0', from: 'running', to: 'asleep' },
    ],
    events: [
      { ev: 'call', lane: 0, label: 'L0', call: 'waitq_sleep', attempt: 1 },
      { ev: 'block', lane: 0, on: 'q' },
    ],
  },
  {
    lane: 3,
    rule: 'E.abort.P0.L0',
    says: 'aborts P0:L0',
    fn: '',
    file: '',
    changes: [{ name: 'P0.abort', from: 'no', to: 'requested' }],
    events: [
      { ev: 'abort', lane: 0 },
      { ev: 'wake', lane: 0, on: 'q' },
      { ev: 'unblock', lane: 0 },
    ],
  },
  {
    lane: 0,
    rule: 'P0.sleep.unwind',
    says: 'is taken out and books a debt',
    fn: 'waitq_sleep_finish',
    file: 'kernel/generic/src/synch/waitq.c',
    changes: [
      { name: 'q.sleepers', from: '[P0]', to: '[]' },
      { name: 'q.balance', from: '0', to: '-1' },
    ],
    events: [{ ev: 'unwind', lane: 0 }],
  },
  {
    lane: 1,
    rule: 'P1.wake',
    says: 'the wakeup repays the debt and wakes nobody',
    fn: 'waitq_wake_one',
    file: 'kernel/generic/src/synch/waitq.c',
    changes: [{ name: 'q.balance', from: '-1', to: '0' }],
    events: [{ ev: 'call', lane: 1, label: null, call: 'waitq_wakeup', attempt: 1 }],
  },
];

export const LOST_WAKEUP: Counterexample = {
  breaks: 'R1',
  lanes: ['P0', 'P1', 'clock', 'E'],
  start: [
    ['P0', 'running'],
    ['P0.abort', 'no'],
    ['P1', 'running'],
    ['q.balance', '0'],
    ['q.sleepers', '[]'],
  ],
  steps: SLEEP_STEPS,
  contextSwitches: 3,
  words: {
    let: 'P0 sleep in q, be aborted, and be restarted.',
    // oxlint-disable-next-line unicorn/no-thenable -- data.ts names it so; nobody awaits words
    then: 'the wakeup of P1 is meant for P0, which must return EOK.',
    however: 'the aborted sleep had booked a debt that swallows the wakeup: P0 sleeps for ever.',
  },
  token: 'WQ+abort+wake:1c0a:helenos-2026:debt=book:0.1.0.2',
};

const SEARCH: SearchResult = {
  complete: true,
  stopped: 'complete',
  completeDepth: 5,
  frontier: 0,
  states: 42,
  transitions: 61,
  elapsedMs: 1.5,
  bytesPerState: 84,
  levels: [1, 3, 9, 14, 11, 4],
  coverage: { 'P0.sleep.enqueue': [12, 9], 'P1.wake': [7, 3] },
};

/** An assertion result; without `changes` it is VERIFIED. */
export function sampleAssertion(changes: Partial<AssertionResult> = {}): AssertionResult {
  return {
    id: 'R1',
    says: 'no lost wakeup',
    verdict: 'VERIFIED',
    why: 'holds in every state',
    defect: null,
    witness: { says: 'a sleeper was aborted and restarted', reached: true },
    counterexample: null,
    ...changes,
  };
}

/** A run; without `changes` it is VERIFIED and expected. */
export function sampleRun(changes: Partial<Run> = {}): Run {
  return {
    test: 'WQ+abort+wake',
    hash: '1c0a5a1e0f4b4cc7a2d4c33c07d0b5aa',
    design: 'ticket',
    revision: 'helenos-2026',
    verdict: 'VERIFIED',
    standing: 'expected',
    why: 'the whole space was searched and every witness was reached',
    condition: {
      text: '~exists (0:r0=blocked)',
      quantifier: '~exists',
      verdict: 'VERIFIED',
      why: 'no end state satisfies it',
      positive: 0,
      negative: 4,
      counterexample: null,
    },
    assertions: [sampleAssertion(), sampleAssertion({ id: 'R3', says: 'no debt' })],
    outcomes: [
      {
        text: '0:r0=EOK; 1:r0=EOK;',
        states: 4,
        satisfies: false,
        witness: ['P0.sleep.enqueue', 'P1.wake'],
      },
    ],
    search: SEARCH,
    stops: [{ call: 'waitq_sleep', windows: ['asleep'] }],
    ...changes,
  };
}

/** A run that violates R1. */
export function violatedRun(defect: 'kernel' | 'design', changes: Partial<Run> = {}): Run {
  const violated = sampleAssertion({
    verdict: 'VIOLATED',
    why: 'a wakeup is swallowed by a debt that nobody owes',
    defect,
    counterexample: LOST_WAKEUP,
  });
  return sampleRun({
    verdict: 'VIOLATED',
    standing: 'unexpected',
    why: 'R1 falls',
    assertions: [violated, sampleAssertion({ id: 'R3', says: 'no debt' })],
    ...changes,
  });
}

function unanswered(verdict: Verdict, why: string, changes: Partial<Run> = {}): Run {
  return sampleRun({
    verdict,
    standing: 'expected',
    why,
    condition: { ...sampleRun().condition, verdict, why, positive: 0, negative: 0 },
    assertions: [sampleAssertion({ verdict, why, witness: { says: 'an abort', reached: false } })],
    outcomes: [],
    ...changes,
  });
}

export function sampleTest(name: string): TestRow {
  return {
    name,
    hash: '1c0a5a1e0f4b4cc7a2d4c33c07d0b5aa',
    file: `specs/waitq/${name}.litmus`,
    given: null,
    family: 'waitq',
    doc: 'a restarted abort must not swallow the next wakeup',
    ref: 'helenos#433',
    source: `SYS ${name}\n"a restarted abort"\nTable=helenos-2026\n{ waitq q; }\n P0 | P1 | E ;\n`,
    conditionLine: 9,
    table: 'helenos-2026',
    calls: ['waitq_sleep', 'waitq_wakeup'],
    aborted: ['waitq_sleep'],
    windows: ['asleep'],
    asserts: ['R1', 'R3'],
  };
}

const SAMPLE_RUNS: readonly Run[] = [
  sampleRun(),
  sampleRun({ revision: 'helenos-2012' }),
  violatedRun('design', { design: 'debt=book', standing: 'expected', why: 'its declared fall' }),
  violatedRun('design', { test: 'FUTEX+abort', design: 'ticket', hash: '22' }),
  violatedRun('kernel', { test: 'FUTEX+abort', design: 'debt=book', standing: 'information' }),
  violatedRun('kernel', { test: 'FUTEX+abort', revision: 'helenos-2012', standing: 'expected' }),
  unanswered('VACUOUS', 'no abort hit', {
    test: 'FUTEX+vacuous',
    search: { ...SEARCH, states: 12, levels: [1, 5, 6] },
  }),
  unanswered('UNSUPPORTED', 'today has no aborts', { design: 'today' }),
  unanswered('INCONCLUSIVE', 'stopped at 1,000 states', {
    test: 'IPC+large',
    outcomes: sampleRun().outcomes,
    search: {
      ...SEARCH,
      complete: false,
      stopped: 'states',
      completeDepth: 3,
      frontier: 210,
      states: 1000,
      levels: [1, 4, 20, 180, 795],
    },
  }),
  unanswered('ERROR', 'more than 4 ticks; raise Ticks', { test: 'IPC+large', design: 'today' }),
  sampleRun({ test: 'IPC+large', design: 'debt=book', standing: 'stale', why: 'hash changed' }),
  violatedRun('design', { test: HOSTILE, design: HOSTILE, why: HOSTILE, standing: 'information' }),
];

function shareOf(standing: Standing): number {
  return SAMPLE_RUNS.filter((run) => run.standing === standing).length;
}

export function sampleReport(changes: Partial<Report> = {}): Report {
  return {
    schema: REPORT_SCHEMA,
    version: '0.1.0',
    command: "fermata check 'specs/**' --design ticket,debt=book",
    startedAt: '2026-01-02T03:04:05.000Z',
    elapsedMs: 41_234,
    selected: SAMPLE_RUNS.length,
    ran: SAMPLE_RUNS.length,
    passed: shareOf('expected') - 3,
    failed: 4,
    interrupted: false,
    exitCode: 4,
    model: '0123456789abcdef',
    aborts: null,
    limits: { statesMax: 50_000_000, memoryMaxBytes: 4 * 2 ** 30, timeLimitMs: null },
    designs: [
      {
        name: 'ticket',
        kind: 'right',
        policies: { stop: 'boundary', window: 'asleep', result: 'restart' },
        reason: "the ticket's proposal",
        fall: null,
      },
      {
        name: 'debt=book',
        kind: 'known-bad',
        policies: { stop: 'boundary', debt: 'book' },
        reason: 'composable sleep applied to every failure',
        fall: { assertion: 'R1', test: 'WQ+abort+wake', revision: 'helenos-2026' },
      },
    ],
    tests: ['WQ+abort+wake', 'FUTEX+abort', 'FUTEX+vacuous', 'IPC+large', HOSTILE].map(sampleTest),
    runs: SAMPLE_RUNS,
    rulesNeverFired: ['P2.udelay.poll'],
    notes: ['The baseline line for FUTEX+gone names a test that no longer exists.'],
    latencies: [
      {
        call: 'waitq_sleep',
        revision: 'helenos-2026',
        design: 'ticket',
        ownSteps: 4,
        holderSteps: null,
        test: 'WQ+abort+wake',
      },
    ],
    assertions: [
      {
        id: 'R1',
        says: 'no lost wakeup',
        witness: 'a sleeper was aborted and restarted',
        cites: ['assertions.md#R1'],
      },
      { id: 'R3', says: 'no debt', witness: 'a sleep was aborted', cites: ['assertions.md#R3'] },
    ],
    environment: { node: 'v20.20.2', platform: 'linux x64', cpus: 2, memoryBytes: 8 * 2 ** 30 },
    ...changes,
  };
}

/** Keys whose strings mean something to a program; the others are free text. */
const NOT_FREE = new Set([
  'schema',
  'verdict',
  'standing',
  'quantifier',
  'kind',
  'defect',
  'stopped',
]);

/** `report` with every free text replaced by one of `texts`; equal texts stay equal. */
export function withTexts(report: Report, texts: readonly string[]): Report {
  const chosen = new Map<string, string>();
  const replaced = (part: unknown, key: string): unknown => {
    if (typeof part === 'string') {
      if (NOT_FREE.has(key)) return part;
      if (!chosen.has(part)) chosen.set(part, texts[chosen.size % texts.length]);
      return chosen.get(part);
    }
    if (typeof part !== 'object' || part === null) return part;
    if (Array.isArray(part)) return part.map((each) => replaced(each, key));
    return Object.fromEntries(
      Object.entries(part).map(([name, each]) => [name, replaced(each, name)]),
    );
  };
  return replaced(report, '') as Report;
}
