/** How a design is read from its text. */
import { describe, expect, test } from 'vitest';
import { parseDesign } from './designs.ts';
import { POLICIES } from './policies.ts';

describe('a policy that is given twice', () => {
  test.for([
    ['ticket,debt=book,debt=none', 'debt=book and debt=none'],
    ['debt=book,debt=book', 'debt=book and debt=book'],
    [
      'ipc_wait.result=eintr,ipc_wait.result=restart',
      'ipc_wait.result=eintr and ipc_wait.result=restart',
    ],
  ])('%s is refused', ([text, both]) => {
    expect(() => parseDesign(text)).toThrow(`${both}; a design has one value`);
  });

  test('for all calls and for one of them is no contradiction', () => {
    const { policies, perCall } = parseDesign('result=eintr,ipc_wait.result=restart');
    expect(policies.result).toBe('eintr');
    expect(perCall).toEqual({ ipc_wait: { result: 'restart' } });
  });
});

test.for(['waker', 'status', 'frame', 'erased', 'clock'] as const)(
  '%s cannot be set for one call',
  (policy) => {
    const [, wrong] = Object.keys(POLICIES[policy]);
    expect(() => parseDesign(`ipc_wait.${policy}=${wrong}`)).toThrow(
      new RegExp(`${policy} is one for all .*, write ${policy}=${wrong}$`),
    );
  },
);

describe('a name that nobody knows', () => {
  test('is met with the nearest where one is near', () => {
    expect(() => parseDesign('tickt')).toThrow('; the nearest is "ticket". Known: ');
    expect(() => parseDesign('debt=bok')).toThrow('; the nearest is "book". Known: ');
  });

  test('is met with what there is where none is', () => {
    expect(() => parseDesign('xyzzy')).toThrow(/"xyzzy" in design "xyzzy"\. Known: /);
  });
});
