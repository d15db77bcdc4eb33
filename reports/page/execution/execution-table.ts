/**
 * An execution as a table: time runs down, a row a step; lanes and objects are columns. The table
 * is complete without the drawing that lies over it.
 */
import { type ComponentChild, h } from 'preact';
import type { Execution, Step } from '../../data.ts';
import type { StepFate } from '../../fate-lines.ts';
import { printable } from '../../text-width.ts';
import { type Fold, foldAt } from './folds.ts';
import { Named } from './names.ts';
import { fateNotes, stripClass } from './fate-strip.ts';
import { bracketClass, roundFoot } from './loop-bracket.ts';
import type { Column, Scene } from './scene.ts';

export interface ExecutionTableProps {
  readonly execution: Execution;
  readonly scene: Scene;
  /** Steps taken. */
  readonly at: number;
  /** Said in the row of the step with this number (from 0). */
  readonly remark: { readonly step: number; readonly says: string } | null;
  /** Steps that have a row together, in order. */
  readonly folds: readonly Fold[];
  /** Of every step, of a counterexample of which they are known. */
  readonly fates: readonly StepFate[] | null;
  hrefOfStep(at: number): string;
  onStep(at: number): void;
}

export function ExecutionTable(props: ExecutionTableProps): ComponentChild {
  const { execution, scene } = props;
  const many = (kind: Column['is']): number => scene.columns.filter(({ is }) => is === kind).length;
  const threads = many('thread');
  const style = {
    // Three threads and the environment fit beside the state on a common screen.
    '--thread': threads < 3 ? null : threads === 3 ? '12rem' : '10.5rem',
    '--threads': threads,
    '--objects': many('object'),
    '--environments': many('environment'),
  };
  return h(
    'table',
    { class: 'execution', style },
    h(
      'colgroup',
      null,
      h('col', { class: 'number' }),
      scene.columns.map(({ name, is }) => h('col', { key: name, class: is })),
    ),
    h(
      'thead',
      null,
      h(
        'tr',
        null,
        h('th', { scope: 'col', class: 'number' }, 'step'),
        scene.columns.map(({ name, is, kind }) =>
          h('th', { key: name, scope: 'col', class: is, 'data-column': name }, [
            h('bdi', null, printable(name)),
            kind === '' ? null : h('small', null, ` ${kind}`),
          ]),
        ),
      ),
    ),
    h(
      'tbody',
      null,
      execution.steps.map((step, i) => {
        const fold = foldAt(props.folds, i);
        if (fold === undefined) return stepRow(props, step, i);
        return fold.from === i ? foldRow(props, fold) : null;
      }),
    ),
    roundFoot(props),
  );
}

function stepRow(props: ExecutionTableProps, step: Step, i: number): ComponentChild {
  const { scene, at, remark, fates } = props;
  const when = i + 1 === at ? 'now' : i < at ? 'past' : 'later';
  const number = h(
    'th',
    { scope: 'row' },
    h(
      'a',
      { href: props.hrefOfStep(i + 1), 'aria-current': when === 'now' ? 'step' : null },
      `${i + 1}`,
    ),
  );
  return h(
    'tr',
    {
      key: i,
      class: `${when} ${stripClass(fates, i)} ${bracketClass(props.execution, i, i)}`,
      'data-step': i,
      onClick: () => props.onStep(i + 1),
    },
    number,
    scene.columns.map((column) => {
      const isOwn = column.lane === step.lane && column.is !== 'object';
      const said = isOwn && remark?.step === i ? h('p', { class: 'remark' }, remark.says) : null;
      return h(
        'td',
        { key: column.name, class: column.is },
        isOwn
          ? [stepTexts(props, step, i), fateNotes(fates, i), said]
          : objectTexts(scene, column, i),
      );
    }),
  );
}

/** One row for all steps of a fold: how it begins and ends, and all that changes. */
function foldRow(props: ExecutionTableProps, { from, to, lane, call }: Fold): ComponentChild {
  const { execution, scene, at, fates } = props;
  const [first, last] = [execution.steps[from], execution.steps[to]];
  const begun = scene.boxes.some((box) => box.lane === lane && box.from === from);
  const open = (): void => props.onStep(from + 1);
  const steps = Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const text = [
    begun ? callBegun(scene, lane, from) : null,
    h(
      'span',
      { class: 'says' },
      h(Named, { text: first.says }),
      ' … ',
      h(Named, { text: last.says }),
    ),
    h(
      'button',
      { type: 'button', class: 'opens', 'aria-expanded': false, onClick: open },
      `${to - from + 1} steps${call === null ? '' : ` in ${printable(call)}`}`,
    ),
    resultAt(scene, lane, to),
    steps.map((i) => fateNotes(fates, i)),
  ];
  return h(
    'tr',
    {
      key: from,
      class: `fold ${at > to ? 'past' : 'later'} ${stripClass(fates, from)} ${bracketClass(execution, from, to)}`,
      'data-fold': `${from}-${to}`,
      onClick: open,
    },
    h(
      'th',
      { scope: 'row' },
      h('a', { href: props.hrefOfStep(from + 1) }, `${from + 1}–${to + 1}`),
    ),
    scene.columns.map((column) =>
      h(
        'td',
        { key: column.name, class: column.is },
        column.lane === lane && column.is !== 'object'
          ? text
          : steps.map((i) => objectTexts(scene, column, i)),
      ),
    ),
  );
}

/** The call that begins, what happens, the kernel function, the result. */
function stepTexts({ scene }: ExecutionTableProps, step: Step, i: number): ComponentChild {
  return [
    callBegun(scene, step.lane, i),
    h(
      'span',
      { class: 'says', title: printable(step.rule) },
      h('bdi', null, h(Named, { text: step.says })),
    ),
    step.fn === ''
      ? null
      : h(
          'code',
          { class: 'fn', title: printable(step.file) },
          inPieces(`${printable(step.fn)}()`),
        ),
    resultAt(scene, step.lane, i),
  ];
}

/** A narrow lane breaks a name behind its underscores. */
function inPieces(name: string): ComponentChild {
  return name.split(/(?<=_)/).flatMap((piece, i) => (i === 0 ? [piece] : [h('wbr', null), piece]));
}

function callBegun({ boxes }: Scene, lane: number, at: number): ComponentChild {
  const begun = boxes.find((box) => box.lane === lane && box.from === at);
  if (begun === undefined) return null;
  return h(
    'b',
    { class: 'call' },
    h('bdi', null, printable(begun.label === null ? '' : `${begun.label}: `)),
    h('bdi', null, printable(begun.call)),
    begun.attempt > 1 ? `, attempt\u00a0${begun.attempt}` : null,
  );
}

function resultAt({ boxes }: Scene, lane: number, at: number): ComponentChild {
  const over = boxes.find((box) => box.lane === lane && box.to === at);
  if (over?.end !== 'ret' || over.value === null) return null;
  return h('span', { class: 'value' }, '= ', h('bdi', null, printable(over.value)));
}

function objectTexts(scene: Scene, { name, is }: Column, i: number): ComponentChild {
  if (is !== 'object') return null;
  const texts = scene.objectTexts[i].get(name) ?? [];
  return texts.map((text) =>
    h('span', { key: `${i} ${text}`, class: 'change' }, h(Named, { text })),
  );
}
