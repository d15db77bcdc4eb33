/** What is known of one run: its verdict and why, its condition, outcomes and assertions. */
import { h, type JSX } from 'preact';

import type { AssertionResult, Outcome, Run, WhyNot } from '../../data.ts';
import type { TestDetails } from '../../page-contract.ts';
import { count, thousands } from '../../text-width.ts';
import { markOf } from '../../verdict-mark.ts';
import { isMoved } from '../execution/execution-page.ts';
import { conditionWord } from '../parts/condition-word.ts';
import { executionHref, type Page } from '../parts/page.ts';
import { code, commas, link, mark, missing, say, soft, Table, verdict } from '../parts/parts.ts';
import { hrefOf } from '../parts/route.ts';

/** As many names as are read. */
const FELLERS_MAX = 4;

interface Props {
  readonly page: Page;
  readonly details: TestDetails;
  readonly run: Run;
}

export function RunResult(props: Props): JSX.Element {
  const { run, details } = props;
  return h(
    'div',
    null,
    h(
      'p',
      { class: 'sentence' },
      mark(markOf(run)),
      ' ',
      verdict(run.verdict, markOf(run).tone),
      h('span', { class: 'standing' }, ` ${run.standing}`),
    ),
    h('p', null, say(run.why)),
    h('p', { class: 'herd' }, code(observation(run))),
    searched(run),
    run.sameAs === undefined
      ? null
      : soft(
          'No step of this test reads what differs: the search is that of ',
          say(run.sameAs),
          '.',
        ),
    h('h2', null, 'Condition'),
    h(
      'p',
      null,
      code(run.condition.text),
      ' ',
      verdict(run.condition.verdict),
      ': ',
      say(run.condition.why),
    ),
    executionLink(props, 'condition', run.condition.counterexample !== null),
    felled(props, 'condition'),
    h('h2', null, 'Assertions'),
    assertions(props),
    h('h2', null, 'Outcomes'),
    outcomes(props),
    whyNots(details, run),
  );
}

/** Herd's line; a search that was cut never says Never or Always. */
export function observation({ test, condition, search }: Run): string {
  const { positive, negative } = condition;
  if (!search.complete || positive + negative === 0) {
    return `Observation ${test} Undecided ${positive} ${negative}`;
  }
  const word = positive === 0 ? 'Never' : negative === 0 ? 'Always' : 'Sometimes';
  return `Observation ${test} ${word} ${positive} ${negative}`;
}

function searched({ search }: Run): JSX.Element {
  const seconds = (search.elapsedMs / 1000).toFixed(2);
  const size = `${count(search.states, 'state')}, ${count(search.transitions, 'transition')}, ${seconds} s`;
  if (search.complete) return soft(`Searched whole: ${size}.`);
  const depth = `complete to depth ${thousands(search.completeDepth)}`;
  return missing(
    `Cut (${search.stopped}): ${depth}, ${count(search.frontier, 'state')} not expanded. ${size}.`,
  );
}

function assertions(props: Props): JSX.Element {
  const { run, page } = props;
  if (run.assertions.length === 0) return soft('This test asserts none.');
  return h(Table, {
    label: 'Assertions',
    isLabelHidden: true,
    columns: [
      'Assertion',
      'Verdict',
      'Execution',
      'Whose',
      'Why',
      'Its witness',
      'Who makes it fall here',
    ],
    aimed: page.route.query.row,
    rows: run.assertions.map((result) => ({
      key: result.id,
      cells: [
        link(hrefOf('assertions', [], { row: result.id }), result.id, { title: result.says }),
        verdict(result.verdict),
        executionLink(props, result.id, result.counterexample !== null),
        result.defect === null ? '' : `${result.defect} defect`,
        h('div', { class: 'says' }, say(result.why)),
        h('div', { class: 'says' }, witness(result)),
        felled(props, result.id),
      ],
    })),
  });
}

function witness({ witness: { says, reached } }: AssertionResult): JSX.Element {
  const word = reached ? 'reached' : h('b', { class: 'tone-warning' }, 'NOT reached');
  return h('span', null, word, ': ', say(says));
}

/** Who would be noticed: a check that nothing makes fall shows little. */
function felled({ run, details }: Props, breaks: string): JSX.Element | null {
  const known = details.falls?.find((it) => it.revision === run.revision && it.breaks === breaks);
  if (known === undefined) return null;
  if (known.by.length === 0) {
    return h('div', { class: 'says soft' }, 'Nothing known makes it fall here.');
  }
  const shown = known.by.slice(0, FELLERS_MAX).map((name) => h('span', null, say(name)));
  const rest = known.by.length - shown.length;
  const more = rest > 0 ? ` and ${rest} more` : '';
  return h('div', { class: 'says' }, 'Falls under ', commas(shown), more, '.');
}

/** To the execution, wherever it is; null: nothing fell. */
function executionLink(
  { run, details }: Props,
  which: string,
  isHere: boolean,
): JSX.Element | null {
  if (!isHere && !isMoved(details, run, which)) return null;
  return link(executionHref(run, which), 'step through', { 'data-row': '', class: 'go' });
}

function outcomes({ page, details, run }: Props): JSX.Element {
  if (run.outcomes.length === 0) return soft('No outcome was seen.');
  const { text } = run.condition;
  return h(Table, {
    label: `${count(run.outcomes.length, 'outcome')}; end states are distinct ones; the condition is ${text}`,
    columns: ['Outcome', { head: 'End states', isNumber: true }, 'Condition', 'One shortest run'],
    aimed: page.route.query.row,
    rows: run.outcomes.map((outcome, i) => ({
      key: `outcome-${i + 1}`,
      cells: [
        code(outcome.text),
        outcome.states,
        conditionWord(run.condition.quantifier, outcome.satisfies),
        scheduleOf(details, run, outcome, i),
      ],
    })),
  });
}

function scheduleOf(
  details: TestDetails,
  run: Run,
  { execution, witness: rules }: Outcome,
  i: number,
): JSX.Element {
  const which = `outcome-${i + 1}`;
  if (execution !== undefined || isMoved(details, run, which)) {
    const steps = execution === undefined ? '' : ` (${count(execution.steps.length, 'step')})`;
    const shown = `step through${steps}`;
    return link(executionHref(run, which), shown, { 'data-row': '', class: 'go' });
  }
  return h('details', null, h('summary', null, count(rules.length, 'step')), code(rules.join(' ')));
}

function whyNots(details: TestDetails, run: Run): JSX.Element | null {
  if (run.whyNot === undefined || run.whyNot.length === 0) return null;
  return h(
    'section',
    null,
    h('h2', null, 'Why not otherwise?'),
    soft('The counterexamples of wrong designs, taken step by step under this one.'),
    h(
      'ol',
      { class: 'why-not' },
      run.whyNot.map((each, i) =>
        h('li', { key: `${i}`, 'data-key': `whynot-${i + 1}` }, whyNot(details, run, each, i + 1)),
      ),
    ),
  );
}

function whyNot(details: TestDetails, run: Run, each: WhyNot, number: number): JSX.Element {
  const theirs = { test: run.test, design: each.design, revision: run.revision };
  return h(
    'p',
    null,
    link(executionHref(theirs, each.breaks), [say(each.design), ` breaks ${each.breaks}`], {
      'data-row': '',
    }),
    `. The first ${count(each.agree, 'step')} ${each.agree === 1 ? 'is' : 'are'} the same here; then `,
    say(each.says),
    each.ends === null ? null : [' Here it ends with ', code(each.ends), '. '],
    each.execution === null && !isMoved(details, run, `whynot-${number}`)
      ? null
      : link(executionHref(run, `whynot-${number}`), 'Step through it'),
  );
}
