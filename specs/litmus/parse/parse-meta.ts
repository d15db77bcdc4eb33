/**
 * The `KEY=value` lines of a litmus file, read into `Meta`.
 *
 * Form only: that a budget names a call that exists, and the like, is `validate.ts`. Keys that herd
 * and its generators write are kept as they are; any other unknown key is refused, because a
 * misspelt `Aborts` would be a test without aborts.
 */
import type { Faults } from '../faults.ts';
import type { Lexer } from './lex.ts';
import type { AbortBudget, Handler, Meta, Place, Places, Table } from '../litmus.ts';
import { nearest, quoted } from '../litmus-error.ts';
import { NOTHING } from '../print.ts';

/** The keys that have a meaning here, in the order in which they are printed. */
export const META_KEYS = [
  'Table',
  'Include',
  'Restart',
  'Debugs',
  'Handler',
  'Aborts',
  'Ticks',
  'Cpus',
  'Skew',
  'Asserts',
  'Ref',
  'Point',
  'Needs',
  'Hash',
] as const;
/** Keys of herd and diy, kept in `Meta.other`. */
export const OTHER_KEYS: readonly string[] = [
  'Com',
  'Cycle',
  'Generator',
  'Orig',
  'Prefetch',
  'Relax',
  'Safe',
];
export const TABLES: readonly Table[] = [
  'helenos-2012',
  'helenos-2026',
  'kernel-2012',
  'kernel-2026',
  'linux',
  'any',
];
export const ASSERTIONS: readonly string[] = [
  ...Array.from({ length: 18 }, (_, i) => `R${i + 1}`),
  'U1',
  'U2',
];
export const POINTS: readonly string[] = ['entered', 'asleep', 'woken', 'dequeued', 'written'];

/** What a test can need of a model, there or not: a misspelt one would be needed by nobody. */
export const NEEDS: readonly string[] = ['ipc', 'udebug', 'checkpoint'];

interface Line {
  readonly key: string;
  readonly value: string;
  readonly place: Place;
}

/** All `KEY=value` lines, and where their values stand; `lex` stands after the document string. */
export function parseMeta(lex: Lexer, faults: Faults): { meta: Meta; places: Places } {
  const lines = new Map<string, Line>();
  for (;;) {
    const keyPlace = lex.place();
    const key = lex.raw(/[A-Za-z][A-Za-z0-9_-]*(?=[ \t]*=)/y);
    if (key === null) break;
    faults.attempt(() => checkKey(lex, key, keyPlace, lines), undefined);
    lex.raw(/=[ \t]*/y);
    const place = lex.here();
    const value = lex.restOfLine();
    if (value !== '') lines.set(key, { key, value, place });
    else faults.attempt(() => refuseEmpty(lex, key, place), undefined);
  }
  if (!lex.sees('{') && !lex.sees('proc')) lex.unexpected("a KEY=value line or '{'");
  return {
    meta: toMeta(lex, lines, faults),
    places: new Map([...lines].map(([k, l]) => [k, l.place])),
  };
}

function checkKey(lex: Lexer, key: string, place: Place, lines: ReadonlyMap<string, Line>): void {
  if (lines.has(key)) lex.refuse(place, `${key} twice`, 'each key once');
  const known: readonly string[] = [...META_KEYS, ...OTHER_KEYS];
  if (known.includes(key)) return;
  const expected = `a key: ${META_KEYS.join(', ')}`;
  lex.refuse(place, quoted(key), expected, nearest(key, known));
}

function refuseEmpty(lex: Lexer, key: string, place: Place): never {
  return lex.refuse(place, `nothing after ${key}=`, 'a value on the same line');
}

function toMeta(lex: Lexer, lines: ReadonlyMap<string, Line>, faults: Faults): Meta {
  const list = (key: string, allowed?: readonly string[]) =>
    faults.attempt(() => parseList(lex, lines.get(key), allowed), []);
  const count = (key: string) => faults.attempt(() => parseCount(lex, lines.get(key)), null);
  return {
    hash: faults.attempt(() => parseHash(lex, lines.get('Hash')), null),
    table: faults.attempt(() => parseTable(lex, lines.get('Table')), 'any'),
    include: list('Include'),
    aborts: faults.attempt(() => parseAborts(lex, lines.get('Aborts')), []),
    asserts: faults.attempt(() => parseAsserts(lex, lines.get('Asserts')), null),
    ref: lines.get('Ref')?.value ?? null,
    point: list('Point', POINTS),
    needs: list('Needs', NEEDS),
    ticks: count('Ticks'),
    cpus: count('Cpus'),
    skew: faults.attempt(() => parseSkew(lex, lines.get('Skew')), null),
    restart: list('Restart'),
    debugs: list('Debugs'),
    ...(lines.has('Handler') && {
      handlers: faults.attempt(() => parseHandlers(lex, lines.get('Handler')), []),
    }),
    other: [...lines.values()]
      .filter(({ key }) => OTHER_KEYS.includes(key))
      .map(({ key, value }) => ({ key, value })),
  };
}

function parseHash(lex: Lexer, line: Line | undefined): string | null {
  if (line === undefined) return null;
  if (/^[0-9a-f]{32}$/.test(line.value)) return line.value;
  return lex.refuse(line.place, quoted(line.value), '32 hexadecimal digits in lower case');
}

function parseTable(lex: Lexer, line: Line | undefined): Table {
  return line === undefined ? 'any' : (oneOf(lex, line.value, line.place, TABLES) as Table);
}

function oneOf(lex: Lexer, text: string, place: Place, names: readonly string[]): string {
  if (names.includes(text)) return text;
  return lex.refuse(place, quoted(text), `one of ${names.join(', ')}`, nearest(text, names));
}

function parseCount(lex: Lexer, line: Line | undefined): number | null {
  if (line === undefined) return null;
  if (!/^[0-9]{1,9}$/.test(line.value)) lex.refuse(line.place, quoted(line.value), 'a number');
  return Number(line.value);
}

/** `3`, `-2` */
function parseSkew(lex: Lexer, line: Line | undefined): number | null {
  if (line === undefined) return null;
  if (!/^-?[0-9]{1,9}$/.test(line.value)) {
    lex.refuse(line.place, quoted(line.value), 'a number of ticks, which may be negative');
  }
  return Number(line.value);
}

function parseList(lex: Lexer, line: Line | undefined, allowed?: readonly string[]): string[] {
  const items: string[] = [];
  for (const { text, place } of itemsOf(line)) {
    if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(text)) {
      lex.refuse(place, quoted(text), `names separated by commas after ${line?.key}=`);
    }
    if (allowed !== undefined) oneOf(lex, text, place, allowed);
    if (items.includes(text)) lex.refuse(place, `${quoted(text)} twice`, 'each name once');
    items.push(text);
  }
  return items;
}

/** Null without the line: a test that does not say asserts all that apply to it. */
function parseAsserts(lex: Lexer, line: Line | undefined): readonly string[] | null {
  if (line === undefined) return null;
  return line.value === NOTHING ? [] : parseList(lex, line, ASSERTIONS);
}

/** `P0:L0<=2,any<=3` */
function parseAborts(lex: Lexer, line: Line | undefined): AbortBudget[] {
  return itemsOf(line).map(({ text, place }) => {
    const parts = /^(?:any|(P[0-9])\s*:\s*([A-Za-z][A-Za-z0-9_]*))\s*<=\s*([0-9]{1,9})$/.exec(text);
    if (parts === null) {
      lex.refuse(place, quoted(text), 'a budget of aborts: P0:L0<=2 or any<=2');
    }
    const [, lane, label, most] = parts;
    const target = lane === undefined ? ('any' as const) : { lane, label };
    return { target, most: Number(most), place };
  });
}

/** `P1:P0,P3:P2` */
function parseHandlers(lex: Lexer, line: Line | undefined): Handler[] {
  return itemsOf(line).map(({ text, place }) => {
    const [, lane, on] = /^(P[0-9])\s*:\s*(P[0-9])$/.exec(text) ?? [];
    if (lane === undefined || on === undefined) {
      lex.refuse(place, quoted(text), 'a lane and the lane on whose thread it runs: P1:P0');
    }
    return { lane, on, place };
  });
}

/** The items between commas, trimmed, each with its place. */
function itemsOf(line: Line | undefined): { text: string; place: Place }[] {
  if (line === undefined) return [];
  let at = 0;
  return line.value.split(',').map((part) => {
    const before = line.value.slice(0, at + part.length - part.trimStart().length);
    at += part.length + 1;
    const column = line.place.column + Array.from(before).length;
    return { text: part.trim(), place: { line: line.place.line, column } };
  });
}
