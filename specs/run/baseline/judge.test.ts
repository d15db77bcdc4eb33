import { describe, expect, test } from 'vitest';
import { parseDesign } from '../../../model/designs/designs.ts';
import type { Design } from '../../../model/designs/policies.ts';
import type { Run } from '../../../reports/data.ts';
import type { Expectation } from './expectations.ts';
import { judge } from './judge.ts';
import { sampleRun, sampleTest, violatedRun } from '../sample.ts';

const ticket = parseDesign('ticket');
const knownBad: Design = {
  ...ticket,
  name: 'bad',
  kind: 'known-bad',
  fall: { assertion: 'R1', test: 'A', revision: 'helenos-2026', steps: 9 },
};
const line: Expectation = {
  test: 'A',
  hash: sampleRun().hash,
  target: 'ticket/helenos-2026',
  expect: 'fail',
  asserts: ['R1'],
  outcomes: [],
  why: 'D7.',
  link: '',
  since: '2026-01-01',
  expires: '2026-06-30',
};

interface SampleGrounds {
  readonly design?: Design;
  readonly line?: Expectation;
  readonly ticketLine?: Expectation;
  readonly aborts?: boolean;
  readonly isOwn?: boolean;
}

function judged(run: Run, grounds: SampleGrounds = {}) {
  const { litmus } = sampleTest('A', { aborts: grounds.aborts });
  const { design = ticket, line: expectation = null, ticketLine, isOwn } = grounds;
  const today = '2026-06-30';
  return judge(run, { design, litmus, line: expectation, ticketLine, today, isOwn });
}

/** The same run, had its search been cut before it could say anything of `undecided`. */
function cut(run: Run, undecided: readonly string[]): Run {
  const open = violatedRun(undecided).assertions.map((assertion) => ({
    ...assertion,
    verdict: 'INCONCLUSIVE' as const,
  }));
  const search = { ...run.search, complete: false, stopped: 'states' as const };
  return { ...run, search, assertions: [...run.assertions, ...open] };
}

describe('a right preset', () => {
  test('is expected to be VERIFIED', () => {
    expect(judged(sampleRun()).standing).toBe('expected');
  });

  test.for(['VIOLATED', 'VACUOUS', 'UNSUPPORTED', 'ERROR', 'INCONCLUSIVE'] as const)(
    'is not expected to be %s',
    (verdict) => {
      expect(judged(sampleRun({ verdict })).standing).toBe('unexpected');
    },
  );

  test('may fail as the baseline says, with its reason', () => {
    const run = judged(violatedRun(['R1']), { line });
    expect(run.standing).toBe('expected');
    expect(run.why).toBe('R1 violated. Expected: D7.');
    expect(run.known).toBe('D7.');
  });

  test('may not fail in a new way', () => {
    const run = judged(violatedRun(['R1', 'R2']), { line });
    expect(run.standing).toBe('unexpected');
    expect(run.why).toContain('expects R1 to fall, not R1, R2');
  });

  test('may not break its condition with a new outcome', () => {
    const run = violatedRun([]);
    const outcome = { text: '0:r0=blocked;', states: 1, satisfies: true, witness: [] };
    const condition = { ...run.condition, quantifier: '~exists', verdict: 'VIOLATED' } as const;
    const failing = { ...run, condition, outcomes: [outcome] };
    const known = { ...line, asserts: ['condition'], outcomes: ['0:r0=blocked;'] };
    expect(judged(failing, { line: known }).standing).toBe('expected');
    const other = judged(failing, { line: { ...known, outcomes: ['0:r0=EINTR;'] } });
    expect(other.standing).toBe('unexpected');
    expect(other.why).toContain('new: 0:r0=blocked;; gone: 0:r0=EINTR;');
  });

  test('that holds where the baseline expects a failure makes the line stale', () => {
    expect(judged(sampleRun(), { line }).standing).toBe('stale');
  });

  test('that fails where the line has another hash or has expired is red', () => {
    const changed = { ...line, hash: 'f'.repeat(32) };
    expect(judged(violatedRun(['R1']), { line: changed }).standing).toBe('unexpected');
    const expired = { ...line, expires: '2026-06-29' };
    const run = judged(violatedRun(['R1']), { line: expired });
    expect(run.standing).toBe('unexpected');
    expect(run.why).toContain('expired on 2026-06-29');
  });

  test('cannot have an ERROR or a cut search excused', () => {
    const excuse = { ...line, expect: 'unsupported', asserts: [] } as const;
    expect(judged(sampleRun({ verdict: 'UNSUPPORTED' }), { line: excuse }).standing).toBe(
      'expected',
    );
    expect(judged(sampleRun({ verdict: 'ERROR' }), { line: excuse }).standing).toBe('unexpected');
  });
});

describe('a search that was cut', () => {
  const both = { ...line, asserts: ['R1', 'R2'] };

  test('is unfinished, not red, where what it left open would have to fall', () => {
    const run = judged(cut(violatedRun(['R1']), ['R2']), { line: both });
    expect(run.standing).toBe('unfinished');
    expect(run.why).toContain('The search was cut: more may fall.');
    expect(judged(violatedRun(['R1']), { line: both }).standing).toBe('unexpected');
  });

  test('is unfinished where all that must fall has fallen', () => {
    expect(judged(cut(violatedRun(['R1', 'R2']), []), { line: both }).standing).toBe('unfinished');
  });

  test('is red where it breaks what nothing expects', () => {
    expect(judged(cut(violatedRun(['R1']), ['R2'])).standing).toBe('unexpected');
    expect(judged(cut(violatedRun(['R6']), ['R1']), { line }).standing).toBe('unexpected');
  });

  test('need not show the declared fall of a known-bad preset, but must not deny it', () => {
    const design = knownBad;
    expect(judged(cut(violatedRun(['R9']), ['R1']), { design }).standing).toBe('unfinished');
    expect(judged(cut(violatedRun(['R9']), ['R2']), { design }).standing).toBe('unexpected');
    const elsewhere = violatedRun(['R9'], { test: 'B' });
    expect(judged(cut(elsewhere, ['R1']), { design }).standing).toBe('unfinished');
  });

  test('need not reach every outcome that breaks the condition', () => {
    const run = violatedRun([]);
    const condition = { ...run.condition, quantifier: '~exists', verdict: 'VIOLATED' } as const;
    const outcome = { text: '0:r0=blocked;', states: 1, satisfies: true, witness: [] };
    const found = cut({ ...run, condition, outcomes: [outcome] }, []);
    const outcomes = ['0:r0=EINTR;', '0:r0=blocked;'];
    const known = { ...line, asserts: ['condition'], outcomes };
    expect(judged(found, { line: known }).standing).toBe('unfinished');
    const other = { ...known, outcomes: ['0:r0=EINTR;'] };
    expect(judged(found, { line: other }).standing).toBe('unexpected');
  });
});

describe('a combination given by hand', () => {
  const design: Design = { ...ticket, name: 'place=keep', kind: 'custom' };
  const kernel = violatedRun(['R1']);
  const defect: Run = {
    ...kernel,
    assertions: kernel.assertions.map((each) => ({ ...each, defect: 'kernel' })),
  };

  test("has the kernel's defects that the baseline knows of the ticket", () => {
    const run = judged(defect, { design, ticketLine: line });
    expect(run.standing).toBe('expected');
    expect(run.why).toContain('Expected, whatever the design: D7.');
  });

  test('has no other excuse', () => {
    expect(judged(defect, { design }).standing).toBe('unexpected');
    expect(judged(kernel, { design, ticketLine: line }).standing).toBe('unexpected');
    const other = { ...line, asserts: ['R2'] };
    expect(judged(defect, { design, ticketLine: other }).standing).toBe('unexpected');
    const old = { ...line, expires: '2026-06-29' };
    expect(judged(defect, { design, ticketLine: old }).standing).toBe('unexpected');
  });
});

describe('today', () => {
  const design = parseDesign('today');

  test('does not support tests that need an abort, by rule', () => {
    const run = judged(sampleRun({ verdict: 'UNSUPPORTED' }), { design, aborts: true });
    expect(run.standing).toBe('expected');
    expect(run.why).toContain('takes no thread out of a call');
  });

  test('has no other excuse', () => {
    const run = judged(sampleRun({ verdict: 'UNSUPPORTED' }), { design, aborts: false });
    expect(run.standing).toBe('unexpected');
  });
});

describe('a known-bad preset', () => {
  test('has its declared fall', () => {
    const run = judged(violatedRun(['R1', 'R9']), { design: knownBad });
    expect(run.standing).toBe('expected');
    expect(run.why).toContain('must break R1');
  });

  test('without its declared fall is red', () => {
    expect(judged(sampleRun(), { design: knownBad }).standing).toBe('unexpected');
    expect(judged(violatedRun(['R9']), { design: knownBad }).standing).toBe('unexpected');
  });

  test('is information beside its declared fall', () => {
    const elsewhere = [
      violatedRun(['R1'], { test: 'B' }),
      violatedRun(['R1'], { revision: 'helenos-2012' }),
      sampleRun({ test: 'B', verdict: 'VACUOUS' }),
    ];
    for (const run of elsewhere) {
      expect(judged(run, { design: knownBad }).standing).toBe('information');
    }
  });

  test('is information in a test of the user, whatever it does there and whatever the test is called', () => {
    const own = [
      violatedRun(['R1'], { test: 'mine' }),
      violatedRun(['R1']),
      violatedRun(['R9']),
      ...(['VERIFIED', 'VACUOUS', 'UNSUPPORTED'] as const).map((verdict) => sampleRun({ verdict })),
    ];
    for (const run of own) {
      expect(judged(run, { design: knownBad, isOwn: true, line }).standing).toBe('information');
    }
  });

  test('in a test of the user has no excuse where the checker could not do its work', () => {
    const stands = (run: Run) => judged(run, { design: knownBad, isOwn: true }).standing;
    expect(stands(sampleRun({ verdict: 'ERROR' }))).toBe('unexpected');
    expect(stands(cut(violatedRun(['R1']), ['R2']))).toBe('unfinished');
  });
});
