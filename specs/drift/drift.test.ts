/** Drift: of a small tree of our own and spoilt copies of it, and of what is kept of the kernel's. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { STEPS } from '../../model/record/step.ts';
import { driftText } from '../commands/drift.ts';
import { functionsOf } from './c-source.ts';
import { compare, driftOf } from './drift.ts';
import { type Known, readClaims, readKnown } from './known.ts';
import { sitesIn } from './sites.ts';
import { readTree, STEPS_BY_FUNCTION } from './tree.ts';

const FILE = 'kernel/generic/src/synch/waitq.c';
const SOURCE = `/* made up */
#include <a.h>

void waitq_wake_one(waitq_t *wq)
{
	irq_spinlock_lock(&wq->lock, true);
	if (!wq->closed)
		_wake_one(wq); // a comment
	irq_spinlock_unlock(&wq->lock, true);
}

static const char *name(int n)
{
	return "waitq_sleep (" + n;
}
`;

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'drift-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function treeOf(text: string) {
  mkdirSync(dirname(join(root, FILE)), { recursive: true });
  writeFileSync(join(root, FILE), text);
  return readTree(root, [FILE]);
}

/** What has become of SOURCE in `text`. */
function driftTo(text: string) {
  const known = [...treeOf(SOURCE).values()].map(({ file, fn, hash, sites }): Known => {
    return { revision: 'helenos-2026', file, fn, hash, sites: [...sites] };
  });
  const { changed, gone, unclaimed } = compare(treeOf(text), 'helenos-2026', known, []);
  return [changed, gone, unclaimed].map((list) => list.map(({ fn }) => fn));
}

describe('a copy of a tree', () => {
  test('is the same where comments and white space alone are others', () => {
    const text = SOURCE.replace(' // a comment', '').replaceAll('\t', '  ').replace('made', '{ }');
    expect(driftTo(text)).toEqual([[], [], []]);
    expect(driftTo(SOURCE.replaceAll('\n', '\r\n'))).toEqual([[], [], []]);
  });

  test('has changed where a lock is taken later', () => {
    const text = SOURCE.replace('\tirq_spinlock_lock(&wq->lock, true);\n', '').replace(
      '\t\t_wake_one',
      '\t\tirq_spinlock_lock(&wq->lock, true), _wake_one',
    );
    expect(driftTo(text)).toEqual([['waitq_wake_one'], [], []]);
  });

  test('has changed where a string is another', () => {
    expect(driftTo(SOURCE.replace('waitq_sleep', 'waitq_sleeq'))).toEqual([['name'], [], []]);
  });

  test('has lost a function that has another name', () => {
    expect(driftTo(SOURCE.replace('*name(', '*names('))).toEqual([[], ['name'], []]);
  });

  test('has a lock that nobody claims', () => {
    const more = 'void other(void)\n{\n\tmutex_lock(&m);\n}\n';
    expect(driftTo(SOURCE + more)).toEqual([[], [], ['other']]);
  });
});

test('a body ends at the brace that stands alone, whatever conditional compilation opens', () => {
  const text =
    'int f(void)\n{\n#ifdef A\n\tif (a) {\n#else\n\tif (b) {\n#endif\n\t}\n}\nint g(int n)\n{\n}\n';
  expect(functionsOf(text).map(({ name, line }) => [name, line])).toEqual([
    ['f', 2],
    ['g', 11],
  ]);
});

test('a site is a call, not a word in a string', () => {
  expect(functionsOf(SOURCE).map(sitesIn)).toEqual([['irq_spinlock_lock'], []]);
});

test('a folder without a kernel is refused, with what is missing', () => {
  expect(() => driftOf(root)).toThrow('no kernel/generic/src in it');
});

test('what has changed is told with its steps', () => {
  treeOf(SOURCE);
  const text = driftText(root, driftOf(root, 'helenos-2026'), null);
  expect(text).toContain(`changed  ${FILE}:5 waitq_wake_one\n  steps: waitq_wake_one\n`);
  expect(text).toContain(`gone     ${FILE} waitq_close\n  steps: waitq_close\n`);
});

describe('of the kernels themselves', () => {
  const known = readKnown();
  const claims = readClaims();

  test('every function that a step names is known, of one revision at least', () => {
    const names = new Set(known.map(({ file, fn }) => `${file} ${fn}`));
    expect([...STEPS_BY_FUNCTION.keys()].filter((key) => !names.has(key))).toEqual([]);
  });

  test('every lock, sleep and wakeup is in a step, or left out with a reason', () => {
    const claimed = new Set(claims.map(({ file, fn }) => `${file} ${fn}`));
    const open = known.filter(({ file, fn, sites }) => {
      const key = `${file} ${fn}`;
      return sites.length > 0 && !STEPS_BY_FUNCTION.has(key) && !claimed.has(key);
    });
    expect(open).toEqual([]);
  });

  test('a claim is about a function that is there, names steps that are there or has a reason', () => {
    const names = new Set(STEPS.map(({ name }) => name));
    const functions = new Set(known.map(({ file, fn }) => `${file} ${fn}`));
    for (const { file, fn, by, out } of claims) {
      expect(functions).toContain(`${file} ${fn}`);
      expect([fn, (by === undefined) !== (out === undefined)]).toEqual([fn, true]);
      for (const step of by ?? []) expect(names).toContain(step);
    }
  });
});
