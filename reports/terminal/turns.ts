/**
 * A counterexample folded: what one lane does between two switches is a line, with what it changes on
 * the whole. Runs that take the same steps share one drawing, a shorter one with what it is a part of.
 */
import type { Counterexample, Execution, Step } from '../data.ts';
import { hang, printable, widthOf } from '../text-width.ts';

/** Steps of one lane in a row. */
export interface Turn {
  readonly lane: string;
  /** From 1, as everywhere. */
  readonly first: number;
  readonly last: number;
  /** `calls waitq_wakeup; repays a debt: wakes nobody` */
  readonly says: string;
  /** `q.balance: -1 → 0`: on the whole, the places and requests of threads aside, which `says` tells. */
  readonly changes: readonly string[];
}

/** Counterexamples of one schedule: the longest, and all that it shows. */
export interface Shared {
  readonly drawn: Counterexample;
  /** In the order given; `drawn` is one of them. */
  readonly all: readonly Counterexample[];
}

/** Groups of which none takes the steps of another, in the order of their first members. */
export function sharedSchedules(counterexamples: readonly Counterexample[]): readonly Shared[] {
  const longest: Counterexample[] = [];
  for (const each of counterexamples.toSorted((a, b) => b.steps.length - a.steps.length)) {
    if (!longest.some((other) => isPart(each, other))) longest.push(each);
  }
  const groups = longest.map((drawn) => ({
    drawn,
    all: counterexamples.filter((each) => isPart(each, drawn)),
  }));
  const placeOf = ({ all }: Shared): number => counterexamples.indexOf(all[0]);
  return groups.toSorted((a, b) => placeOf(a) - placeOf(b));
}

function isPart(short: Counterexample, whole: Counterexample): boolean {
  return short.steps.every(({ rule }, i) => whole.steps[i]?.rule === rule);
}

export function turnsOf({ lanes, steps }: Execution): readonly Turn[] {
  const turns: { lane: number; from: number; steps: Step[] }[] = [];
  for (const [i, step] of steps.entries()) {
    const last = turns.at(-1);
    if (last?.lane === step.lane) last.steps.push(step);
    else turns.push({ lane: step.lane, from: i + 1, steps: [step] });
  }
  return turns.map(({ lane, from, steps: own }) => ({
    lane: printable(lanes[lane] ?? `lane ${lane}`),
    first: from,
    last: from + own.length - 1,
    says: saidIn(own).join('; '),
    changes: changesOf(own, lanes),
  }));
}

/** What a lane does in a procedure of user code is the call of that: `~ lock(m), 4 steps: … … returns`. */
function saidIn(steps: readonly Step[]): readonly string[] {
  const said: string[] = [];
  for (let from = 0; from < steps.length;) {
    const rest = steps.slice(from);
    const other = rest.findIndex((step) => step.within !== rest[0].within);
    const own =
      rest[0].within === undefined
        ? rest.slice(0, 1)
        : rest.slice(0, other < 0 ? undefined : other);
    const ends = `${saidOf(own[0])} … ${saidOf(own[own.length - 1])}`;
    if (own.length > 2) said.push(`~ ${own[0].within}, ${own.length} steps: ${ends}`);
    else said.push(...own.map(saidOf));
    from += own.length;
  }
  return said;
}

function saidOf({ says, events }: Step): string {
  const called = events.find((event) => event.ev === 'call');
  if (called?.ev === 'call' && says === 'enters the kernel') return `calls ${called.call}`;
  return says;
}

/** From what it was before the turn to what it is after it; what is the same again is left out. */
function changesOf(steps: readonly Step[], lanes: readonly string[]): readonly string[] {
  const told = new Set(lanes.flatMap((lane) => [lane, `${lane}.abort`]));
  const changes = new Map<string, { from: string; to: string }>();
  for (const { name, from, to } of steps.flatMap((step) => step.changes)) {
    if (!told.has(name)) changes.set(name, { from: changes.get(name)?.from ?? from, to });
  }
  return [...changes]
    .filter(([, { from, to }]) => from !== to)
    .map(([name, { from, to }]) => `${name}: ${from} → ${to}`);
}

/** The clock that finds nothing to do: no line of its own, but its number is told below. */
function isIdle({ lane, changes }: Turn): boolean {
  return lane === 'clock' && changes.length === 0;
}

/**
 * `> 3-4  P0  sees the request: unwinds  (q.balance: 0 → -1)`, a line each if it fits; `marked` is the
 * step whose line has the sign, or null. Steps that have no line are named in the last one.
 */
export function turnLines(
  turns: readonly Turn[],
  marked: number | null,
  width: number,
): readonly string[] {
  const isMarked = ({ first, last }: Turn): boolean =>
    marked !== null && first <= marked && marked <= last;
  const isFolded = (turn: Turn): boolean => isIdle(turn) && !isMarked(turn);
  const folded = turns.filter(isFolded);
  return [
    ...shownLines(
      turns.filter((turn) => !isFolded(turn)),
      isMarked,
      width,
    ),
    ...(folded.length === 0 ? [] : foldedLines(folded, width)),
  ];
}

/** `  Not drawn: steps 6, 8: the clock finds nothing to do.` */
function foldedLines(folded: readonly Turn[], width: number): readonly string[] {
  const isOne = folded.length === 1 && folded[0].first === folded[0].last;
  const which = `${isOne ? 'step' : 'steps'} ${folded.map(numberOf).join(', ')}`;
  return hang('  Not drawn: ', `${which}: the clock finds nothing to do.`, width);
}

function numberOf({ first, last }: Turn): string {
  return first === last ? `${first}` : `${first}-${last}`;
}

function shownLines(
  shown: readonly Turn[],
  isMarked: (turn: Turn) => boolean,
  width: number,
): readonly string[] {
  const numbers = shown.map(numberOf);
  const numberWidth = Math.max(...numbers.map((text) => text.length));
  const laneWidth = Math.max(...shown.map(({ lane }) => widthOf(lane)));
  return shown.flatMap((turn, i) => {
    const { lane, says, changes } = turn;
    const sign = isMarked(turn) ? '>' : ' ';
    const fill = ' '.repeat(laneWidth - widthOf(lane));
    const head = `${sign} ${numbers[i].padStart(numberWidth)}  ${lane}${fill}  `;
    const effect = changes.length === 0 ? '' : ` (${changes.join('; ')})`;
    return hang(head, printable(`${says}${effect}`), width);
  });
}
