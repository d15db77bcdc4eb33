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
