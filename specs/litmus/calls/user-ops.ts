/**
 * The operations of user mode: one atomic access of shared memory each, in every table of system
 * calls (docs/litmus.md#user-code).
 */
import type { ObjectType } from './call-spec.ts';

export interface UserOp {
  readonly name: 'cas' | 'exchange' | 'fetch_add' | 'enter' | 'leave';
  /** What its first argument names. */
  readonly takes: readonly ObjectType[];
  /** Values after it. */
  readonly values: readonly string[];
  readonly doc: string;
}

const WORDS: readonly ObjectType[] = ['word', 'futex'];

export const USER_OPS: readonly UserOp[] = [
  {
    name: 'cas',
    takes: WORDS,
    values: ['old', 'new'],
    doc: 'writes new if the word is old; returns what was there before',
  },
  {
    name: 'exchange',
    takes: WORDS,
    values: ['v'],
    doc: 'writes v; returns what was there before',
  },
  {
    name: 'fetch_add',
    takes: WORDS,
    values: ['v'],
    doc: 'adds v; returns what was there before',
  },
  {
    name: 'enter',
    takes: ['section'],
    values: [],
    doc: 'goes into the section; more lanes in it than it holds break U1',
  },
  { name: 'leave', takes: ['section'], values: [], doc: 'goes out of the section' },
];

export function userOpOf(name: string): UserOp | undefined {
  return USER_OPS.find((op) => op.name === name);
}
