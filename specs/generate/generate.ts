/**
 * Random litmus tests that mean something: what waits is aborted, lanes share objects, and who
 * sleeps without a timeout has somebody to wake it.
 *
 * A pure function of family, seed and count: the same programs in the same order, anywhere. The
 * name of a program comes from the program, so it is the same whatever seed found it.
 */
import { environmentOf, waiting } from './aborts.ts';
import { Draft } from './draft.ts';
import type { Family } from './families.ts';
import { finished } from './finish.ts';
import type { Litmus } from '../litmus/litmus.ts';
import { Random } from './random.ts';
import { WEIGHT_MAX, WEIGHT_SMALL, weightOf } from './weight.ts';

/** Calls and assignments, of all lanes and of one. */
const CELLS_MAX = 8;
const LANE_MAX = 4;
/** Of a hundred programs, how many may be as large as any. */
const LARGE_PERCENT = 6;
/** The same of those with a kill, which are about clean-ups: small ones have little to clean up. */
const LARGE_KILLS_PERCENT = 30;
/** Drafts in a row that were known or too large, after which the family is used up. */
const FRUITLESS_MAX = 200_000;

/**
 * `count` different programs of a family; fewer if the family has no more.
 */
export function* generate(family: Family, seed: string | number, count: number): Generator<Litmus> {
  const random = new Random(`${family.name} ${seed}`);
  const known = new Set<string>();
  let fruitless = 0;
  while (known.size < count && fruitless < FRUITLESS_MAX) {
    const litmus = attempt(family, random);
    if (litmus === null || known.has(litmus.name)) {
      fruitless++;
      continue;
    }
    fruitless = 0;
    known.add(litmus.name);
    yield litmus;
  }
}

/** One program, or null where the draft broke a rule. */
function attempt(family: Family, random: Random): Litmus | null {
  const draft = new Draft(random, random.pick(family.tables));
  family.compose(draft);
  if (!isWanted(draft)) return null;
  const environment = environmentOf(draft);
  const percent = draft.killed === null ? LARGE_PERCENT : LARGE_KILLS_PERCENT;
  const most = random.chance(percent) ? WEIGHT_MAX : WEIGHT_SMALL;
  return weightOf(draft, environment) > most ? null : finished(family.name, draft, environment);
}

/** Small, every lane does something, something waits, and the lanes have to do with each other. */
function isWanted(draft: Draft): boolean {
  const sizes = draft.lanes.map(({ cells }) => cells.length);
  if (draft.size > CELLS_MAX || Math.max(...sizes) > LANE_MAX) return false;
  return Math.min(...sizes) > 0 && waiting(draft).length > 0 && isConnected(draft);
}

/** Every lane shares an object, a box or the clock with another. */
function isConnected({ lanes, init }: Draft): boolean {
  const phones = new Map(
    init.flatMap((it) =>
      it.is === 'object' && it.type === 'phone' ? [[it.name, it.link?.to ?? it.name]] : [],
    ),
  );
  const used = lanes.map(({ task, cells }) => {
    const names = cells.flatMap(({ cell, ticks }) => {
      if (cell.is === 'assign') return cell.loc.is === 'object' ? [cell.loc.name] : [];
      if (cell.is !== 'call') return [];
      const clock = ticks > 0 ? ['the clock'] : [];
      const box = /^ipc_(wait|poke)|_subscribe$/.test(cell.call)
        ? [`the box of ${task ?? 'T'}`]
        : [];
      const objects = cell.args.flatMap((arg) => (arg.is === 'names' ? arg.names : []));
      return [
        ...clock,
        ...box,
        ...objects.map((name) => (phones.has(name) ? `the box of ${phones.get(name)}` : name)),
      ];
    });
    return new Set(names.filter((name) => !/^r\d|^[A-Z_+]+$/.test(name)));
  });
  return used.every((own, at) =>
    used.some((other, i) => i !== at && [...own].some((name) => other.has(name))),
  );
}
