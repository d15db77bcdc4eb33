/**
 * Whether a condition's proposition holds in an outcome that a kernel under test gave, by the values
 * that the outcome shows: the kernel itself is not at hand to be asked.
 */
import type { Prop } from '../litmus/litmus.ts';
import { printLoc } from '../litmus/print.ts';
import { textOf } from '../litmus/validate/validate-values.ts';

/** Places to values: `0:r0` to `EOK`; a place that nobody could read is `?`. */
export type Values = Readonly<Record<string, string>>;

/** Null: the values do not tell. */
export function holdsIn(prop: Prop, values: Values): boolean | null {
  switch (prop.is) {
    case 'true':
      return true;
    case 'false':
      return false;
    case 'not':
      return negated(holdsIn(prop.prop, values));
    case 'and':
      return both(holdsIn(prop.left, values), holdsIn(prop.right, values));
    case 'or':
      return either(holdsIn(prop.left, values), holdsIn(prop.right, values));
    case 'implies':
      return either(negated(holdsIn(prop.left, values)), holdsIn(prop.right, values));
    case 'done':
      return known(values[prop.lane], (value) => value === 'done');
    case 'compare':
      return known(values[printLoc(prop.loc)], (value) => {
        return compared(value, prop.op, textOf(prop.value));
      });
    // How often a call was aborted or issued again stands in no outcome.
    case 'aborted':
    case 'restarted':
      return null;
    default:
      return prop satisfies never;
  }
}

function known(value: string | undefined, holds: (value: string) => boolean): boolean | null {
  return value === undefined || value === '?' ? null : holds(value);
}

const negated = (holds: boolean | null): boolean | null => (holds === null ? null : !holds);

function both(a: boolean | null, b: boolean | null): boolean | null {
  if (a === false || b === false) return false;
  return a === null || b === null ? null : true;
}

const either = (a: boolean | null, b: boolean | null): boolean | null =>
  negated(both(negated(a), negated(b)));

/** As specs/properties/condition.ts compares what it reads of a kernel. */
function compared(shown: string, op: '=' | '<>' | '<=' | '>=', wanted: string): boolean {
  // Where one part of a condition asks whose answer it is, the outcome says it to all of them.
  const actual = wanted.startsWith('ans(') ? shown : shown.replace(/^ans\([^)]*\)/, 'ans');
  if (op === '=') return actual === wanted;
  if (op === '<>') return actual !== wanted;
  const [left, right] = [Number(actual), Number(wanted)];
  if (Number.isNaN(left) || Number.isNaN(right)) return false;
  return op === '<=' ? left <= right : left >= right;
}
