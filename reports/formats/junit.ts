/**
 * JUnit XML (docs/formats.md#junit): a suite per design and revision, a case per run.
 *
 * In a CI a case is passed, failed, broken or skipped, and passed must mean VERIFIED or a failure
 * that came out as expected. So:
 *     VIOLATED, unexpected; stale      failure
 *     VACUOUS                          failure: it passed because nothing happened
 *     ERROR                            error
 *     INCONCLUSIVE, UNSUPPORTED        skipped
 *     VIOLATED as expected, but cut    skipped: more may fall
 *     anything else for information    skipped, with the verdict in its message
 */
import { counterexamplesOf } from '../findings.ts';
import { create } from 'xmlbuilder2';

import { renderCounterexample } from '../terminal/counterexample.ts';
import { replayCommand } from '../replay-command.ts';
import type { AssertionResult, Report, Run, TestRow } from '../data.ts';

type XmlNode = ReturnType<typeof create>;
type Answer = 'passed' | 'failure' | 'error' | 'skipped';

const TEXT_WIDTH = 100;
/** All that XML 1.0 can hold; every other character becomes U+FFFD. */
const NOT_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** The XML document as a string, indented, with its declaration. */
export function renderJunit(report: Report): string {
  const document = create({ version: '1.0', encoding: 'UTF-8' });
  const root = document.ele('testsuites', {
    name: 'fermata',
    ...totalsOf(report.runs),
    time: seconds(report.elapsedMs),
  });
  const tests = new Map(report.tests.map((test) => [test.name, test]));
  for (const runs of suitesOf(report.runs)) addSuite(root, runs, report.startedAt, tests);
  return `${document.end({ prettyPrint: true })}\n`;
}

function suitesOf(runs: readonly Run[]): Run[][] {
  const suites = new Map<string, Run[]>();
  for (const run of runs) {
    const key = JSON.stringify([run.design, run.revision]);
    const suite = suites.get(key);
    if (suite) suite.push(run);
    else suites.set(key, [run]);
  }
  return [...suites.values()];
}

function addSuite(
  root: XmlNode,
  runs: readonly Run[],
  timestamp: string,
  tests: ReadonlyMap<string, TestRow>,
): void {
  const elapsedMs = runs.reduce((sum, run) => sum + run.search.elapsedMs, 0);
  const suite = root.ele('testsuite', {
    name: attribute(`${runs[0].design}@${runs[0].revision}`),
    ...totalsOf(runs),
    time: seconds(elapsedMs),
    timestamp: attribute(timestamp),
  });
  addProperties(suite, [
    ['design', runs[0].design],
    ['revision', runs[0].revision],
  ]);
  for (const run of runs) addCase(suite, run, tests.get(run.test));
}

function addCase(suite: XmlNode, run: Run, test: TestRow | undefined): void {
  const element = suite.ele('testcase', {
    classname: attribute(test?.family ?? ''),
    name: attribute(run.test),
    file: attribute(test?.file ?? ''),
    line: test?.conditionLine ?? 1,
    time: seconds(run.search.elapsedMs),
  });
  const counterexamples = counterexamplesOf(run);
  addProperties(element, [
    ['hash', run.hash],
    ['verdict', run.verdict],
    ['standing', run.standing],
    ['asserts', run.assertions.map(({ id }) => id).join(',')],
    ['states', `${run.search.states}`],
    ...counterexamples.map(({ token }) => ['replay', token] as const),
  ]);
  const answer = answerOf(run);
  if (answer === 'passed') return;
  const message = attribute(`${run.verdict}: ${run.why}`);
  if (answer === 'skipped') element.ele('skipped', { message });
  else
    element
      .ele(answer, { type: attribute(typeOf(run)), message })
      .txt(text(detailsOf(run, test?.given ?? null)));
}

function addProperties(
  element: XmlNode,
  properties: readonly (readonly [name: string, value: string])[],
): void {
  const list = element.ele('properties');
  for (const [name, value] of properties) list.ele('property', { name, value: attribute(value) });
}

function totalsOf(runs: readonly Run[]): Record<string, number> {
  const answers = runs.map(answerOf);
  const number = (answer: Answer): number => answers.filter((each) => each === answer).length;
  return {
    tests: runs.length,
    failures: number('failure'),
    errors: number('error'),
    skipped: number('skipped'),
  };
}

function answerOf(run: Run): Answer {
  if (run.verdict === 'ERROR') return 'error';
  if (run.verdict === 'INCONCLUSIVE' || run.verdict === 'UNSUPPORTED') return 'skipped';
  if (run.standing === 'unfinished') return 'skipped';
  if (run.standing === 'information') return run.verdict === 'VERIFIED' ? 'passed' : 'skipped';
  return run.standing === 'expected' && run.verdict !== 'VACUOUS' ? 'passed' : 'failure';
}

function typeOf(run: Run): string {
  if (run.verdict !== 'VIOLATED') return run.standing === 'stale' ? 'stale' : run.verdict;
  const ids = run.assertions.filter(isViolated).map(({ id }) => id);
  return [...ids, ...(run.condition.verdict === 'VIOLATED' ? ['condition'] : [])].join(' ');
}

function detailsOf(run: Run, given: string | null): string {
  const violated = run.assertions.filter(isViolated);
  const lines = violated.map(
    ({ id, defect, says, why }) => `${id} (${defect ?? 'no'} defect): ${says}\n${why}`,
  );
  if (run.condition.verdict === 'VIOLATED') {
    lines.push(`${run.condition.text}\n${run.condition.why}`);
  }
  for (const counterexample of counterexamplesOf(run)) {
    const drawing = renderCounterexample(counterexample, { width: TEXT_WIDTH, colour: false });
    lines.push(`${drawing}\n\n${replayCommand(counterexample, given)}`);
  }
  return [run.why, ...lines].join('\n\n');
}

function isViolated({ verdict }: AssertionResult): boolean {
  return verdict === 'VIOLATED';
}

function text(value: string): string {
  return value.replace(NOT_XML, '\ufffd');
}

/** Line breaks in an attribute are not kept by XML readers, so they become spaces here. */
function attribute(value: string): string {
  return text(value).replace(/[\t\n\r]+/g, ' ');
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}
