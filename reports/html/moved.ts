/**
 * Which executions a page that would be too large does not hold: they lie in files beside it, and are
 * loaded when they are opened (`page/beside.ts`).
 *
 * The least missed go first, stage by stage, until the rest fits. What somebody has to look at, a
 * counterexample that nobody expected, is the last to go.
 */
import type { Report, Run } from '../data.ts';

/** Where executions lie that are not in the page, seen from it. */
export const BESIDE_FOLDER = 'executions';

/** What a file in that folder begins with. */
export const BESIDE_BEGIN = '(window.fermataExecutions ??= []).push(';

/** An execution by its run and what it is of: an assertion id, `condition`, `outcome-3`, `whynot-2`. */
export interface MovedExecution {
  /** Index into `report.runs`. */
  readonly run: number;
  readonly which: string;
}

export interface Split {
  /** Without what was moved. */
  readonly report: Report;
  readonly moved: readonly MovedExecution[];
  /** What was moved, in a sentence; null: nothing was. */
  readonly says: string | null;
}

export interface Stage {
  readonly says: string;
  isMoved(run: Run, which: string): boolean;
}

/** Each moves all that those before it do. Of no right design anything is moved in the first. */
export function stagesFor({ designs }: Report): readonly Stage[] {
  const knownBad = new Set(
    designs.filter(({ kind }) => kind === 'known-bad').map(({ name }) => name),
  );
  const isOfBad = ({ design, standing }: Run): boolean =>
    knownBad.has(design) && standing !== 'unexpected';
  const isBreach = (which: string): boolean => !/^(outcome|whynot)-/.test(which);
  return [
    { says: 'Executions of known-bad designs', isMoved: isOfBad },
    {
      says: 'Executions of known-bad designs, and those that break nothing,',
      isMoved: (run, which) => isOfBad(run) || !isBreach(which),
    },
    {
      says: 'Executions but those that break what was expected to hold',
      isMoved: (run, which) => run.standing !== 'unexpected' || !isBreach(which),
    },
    { says: 'All executions', isMoved: () => true },
  ];
}

/** Where nothing of a single test has room. */
export const ALL_DETAILS: Stage = { says: 'The details of all tests', isMoved: () => true };

/** The report without what the stage moves. Runs that lose nothing stay the same objects. */
export function splitBy({ says, isMoved }: Stage, report: Report): Split {
  const moved: MovedExecution[] = [];
  const runs = report.runs.map((run, index) => {
    const before = moved.length;
    const goes = (which: string): boolean => {
      if (!isMoved(run, which)) return false;
      moved.push({ run: index, which });
      return true;
    };
    const { condition, assertions, outcomes, whyNot } = run;
    const rest: Run = {
      ...run,
      condition:
        condition.counterexample !== null && goes('condition')
          ? { ...condition, counterexample: null }
          : condition,
      assertions: assertions.map((each) =>
        each.counterexample !== null && goes(each.id) ? { ...each, counterexample: null } : each,
      ),
      outcomes: outcomes.map((each, i) =>
        each.execution !== undefined && goes(`outcome-${i + 1}`)
          ? { ...each, execution: undefined }
          : each,
      ),
      whyNot: whyNot?.map((each, i) =>
        each.execution !== null && goes(`whynot-${i + 1}`) ? { ...each, execution: null } : each,
      ),
    };
    return moved.length === before ? run : rest;
  });
  const where = `lie in the folder ${BESIDE_FOLDER} beside this page and are loaded when they are opened; report.json has them as well.`;
  return {
    report: { ...report, runs },
    moved,
    says: moved.length === 0 ? null : `${says} ${where}`,
  };
}
