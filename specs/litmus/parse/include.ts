/**
 * `Include=futex`: procedures of `specs/lib/`, which stand for functions of a libc, one folder for each
 * table. Of what a test includes it has what it uses: what else the file says is no part of the test.
 *
 * No room that runs in a browser reads a disk: the texts are handed in, by themselves those of
 * `library-texts.ts`, which a test holds equal to the files.
 */
import { Faults } from '../faults.ts';
import { LIBRARY_TEXTS } from '../library-texts.ts';
import type { Litmus, Place, Table } from '../litmus.ts';
import { nearest, quoted, type Refuse } from '../litmus-error.ts';
import { actsIn, callsOfAct, type Proc } from '../user-code.ts';
import { Lexer } from './lex.ts';
import { parseProcs } from './parse-user.ts';

/** Texts of files, by their paths: `specs/lib/helenos-2012/futex.proc`. */
export type Library = Readonly<Record<string, string>>;

export const LIBRARY: Library = LIBRARY_TEXTS;

/** A file of procedures, read. */
interface LibraryFile {
  readonly includes: readonly { readonly name: string; readonly place: Place }[];
  readonly procs: readonly Proc[];
}

type Code = Pick<Litmus, 'meta' | 'procs' | 'rows'>;

/** The procedures that the test includes and uses, in the order of their files. */
export function includedProcs(code: Code, at: Place, library: Library, refuse: Refuse): Proc[] {
  const files = new Map<string, LibraryFile>();
  for (const name of code.meta.include) {
    include({ name, place: at }, code.meta.table, library, refuse, files);
  }
  const all = [...files.values()].flatMap(({ procs }) => procs);
  const used = usedBy(code, new Map(all.map((proc) => [proc.name, proc])));
  for (const name of code.meta.include) {
    const own = files.get(name)?.procs ?? [];
    if (own.some((proc) => used.has(proc))) continue;
    const has = own.map((proc) => proc.name).join(', ');
    refuse(at, `Include=${name}, of which nothing is called`, `a call of ${has}`);
  }
  return all.filter((proc) => used.has(proc));
}

/** Reads a file, after those that it includes itself. */
function include(
  { name, place }: LibraryFile['includes'][number],
  table: Table,
  library: Library,
  refuse: Refuse,
  files: Map<string, LibraryFile>,
): void {
  if (files.has(name)) return;
  const path = `${folderOf(table)}${name}.proc`;
  const text = Object.hasOwn(library, path)
    ? library[path]
    : refuseName(name, table, place, library, refuse);
  const file = readFile(text, path);
  for (const other of file.includes) include(other, table, library, refuse, files);
  files.set(name, file);
}

const folderOf = (table: Table): string => `specs/lib/${table}/`;

function refuseName(
  name: string,
  table: Table,
  place: Place,
  library: Library,
  refuse: Refuse,
): never {
  const folder = folderOf(table);
  const names = Object.keys(library)
    .filter((path) => path.startsWith(folder))
    .map((path) => path.slice(folder.length, -'.proc'.length));
  if (names.length > 0) {
    const expected = `procedures of the table ${table}: ${names.join(', ')}`;
    return refuse(place, quoted(name), expected, nearest(name, names));
  }
  const tables = [...new Set(Object.keys(library).map((path) => path.split('/')[2]))];
  return refuse(
    place,
    `Include= with the table ${table}`,
    `a table that has procedures: ${tables.join(', ')}`,
  );
}

/** `Include=` lines, then procedures. @throws LitmusError with the path of the file */
function readFile(text: string, path: string): LibraryFile {
  const lex = new Lexer(text, path, true);
  const includes: { name: string; place: Place }[] = [];
  while (lex.raw(/Include[ \t]*=[ \t]*/y) !== null) {
    const place = lex.here();
    const name = lex.raw(/[A-Za-z][A-Za-z0-9_]*/y);
    includes.push({ name: name ?? lex.unexpected('the name of a file of procedures'), place });
    lex.endOfLine('the name');
  }
  const faults = new Faults();
  const procs = faults.all(() => parseProcs(lex, faults));
  if (lex.peek().kind !== 'end') lex.unexpected("'proc' and a procedure, or the end of the file");
  return { includes, procs };
}

/** What lanes and procedures of the test call, and what that calls. */
function usedBy({ procs, rows }: Code, included: ReadonlyMap<string, Proc>): ReadonlySet<Proc> {
  const used = new Set<Proc>();
  const use = (call: string): void => {
    const proc = included.get(call);
    if (proc === undefined || used.has(proc)) return;
    used.add(proc);
    useAll(proc);
  };
  const useAll = ({ body }: Proc): void => {
    for (const act of actsIn(body)) callsOfAct(act).forEach(use);
  };
  for (const cell of rows.flat()) {
    if (cell?.is === 'call') use(cell.call);
    if (cell?.is === 'user') callsOfAct(cell.act).forEach(use);
  }
  procs.forEach(useAll);
  return used;
}
