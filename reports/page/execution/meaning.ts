/**
 * What an execution is there to show, in words: what it breaks and whose fault that is, the step
 * at which a right design and a wrong one part, Let / Then / However; or how an outcome comes
 * about.
 */
import { type ComponentChild, Fragment, h } from 'preact';
import type { Counterexample, Execution, Run, WhyNot } from '../../data.ts';
import type { DesignSummary, TestDetails } from '../../page-contract.ts';
import { loopOf } from '../../loop-text.ts';
import { count, printable } from '../../text-width.ts';
import { hrefOf } from '../parts/route.ts';
import { fateEntries } from './fate-strip.ts';

/** Where a run of a wrong design and the same beginning under a right one part. */
export interface Parting {
  /** The right design. */
  readonly right: string;
  /** The right design's answer to the wrong run. */
  readonly answer: WhyNot;
  /** Which answer it is, as in the address. */
  readonly which: string;
  /** The execution on this page is the right design's. */
  readonly isRight: boolean;
}

/** The parting that this execution is about, or null. */
export function partingIn(details: TestDetails, run: Run, which: string): Parting | null {
  if (which.startsWith('whynot-')) {
    const answer = run.whyNot?.[Number(which.slice('whynot-'.length)) - 1];
    return answer === undefined ? null : { right: run.design, answer, which, isRight: true };
  }
  for (const other of details.runs) {
    if (other.revision !== run.revision) continue;
    const place = (other.whyNot ?? []).findIndex(
      ({ design, breaks }) => design === run.design && breaks === which,
    );
    const answer = other.whyNot?.[place];
    if (answer === undefined) continue;
    return { right: other.design, answer, which: `whynot-${place + 1}`, isRight: false };
  }
  return null;
}

/** What is said in the row of the step at which the two part. */
export function remarkOn(parting: Parting | null, { design }: Run) {
  if (parting === null || parting.answer.wrong === null) return null;
  const { right, answer, isRight } = parting;
  const other = isRight ? answer.design : right;
  const says = isRight
    ? `Here ${other} goes another way, and goes wrong.`
    : `The decisive step: ${other} does otherwise, and ${design} goes wrong.`;
  return { step: answer.agree, says: printable(says) };
}

/**
 * Where the page opens: after the step at which a right design and a wrong one part; else at the point
 * of no return, if it is known; else at the end, where what is broken is, or what came about.
 */
export function decisiveStep(
  execution: Execution | Counterexample,
  parting: Parting | null,
): number {
  const { length } = execution.steps;
  const fate = 'fate' in execution ? execution.fate : undefined;
  const lost = fate?.is === 'known' && fate.lost > 0 ? fate.lost : length;
  return Math.min(parting === null ? lost : parting.answer.agree + 1, length);
}

/** One line for what is told at length when it is opened. */
export function headline(
  execution: Execution | Counterexample,
  decisive: number,
  parting: Parting | null,
): string {
  if (parting !== null && parting.answer.wrong !== null) {
    return `What it means: step ${decisive} of ${execution.steps.length} decides`;
  }
  const loop = loopOf(execution);
  if (loop !== null) return `What it means: goes round for ever from step ${loop.from} on`;
  return 'breaks' in execution
    ? `What it means: broken after step ${decisive}`
    : 'What it means: how this comes about';
}

export interface MeaningProps {
  readonly execution: Execution | Counterexample;
  readonly run: Run;
  readonly which: string;
  readonly parting: Parting | null;
  readonly design: DesignSummary | null;
  hrefOfStep(at: number): string;
}

export function Meaning(props: MeaningProps): ComponentChild {
  const { execution, run, which, parting } = props;
  if ('words' in execution) return broken(props, execution);
  if (parting !== null) return notBroken(props, parting);
  const outcome = run.outcomes[Number(which.replace('outcome-', '')) - 1];
  return h(
    'p',
    { class: 'lead' },
    h('b', null, 'How an outcome comes about: '),
    h('code', null, printable(outcome?.text ?? '')),
    `, in a shortest run (${sizeOf(execution)}).`,
  );
}

function broken(props: MeaningProps, execution: Counterexample): ComponentChild {
  const { run, parting, hrefOfStep } = props;
  const { breaks, words } = execution;
  const result = run.assertions.find(({ id }) => id === breaks);
  const rule = result === undefined ? '' : `; ${breaks}: ${result.says}.`;
  // The rule stands in the lead already.
  const isRepeated = rule !== '' && words.however.endsWith(rule);
  const however = isRepeated ? `${words.however.slice(0, -rule.length)}.` : words.however;
  return h(
    Fragment,
    null,
    h(
      'p',
      { class: 'lead' },
      h('b', null, `Breaks ${printable(breaks)}`),
      result === undefined ? '.' : `: ${printable(result.says)}.`,
    ),
    h('p', { class: 'fault' }, printable(faultText(props, result?.defect ?? null))),
    h(
      'dl',
      { class: 'words' },
      entry('Let', words.let),
      entry('Then', words.then),
      entry('However', however),
      fateEntries(execution, hrefOfStep),
      parting === null
        ? null
        : [
            h('dt', null, 'Because'),
            h(
              'dd',
              null,
              h(
                'a',
                { href: hrefOfStep(parting.answer.agree + 1) },
                `step ${parting.answer.agree + 1}`,
              ),
              ` decides: ${printable(parting.answer.says.replace(/^in that run /, 'here '))} `,
              parting.answer.execution === null
                ? null
                : h(
                    'a',
                    {
                      href: hrefOf('execution', [
                        run.test,
                        parting.right,
                        run.revision,
                        parting.which,
                      ]),
                    },
                    `How ${printable(parting.right)} goes on from there`,
                  ),
            ),
          ],
    ),
  );
}

const entry = (word: string, text: string): ComponentChild => [
  h('dt', null, word),
  h('dd', null, h('bdi', null, printable(text))),
];

/** Whose fault it is, and what the design is. */
function faultText({ run, design }: MeaningProps, defect: 'kernel' | 'design' | null): string {
  const what = design === null || design.reason === '' ? '' : ` (${design.reason})`;
  if (defect === 'kernel') {
    return `It falls without any abort: a defect of the kernel ${run.revision}, whatever the design.`;
  }
  if (defect === 'design')
    return `It falls only with aborts: a defect of the design ${run.design}${what}.`;
  return `Under ${run.design}${what}.`;
}

function notBroken({ execution, run }: MeaningProps, { answer, right }: Parting): ComponentChild {
  const wrong = [run.test, answer.design, run.revision, answer.breaks];
  const says = run.assertions.find(({ id }) => id === answer.breaks)?.says;
  return h(
    Fragment,
    null,
    h(
      'p',
      { class: 'lead' },
      h(
        'b',
        null,
        `Why ${printable(right)} does not go wrong as ${printable(answer.design)} does.`,
      ),
      ` There ${printable(answer.breaks)} falls${says === undefined ? '' : `: ${printable(says)}`}.`,
    ),
    h(
      'p',
      { class: 'why-not' },
      `Up to step ${answer.agree} both runs are the same. Then: ${printable(answer.says)} `,
      h(
        'a',
        { href: hrefOf('execution', wrong, { step: `${answer.agree + 1}` }) },
        `See the run under ${printable(answer.design)}`,
      ),
    ),
    answer.ends === null
      ? null
      : h(
          'p',
          null,
          'Here it ends with ',
          h('code', null, printable(answer.ends)),
          ` (${sizeOf(execution)}).`,
        ),
  );
}

function sizeOf({ steps, contextSwitches }: Execution): string {
  const switches = `${contextSwitches} context ${contextSwitches === 1 ? 'switch' : 'switches'}`;
  return `${count(steps.length, 'step')}, ${switches}`;
}
