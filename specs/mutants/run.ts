/**
 * `fermata mutants`: every mutant of the list must be noticed by the test that is named for it.
 *
 * Three at a time, each on a thread of its own, beside one thread that runs the same tests on the
 * model as it is. A mutant passes if its killer kills it, or if it is an explained survivor and its
 * nearest test indeed finds no difference.
 */
import { performance } from 'node:perf_hooks';
import { DesignError } from '../../model/designs/policies.ts';
import { InputError, unknownName, UsageError } from '../errors.ts';
import { bundle } from './mutate.ts';
import { differences, type Facts, factsOf, falls } from './facts.ts';
import { type Mutant, placeOf, type Trial } from './mutant.ts';
import { Questions } from './questions.ts';
import { TrialThread } from './trial-thread.ts';

/** More than there are cores: some wait for the bundler, or for the model's answer. */
const LANES = 3;

export interface Result {
  readonly id: string;
  readonly passed: boolean;
  /** What killed it and where, that it survives as announced, or what is the matter. */
  readonly says: string;
  readonly seconds: number;
  /** Its text is not in the model, or its killer does not exist: nothing was run. */
  readonly isBroken: boolean;
}

/** The mutants named, all if none is. @throws UsageError naming the nearest. */
export function selectMutants(list: readonly Mutant[], ids: readonly string[]): readonly Mutant[] {
  if (ids.length === 0) return list;
  return ids.map((id) => {
    const mutant = list.find((known) => known.id === id);
    if (mutant !== undefined) return mutant;
    const known = list.map((each) => each.id);
    throw unknownName('mutant', id, known, 'fermata mutants');
  });
}

/** Runs them; `tell` hears of each in their order, as soon as those before it are done. */
export async function runMutants(
  mutants: readonly Mutant[],
  tell: (result: Result) => void,
): Promise<readonly Result[]> {
  const bench = new Bench(await bundle(null));
  const results: Result[] = [];
  let next = 0;
  let told = 0;
  const serve = async (): Promise<void> => {
    while (next < mutants.length) {
      const index = next++;
      results[index] = await bench.judge(mutants[index]);
      while (results[told] !== undefined) tell(results[told++]);
    }
  };
  await Promise.all(Array.from({ length: LANES }, serve));
  await bench.end();
  return results;
}

/** The model as it is, asked once for each trial, and the questions. */
class Bench {
  private readonly questions = new Questions();
  private readonly model: TrialThread;
  private readonly known = new Map<string, Promise<Facts>>();
  private last: Promise<unknown> = Promise.resolve();

  constructor(code: string) {
    this.model = new TrialThread(code);
  }

  async judge(mutant: Mutant): Promise<Result> {
    const startedMs = performance.now();
    const result = (passed: boolean, says: string, isBroken = false): Result => {
      const seconds = (performance.now() - startedMs) / 1000;
      return { id: mutant.id, passed, says, seconds, isBroken };
    };
    try {
      if ('survivor' in mutant) return result(...(await this.survives(mutant, mutant.nearest)));
      const { killer } = mutant;
      const place = `${killer.falls} on ${placeOf(killer)}`;
      const [model, facts] = await this.compare(mutant, killer);
      if (falls(killer.falls, model, facts)) return result(true, place);
      const seen = differences(model, facts);
      const instead = seen.length === 0 ? 'nothing differs' : seen.join(', ');
      return result(false, `SURVIVED ${place}: ${instead}`);
    } catch (error) {
      const isBroken = [InputError, UsageError, DesignError].some((kind) => error instanceof kind);
      if (isBroken) return result(false, (error as Error).message, true);
      throw error;
    }
  }

  async end(): Promise<void> {
    await this.model.end();
  }

  private async survives(mutant: Mutant, nearest: Trial): Promise<[boolean, string]> {
    const [model, facts] = await this.compare(mutant, nearest);
    const seen = differences(model, facts);
    if (seen.length === 0) return [true, `survives ${placeOf(nearest)}, explained`];
    return [false, `survives no longer: ${seen.join(', ')} on ${placeOf(nearest)}`];
  }

  private async compare(mutant: Mutant, trial: Trial): Promise<[model: Facts, mutant: Facts]> {
    const question = this.questions.of(trial);
    const thread = new TrialThread(await bundle(mutant));
    const [model, answer] = await Promise.all([this.ofModel(trial), thread.ask(question)]);
    await thread.end();
    return [model, factsOf(answer)];
  }

  /** One question at a time, however many mutants wait for an answer. */
  private ofModel(trial: Trial): Promise<Facts> {
    const key = placeOf(trial);
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const facts = this.last.then(async () =>
      factsOf(await this.model.ask(this.questions.of(trial))),
    );
    this.last = facts;
    this.known.set(key, facts);
    return facts;
  }
}
