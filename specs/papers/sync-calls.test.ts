/**
 * docs/sync-calls.md: every command that it gives names a test, a design and a revision that there are,
 * and stands below the execution that it makes. The first of each design is made again here, step by
 * step; all of them are made by `fermata compare`, which takes minutes.
 */
import { describe, expect, test } from 'vitest';
import { parseDesign } from '../../model/designs/designs.ts';
import { check, revisionsOf } from '../check/check.ts';
import { readPaper, testNamed } from './examples.ts';

const paper = readPaper('sync-calls.md');

/** A heading, its execution, its three sentences, and the command that makes it. */
const ENTRY =
  /^### (\S+) breaks (R\d+) of (\w+)\n\nOn (\S+), (\S+)\.\n\n```text\n([^]*?)^```\n\n(Let .*)\n(Then .*)\n(However .*)\n\n```text\n(.*)\n```$/gm;
const entries = Array.from(
  paper.matchAll(ENTRY),
  ([, design, breaks, call, test_, revision, drawn, start, , however, command]) => ({
    design,
    breaks,
    call,
    test: test_,
    revision,
    drawn,
    start,
    however,
    command,
  }),
);

test('all blocks are of entries, and each command is that of its entry', () => {
  expect(entries.length).toBeGreaterThan(100);
  expect(paper.match(/^```text$/gm)).toHaveLength(entries.length * 2);
  for (const { design, test: name, revision, start, command } of entries) {
    const [, given] = /--design (\S+)/.exec(command) ?? [];
    expect(command).toBe(
      `npx fermata check ${name} --design ${given} --revision ${revision} --full`,
    );
    expect(given.startsWith(design)).toBe(true);
    expect(start.endsWith(` under ${given}.`)).toBe(true);
    expect(() => parseDesign(given)).not.toThrow();
    expect(revisionsOf(testNamed(name).litmus)).toContain(revision);
  }
});

const seen = new Set<string>();
const firsts = entries.filter(({ design, call }) => {
  const key = `${design} ${call}`;
  return !seen.has(key) && seen.add(key);
});

describe('the first counterexample of a design is still that', () => {
  test.for(firsts)('$design breaks $breaks of $call', (entry) => {
    const [, given = ''] = /--design (\S+)/.exec(entry.command) ?? [];
    const source = testNamed(entry.test);
    const revision = revisionsOf(source.litmus).find((known) => known === entry.revision)!;
    const run = check(source, parseDesign(given), revision, LIMITS);
    const own = run.assertions.find(({ id }) => id === entry.breaks);
    expect(own?.verdict).toBe('VIOLATED');
    const steps = own?.counterexample?.steps ?? [];
    const drawn = Array.from(entry.drawn.matchAll(/^ *\d+ +(\S+) +(.*)$/gm), ([, , says]) => says);
    expect(drawn).toHaveLength(steps.length);
    for (const [i, { says }] of steps.entries()) expect(drawn[i].startsWith(says)).toBe(true);
    expect(entry.however).toBe(`However ${own?.counterexample?.words.however}`);
  });
});

const LIMITS = {
  statesMax: 1_000_000,
  memoryMaxBytes: 1024 ** 3,
  deadlineMs: null,
  aborts: null,
  digest: '',
  interrupted: () => false,
};
