/**
 * An execution as a Mermaid sequence diagram: one participant per lane, one line per step.
 *
 * A step is an arrow from its lane to the lane that it does something to (wakes, aborts, resumes),
 * and to itself where it concerns nobody else. What a lane does for itself in a procedure of user code,
 * in a row, is one arrow, marked `~`; the numbers go on behind it as if each step had its own. Pure text,
 * no imports of Node: the page uses it too.
 *
 * Mermaid has no quotes, so every character that could mean something to it, or to the Markdown
 * around it, is written by its number. Text of a litmus can then end neither line nor diagram.
 */
import type { Counterexample, Execution, Step } from '../data.ts';
import { loopOf } from '../loop-text.ts';
import { count, printable } from '../text-width.ts';

/** Mermaid draws nothing of a text longer than 50,000 characters, and says so in red. */
const CHARACTERS_MAX = 45_000;
/** For the participants, the words, and the line that says what is left out. */
const RESERVED = 5_000;
const WORDS_MAX = 1_000;

/** The diagram, without a newline at its end; steps that would be too much for Mermaid are counted. */
export function renderMermaid(execution: Execution | Counterexample): string {
  const { lanes, steps } = execution;
  const used = new Set(steps.flatMap((step) => [step.lane, targetOf(step, lanes)]));
  const shown = lanes.map((_, lane) => lane).filter((lane) => used.has(lane));
  const participants = shown.map(
    (lane) => `  participant L${lane} as ${escaped(lanes[lane] ?? `lane ${lane}`)}`,
  );
  const arrows: string[] = [];
  let room = CHARACTERS_MAX - RESERVED;
  const loopFrom = (loopOf(execution)?.from ?? Infinity) - 1;
  let begun = Infinity;
  let drawn = 0;
  while (drawn < steps.length) {
    const end = procedureEnd(steps, lanes, drawn, loopFrom);
    const line = arrowOf(steps.slice(drawn, end), lanes, end + 1);
    room -= line.length + 1;
    if (room < 0) break;
    if (drawn === loopFrom) begun = arrows.length;
    arrows.push(line);
    drawn = end;
  }
  const span = shown.length > 1 ? `L${shown[0]},L${shown.at(-1)}` : `L${shown[0] ?? 0}`;
  const rest = steps.length - drawn;
  return [
    'sequenceDiagram',
    '  autonumber',
    ...(shown.length === 0 ? ['  participant L0 as -'] : participants),
    ...arrows.slice(0, begun),
    ...(begun < arrows.length ? ['  loop for ever', ...arrows.slice(begun), '  end'] : []),
    ...(rest > 0 ? [`  Note over ${span}: ${count(rest, 'more step')} left out here`] : []),
    ...('words' in execution ? [`  Note over ${span}: ${broken(execution)}`] : []),
  ].join('\n');
}

/** Behind the last step that is drawn with this one: of one lane, in one procedure, about nobody else. */
function procedureEnd(
  steps: readonly Step[],
  lanes: readonly string[],
  from: number,
  loopFrom: number,
): number {
  const { lane, within } = steps[from];
  const isOwn = (step: Step): boolean =>
    step.lane === lane && step.within === within && targetOf(step, lanes) === lane;
  let end = from + 1;
  if (within === undefined || !isOwn(steps[from])) return end;
  while (end < steps.length && end !== loopFrom && isOwn(steps[end])) end++;
  return end;
}

/** `next`: the number of the step behind it. */
function arrowOf(steps: readonly Step[], lanes: readonly string[], next: number): string {
  const [first] = steps;
  const arrow = `  L${first.lane}->>L${targetOf(first, lanes)}: `;
  if (steps.length === 1) return arrow + saysOf(first);
  const last = steps[steps.length - 1];
  const changes = steps.flatMap((step) => step.changes);
  const says = [
    `${escaped(`~ ${first.within}`)}, ${steps.length} steps`,
    escaped(`${first.says} … ${last.says}`),
    ...changes.map(({ name, from, to }) => escaped(`${name}: ${from} → ${to}`)),
  ];
  return `${arrow}${says.join('<br/>')}\n  autonumber ${next}`;
}

/** The lane that a step changes or names besides its own; its own if there is none. */
function targetOf({ lane, rule, changes }: Step, lanes: readonly string[]): number {
  const isOther = (name: string, index: number): boolean => index !== lane && name !== '';
  const changed = lanes.findIndex(
    (name, index) =>
      isOther(name, index) &&
      changes.some((change) => change.name === name || change.name.startsWith(`${name}.`)),
  );
  if (changed >= 0) return changed;
  const named = new Set(rule.split(' ').slice(1));
  const mentioned = lanes.findIndex((name, index) => isOther(name, index) && named.has(name));
  return mentioned >= 0 ? mentioned : lane;
}

/** What happens, the kernel function, and what changed: a line each. */
function saysOf({ says, fn, changes }: Step): string {
  return [
    escaped(says),
    ...(fn === '' ? [] : [`${escaped(fn)}()`]),
    ...changes.map(({ name, from, to }) => escaped(`${name}: ${from} → ${to}`)),
  ].join('<br/>');
}

function broken({ breaks, words }: Counterexample): string {
  return `breaks ${escaped(breaks.slice(0, 100))}<br/>${escaped(clipped(words.however))}`;
}

function clipped(text: string): string {
  return text.length <= WORDS_MAX ? text : `${text.slice(0, WORDS_MAX)}…`;
}

/** `#58;` for a colon, and so on for all but letters, digits and a few signs without a meaning. */
function escaped(text: string): string {
  return printable(text).replace(
    /[^A-Za-z0-9 .,_()'/+=-]/gu,
    (character) => `#${character.codePointAt(0)};`,
  );
}
