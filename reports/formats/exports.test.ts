/** ITF, DOT and Aldebaran, read back by their rules. */
import { expect, test } from 'vitest';
import type { Counterexample, Execution } from '../data.ts';
import { renderItf } from './itf.ts';
import { renderAut, renderDot } from './state-graph.ts';

const step = (
  rule: string,
  ...changes: [string, string, string][]
): Execution['steps'][number] => ({
  lane: 0,
  rule,
  says: '',
  fn: '',
  file: '',
  events: [],
  changes: changes.map(([name, from, to]) => ({ name, from, to })),
});

const EXECUTION: Execution = {
  lanes: ['P0', 'clock', 'E'],
  start: [
    ['now', '0'],
    ['P0', 'before thread_usleep'],
    ['q.balance', '-1'],
  ],
  steps: [
    step('P0 trap', ['P0', 'before thread_usleep', 'in thread_usleep']),
    step('E tick', ['now', '0', '1'], ['q.balance', '-1', '12345678901234567890']),
  ],
  contextSwitches: 1,
  token: 'F1.x',
};

interface Itf {
  readonly vars: readonly string[];
  readonly loop?: number;
  readonly states: readonly Record<string, unknown>[];
}

const read = (text: string): Itf => JSON.parse(text) as Itf;

test('ITF has every variable in every state, numbers as big ones, and the action that led to it', () => {
  const { vars, states, loop } = read(renderItf(EXECUTION, 'a run'));
  expect(vars).toEqual(['mbt::actionTaken', 'now', 'P0', 'q.balance']);
  for (const [i, state] of states.entries()) {
    expect(state['#meta']).toEqual({ index: i });
    expect(vars.filter((name) => !(name in state))).toEqual([]);
  }
  expect(states.map((state) => state['mbt::actionTaken'])).toEqual(['init', 'P0 trap', 'E tick']);
  expect(states[0]['q.balance']).toEqual({ '#bigint': '-1' });
  const { '#bigint': digits } = states[2]['q.balance'] as { '#bigint': string };
  expect(BigInt(digits)).toBe(12_345_678_901_234_567_890n);
  // What has not changed is still what it was.
  expect(states[2].P0).toBe('in thread_usleep');
  expect(loop).toBeUndefined();
});

test('a lasso comes back to the state behind the first step of its loop', () => {
  const lasso: Counterexample = {
    ...EXECUTION,
    steps: [step('P0 trap'), step('P0 any=1', ['now', '0', '1']), step('P0 x', ['now', '1', '0'])],
    breaks: 'U2',
    words: { let: '', then: '', however: '' },
    loop: { from: 2 },
  };
  const { states, loop } = read(renderItf(lasso, 'a lasso'));
  expect(loop).toBe(2);
  // The last state is the one from which step 2 was taken: the next is the state behind step 2.
  const values = ({ now, P0 }: Record<string, unknown>): unknown => ({ now, P0 });
  expect(values(states[3])).toEqual(values(states[1]));
});

const HOSTILE = 'a"b\\c\n]; } digraph';
const GRAPH = {
  states: [
    { lanes: [HOSTILE, 'P1 done'], outcome: null },
    { lanes: ['P0 done', 'P1 done'], outcome: '0:r0=EOK;' },
  ],
  edges: [
    { from: 0, to: 1, rule: HOSTILE },
    { from: 0, to: 0, rule: 'E tick' },
  ],
};

test('DOT keeps every name inside of its quotes', () => {
  const lines = renderDot(HOSTILE, GRAPH).split('\n');
  const quoted = /"(?:[^"\\\n]|\\.)*"/g;
  // Without what stands in quotes only the language is left.
  const bare = lines.map((line) => line.replaceAll(quoted, '""'));
  expect(bare).toEqual([
    'digraph "" {',
    '  node [shape=box];',
    '  0 [label=""];',
    '  1 [label="", peripheries=2];',
    '  0 -> 1 [label=""];',
    '  0 -> 0 [label=""];',
    '}',
    '',
  ]);
});

test('Aldebaran has its counts, and a line for each edge', () => {
  const [head, ...lines] = renderAut(GRAPH).trimEnd().split('\n');
  expect(head).toBe('des (0,2,2)');
  for (const line of lines) expect(line).toMatch(/^\(\d+,"[^"\n]*",\d+\)$/);
  expect(lines).toHaveLength(2);
});
