/** `Handler=P1:P0` and `go P0`: read, printed, told, in the hash, refused where they mean nothing. */
import { describe, expect, test } from 'vitest';
import { readingOf } from '../../reading/reading.ts';
import { hashOf } from '../hash.ts';
import { printLitmus } from '../print.ts';
import { parseLitmus } from './parse.ts';

interface Parts {
  readonly keys?: string;
  readonly table?: string;
  readonly env?: string;
}

/** Two lanes of the task A, one of B, and an E lane. */
const textOf = ({ keys = '', table = 'any', env = 'abort P0:L0' }: Parts): string => `SYS HAND
"a test"
Table=${table}
${keys}{ word x = 0; }
 P0@A | P1@A | P2@B | E ;
 L0: r0 = thread_usleep(1) | r0 = thread_usleep(1) | r0 = thread_usleep(1) | ${env} ;
  | | | go P0 ;
exists (0:r0=EOK)
`;

const read = (parts: Parts) => parseLitmus(textOf(parts), 'test.litmus');

test('both are printed as they were read, and told', () => {
  const litmus = read({ keys: 'Handler=P1:P0\n' });
  const text = printLitmus(litmus);
  expect(text).toContain('\nHandler=P1:P0\n');
  expect(text).toContain('| go P0');
  expect(printLitmus(parseLitmus(text, 'again.litmus'))).toBe(text);
  const told = JSON.stringify(readingOf(litmus));
  expect(told).toContain("P1 is user code that may run on P0's thread while that is held");
  expect(told).toContain(
    'takes the request to P0 back, or, where it is held by then, lets it go on',
  );
});

test('a handler is in the hash; a test without one has the hash that it had', () => {
  const hashes = ['', 'Handler=P1:P0\n', 'Handler=P0:P1\n'].map((keys) => hashOf(read({ keys })));
  expect(new Set(hashes).size).toBe(3);
});

describe('refused', () => {
  test.for([
    ['P1', "4:9: found 'P1', expected a lane and the lane on whose thread it runs: P1:P0"],
    ['P1:P9', "4:9: found lane 'P9', expected one of the threads: P0, P1, P2"],
    ['P0:P0', '4:9: found Handler=P0:P0, expected two lanes of one task'],
    ['P2:P0', '4:9: found Handler=P2:P0, expected two lanes of one task'],
    ['P1:P0,P0:P1', '4:15: found Handler=P0:P1, expected each lane once'],
  ] as const)('Handler=%s', ([value, message]) => {
    expect(() => read({ keys: `Handler=${value}\n` })).toThrow(message);
  });

  test('beside a checkpoint', () => {
    const text = textOf({ keys: 'Handler=P1:P0\nNeeds=checkpoint\n', env: 'checkpoint B' });
    expect(() => parseLitmus(text.replace('go P0', 'restore B'), 'test.litmus')).toThrow(
      'expected none in kernel tables, beside debug sessions and checkpoints',
    );
  });
});
