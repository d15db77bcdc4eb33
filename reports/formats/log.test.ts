import { expect, test } from 'vitest';

import type { Run } from '../data.ts';
import { logBlock, renderLog } from './log.ts';
import { HOSTILE, sampleReport, sampleRun, violatedRun } from '../sample.ts';

function observed(positive: number, negative: number, complete: boolean): string {
  const base = sampleRun();
  const run: Run = {
    ...base,
    condition: { ...base.condition, positive, negative },
    search: { ...base.search, complete, stopped: complete ? 'complete' : 'memory' },
  };
  return logBlock(run).match(/^Observation \S+ (\w+) /m)![1];
}

test('a block is what herd prints, between what herd does not know', () => {
  expect(logBlock(violatedRun('design')).split('\n')).toEqual([
    'Design ticket',
    'Revision helenos-2026',
    'Verdict VIOLATED (unexpected) R1 falls',
    'Test WQ+abort+wake Forbidden',
    'States 1',
    '0:r0=EOK; 1:r0=EOK;',
    'Ok',
    'Witnesses',
    'Positive: 4 Negative: 0',
    'Condition ~exists (0:r0=blocked)',
    'Observation WQ+abort+wake Never 0 4',
    'Hash=1c0a5a1e0f4b4cc7a2d4c33c07d0b5aa',
    'Time WQ+abort+wake 0.00',
    'Assertion R1 VIOLATED (design defect), witness reached: a wakeup is swallowed by a debt that nobody owes',
    'Assertion R3 VERIFIED, witness reached: holds in every state',
  ]);
});

test('a run without a search is not said to be cut', () => {
  const { search } = sampleRun();
  const none = { ...search, complete: false, completeDepth: -1, states: 0, levels: [] };
  const block = logBlock(sampleRun({ verdict: 'UNSUPPORTED', search: none }));
  expect(block).not.toContain('Cut by');
});

test.for([
  [0, 4, true, 'Never'],
  [2, 4, true, 'Sometimes'],
  [2, 0, true, 'Always'],
  [0, 0, true, 'Undef'],
  [0, 4, false, 'Undef'],
  [2, 0, false, 'Undef'],
  [2, 4, false, 'Sometimes'],
] as const)(
  '%i positive, %i negative, complete %s is observed as %s',
  ([positive, negative, complete, says]) => {
    expect(observed(positive, negative, complete)).toBe(says);
  },
);

test('only VERIFIED and VIOLATED conditions answer Ok and No', () => {
  const answers = (['VERIFIED', 'VIOLATED', 'VACUOUS', 'INCONCLUSIVE', 'ERROR'] as const).map(
    (verdict) => {
      const base = sampleRun();
      const block = logBlock({ ...base, condition: { ...base.condition, verdict } });
      return block.match(/^(Ok|No|Undef)$/m)![1];
    },
  );
  expect(answers).toEqual(['Ok', 'No', 'Undef', 'Undef', 'Undef']);
});

test('a cut search tells how far it came', () => {
  expect(renderLog(sampleReport().runs)).toContain(
    'Cut by states: complete to depth 3, frontier 210\n',
  );
});

test('a hostile name adds no line to a block', () => {
  const lines = logBlock(sampleRun({ test: HOSTILE, design: HOSTILE, why: HOSTILE })).split('\n');
  expect(lines).toHaveLength(logBlock(sampleRun()).split('\n').length);
});
