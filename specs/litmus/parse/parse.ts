/**
 * Text to `Litmus`: the grammar of docs/litmus.md#grammar, then everything a grammar cannot say.
 *
 * A recursive descent over `lex.ts`, in the order of the file: heading and keys (`parse-meta.ts`),
 * initial state and code (`parse-code.ts`), condition (`parse-condition.ts`), then `validate.ts`.
 * It goes on behind a key, an object, a cell or a row that is wrong, and stops at anything else; what
 * it says first is what is wrong first. Nothing in a file is ever run or used as a key of an
 * object, so names such as `constructor` are just names.
 */
import { Faults } from '../faults.ts';
import { Lexer } from './lex.ts';
import type { Litmus, Loc } from '../litmus.ts';
import { quoted } from '../litmus-error.ts';
import { parseHeader, parseInit, parseRows } from './parse-code.ts';
import { parseCondition, parseLoc, parseProp } from './parse-condition.ts';
import { parseMeta } from './parse-meta.ts';
import { includedProcs, type Library, LIBRARY } from './include.ts';
import { parseProcs } from './parse-user.ts';
import { type KnownDesign, validate } from '../validate/validate.ts';

/**
 * Reads one litmus file.
 *
 * `file` is only used in messages. `knownDesign` returns a sentence about a design that does not
 * exist, or null; without it only the form of the designs after `with` is checked. `library` has what
 * `Include=` names.
 *
 * @throws LitmusError, and nothing else, when the file cannot be used as it is: what is wrong first,
 * with what else is wrong.
 */
export function parseLitmus(
  text: string,
  file: string,
  knownDesign?: KnownDesign,
  library: Library = LIBRARY,
): Litmus {
  const lex = new Lexer(text, file);
  const faults = new Faults();
  const litmus = faults.all(() => parseFile(lex, faults, library));
  faults.all(() => validate(litmus, lex.refuse, knownDesign, faults));
  return litmus;
}

function parseFile(lex: Lexer, faults: Faults, library: Library): Litmus {
  const name = parseName(lex);
  const doc = parseDoc(lex);
  const { meta, places: keys } = parseMeta(lex, faults);
  const own = parseProcs(lex, faults);
  const init = parseInit(lex, faults);
  const lanes = parseHeader(lex);
  const rows = parseRows(lex, lanes, faults);
  const places = new Map(keys);
  if (lex.sees('locations')) places.set('locations', lex.place());
  const locations = parseLocations(lex);
  if (lex.sees('filter')) places.set('filter', lex.place());
  const filter = lex.accept('filter') ? parseProp(lex) : null;
  const condition = parseCondition(lex);
  const at = keys.get('Include') ?? { line: 1, column: 1 };
  const code = { meta, procs: own, rows };
  const included = faults.attempt(() => includedProcs(code, at, library, lex.refuse), []);
  const procs = [...included, ...own];
  return { name, doc, meta, procs, init, lanes, rows, locations, filter, condition, places };
}

function parseName(lex: Lexer): string {
  if (lex.raw(/SYS(?![A-Za-z0-9_])/y) === null) lex.unexpected('SYS and the name of the test');
  const name = lex.raw(/[A-Za-z0-9_.+-]+/y);
  if (name === null) lex.unexpected('the name of the test after SYS');
  lex.endOfLine('the name');
  return name;
}

/** `"a sentence"`, where `\"` and `\\` stand for a quote and a backslash. */
function parseDoc(lex: Lexer): string {
  const place = lex.place();
  const literal = lex.raw(/"(?:[^"\\\r\n]|\\[^\r\n])*"/y);
  if (literal === null) {
    const found = lex.raw(/[^\s]{1,80}/y);
    const what = found === null ? 'the end of the file' : quoted(found);
    lex.refuse(place, what, 'a document string in double quotes, on one line');
  }
  lex.endOfLine('the document string');
  return literal.slice(1, -1).replaceAll(/\\(["\\])/g, '$1');
}

function parseLocations(lex: Lexer): Loc[] {
  const locations: Loc[] = [];
  if (!lex.accept('locations')) return locations;
  lex.expect('[');
  while (!lex.accept(']')) {
    locations.push(parseLoc(lex));
    lex.expect(';');
  }
  return locations;
}
