/**
 * The arguments of a system call in user code, as a cell of the lane would have them: parameters are
 * replaced by what they stand for. A number that is not known before the run is handed over as a sum.
 */
import { type ArgKind, EXPIRED } from '../calls/call-spec.ts';
import { CALLS } from '../calls/calls.ts';
import type { Arg } from '../litmus.ts';
import type { CallExpr, Expr, Term } from '../user-code.ts';
import type { Sum } from './flat.ts';
import { meaningOf, type Objects, type Scope } from './scope.ts';

/** Arguments whose number may change from one time to the next. */
const COMPUTED: ArgKind = 'value';

interface Args {
  readonly args: readonly Arg[];
  readonly sums: ReadonlyMap<number, Sum>;
}

/** `sum` reads an expression that has registers alone. */
export function argsOf(
  call: CallExpr,
  scope: Scope,
  { objects, table }: { readonly objects: Objects; readonly table: string },
  sum: (expr: Expr) => Sum,
): Args {
  const spec = CALLS.find(
    ({ name, tables }) => name === call.call && tables.some((it) => it === table),
  );
  const sums = new Map<number, Sum>();
  const args = call.args.map((expr, i): Arg => {
    const kind = spec?.args[i]?.kind;
    const { place } = expr.terms[0];
    const plain = plainArg(expr, kind, scope, objects);
    if (plain !== null) return plain;
    const read = sum(expr);
    const number = constantOf(read);
    if (number !== null) return { is: 'integer', value: number, place };
    if (kind === COMPUTED) {
      sums.set(i, read);
      return { is: 'integer', value: 0, place };
    }
    // What it is said of it below the grammar: that it is no such argument.
    return { is: 'names', names: expr.terms.map(({ value }) => textOf(value)), place };
  });
  return { args, sums };
}

/** A number, or names that are not computed with. */
function plainArg(
  { terms }: Expr,
  kind: ArgKind | undefined,
  scope: Scope,
  objects: Objects,
): Arg | null {
  const { place } = terms[0];
  const isNumber =
    kind !== undefined && (kind === COMPUTED || kind === 'integer' || kind === 'duration');
  const names = terms.map((term) => nameOf(term, kind, scope, objects));
  const isPast = kind === 'duration' && names.length === 1 && names[0] === EXPIRED;
  if (names.every((name) => name !== null) && (!isNumber || isPast)) {
    return { is: 'names', names: names.flatMap((name) => name ?? []), place };
  }
  return null;
}

/** The name that an argument is, once parameters are replaced; null: a number, or a value. */
function nameOf(
  { value, minus }: Term,
  kind: ArgKind | undefined,
  scope: Scope,
  objects: Objects,
): string | null {
  if (minus || value.is === 'integer' || value.payload !== null) return null;
  const meaning = meaningOf(value.name, scope, objects);
  if (meaning.is !== 'operand') return meaning.name;
  const { operand } = meaning;
  if (operand.is === 'name') return operand.text;
  return operand.is === 'register' && kind === 'register' ? operand.name : null;
}

function constantOf({ terms }: Sum): number | null {
  let value = 0;
  for (const { minus, operand } of terms) {
    if (operand.is !== 'number') return null;
    value += minus ? -operand.value : operand.value;
  }
  return value;
}

const textOf = (value: Term['value']): string =>
  value.is === 'integer' ? `${value.value}` : value.name;
