/**
 * docs/findings.md: its commands are run, and its numbers are held against what they count where that
 * is there: designs, declared falls, recorded programs, lines of the baseline. What the whole catalogue
 * counts (the runs of each design) stands in no file; the last screen of `npm start` has it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { presets } from '../../model/designs/presets.ts';
import { root } from '../root.ts';
import { readExpectations } from '../run/baseline/expectations.ts';
import { catalogue, commandsIn, examplesIn, readPaper, resultOf, sectionAt } from './examples.ts';

const paper = readPaper('findings.md');
const sync = catalogue.filter(({ family }) => family === 'sync');

function recorded(file: string): number {
  const text = readFileSync(join(root, 'specs', 'kernel-outcomes', file), 'utf8');
  return text.trimEnd().split('\n').length;
}

/** The numbers of an item of the chapter, by the file that it is about. */
function agreed(file: string): number[] {
  const [, said = ''] = paper.split(`agree specs/kernel-outcomes/${file}\`: `);
  return (said.split('\n')[0].match(/\d+/g) ?? []).map(Number);
}

describe('the commands', () => {
  const examples = examplesIn(sectionAt(paper, '2012'));

  test.for(examples)('check $test --design $design → $result', (example) => {
    expect(`VIOLATED R14, VERIFIED`).toContain(example.result);
    const result = resultOf(example);
    expect(result.split(' (exit')[0]).toBe(example.result);
  });

  test('all of them', () => {
    expect(examples).toHaveLength(commandsIn(paper));
  });
});

describe('the table of designs', () => {
  const rows = Array.from(
    sectionAt(paper, 'designs').matchAll(/^\| `([^`]+)` \| (.*) \| (.*) \| (.*) \|$/gm),
    ([, name, , falls, seen]) => ({ name, falls, seen }),
  );

  test('has every design, in their order', () => {
    expect(rows.map(({ name }) => name)).toEqual(presets().map(({ name }) => name));
  });

  test.for(presets().filter(({ fall }) => fall !== null))(
    'the declared fall of $name is in bold, and its test beside it',
    ({ name, fall }) => {
      const row = rows.find((each) => each.name === name);
      expect(row?.falls.startsWith(`**${fall?.assertion}** (`)).toBe(true);
      expect(row?.seen).toBe(`\`${fall?.test}\``);
    },
  );
});

describe('numbers', () => {
  test('of recorded programs are those of the files', () => {
    const files = readdirSync(join(root, 'specs', 'kernel-outcomes')).filter((name) =>
      name.endsWith('.jsonl'),
    );
    for (const file of files) {
      expect({ file, said: agreed(file).reduce((sum, each) => sum + each, 0) }).toEqual({
        file,
        said: recorded(file),
      });
    }
    const ours = files.filter((file) => file !== 'real-helenos.jsonl').map(recorded);
    expect(paper).toContain(`for ${ours.reduce((sum, each) => sum + each, 0)} small programs`);
    expect(paper).toContain(`(${recorded('real-helenos.jsonl')} lines of it`);
  });

  test('of the real kernel are those of kernel.md', () => {
    const [, tests, rounds] =
      /(\d+) tests, without their aborts, ran in ([\d,]+) rounds/.exec(paper) ?? [];
    const kernel = readPaper('kernel.md').replaceAll(/\s+/g, ' ');
    expect(kernel).toContain(`${rounds} rounds`);
    expect(kernel).toContain(tests);
  });

  test('of synchronous calls are those of sync-calls.md and the baseline', () => {
    const computed = readPaper('sync-calls.md').split('\n## page_in')[0];
    const withNoAbort = (design: string): string => {
      const row = computed.split('\n').find((line) => line.startsWith(`| \`${design}\` |`)) ?? '';
      return row.split(' | ')[3];
    };
    expect(paper).toContain(`Of the ${sync.length} tests of synchronous calls it falls on 78`);
    expect(['ticket', 'today', 'ticket-libc'].map(withNoAbort)).toEqual([
      'R14 (78)',
      'R14 (11)',
      'R14 (9)',
    ]);
    const names = new Set(sync.map(({ name }) => name));
    const unsupported = readExpectations().filter(
      ({ test: name, target, expect: expected }) =>
        names.has(name) && target === 'ticket-libc/helenos-2012' && expected === 'unsupported',
    );
    const readme = readFileSync(join(root, 'README.md'), 'utf8').replaceAll(/\s+/g, ' ');
    expect(readme).toContain(
      `(${unsupported.length} of the ${sync.length} tests of 2012: UNSUPPORTED)`,
    );
    expect(readme).toContain(`on 77 or 78 of ${sync.length} tests, on 9 with libc's`);
  });
});
