/**
 * The answer that a report gives, in the order in which the terminal and the page tell it: the
 * question, what each design is, what the kernels break by themselves.
 *
 * Numbers are of tests, each counted once however many revisions it ran on, unless the name says runs.
 */
import type { AssertionResult, DesignRow, Report, Run } from './data.ts';
import { blame, fallsOf, usualFalls } from './falls.ts';

export const QUESTION =
  'Can a thread that is blocked inside a system call be stopped, examined, saved, moved and ' +
  'resumed as if nothing had happened?';

/** What a design is. */
export type Role = 'sound' | 'given-up' | 'as-is' | 'wrong' | 'own';

/** In the order in which they are told. */
export const ROLES: ReadonlyMap<Role, string> = new Map([
  [
    'sound',
    'Sound: stopped, held and called again; user space sees nothing but what stands beside it',
  ],
  ['given-up', 'Gives up transparency on purpose: user space is told of the stop'],
  ['as-is', 'The kernel as it is: no thread can be taken out of a call'],
  ['wrong', 'Wrong, each by what stands beside it'],
  ['own', 'Given on the command line'],
]);

/** A run, as the page finds it. */
export type Place = Pick<Run, 'test' | 'design' | 'revision'>;

/** An assertion or `condition` that falls because of a design. */
export interface AnswerFall {
  readonly breaks: string;
  /** Tests on which it does. */
  readonly tests: number;
  /** The declared one, or the shortest that is to be shown. */
  readonly first: Place;
  /** Why, as the baseline says, each reason once. */
  readonly known: readonly Reason[];
}

/** A sentence of the baseline about an assertion that falls. */
export interface Reason {
  readonly says: string;
  /** Tests of which it is said. */
  readonly tests: number;
  /** The shortest of them that is to be shown. */
  readonly first: Place;
}

export interface DesignAnswer {
  readonly name: string;
  readonly role: Role;
  /** What it does, in a sentence. */
  readonly says: string;
  /** Tests with an answer. */
  readonly tests: number;
  /** The declared fall first, then most tests first; of a wrong design what the ticket's has not. */
  readonly falls: readonly AnswerFall[];
  /** A known-bad design whose declared fall was not seen: it was not run, or the search was cut. */
  readonly isUnproven: boolean;
}

/** What falls with no abort at all, whatever the design, for one reason. */
export interface KernelAnswer {
  /** `2012: a waker ...`, as the baseline words it; one defect may be worded in two ways. */
  readonly says: string;
  readonly tests: number;
  /** What falls for it. */
  readonly falls: readonly Omit<AnswerFall, 'known'>[];
}

export interface Answer {
  readonly question: string;
  readonly designs: readonly DesignAnswer[];
  /** Most tests first. */
  readonly kernel: readonly KernelAnswer[];
  /** Tests of all of them together, each counted once. */
  readonly kernelTests: number;
}

/**
 * What a design has besides the one before it, where it falls wherever that does; else all that it has.
 */
export function besides(
  { falls }: DesignAnswer,
  before: DesignAnswer | undefined,
): { readonly as: string | null; readonly falls: readonly AnswerFall[] } {
  const has = (all: readonly AnswerFall[], fall: AnswerFall): boolean =>
    all.some(({ breaks, tests }) => breaks === fall.breaks && tests === fall.tests);
  if (before === undefined || before.falls.length === 0) return { as: null, falls };
  if (!before.falls.every((fall) => has(falls, fall))) return { as: null, falls };
  return { as: before.name, falls: falls.filter((fall) => !has(before.falls, fall)) };
}

/** Everything of it is computed from the runs. */
export function answerOf(report: Report): Answer {
  const runsOf = new Map<string, Run[]>(report.designs.map(({ name }) => [name, []]));
  for (const run of report.runs) runsOf.get(run.design)?.push(run);
  const [broken, usual] = [blame(report.runs), usualFalls(report.runs)];
  const ofKernel = report.runs.filter((run) => causeIn(run) !== null);
  return {
    question: QUESTION,
    designs: report.designs
      .map((row) => {
        const runs = runsOf.get(row.name) ?? [];
        return designAnswer(row, runs, fallsOf(runs, row, broken, usual));
      })
      .toSorted((a, b) => orderOf(a.role) - orderOf(b.role)),
    kernel: kernelAnswers(ofKernel),
    kernelTests: testsOf(ofKernel),
  };
}

/** By its policies; a preset that holds everywhere is one of three things. */
export function roleOf({ kind, policies }: Pick<DesignRow, 'kind' | 'policies'>): Role {
  if (kind === 'known-bad') return 'wrong';
  if (kind === 'custom') return 'own';
  if (policies.window === 'none') return 'as-is';
  return policies.result === 'eintr' ? 'given-up' : 'sound';
}

function orderOf(role: Role): number {
  return [...ROLES.keys()].indexOf(role);
}

function designAnswer(
  row: DesignRow,
  runs: readonly Run[],
  groups: ReturnType<typeof fallsOf>,
): DesignAnswer {
  const role = roleOf(row);
  const falls = Array.from(groups, ([breaks, own]): AnswerFall => {
    const declared = own.find(
      ({ test }) => breaks === row.fall?.assertion && test === row.fall.test,
    );
    const first = declared === undefined ? shortest(own, breaks) : placeIn(declared);
    return { breaks, tests: testsOf(own), first, known: reasonsOf(own, breaks) };
  });
  const isDeclared = (fall: AnswerFall): boolean => fall.breaks === row.fall?.assertion;
  return {
    name: row.name,
    role,
    says: row.reason,
    tests: testsOf(runs.filter(({ verdict }) => verdict === 'VERIFIED' || verdict === 'VIOLATED')),
    falls: falls.toSorted(
      (a, b) => Number(isDeclared(b)) - Number(isDeclared(a)) || b.tests - a.tests,
    ),
    isUnproven: role === 'wrong' && !falls.some(isDeclared),
  };
}

/** What the baseline says of an assertion in the runs in which it falls. */
function reasonsOf(runs: readonly Run[], breaks: string): readonly Reason[] {
  return [...new Set(runs.flatMap(({ known }) => known ?? []))].map((says) => {
    const own = runs.filter(({ known }) => known === says);
    return { says, tests: testsOf(own), first: shortest(own, breaks) };
  });
}

/** Of runs in which `breaks` falls the one with the fewest steps. */
function shortest(runs: readonly Run[], breaks: string): Place {
  return placeIn(runs.toSorted((a, b) => stepsOf(a, breaks) - stepsOf(b, breaks))[0]);
}

function placeIn({ test, design, revision }: Run): Place {
  return { test, design, revision };
}

/** The baseline's reasons that name a defect of the kernel, each with the first run that shows it. */
function kernelAnswers(runs: readonly Run[]): readonly KernelAnswer[] {
  const groups = new Map<string, Run[]>();
  for (const run of runs) {
    const says = causeIn(run);
    if (says !== null) groups.set(says, [...(groups.get(says) ?? []), run]);
  }
  return Array.from(groups, ([says, own]): KernelAnswer => {
    const ids = own.flatMap((run) => run.assertions.filter(isKernels).map(({ id }) => id));
    const falls = [...new Set(ids)].map((breaks) => {
      const fallen = own.filter((run) =>
        run.assertions.some((result) => result.id === breaks && isKernels(result)),
      );
      return { breaks, tests: testsOf(fallen), first: shortest(fallen, breaks) };
    });
    return { says, tests: testsOf(own), falls };
  }).toSorted((a, b) => b.tests - a.tests);
}

/** `2012: a waker ...`; null: nothing falls with no abort, or the baseline names no defect for it. */
function causeIn({ known, assertions }: Run): string | null {
  if (!assertions.some(isKernels)) return null;
  const [, defect] = /kernel defect:? (.*?)(?:; (?:and|besides)\b.*)?$/.exec(known ?? '') ?? [];
  return defect ?? null;
}

function isKernels({ verdict, defect }: AssertionResult): boolean {
  return verdict === 'VIOLATED' && defect === 'kernel';
}

function stepsOf({ assertions, condition }: Run, breaks: string): number {
  const result = assertions.find(({ id }) => id === breaks) ?? condition;
  return result.counterexample?.steps.length ?? Infinity;
}

function testsOf(runs: readonly Run[]): number {
  return new Set(runs.map(({ test }) => test)).size;
}
