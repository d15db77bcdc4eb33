/**
 * Is a permutation of lanes one of the model? In states of a search without symmetry, the successors
 * of the permuted state must be the permuted successors, by the permuted rules; and the canonical
 * record of the permuted state that of the state itself.
 *
 * This is the check of the tables by which records are permuted (model/symmetry/fields.ts): a field
 * that is left out is seen here.
 */
import { explore } from '../../checker/explore.ts';
import type { Machine } from '../../model/machine.ts';
import type { Automorphism } from '../../model/symmetry/automorphism.ts';
import { Permuter } from '../../model/symmetry/permute.ts';
import type { LaneSymmetry } from '../../model/symmetry/symmetry.ts';
import { STEPS } from '../../model/record/step.ts';

export interface Compared {
  /** States and permutations compared. */
  readonly pairs: number;
  /** The first difference, or null. */
  readonly differs: string | null;
}

/** Of larger groups, so many permutations, spread evenly. */
const IMAGES_MAX = 24;

/** States of a machine, spread evenly over those that a search without symmetry finds. */
export function sampleOf(machine: Machine, statesMax: number, samples: number): Uint8Array[] {
  const { seen, states } = explore(machine, { statesMax });
  const count = Math.min(samples, states);
  const records = Array.from({ length: count }, (_, sample) =>
    seen.arena.recordOf(Math.floor((sample * states) / count)),
  );
  seen.arena.release();
  return records;
}

/**
 * Compares the successors of these records, of which the first is the initial one, with those of
 * their images. `without`: a field that the permutations leave as it is.
 */
export function compareImages(
  machine: Machine,
  symmetry: LaneSymmetry,
  records: readonly Uint8Array[],
  without: string | null = null,
): Compared {
  const { program, layout } = machine.kernel;
  const permuter = new Permuter(program, layout, without);
  const every = Math.ceil(symmetry.size / IMAGES_MAX);
  const moving = symmetry.automorphisms.filter((_, i) => i > 0 && i % every === 0);
  const ready = moving.map((by) => permuter.ready(by));
  const look = new Looker(machine);
  const imageUnder = (i: number, record: Uint8Array): Uint8Array => {
    const to = new Uint8Array(machine.recordSize);
    permuter.apply(ready[i], record, 0, to, 0);
    return to;
  };
  let pairs = 0;
  for (const [sample, record] of records.entries()) {
    const own = look.successors(record);
    for (const [i, by] of moving.entries()) {
      const image = imageUnder(i, record);
      const expected = own.map(({ rule, bytes }) =>
        keyOf(imageOfRule(machine, by, rule), imageUnder(i, bytes)),
      );
      const actual = look.successors(image).map(({ rule, bytes }) => keyOf(rule, bytes));
      pairs++;
      const stays = sample > 0 || sameBytes(record, image);
      if (stays && same(expected, actual) && isOneOrbit(symmetry, record, image)) continue;
      return { pairs, differs: `sample ${sample} under ${by.lanes.join(' ')}` };
    }
  }
  return { pairs, differs: null };
}

function isOneOrbit(symmetry: LaneSymmetry, record: Uint8Array, image: Uint8Array): boolean {
  const [a, b] = [Uint8Array.from(record), Uint8Array.from(image)];
  return symmetry.canonical(a, 0) === symmetry.canonical(b, 0) && sameBytes(a, b);
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.every((byte, i) => byte === b[i]);
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.toSorted().join('\n') === b.toSorted().join('\n');
}

function keyOf(rule: number, bytes: Uint8Array): string {
  return `${rule} ${bytes.join(' ')}`;
}

/** The rule by which the permuted lane does the same. */
export function imageOfRule(machine: Machine, { lanes }: Automorphism, rule: number): number {
  const { threads } = machine.kernel;
  if (rule < machine.envRules) {
    const t = Math.floor(rule / STEPS.length);
    return t < threads ? lanes[t] * STEPS.length + (rule % STEPS.length) : rule;
  }
  const request = rule - machine.envRules - 2;
  if (request < 0) return rule;
  const kind = Math.floor(request / threads);
  return machine.envRules + 2 + kind * threads + lanes[request % threads];
}

/** The successors of one record at a time. */
class Looker {
  private readonly machine: Machine;
  private readonly source: Uint8Array;
  private readonly targets: Uint8Array;
  private readonly rules: Uint16Array;

  constructor(machine: Machine) {
    this.machine = machine;
    this.source = new Uint8Array(machine.recordSize);
    this.targets = new Uint8Array(machine.recordSize * machine.successorsMax);
    this.rules = new Uint16Array(machine.successorsMax);
  }

  successors(record: Uint8Array): readonly { readonly rule: number; readonly bytes: Uint8Array }[] {
    const { machine, source, targets, rules } = this;
    const { recordSize } = machine;
    source.set(record);
    let count = 0;
    try {
      count = machine.successors(source, 0, targets, 0, rules, 0);
    } catch {
      // A bound is exceeded here and there alike.
      return [{ rule: machine.rules.length, bytes: new Uint8Array(recordSize) }];
    }
    return Array.from({ length: count }, (_, i) => ({
      rule: rules[i],
      bytes: targets.slice(i * recordSize, (i + 1) * recordSize),
    }));
  }
}
