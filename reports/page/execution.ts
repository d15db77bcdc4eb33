/** One execution, step by step. */
import { h, type JSX } from 'preact';

import type { Counterexample, Execution, Run } from '../data.ts';
import type { TestHead } from '../page-data.ts';
import { CopyButton } from './copy.ts';
import { code, say, Table } from './parts.ts';
import { replayCommand } from './replay.ts';

export interface ExecutionProps {
  readonly execution: Execution | Counterexample;
  readonly run: Run;
  readonly test: TestHead;
  /** An assertion id, `condition`, `outcome-3` or `whynot-2`. */
  readonly which: string;
  /** 1-based, of the address; null: none is named. */
  readonly step: number | null;
  readonly onStep: (step: number) => void;
}

export function ExecutionView({ execution, test, step }: ExecutionProps): JSX.Element {
  const command = replayCommand(execution.token, test.given);
  return h(
    'div',
    { class: 'execution' },
    'words' in execution ? wordsOf(execution) : null,
    h(Table, {
      label: 'Steps',
      isLabelHidden: true,
      columns: ['Step', 'Who', 'What happens', 'Kernel function', 'Changes'],
      aimed: step === null ? undefined : `step-${step}`,
      rows: execution.steps.map((each, i) => ({
        key: `step-${i + 1}`,
        cells: [
          i + 1,
          say(execution.lanes[each.lane] ?? ''),
          say(each.says),
          each.fn === '' ? '' : h('span', { title: each.file }, code(`${each.fn}()`)),
          h(
            'ul',
            { class: 'changes' },
            each.changes.map(({ name, from, to }) =>
              h('li', null, say(name), ': ', say(from), ' → ', h('b', null, say(to))),
            ),
          ),
        ],
      })),
    }),
    h('h2', null, 'Run it again'),
    h('pre', { tabIndex: 0, class: 'replay' }, command),
    h(CopyButton, { text: command }),
  );
}

function wordsOf({ words }: Counterexample): JSX.Element {
  return h(
    'dl',
    { class: 'words' },
    h('dt', null, 'Let'),
    h('dd', null, say(words.let)),
    h('dt', null, 'Then'),
    h('dd', null, say(words.then)),
    h('dt', null, 'However'),
    h('dd', null, say(words.however)),
  );
}
