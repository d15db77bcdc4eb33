/** Whatever the product cites is in the product: every citation leads to an anchor that exists. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readCatalogue } from '../catalogue.ts';
import { ASSERTIONS } from '../properties/assertions.ts';
import { root } from '../root.ts';
import { readExpectations } from '../run/baseline/expectations.ts';
import { anchorsIn, citationsIn } from './citations.ts';

const PAPERS = readdirSync(join(root, 'docs')).filter((file) => file.endsWith('.md'));
const textOf = (paper: string): string => readFileSync(join(root, 'docs', paper), 'utf8');
const anchors = new Map(PAPERS.map((paper) => [paper, new Set(anchorsIn(textOf(paper)))]));

/** What of a text leads nowhere. */
function lost(text: string): string[] {
  return citationsIn(text).flatMap((citation) => {
    if (citation === null) return [`"${text}" is no citation`];
    const { paper, anchor } = citation;
    return anchors.get(paper)?.has(anchor) === true ? [] : [`${paper}#${anchor}`];
  });
}

test('a citation that leads nowhere is seen', () => {
  expect(lost('kernel.md#D3, kernel.md#1.11 (s2, s4)')).toEqual([]);
  expect(lost('kernel.md#D333')).toEqual(['kernel.md#D333']);
  expect(lost('kernel-facts D3')).toEqual(['"kernel-facts D3" is no citation']);
});

test.for(readCatalogue().map(({ name, litmus }) => [name, litmus.meta.ref] as const))(
  '%s comes from somewhere that can be read',
  ([, ref]) => {
    expect(ref).not.toBeNull();
    expect(lost(ref ?? '')).toEqual([]);
  },
);

test.for(ASSERTIONS.map(({ id, source }) => [id, source] as const))(
  '%s has its paper',
  ([id, source]) => {
    expect(source).toContain(`assertions.md#${id}`);
    expect(lost(source)).toEqual([]);
  },
);

test('every reason of the baseline leads to its paper', () => {
  const links = new Set(readExpectations().map(({ link }) => link));
  expect([...links].flatMap(lost)).toEqual([]);
});

describe('in a paper', () => {
  test.for(PAPERS)('%s no anchor stands twice', (paper) => {
    const all = anchorsIn(textOf(paper));
    expect(all.filter((id, i) => all.indexOf(id) !== i)).toEqual([]);
  });

  test.for([...PAPERS.map((paper) => `docs/${paper}`), 'README.md', 'ARCHITECTURE.md'])(
    '%s every link to a paper arrives',
    (file) => {
      const own = file.replace('docs/', '');
      const text = readFileSync(join(root, file), 'utf8');
      const broken = Array.from(
        text.matchAll(/\]\((?:docs\/)?([a-z-]+\.md)?#([\w.+-]+)\)/g),
        ([, paper = own, anchor]) => ({ paper, anchor }),
      ).filter(({ paper, anchor }) => {
        // A heading is an anchor as well, but only papers are read here.
        if (!anchors.has(paper)) return !headings(paper).has(anchor);
        return anchors.get(paper)?.has(anchor) !== true && !headings(paper).has(anchor);
      });
      expect(broken).toEqual([]);
    },
  );
});

/** The anchors that a heading has of itself. */
function headings(paper: string): ReadonlySet<string> {
  const file = PAPERS.includes(paper) ? join(root, 'docs', paper) : join(root, paper);
  const text = readFileSync(file, 'utf8');
  const lines = text.split('\n').filter((line) => /^#+ /.test(line));
  return new Set(
    lines.map((line) =>
      line
        .replace(/^#+ /, '')
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

test('comments of the source cite papers that are there', () => {
  const found = execFileSync(
    'grep',
    [
      '-rhoE',
      'docs/[a-z-]+\\.md(#[A-Za-z0-9.-]*[A-Za-z0-9])?',
      '--include=*.ts',
      'model',
      'checker',
      'specs',
      'reports',
    ],
    { cwd: root, encoding: 'utf8' },
  );
  const cited = [...new Set(found.trim().split('\n'))];
  expect(cited.length).toBeGreaterThan(5);
  const missing = cited.filter((text) => {
    const [paper, anchor] = text.replace('docs/', '').split('#');
    return anchor === undefined
      ? !PAPERS.includes(paper)
      : anchors.get(paper)?.has(anchor) !== true;
  });
  expect(missing).toEqual([]);
  const old = ['kernel-facts', 'restart-bugs', 'design.md', 'formats.md §', 'udebug-facts'];
  const stale = execFileSync('git', ['grep', '-lF', ...old.flatMap((text) => ['-e', text])], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(stale.trim().split('\n')).toEqual(['specs/papers/citations.test.ts']);
});
