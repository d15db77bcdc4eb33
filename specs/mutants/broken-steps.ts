/**
 * Which steps of a file of the model a mutant breaks: read off the source, as the mutants are.
 *
 * A mutant breaks a step if the text that it replaces lies in the step's declaration, or in a
 * function or value of the same file that the step needs. What another file has is broken there.
 */
import type { Mutation } from './mutant.ts';

/** One declaration at the top of a file: where its text begins and ends. */
interface Declaration {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly text: string;
  readonly isStep: boolean;
}

const BEGINS = /^(?:export )?(?:const|function) (\w+)/gm;
/** The step itself, or one of the functions that make a step of a lane, a hook or a request. */
const IS_STEP = /^export const \w+ = (?:step|lane|hookOp|serveUnder)\(/;

const IS_FUNCTION = /^(?:export )?(?:function |const \w+ = \([^)]*\)[^=]*=>)/;

/** The steps that the source declares, each with the mutants of this file that break it. */
export function brokenSteps(
  source: string,
  mutants: readonly Mutation[],
): ReadonlyMap<string, readonly string[]> {
  const all = declarationsIn(source);
  const breakersOf = (step: Declaration): string[] =>
    breakers(source, mutants, neededBy(step, all));
  return new Map(all.filter((each) => each.isStep).map((step) => [step.name, breakersOf(step)]));
}

/** The mutants whose text lies in one of these declarations, or reaches into it. */
function breakers(
  source: string,
  mutants: readonly Mutation[],
  of: readonly Declaration[],
): string[] {
  return mutants.flatMap(({ id, find }) => {
    const from = source.indexOf(find);
    const to = from + find.length;
    return from >= 0 && of.some((each) => from < each.to && to > each.from) ? [id] : [];
  });
}

/** The functions that the source declares, each with the mutants of this file that break it itself. */
export function brokenFunctions(
  source: string,
  mutants: readonly Mutation[],
): ReadonlyMap<string, readonly string[]> {
  const functions = declarationsIn(source).filter(({ text }) => IS_FUNCTION.test(text));
  return new Map(functions.map((each) => [each.name, breakers(source, mutants, [each])]));
}

/** A declaration goes as far as the next one: what stands between two belongs to the first. */
function declarationsIn(source: string): readonly Declaration[] {
  const begins = Array.from(source.matchAll(BEGINS));
  return begins.map((match, i) => {
    const from = match.index;
    const to = endOf(source, from, begins[i + 1]?.index ?? source.length);
    const text = source.slice(from, to);
    return { name: match[1], from, to, text, isStep: IS_STEP.test(text) };
  });
}

/** Without the comment of the next declaration, and without what only registers a step. */
function endOf(source: string, from: number, next: number): number {
  const closes = /^(?:\}\);|\);|\}|\};)$/m.exec(source.slice(from, next));
  return closes === null ? next : from + closes.index + closes[0].length;
}

/** The step, and all that it names in its file, and that these name; but no other step. */
function neededBy(step: Declaration, all: readonly Declaration[]): readonly Declaration[] {
  const needed = [step];
  for (let i = 0; i < needed.length; i++) {
    const words = new Set(needed[i].text.match(/\w+/g));
    needed.push(
      ...all.filter((each) => !each.isStep && words.has(each.name) && !needed.includes(each)),
    );
  }
  return needed;
}
