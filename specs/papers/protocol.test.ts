/** docs/protocol.md against what the protocol is: its examples, its requests, its commands. */
import { readFileSync } from 'node:fs';
import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { selectTests } from '../catalogue.ts';
import { Hello, LaneReport, PROTOCOL } from '../conformance/protocol/messages.ts';
import { testData } from '../conformance/protocol/test-data.ts';

const PAPER = readFileSync(new URL('../../docs/protocol.md', import.meta.url), 'utf8');
const BLOCKS = [...PAPER.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)];

/** Objects of a block, each on one line or broken over some. */
function objectsIn(body: string): Record<string, unknown>[] {
  const objects: Record<string, unknown>[] = [];
  let text = '';
  for (const line of body.split('\n')) {
    text += line;
    try {
      objects.push(JSON.parse(text) as Record<string, unknown>);
      text = '';
    } catch {
      // It goes on in the next line.
    }
  }
  expect(text).toBe('');
  return objects;
}

const [greeting, start] = BLOCKS.filter(([, kind]) => kind === 'json').map(([, , body]) => body);

test('the greeting is one', () => {
  const [request, answer] = objectsIn(greeting);
  expect(request).toEqual({ seq: 1, do: 'hello', protocol: PROTOCOL });
  expect(Value.Check(Hello, answer)).toBe(true);
  expect(PAPER).toContain(`**version ${PROTOCOL}**`);
});

test('a test as data has the keys that are shown', () => {
  const [shown] = objectsIn(start);
  const [{ litmus }] = selectTests(['WQ+wake']);
  const data = testData(litmus);
  expect(Object.keys(shown).toSorted()).toEqual(Object.keys(data).toSorted());
  const [lane] = shown.lanes as (typeof data.lanes)[number][];
  expect(Object.keys(lane).toSorted()).toEqual(Object.keys(data.lanes[0]).toSorted());
  expect(Object.keys(lane.cells[0]).toSorted()).toEqual(
    Object.keys(data.lanes[0].cells[0]).toSorted(),
  );
});

test('every state of a lane has its row', () => {
  const states = LaneReport.properties.state.anyOf.map((it) => String(it.const));
  for (const state of states) expect(PAPER).toContain(`\`${state}\``);
});

test('its commands name tests of the catalogue', () => {
  const body = BLOCKS.find(([, kind]) => kind === 'sh')?.[2] ?? '';
  const names = body
    .trim()
    .split('\n')
    .map((line) => line.split(' ').at(-1) ?? '');
  expect(selectTests(names).map(({ name }) => name)).toEqual(names.toSorted());
});
