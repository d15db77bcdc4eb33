/**
 * Propositions in words: each atom is a subject and what is said of it, so that atoms with one
 * subject read as one clause ("x is 3 or 7" in place of "x is 3 or x is 7").
 *
 * Brackets stand where a connective has another one inside, because "A and B or C" says nothing.
 */
import { match } from 'ts-pattern';
import type { Place, Prop } from '../litmus/litmus.ts';
import { type Atom, atomOf } from './reading-atom.ts';
import { joined, type ReadingNames } from './reading-names.ts';

/** The proposition as a clause without a full stop; several ways to meet it are numbered. */
export function propWords(names: ReadingNames, prop: Prop): string {
  const ways = waysOf(names, prop).map((way) => clause(names, way));
  return ways.length === 1 ? ways[0] : ways.map((way, i) => `(${i + 1}) ${way}`).join('; or ');
}

/** The alternatives of a disjunction that is too long for one clause; else the whole alone. */
export function waysOf(names: ReadingNames, prop: Prop): readonly Prop[] {
  const parts = partsOf(prop, 'or');
  return parts.some((part) => atomOf(names, part) === null) ? parts : [prop];
}

/** The lines of its atoms, in order. */
export function propLines(prop: Prop): number[] {
  return placesIn(prop).map(({ line }) => line);
}

function placesIn(prop: Prop): Place[] {
  if (prop.is === 'compare') return [prop.loc.place];
  if (prop.is === 'aborted' || prop.is === 'restarted') return [prop.place];
  if (prop.is === 'not') return placesIn(prop.prop);
  return 'left' in prop ? [...placesIn(prop.left), ...placesIn(prop.right)] : [];
}

function clause(names: ReadingNames, prop: Prop): string {
  const atom = atomOf(names, prop);
  if (atom !== null) return sentenceOf(atom);
  return match(prop)
    .with({ is: 'and' }, (it) => connected(names, partsOf(it, 'and'), 'and'))
    .with({ is: 'or' }, (it) => {
      const words = connected(names, partsOf(it, 'or'), 'or');
      return isOneClause(names, it) ? words : `either ${words}`;
    })
    .with({ is: 'implies' }, ({ left, right }) => {
      return `if ${nested(names, left)}, then ${nested(names, right)}`;
    })
    .with({ is: 'not' }, (it) => `it is not so that ${nested(names, it.prop)}`)
    .with({ is: 'true' }, () => 'in any way at all (true)')
    .with({ is: 'false' }, () => 'in no way at all (false)')
    .otherwise(() => '');
}

/** The operands of a chain of one connective. */
function partsOf(prop: Prop, is: 'and' | 'or'): Prop[] {
  return prop.is === is ? [...partsOf(prop.left, is), ...partsOf(prop.right, is)] : [prop];
}

/** Atoms that follow each other and have one subject are one clause. */
function connected(names: ReadingNames, parts: readonly Prop[], word: 'and' | 'or'): string {
  const clauses: { subject: string | null; says: string[] }[] = [];
  for (const part of parts) {
    const atom = atomOf(names, part);
    const last = clauses.at(-1);
    if (atom === null) clauses.push({ subject: null, says: [nested(names, part)] });
    else if (last?.subject === atom.subject) last.says.push(atom.says);
    else clauses.push({ subject: atom.subject, says: [atom.says] });
  }
  const texts = clauses.map(({ subject, says }) =>
    subject === null ? says.join('') : sentenceOf({ subject, says: merged(says, word) }),
  );
  return joined(texts, word);
}

/** `is 3 or 7` of `is 3` and `is 7`. */
function merged(says: readonly string[], word: 'and' | 'or'): string {
  const verb = word === 'or' ? sharedVerb(says) : '';
  const rest = says.map((it) => it.slice(verb.length));
  return `${verb}${joined(rest, word)}`;
}

function sharedVerb(says: readonly string[]): string {
  const verb = /^(?:is|returned) /.exec(says[0])?.[0] ?? '';
  return says.every((it) => it.startsWith(verb)) ? verb : '';
}

function nested(names: ReadingNames, prop: Prop): string {
  const words = clause(names, prop);
  return isOneClause(names, prop) || prop.is === 'true' ? words : `(${words})`;
}

/** An atom, or a choice between atoms that share subject and verb: it needs no brackets. */
function isOneClause(names: ReadingNames, prop: Prop): boolean {
  const atoms = partsOf(prop, 'or').flatMap((part) => atomOf(names, part) ?? []);
  if (atoms.length < partsOf(prop, 'or').length) return false;
  if (atoms.length === 1) return true;
  const isOfOne = atoms.every(({ subject }) => subject === atoms[0].subject);
  return isOfOne && sharedVerb(atoms.map(({ says }) => says)) !== '';
}

const sentenceOf = ({ subject, says }: Atom): string => `${subject} ${says}`;
