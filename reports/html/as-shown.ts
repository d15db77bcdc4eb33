/**
 * The runs of a report as the views of the page need them: without replay tokens, and without what is
 * shown of no single run.
 *
 * A token is compressed already, so it would take more room in the page than all steps that it
 * stands for. What is in it is in the page as well: `page/execution/token.ts` makes it again when
 * somebody asks for it. How often rules fired, and how many states a level has, is shown of the whole
 * report and of its largest runs (`index/page-index.ts`); a schedule says nothing that the run to its
 * outcome does not.
 */
import type { Execution, Report, Run } from '../data.ts';

export function asShown(report: Report): Report {
  // What is one object in several runs stays one: then the packing looks at it once.
  const bare = new Map<Execution, Execution>();
  const without = <T extends Execution>(execution: T): T => {
    const known = bare.get(execution) ?? { ...execution, token: '' };
    bare.set(execution, known);
    return known as T;
  };
  const orNull = <T extends Execution>(execution: T | null): T | null =>
    execution === null ? null : without(execution);
  const runs = report.runs.map((run): Run => {
    const { condition, assertions, outcomes, whyNot, search } = run;
    return {
      ...run,
      search: { ...search, levels: [], coverage: {} },
      condition: { ...condition, counterexample: orNull(condition.counterexample) },
      assertions: assertions.map((each) => ({
        ...each,
        counterexample: orNull(each.counterexample),
      })),
      outcomes: outcomes.map((each) =>
        each.execution === undefined
          ? each
          : { ...each, witness: [], execution: without(each.execution) },
      ),
      whyNot: whyNot?.map((each) => ({ ...each, execution: orNull(each.execution) })),
    };
  });
  return { ...report, runs };
}
