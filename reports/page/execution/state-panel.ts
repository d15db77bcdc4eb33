/** The whole state after a step, with what that step changed marked. */
import { type ComponentChild, h } from 'preact';
import type { Execution } from '../../data.ts';
import { printable } from '../../text-width.ts';
import { meaningOf, Named } from './names.ts';
import { objectOf } from './scene.ts';

interface Entry {
  readonly name: string;
  readonly value: string;
  /** What it was before the last step, if that changed it. */
  readonly was: string | null;
}

/** The state after the first `at` steps, in reading order. */
export function stateAfter({ start, steps }: Execution, at: number): readonly Entry[] {
  const values = new Map(start);
  for (const { changes } of steps.slice(0, at)) {
    for (const { name, to } of changes) values.set(name, to);
  }
  const last = new Map(steps[at - 1]?.changes.map(({ name, from }) => [name, from]));
  return Array.from(values, ([name, value]) => ({ name, value, was: last.get(name) ?? null }));
}

/** Names of fields that change in no step. */
function idleIn({ start, steps }: Execution): ReadonlySet<string> {
  const moved = new Set(steps.flatMap(({ changes }) => changes.map(({ name }) => name)));
  return new Set(start.map(([name]) => name).filter((name) => !moved.has(name)));
}

export interface StatePanelProps {
  readonly execution: Execution;
  readonly at: number;
  readonly isWhole: boolean;
  onWhole(isWhole: boolean): void;
}

export function StatePanel({ execution, at, isWhole, onWhole }: StatePanelProps): ComponentChild {
  const idle = idleIn(execution);
  const entries = stateAfter(execution, at);
  const shown = isWhole ? entries : entries.filter(({ name }) => !idle.has(name));
  const groups = new Map<string, Entry[]>();
  for (const entry of shown) {
    const group = groupOf(entry.name, execution.lanes);
    groups.set(group, [...(groups.get(group) ?? []), entry]);
  }
  return h(
    'div',
    { class: 'state' },
    h('h3', null, at === 0 ? 'State at the start' : `State after step ${at}`),
    Array.from(groups, ([group, inGroup]) => groupTable(group, inGroup)),
    idle.size === 0
      ? null
      : h(
          'label',
          { class: 'whole' },
          h('input', {
            type: 'checkbox',
            checked: isWhole,
            onChange: (event: Event) => onWhole((event.target as HTMLInputElement).checked),
          }),
          ` also the ${idle.size} ${idle.size === 1 ? 'field' : 'fields'} that never change`,
        ),
  );
}

function groupTable(group: string, entries: readonly Entry[]): ComponentChild {
  return h(
    'table',
    { key: group },
    h('caption', null, h('bdi', null, h(Named, { text: group })), inWords(group, '')),
    h(
      'tbody',
      null,
      entries.map(({ name, value, was }) =>
        h(
          'tr',
          { key: name, class: was === null ? '' : 'changed' },
          h(
            'th',
            { scope: 'row' },
            h('bdi', null, h(Named, { text: fieldOf(name, group) })),
            inWords(name, group),
          ),
          h(
            'td',
            null,
            was === null ? null : [h('del', null, h(Named, { text: was })), ' '],
            h(was === null ? 'bdi' : 'ins', null, h(Named, { text: value })),
          ),
        ),
      ),
    ),
  );
}

/** What a message or a private box is, under its name. */
function inWords(name: string, group: string): ComponentChild {
  const meaning = group === '' || group === 'messages' ? meaningOf(name) : null;
  return meaning === null ? null : h('small', null, printable(meaning));
}

function groupOf(name: string, lanes: readonly string[]): string {
  if (name === 'now') return 'clock';
  if (name.includes('#')) return 'messages';
  const register = /^(\d+):/.exec(name);
  if (register !== null) return `P${register[1]}`;
  return objectOf(name, lanes) ?? name.split('.')[0];
}

/** What is left of a field's name under the head of its group. */
function fieldOf(name: string, group: string): string {
  if (name === 'now') return 'tick';
  if (name === group) return group.startsWith('P') ? 'is' : 'value';
  if (name.startsWith(`${group}.`)) return name.slice(group.length + 1);
  return name.replace(/^\d+:/, '').replace(/#\d+$/, '');
}
