/**
 * The execution page: one run of a test, step by step, as a drawing and as the state beside it.
 *
 * The address keeps the step, so every step can be linked; the slider, the buttons and the keys
 * of `step-keys.ts` move it. What a run means is said first: the contradiction of a counterexample, or
 * why a right design does not go the wrong way.
 */
import { type ComponentChild, h } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { replayCommand } from '../../replay-command.ts';
import type { Counterexample, Execution, Run } from '../../data.ts';
import { logBlock } from '../../formats/log.ts';
import type { DesignSummary, TestDetails, TestHead } from '../../page-contract.ts';
import { renderMermaid } from '../../formats/mermaid.ts';
import { printable } from '../../text-width.ts';
import { CopyButton } from './copy.ts';
import { ExecutionTable } from './execution-table.ts';
import { FoldSwitch, useFolds } from './fold-switch.ts';
import { fatesOf } from './fate-strip.ts';
import { Legend } from './legend.ts';
import { decisiveStep, headline, Meaning, partingIn, remarkOn } from './meaning.ts';
import { Names } from './names.ts';
import { hrefOf } from '../parts/route.ts';
import { sceneOf } from './scene.ts';
import { Stage } from './stage.ts';
import { StatePanel } from './state-panel.ts';
import { useStepKeys } from './step-keys.ts';
import { type Replaying, tokenOf } from './token.ts';

export interface ExecutionViewProps {
  readonly execution: Execution | Counterexample;
  readonly run: Run;
  readonly test: TestHead;
  readonly details: TestDetails;
  readonly replaying: Replaying;
  /** The design of the run, if the report describes it. */
  readonly design: DesignSummary | null;
  /** An assertion id, `condition`, `outcome-3`, `whynot-2`: as in the address. */
  readonly which: string;
  /** Steps taken: 0 is the start; null: the address does not say. */
  readonly step: number | null;
  onStep(step: number): void;
}

export function ExecutionView(props: ExecutionViewProps): ComponentChild {
  const { execution, run, details, design, which, onStep } = props;
  const last = execution.steps.length;
  const scene = useMemo(() => sceneOf(execution), [execution]);
  const fates = useMemo(() => fatesOf(execution), [execution]);
  const [isWhole, setWhole] = useState(false);
  const parting = partingIn(details, run, which);
  const decisive = decisiveStep(execution, parting);
  const at = Math.min(Math.max(props.step ?? decisive, 0), last);
  useStepKeys(at, execution.steps, onStep);
  const remark = remarkOn(parting, run);
  // The strip changes within no row.
  const turn = (fates?.findIndex(({ is }) => is === 'turn') ?? -1) + 1;
  const { folds, ...folding } = useFolds(execution, scene, [at, decisive, turn]);
  const address = [run.test, run.design, run.revision, which];
  const hrefOfStep = (to: number): string => hrefOf('execution', address, { step: `${to}` });
  return h(
    'div',
    { class: 'execution-page' },
    h(
      'details',
      { class: 'meaning' },
      h('summary', null, headline(execution, decisive, parting)),
      h(Meaning, { execution, run, which, parting, design, hrefOfStep }),
    ),
    h(Legend, { scene, fates }),
    h(
      'div',
      { class: 'stepper' },
      stepButtons(at, last, onStep),
      h('output', { class: 'step-text' }, stepText(execution, at)),
      h(FoldSwitch, folding),
    ),
    h(
      'div',
      { class: 'stage' },
      h(
        Stage,
        { scene, lanes: execution.lanes, at },
        h(ExecutionTable, {
          execution,
          scene,
          at,
          remark,
          folds,
          fates,
          hrefOfStep,
          onStep,
        }),
      ),
      h(StatePanel, { execution, at, isWhole, onWhole: setWhole }),
    ),
    scene.withoutColumn.length === 0
      ? null
      : h(
          'p',
          { class: 'soft' },
          `Without a column, but in the state: ${printable(scene.withoutColumn.join(', '))}.`,
        ),
    h(Names, { execution }),
    copies(props),
  );
}

/** What can be taken along: the command, the drawing, the text. */
function copies({ execution, run, test, replaying }: ExecutionViewProps): ComponentChild {
  return h(
    'p',
    { class: 'copies' },
    h(CopyButton, {
      label: 'Copy the replay command',
      text: async () =>
        replayCommand({ token: await tokenOf(execution, run, replaying) }, test.given),
    }),
    h(CopyButton, { label: 'Copy as Mermaid', text: () => renderMermaid(execution) }),
    h(CopyButton, { label: 'Copy the herd log', text: () => logBlock(run) }),
  );
}

function stepText({ steps, lanes }: Execution, at: number): string {
  if (at === 0) return `Before step 1 of ${steps.length}`;
  const { lane, says } = steps[at - 1];
  return `Step ${at} of ${steps.length}: ${printable(lanes[lane])} ${printable(says)}`;
}

function stepButtons(at: number, last: number, onStep: (step: number) => void): ComponentChild {
  const button = (says: string, sign: string, to: number, isOff: boolean): ComponentChild =>
    h(
      'button',
      {
        type: 'button',
        'aria-label': says,
        title: says,
        disabled: isOff,
        onClick: () => onStep(to),
      },
      sign,
    );
  return [
    button('To the start', '|◀', 0, at === 0),
    button('One step back', '◀', at - 1, at === 0),
    h('input', {
      type: 'range',
      min: 0,
      max: last,
      value: at,
      'aria-label': 'Step',
      'aria-valuetext': `step ${at} of ${last}`,
      onInput: (event: Event) => onStep(Number((event.target as HTMLInputElement).value)),
    }),
    button('One step on', '▶', at + 1, at === last),
    button('To the end', '▶|', last, at === last),
  ];
}
