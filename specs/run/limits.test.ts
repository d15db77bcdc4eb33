import { expect, test } from 'vitest';
import { UsageError } from '../errors.ts';
import { defaultMemoryBytes, parseAborts, parseSeconds, parseSize, parseStates } from './limits.ts';

test.for([
  { text: '1', states: 1 },
  { text: '4000000', states: 4_000_000 },
])('$text is a limit of states', ({ text, states }) => {
  expect(parseStates('--max-states', text)).toBe(states);
});

test.for(['0', '-1', '', '1.5', '1e6', 'many', '99999999999'])(
  '"%s" is no limit of states',
  (text) => {
    expect(() => parseStates('--max-states', text)).toThrow(
      `--max-states is "${text}"; it must be a whole number from 1 to`,
    );
  },
);

test.for([
  { text: '512M', bytes: 512 * 2 ** 20 },
  { text: '4g', bytes: 4 * 2 ** 30 },
  { text: '2048K', bytes: 2 ** 21 },
  { text: '1048576', bytes: 2 ** 20 },
])('$text is a size', ({ text, bytes }) => {
  expect(parseSize('--max-memory', text)).toBe(bytes);
});

test.for(['0', '0G', '-1G', '4T', 'G', '1000', ''])('"%s" is no size', (text) => {
  expect(() => parseSize('--max-memory', text)).toThrow(UsageError);
});

test('seconds may have a fraction', () => {
  expect(parseSeconds('--time-limit', '0.5')).toBe(500);
});

test.for(['0', '0.0', '-3', 'soon', '1e3', ''])('"%s" is no time limit', (text) => {
  expect(() => parseSeconds('--time-limit', text)).toThrow(
    `--time-limit is "${text}"; it must be a number of seconds greater than 0`,
  );
});

test('a budget of no aborts is a budget', () => {
  expect(parseAborts('--aborts', '0')).toBe(0);
  expect(() => parseAborts('--aborts', '-1')).toThrow(UsageError);
});

test('half of the memory is some memory', () => {
  expect(defaultMemoryBytes()).toBeGreaterThan(2 ** 25);
});
