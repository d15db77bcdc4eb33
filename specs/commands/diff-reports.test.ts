/** What two reports say differently is told; what differs in time alone is not. */
import { expect, test } from 'vitest';
import type { Report, Run } from '../../reports/data.ts';
import { parseDesign } from '../../model/designs/designs.ts';
import { check } from '../check/check.ts';
import { selectTests } from '../catalogue.ts';
import { CHECK_OPTIONS } from '../run/sample.ts';
import { diffReports } from './diff-reports.ts';

const [source] = selectTests(['WQ+abort+wake']);
const runs = ['ticket', 'debt=book'].map((design) =>
  check(source, parseDesign(design), 'helenos-2026', CHECK_OPTIONS),
);
const report = (own: readonly Run[]) => ({ runs: own }) as Report;
const changed = (change: Partial<Run>) => report([{ ...runs[0], ...change }, runs[1]]);
const told = (after: Report) => diffReports(report(runs), after).text.trimEnd().split('\n');
const NAME = 'WQ+abort+wake ticket helenos-2026';

test('the same twice is no difference, whatever it took', () => {
  const { search } = runs[0];
  const slower = changed({ search: { ...search, elapsedMs: search.elapsedMs + 1 } });
  expect(told(slower)).toEqual(['2 of 2 runs say the same; 0 differences']);
  expect(diffReports(report(runs), slower).isEmpty).toBe(true);
});

test.for([
  [{ verdict: 'VACUOUS' }, 'verdict was VERIFIED, is VACUOUS'],
  [{ search: { ...runs[0].search, states: 7 } }, `states was ${runs[0].search.states}, is 7`],
  [{ hash: 'other' }, `hash was ${runs[0].hash}, is other`],
  [{ standing: 'unexpected' }, 'standing was expected, is unexpected'],
] as const)('%o is told', ([change, says]) => {
  expect(told(changed(change))).toEqual([
    `${NAME}: ${says}`,
    '1 of 2 runs say the same; 1 differences',
  ]);
});

test('an outcome that is lost, and one that is new', () => {
  const [first] = runs[0].outcomes;
  const after = changed({ outcomes: [{ ...first, text: '0:r0=other;' }] });
  expect(told(after)).toContain(`${NAME}: outcome {0:r0=other;} is ${first.states}, was not there`);
  expect(told(after)).toContain(
    `${NAME}: outcome {${first.text}} was ${first.states}, is not there`,
  );
});

test('a longer counterexample is another result', () => {
  const assertions = runs[1].assertions.map((assertion) => {
    const { counterexample } = assertion;
    const steps = [...(counterexample?.steps ?? [])];
    return counterexample === null
      ? assertion
      : { ...assertion, counterexample: { ...counterexample, steps: [...steps, ...steps] } };
  });
  const [line] = told(report([runs[0], { ...runs[1], assertions }]));
  expect(line).toMatch(/debt=book helenos-2026: R1 was VIOLATED .* 16 steps .*, is .* 32 steps/);
});

test('a run that is new, and one that is gone', () => {
  expect(told(report([runs[0]]))[0]).toContain('not there any more, was VIOLATED');
  expect(diffReports(report([runs[0]]), report(runs)).text).toContain(': new, VIOLATED');
});

test('of a kernel under test what it gave is compared, and not how often', () => {
  const row = { text: '0:r0=EOK;', times: 3, isAllowed: true, satisfies: true };
  const on = (change: object) => {
    const result = { test: 'A', hash: 'h', word: 'exact', standing: 'expected', ...change };
    const target = { name: 'mine', design: 'ticket', results: [{ histogram: [row], ...result }] };
    return { runs: [], targets: [target] } as unknown as Report;
  };
  const often = on({ histogram: [{ ...row, times: 99 }] });
  expect(diffReports(on({}), often).isEmpty).toBe(true);
  const forbidden = { ...row, text: '0:r0=blocked;', isAllowed: false };
  const worse = on({ word: 'unsound', histogram: [row, forbidden] });
  expect(diffReports(on({}), worse).text).toBe(
    'A ticket on mine: word was exact, is unsound\n' +
      'A ticket on mine: outcome {0:r0=blocked;} is forbidden, was not there\n' +
      '0 of 1 runs say the same; 2 differences\n',
  );
});
