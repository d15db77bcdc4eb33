/**
 * What the papers say at an anchor, as plain lines: `N19`, `D9`, `I5`, `1.11` of docs/kernel.md, `L18`
 * of docs/bugs.md, and citations as `fermata list assertions` prints them (`bugs.md#34`). An anchor
 * stands in a row of a table, at an item of a list, or above a section.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../root.ts';

/** What a paper says under one anchor. */
export interface Passage {
  readonly paper: string;
  readonly anchor: string;
  readonly lines: readonly string[];
}

/** Where an anchor without a paper is looked for, in this order. */
const BARE = ['kernel.md', 'bugs.md', 'assertions.md', 'designs.md'];
/** Of a section no more lines than one screen has. */
const LINES_MAX = 24;
/** `N19`, `D1-END`, `1.11`; a bare number could be too much. */
const NOTE = /^([A-Z]\d+(?:-[A-Z]+)?|\d+(?:\.\d+)+)$/i;
const CITED = /^(?:docs\/)?([a-z-]+\.md)#([\w.=,-]+)$/;

/** The passage that `name` refers to, or null. */
export function passageOf(name: string): Passage | null {
  const cited = CITED.exec(name);
  if (cited !== null) return passageIn(cited[1], cited[2]);
  if (!NOTE.test(name)) return null;
  for (const paper of BARE) {
    const passage = passageIn(paper, name.toUpperCase());
    if (passage !== null) return passage;
  }
  return null;
}

/** Every anchor that has a passage without its paper being named: `D1`, `N19`, `L18`, `R18`. */
export function noteNames(): readonly string[] {
  const anchors = BARE.flatMap((paper) =>
    Array.from(textOf(paper).matchAll(/<a id="([^"]+)"><\/a>/g), ([, id]) => id),
  );
  return [...new Set(anchors)].filter((anchor) => NOTE.test(anchor));
}

/** Of a table with this first cell in a paper's section: the sentence in the second. */
export function cellBeside(paper: string, section: string, first: string): string | null {
  const [, text = ''] = textOf(paper).split(`<a id="${section}"></a>`);
  const row = text.split('\n').find((line) => line.startsWith(`| ${first} |`));
  return row === undefined ? null : plain(cellsOf(row).slice(1).join(': '));
}

function passageIn(paper: string, anchor: string): Passage | null {
  const lines = textOf(paper).split('\n');
  const mark = `<a id="${anchor}"></a>`;
  const at = lines.findIndex((line) => line.includes(mark));
  if (at < 0) return null;
  if (lines[at].startsWith('|')) return { paper, anchor, lines: rowLines(lines, at) };
  const said = lines[at].startsWith('- ') ? itemAt(lines, at) : sectionBelow(lines, at);
  return { paper, anchor, lines: said };
}

/** A row as `column: cell`, the first cell with the second. */
function rowLines(lines: readonly string[], at: number): string[] {
  const head = lines.findLastIndex((line, i) => i < at && line.startsWith('| ---')) - 1;
  const names = cellsOf(lines[head]);
  const [name, ...cells] = cellsOf(lines[at]).map(plain);
  return cells.map((cell, i) => {
    const told = names[i + 1] === '' ? cell : `${names[i + 1]}: ${cell}`;
    return i === 0 ? `${name}: ${told}` : `    ${told}`;
  });
}

function itemAt(lines: readonly string[], at: number): string[] {
  const rest = lines.slice(at + 1);
  const end = rest.findIndex((line) => !line.startsWith('  '));
  const item = [lines[at].slice(2), ...rest.slice(0, end < 0 ? rest.length : end)];
  return [plain(item.map((line) => line.trim()).join(' '))];
}

/** Until the next anchor or heading that is not its own. */
function sectionBelow(lines: readonly string[], at: number): string[] {
  const body = lines.slice(at).filter((line, i) => i > 0 || !/^(<a id="[^"]+"><\/a>)+$/.test(line));
  const first = body.findIndex((line) => line.startsWith('#'));
  const end = body.findIndex((line, i) => i > first && /^(#+ |<a id=)/.test(line));
  const section = body.slice(0, end < 0 ? body.length : end);
  const said = joined(section).slice(0, LINES_MAX + 1);
  return said.length > LINES_MAX ? [...said.slice(0, LINES_MAX), '...'] : said;
}

/** Paragraphs and items, each on one line; code and tables as they stand. */
function joined(section: readonly string[]): string[] {
  const parts: string[] = [];
  let goesOn = false;
  for (const line of section) {
    const isText = line !== '' && !/^(#|\||```)/.test(line);
    const begins = /^(- |> |\d+\. )/.test(line);
    if (isText && goesOn && !begins) parts.push(`${parts.pop() ?? ''} ${plain(line)}`);
    else if (line !== '' && !line.startsWith('| ---')) parts.push(plain(line));
    goesOn = isText;
  }
  return parts;
}

function cellsOf(row: string): string[] {
  return row
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim());
}

/** Without the marks of Markdown. */
function plain(text: string): string {
  return text
    .replaceAll(/<a id="[^"]*"><\/a>/g, '')
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/\*\*|`/g, '')
    .replaceAll('\\|', '|')
    .replace(/^#+ /, '')
    .trim();
}

const papers = new Map<string, string>();

/** Empty where there is no such paper. */
function textOf(paper: string): string {
  const known = papers.get(paper);
  if (known !== undefined) return known;
  const file = join(root, 'docs', paper);
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  papers.set(paper, text);
  return text;
}
