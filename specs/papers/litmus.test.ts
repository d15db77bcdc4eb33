/**
 * docs/litmus.md is complete, and true: every call, object, operation, proposition, key and flag of the
 * language is in it and in one of its examples, each of which is read by the parser, in canonical form
 * but for its comments, and VERIFIED.
 */
import { describe, expect, test } from 'vitest';
import { parseDesign } from '../../model/designs/designs.ts';
import { check, revisionsOf } from '../check/check.ts';
import { isKernelTable } from '../litmus/calls/call-spec.ts';
import { CALLS, flagsOf } from '../litmus/calls/calls.ts';
import { objectTypesOf } from '../litmus/calls/objects.ts';
import { hashOf } from '../litmus/hash.ts';
import type { Cell, Litmus, Prop } from '../litmus/litmus.ts';
import { META_KEYS, NEEDS } from '../litmus/parse/parse-meta.ts';
import { parseLitmus } from '../litmus/parse/parse.ts';
import { printLitmus } from '../litmus/print.ts';
import { readPaper } from './examples.ts';

const paper = readPaper('litmus.md');
const TABLES = ['helenos-2012', 'helenos-2026', 'kernel-2012', 'kernel-2026', 'linux'] as const;

/** The examples as they stand there, by their names. */
const texts = Array.from(paper.matchAll(/^```litmus\n([^]*?)^```$/gm), ([, text]) => text);
const examples: readonly Litmus[] = texts.map((text) => parseLitmus(text, 'docs/litmus.md'));
const cells = examples.flatMap(({ rows }) => rows.flat()).filter((cell) => cell !== null);
const all = texts.join('\n');

test.for([...new Set(CALLS.map(({ name }) => name))])('%s is in the paper', (name) => {
  expect(paper).toMatch(new RegExp(`\`${name}\\b`));
});

test('so is every type of object', () => {
  const types = TABLES.flatMap((table) => objectTypesOf(table));
  expect(types.filter((type) => !paper.includes(`\`${type} `))).toEqual([]);
});

describe('an example', () => {
  test.for(texts.map((text, i) => [examples[i].name, text] as const))(
    '%s is in canonical form',
    ([name, text]) => {
      const litmus = examples.find((each) => each.name === name)!;
      expect(text).toBe(printLitmus(litmus));
    },
  );

  test.for(examples.map((litmus) => ({ name: litmus.name, litmus })))(
    '$name is VERIFIED',
    ({ litmus }) => {
      // Kernel lanes look at no design, and a debug session is modelled as the kernels have it.
      const code = litmus.rows.flat();
      const isServed = code.some((cell) => cell?.is === 'call' && cell.call === 'kbox_thread');
      const isToday = isServed || isKernelTable(litmus.meta.table);
      const design = parseDesign(isToday ? 'today' : 'ticket');
      const source = { litmus, hash: hashOf(litmus), file: 'docs/litmus.md', text: '' };
      const verdicts = revisionsOf(litmus).map(
        (revision) => check(source, design, revision, LIMITS).verdict,
      );
      expect(new Set(verdicts)).toEqual(new Set(['VERIFIED']));
    },
  );
});

const LIMITS = {
  statesMax: 1_000_000,
  memoryMaxBytes: 1024 ** 3,
  deadlineMs: null,
  aborts: null,
  digest: '',
  interrupted: () => false,
};

describe('in some example there is', () => {
  test('every call, and every flag', () => {
    const made = new Set(cells.flatMap((cell) => (cell.is === 'call' ? [cell.call] : [])));
    expect(CALLS.map(({ name }) => name).filter((name) => !made.has(name))).toEqual([]);
    const flags = CALLS.flatMap((spec) => spec.tables.flatMap((table) => flagsOf(spec, table)));
    expect([...new Set(flags)].filter((flag) => !RegExp(`\\b${flag}\\b`).test(all))).toEqual([]);
  });

  test('every type of object', () => {
    const declared = new Set(
      examples.flatMap(({ init }) =>
        init.flatMap((one) => (one.is === 'object' ? [one.type] : [])),
      ),
    );
    expect(declared).toEqual(new Set(TABLES.flatMap((table) => objectTypesOf(table))));
  });

  test('every operation of the environment that something models, and every state to wait for', () => {
    const ops = new Set(cells.flatMap(opOf));
    const waits = ['Asleep', 'Inside', 'Woken', 'Held', 'Done'].map((state) => `await ${state}`);
    const held = ['examine', 'set', 'set-pc', 'set-arg'];
    const ofGroups = ['checkpoint', 'restore'];
    expect(ops).toEqual(
      new Set([...waits, ...held, ...ofGroups, 'abort', 'resume', 'kill', 'tick']),
    );
  });

  test('every key, and what is needed that there is', () => {
    const keys = META_KEYS.filter((key) => key !== 'Hash');
    expect(keys.filter((key) => !RegExp(`^${key}=`, 'm').test(all))).toEqual([]);
    expect(NEEDS.filter((need) => all.includes(`Needs=${need}`))).toEqual(NEEDS);
  });

  test('every form of a condition', () => {
    const found = new Set(
      examples.flatMap(({ condition, filter }) => [
        condition.quantifier,
        ...formsOf(condition.prop),
        ...(condition.kinds.length > 0 ? ['with'] : []),
        ...(filter === null ? [] : ['filter']),
      ]),
    );
    expect(found).toEqual(
      new Set([
        'exists',
        '~exists',
        'forall',
        'with',
        'filter',
        '=',
        '<>',
        '<=',
        '>=',
        'aborted',
        'restarted',
        'done',
        'dt',
        'waited',
        'not',
        'and',
        'or',
        'implies',
        'true',
        'false',
      ]),
    );
  });

  test('every kind of value that stands for a message, and locations', () => {
    for (const form of [/\breq:\d/, /\breq:[A-Z]/, /\bans:\d/, /\bntf:\d/, /^locations/m, /\+= /]) {
      expect(all).toMatch(form);
    }
  });
});

function opOf(cell: Cell): string[] {
  if (cell.is !== 'env') return [];
  return [cell.op.is === 'await' ? `await ${cell.op.state}` : cell.op.is];
}

function formsOf(prop: Prop): string[] {
  if (prop.is === 'compare') {
    const { loc, op } = prop;
    return [op, ...(loc.is === 'dt' ? [loc.waited === true ? 'waited' : 'dt'] : [])];
  }
  if (prop.is === 'not') return ['not', ...formsOf(prop.prop)];
  if ('left' in prop) return [prop.is, ...formsOf(prop.left), ...formsOf(prop.right)];
  return [prop.is];
}
