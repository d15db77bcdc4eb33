/** How a result of a kernel under test stands to its line of the baseline. */
import { expect, test } from 'vitest';
import { deviationFor, expectationFor, parseExpectations } from './expectations.ts';
import { type Given, judgeTarget } from './judge-target.ts';

const HASH = '0123456789abcdef0123456789abcdef';
const [KNOWN, OTHER] = ['0:r0=EINTR;', '0:r0=blocked;'];
const DATA = {
  test: 'A',
  hash: HASH,
  target: 'reference-2026',
  expect: 'unsound',
  outcomes: [KNOWN],
  why: 'the port tells user space of the abort',
  since: '2026-11-28',
  expires: '2027-01-31',
};
const read = (changes: object) => parseExpectations(JSON.stringify({ ...DATA, ...changes }), 'x');
const [line] = read({});
const given = (word: Given['word'], ...forbidden: string[]): Given => {
  return { word, hash: HASH, why: '', forbidden };
};

test.for([
  ['exact', [], 'expected'],
  ['sound', [], 'expected'],
  ['unsound', [KNOWN], 'unexpected'],
  ['silent', [], 'unexpected'],
  ['not run', [], 'information'],
] as const)('%s without a line: %3$s', ([word, forbidden, standing]) => {
  expect(judgeTarget(given(word, ...forbidden), null, '2026-12-01').standing).toBe(standing);
});

test.for([
  ['unsound', [KNOWN], '2027-01-31', 'expected', 'known: the port tells user space of the abort'],
  ['unsound', [KNOWN], '2027-02-01', 'stale', 'expired on 2027-01-31'],
  ['unsound', [KNOWN, OTHER], '2026-12-01', 'unexpected', `not in the baseline: ${OTHER}`],
  ['exact', [], '2026-12-01', 'stale', 'nothing forbidden was seen'],
  ['sound', [], '2026-12-01', 'stale', 'nothing forbidden was seen'],
  ['not run', [], '2026-12-01', 'stale', 'it was not run'],
] as const)('%s beside a line, seen %j on %s: %s', ([word, seen, today, standing, why]) => {
  const judged = judgeTarget(given(word, ...seen), line, today);
  expect(judged.standing).toBe(standing);
  expect(judged.why).toContain(why);
});

test('a line about another hash is stale', () => {
  const [other] = read({ hash: HASH.replace('0', 'f') });
  const judged = judgeTarget(given('unsound', KNOWN), other, '2026-12-01');
  expect(judged.standing).toBe('stale');
});

test('it says nothing about the model, nor do lines of the model about it', () => {
  expect(deviationFor([line], 'A', 'reference-2026')).toBe(line);
  expect(expectationFor([line], 'A', 'reference-2026')).toBeNull();
  const ofModel = { ...line, expect: 'fail' as const };
  expect(deviationFor([ofModel], 'A', 'reference-2026')).toBeNull();
});

test.for([
  [{ outcomes: [] }, '"outcomes" is []'],
  [{ asserts: ['R1'] }, 'expected none, since "expect" is "unsound"'],
  [{ expect: 'fail', asserts: ['R1'] }, '"target" is "reference-2026", expected design/revision'],
] as const)('%j is refused', ([changes, says]) => {
  expect(() => read(changes)).toThrow(says);
});
