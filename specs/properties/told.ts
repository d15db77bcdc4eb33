/**
 * Which registers may hold what a system call tells user space of an abort: the one that the call
 * writes, and in user code those to which it is copied (`return rc`), or in which the code itself writes
 * such a name.
 */
import { isSet } from '../../model/designs/asking.ts';
import type { Program } from '../../model/record/program.ts';
import type { Micro, Sum, Then } from '../../model/record/user-code.ts';
import { isNumber } from '../../model/user/values.ts';

type Lane = Program['lanes'][number];

const known = new WeakMap<Program, readonly boolean[]>();

/** By the numbers of registers. */
export function toldRegisters(program: Program): readonly boolean[] {
  const found = known.get(program) ?? registersOf(program);
  known.set(program, found);
  return found;
}

function registersOf({ registers, lanes }: Program): readonly boolean[] {
  const told = registers.map((_, r) =>
    lanes[registers[r].lane].ops.some(
      (op) => op.register === r && isSet(op.policies, 'result=eintr'),
    ),
  );
  const copies = lanes.flatMap(copiesIn);
  for (let isNew = true; isNew;) {
    isNew = false;
    for (const { to, from } of copies) {
      if (told[to] || !(from === null || told[from])) continue;
      told[to] = true;
      isNew = true;
    }
  }
  return told;
}

/** `from` null: a name that stands in the code. */
interface Copy {
  readonly to: number;
  readonly from: number | null;
}

function copiesIn({ code, ops }: Lane): Copy[] {
  const ofSteps = ops.flatMap(({ act }) => (act !== null && 'then' in act ? copyBy(act.then) : []));
  return [...code.flatMap(copyIn), ...ofSteps];
}

const copyIn = (micro: Micro): Copy[] =>
  micro.is === 'set' ? copy(micro.register, micro.value) : [];

const copyBy = (then: Then): Copy[] =>
  then !== null && then.is === 'set' ? copy(then.register, then.value) : [];

/** Of a sum there are numbers alone. */
function copy(to: number, value: Sum | null): Copy[] {
  if (value === null || value.length > 1) return [];
  const [{ from, n }] = value;
  if (from === 'register') return [{ to, from: n }];
  return from === 'constant' && !isNumber(n) ? [{ to, from: null }] : [];
}
