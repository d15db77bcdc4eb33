/** What is asked of a design is noted, whoever asks, and nothing more. */
import { describe, expect, test } from 'vitest';
import { allOf, isSet } from './asking.ts';
import { parseDesign, policiesFor } from './designs.ts';
import { noted } from './noted.ts';
import { type Policies, POLICIES, type Policy } from './policies.ts';

const ticket = parseDesign('ticket');
const names = Object.keys(POLICIES) as Policy[];

/** The ticket's design with another value of one policy. */
function withAnother(name: Policy) {
  const [, value] = Object.keys(POLICIES[name]);
  return parseDesign(`${name}=${value}`);
}

test.for(names)('a design that differs in %s is alike until somebody looks at it', (name) => {
  const { design, asked } = noted(ticket);
  const other = withAnother(name);
  for (const each of names.filter((it) => it !== name)) void design.policies[each];
  expect(asked.isAlike(other)).toBe(true);
  expect(design.policies[name]).toBe(ticket.policies[name]);
  expect(asked.isAlike(other)).toBe(false);
  expect(asked.isAlike(ticket)).toBe(true);
});

test.for(names)('what a call asks of %s is noted for that call', (name) => {
  const { design, asked } = noted(ticket);
  expect(policiesFor(design, 'futex_down')[name]).toBe(ticket.policies[name]);
  expect(asked.isAlike(withAnother(name))).toBe(false);
});

test('what one call asks says nothing of another', () => {
  const other = parseDesign('ipc_wait.window=none');
  const { design, asked } = noted(ticket);
  void policiesFor(design, 'futex_down').window;
  expect(asked.isAlike(other)).toBe(true);
  void policiesFor(design, 'ipc_wait').window;
  expect(asked.isAlike(other)).toBe(false);
});

describe('of a policy with several values', () => {
  test('only those are told apart of which somebody asks', () => {
    const { design, asked } = noted(parseDesign('window=woken,token=drop'));
    const other = parseDesign('window=woken,token=repost');
    expect(isSet(design.policies, 'token=complete')).toBe(false);
    expect(asked.isAlike(other)).toBe(true);
    expect(asked.isAlike(parseDesign('window=woken'))).toBe(false);
    expect(isSet(design.policies, 'token=repost')).toBe(false);
    expect(asked.isAlike(other)).toBe(false);
  });

  test('a window is that one or a later one', () => {
    const windows = ['none', 'asleep', 'woken', 'dequeued', 'written'] as const;
    for (const [i, own] of windows.entries()) {
      const { policies } = noted(parseDesign(`window=${own}`)).design;
      for (const [j, asked] of windows.entries()) {
        expect(isSet(policies, `window>=${asked}`)).toBe(i >= j);
        expect(isSet(allOf(policies), `window>=${asked}`)).toBe(i >= j);
      }
    }
  });
});

test.for<[string, (policies: Policies) => unknown]>([
  ['writes them down', (policies) => JSON.stringify(policies)],
  ['copies them for another thread', allOf],
])('who %s has looked at all of them', ([, look]) => {
  for (const name of names) {
    const { design, asked } = noted(ticket);
    look(design.policies);
    expect(asked.isAlike(withAnother(name))).toBe(false);
  }
});

test('one that notes has been asked what it is compared by', () => {
  const first = noted(ticket);
  void first.design.policies.waker;
  const second = noted(ticket);
  expect(first.asked.isAlike(second.design)).toBe(true);
  expect(second.asked.isAlike(withAnother('waker'))).toBe(false);
  expect(second.asked.isAlike(withAnother('place'))).toBe(true);
});
