/**
 * What a name means where it stands: a parameter of the procedure, a declared object, a known value,
 * or a register of the lane or of this call of the procedure.
 */
import { PAYLOAD_VALUES, VALUES } from '../calls/values.ts';
import type { Init, Value } from '../litmus.ts';
import { nearest, quoted, type Refuse } from '../litmus-error.ts';
import { type Act, actsIn, type Proc, type Stmt, type Term } from '../user-code.ts';
import type { Operand, Target } from './flat.ts';

/** What a parameter stands for. */
export type Binding =
  | { readonly is: 'object'; readonly name: string }
  | { readonly is: 'operand'; readonly operand: Operand }
  /** A name that only the call to which it goes on knows: a flag, a method, a lane. */
  | { readonly is: 'bare'; readonly name: string };

export interface Scope {
  /** Before the names of its registers: `lock.`; '' in the lane itself. */
  readonly prefix: string;
  readonly params: ReadonlyMap<string, Binding>;
  /** Registers that are set here. */
  readonly registers: ReadonlySet<string>;
  readonly labels: ReadonlyMap<string, Target>;
  /** Where `return` goes, and the register that takes its value; null in the lane itself. */
  readonly exit: { readonly to: Target; readonly result: string | null } | null;
  /** Procedures that this one was called from, itself last. */
  readonly stack: readonly string[];
}

export type Objects = ReadonlyMap<string, Extract<Init, { is: 'object' }>>;

/** What the name means, or that it is bare. */
export function meaningOf(name: string, scope: Scope, objects: Objects): Binding {
  const param = scope.params.get(name);
  if (param !== undefined) return param;
  if (objects.has(name)) return { is: 'object', name };
  if (VALUES.includes(name)) return { is: 'operand', operand: { is: 'name', text: name } };
  if (!scope.registers.has(name)) return { is: 'bare', name };
  return { is: 'operand', operand: { is: 'register', name: scope.prefix + name } };
}

/** A term as an operand of an expression. */
export function operandOf(
  { value, place }: Term,
  scope: Scope,
  objects: Objects,
  refuse: Refuse,
): Operand {
  if (value.is === 'integer') return { is: 'number', value: value.value };
  if (value.payload !== null) return payloadOf(value, place, refuse);
  const meaning = meaningOf(value.name, scope, objects);
  if (meaning.is === 'operand') {
    if (meaning.operand.is === 'name' && scope.registers.has(value.name)) {
      const found = `${quoted(value.name)}, a known value and a register that is set here`;
      refuse(place, found, 'another name for the register');
    }
    return meaning.operand;
  }
  const object = objects.get(meaning.name);
  if (meaning.is === 'object' && (object?.type === 'word' || object?.type === 'futex')) {
    return { is: 'word', name: meaning.name };
  }
  const words = [...objects.values()].filter(({ type }) => type === 'word' || type === 'futex');
  const known = [...scope.registers, ...scope.params.keys(), ...words.map((it) => it.name)];
  const found =
    object === undefined ? quoted(value.name) : `the ${object.type} ${quoted(value.name)}`;
  const expected = 'a number, a known value, a word, a parameter or a register that is set here';
  return refuse(place, found, expected, nearest(value.name, [...known, ...VALUES]));
}

function payloadOf(
  { name, payload }: Extract<Value, { is: 'name' }>,
  place: Term['place'],
  refuse: Refuse,
): Operand {
  if (!PAYLOAD_VALUES.includes(name)) {
    const expected = `a number or a name, or one of ${PAYLOAD_VALUES.join(', ')} before ':'`;
    refuse(
      place,
      `the value ${quoted(`${name}:${payload}`)}`,
      expected,
      nearest(name, PAYLOAD_VALUES),
    );
  }
  return { is: 'name', text: `${name}:${payload}` };
}

/** The names that statements set, blocks included. */
export function targetsIn(body: readonly Stmt[]): Set<string> {
  const targets = new Set<string>();
  for (const act of actsIn(body)) {
    if (act.is === 'set') targets.add(act.target);
    if (act.is === 'call' && act.target !== null) targets.add(act.target);
  }
  return targets;
}

/** The blocks of a statement. */
export function blocksOf(act: Act): readonly (readonly Stmt[])[] {
  if (act.is === 'while') return [act.body];
  if (act.is !== 'if') return [];
  return act.otherwise === null ? [act.then] : [act.then, act.otherwise];
}

/** All labels of a body, each to jump to. */
export function labelsIn(body: readonly Stmt[], refuse: Refuse): Map<string, Target> {
  const labels = new Map<string, Target>();
  const visit = (stmts: readonly Stmt[]): void => {
    for (const { labels: own, act, place } of stmts) {
      for (const label of own) {
        if (labels.has(label)) refuse(place, `the label ${quoted(label)} twice`, 'each label once');
        labels.set(label, { at: -1 });
      }
      for (const block of blocksOf(act)) visit(block);
    }
  };
  visit(body);
  return labels;
}

/** Registers of a procedure: what it sets that is no parameter and no object. */
export function registersOf({ params, body }: Proc, objects: Objects): Set<string> {
  const own = [...targetsIn(body)].filter((name) => !params.includes(name) && !objects.has(name));
  return new Set(own);
}
