/**
 * The loop of a run that goes round for ever: a bracket along the numbers of its steps, and below the
 * table the way back.
 */
import { type ComponentChild, h } from 'preact';
import type { Execution } from '../../data.ts';
import { loopOf, loopText } from '../../loop-text.ts';
import type { ExecutionTableProps } from './execution-table.ts';

/** The classes by which the row of the steps `from` to `to`, from 0, shows its piece of the bracket. */
export function bracketClass(execution: Execution, from: number, to: number): string {
  const loop = loopOf(execution);
  if (loop === null || to + 1 < loop.from) return '';
  const first = from + 1 <= loop.from ? ' loop-first' : '';
  return `loop${first}${to + 1 === loop.to ? ' loop-last' : ''}`;
}

/** Back to the first step of the loop, as a sentence with a link; null for a run that ends. */
export function roundFoot({ execution, scene, hrefOfStep }: ExecutionTableProps): ComponentChild {
  const loop = loopOf(execution);
  const text = loopText(execution);
  if (loop === null || text === null) return null;
  const link = h('a', { href: hrefOfStep(loop.from) }, `loop from step ${loop.from}`);
  return h(
    'tfoot',
    null,
    h(
      'tr',
      { class: 'round' },
      h('th', { scope: 'row' }, '↺'),
      h(
        'td',
        { colspan: scene.columns.length },
        link,
        text.slice(`loop from step ${loop.from}`.length),
      ),
    ),
  );
}
