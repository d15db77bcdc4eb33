/**
 * `fermata mutants --scan`: one mutant against the whole catalogue and every recorded program, to
 * find out who notices. This is how killers are chosen.
 */
import { differences, factsOf } from './facts.ts';
import { bundle } from './mutate.ts';
import { type Mutant, placeOf } from './mutant.ts';
import { Questions } from './questions.ts';
import { TrialThread } from './trial-thread.ts';

/** Prints a line for each trial that tells the mutant from the model; returns how many did. */
export async function scan(
  mutant: Mutant,
  design: string,
  print: (line: string) => void,
): Promise<number> {
  const questions = new Questions();
  const [model, changed] = [null, mutant].map(async (each) => new TrialThread(await bundle(each)));
  const threads = await Promise.all([model, changed]);
  let noticed = 0;
  for (const trial of questions.all(design)) {
    const question = questions.of(trial);
    const answers = await Promise.all(threads.map((thread) => thread.ask(question)));
    const [plain, facts] = answers.map(factsOf);
    const seen = differences(plain, facts);
    if (seen.length === 0) continue;
    noticed++;
    print(`${placeOf(trial)}, ${plain.states} states: ${seen.join(', ')}`);
  }
  await Promise.all(threads.map((thread) => thread.end()));
  return noticed;
}
