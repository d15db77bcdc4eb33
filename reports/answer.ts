/**
 * The answer that a report gives, in the order in which the terminal, the page and the step summary
 * tell it: the question, what each design is, what the kernels break by themselves, what is new.
 *
 * Numbers are of tests, each counted once however many revisions it ran on, unless the name says runs.
 */
import type { AssertionResult, DesignRow, Report, Run } from './data.ts';
import { FINDING_CLASSES, type FindingClass, KNOWN_CLASSES, findingsOf } from './findings.ts';

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
  readonly known: readonly string[];
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

/** What falls with no abort at all, whatever the design. */
export interface KernelAnswer {
  /** `kernel defect: ...`, as the baseline says. */
  readonly says: string;
  readonly tests: number;
  readonly breaks: readonly string[];
  readonly first: Place;
}

export interface Answer {
  readonly question: string;
  readonly designs: readonly DesignAnswer[];
  /** Most tests first. */
  readonly kernel: readonly KernelAnswer[];
  /** Classes of findings that nothing accounts for, and how many there are of each. */
  readonly news: readonly {
    readonly class: FindingClass;
    readonly head: string;
    readonly findings: number;
  }[];
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

/** The design under which a wrong one is read. */
const USUAL = 'ticket';

/** Everything of it is computed from the runs. */
export function answerOf(report: Report): Answer {
  const runsOf = new Map<string, Run[]>(report.designs.map(({ name }) => [name, []]));
  for (const run of report.runs) runsOf.get(run.design)?.push(run);
  const usual = new Set((runsOf.get(USUAL) ?? []).flatMap((run) => keysOf(run, allFallenIn(run))));
  const findings = findingsOf(report);
  const news = Array.from(FINDING_CLASSES, ([kind, head]) => {
    const own = findings.filter((finding) => finding.class === kind);
    return { class: kind, head, findings: own.length };
  });
  return {
    question: QUESTION,
    designs: report.designs
      .map((row) => designAnswer(row, runsOf.get(row.name) ?? [], usual))
      .toSorted((a, b) => orderOf(a.role) - orderOf(b.role)),
    kernel: kernelAnswers(report.runs),
    news: news.filter((each) => each.findings > 0 && !KNOWN_CLASSES.has(each.class)),
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
  usual: ReadonlySet<string>,
): DesignAnswer {
  const role = roleOf(row);
  const groups = new Map<string, Run[]>();
  for (const run of runs) {
    for (const breaks of fallenIn(run, row.fall?.assertion)) {
      if (role === 'wrong' && usual.has(keyOf(run, breaks))) continue;
      groups.set(breaks, [...(groups.get(breaks) ?? []), run]);
    }
  }
  const falls = Array.from(groups, ([breaks, own]): AnswerFall => {
    const declared = own.find(
      ({ test }) => breaks === row.fall?.assertion && test === row.fall.test,
    );
    const first = declared ?? own.toSorted((a, b) => stepsOf(a, breaks) - stepsOf(b, breaks))[0];
    const { test, design, revision } = first;
    const known = [...new Set(own.flatMap((run) => run.known ?? []))];
    return { breaks, tests: testsOf(own), first: { test, design, revision }, known };
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

/** The baseline's reasons that name a defect of the kernel, each with the first run that shows it. */
function kernelAnswers(runs: readonly Run[]): readonly KernelAnswer[] {
  const groups = new Map<string, Run[]>();
  for (const run of runs) {
    const says = run.assertions.some(isKernels) ? causeIn(run) : null;
    if (says !== null) groups.set(says, [...(groups.get(says) ?? []), run]);
  }
  return Array.from(groups, ([says, own]): KernelAnswer => {
    const [{ test, design, revision }] = own;
    const breaks = own.flatMap((run) => run.assertions.filter(isKernels).map(({ id }) => id));
    return {
      says,
      tests: testsOf(own),
      breaks: [...new Set(breaks)],
      first: { test, design, revision },
    };
  }).toSorted((a, b) => b.tests - a.tests);
}

/** `2012: a waker ...`; null: no line of the baseline is about this run, or it names no defect. */
function causeIn({ known }: Run): string | null {
  const [, defect] = /kernel defect:? (.*?)(?:; (?:and|besides)\b.*)?$/.exec(known ?? '') ?? [];
  return defect ?? null;
}

function isKernels({ verdict, defect }: AssertionResult): boolean {
  return verdict === 'VIOLATED' && defect === 'kernel';
}

/**
 * What falls because of the design; and its declared fall, which may be the kernel's own way. A condition
 * is the kernel's where an assertion falls with no abort beside it.
 */
function fallenIn(run: Run, declared?: string): string[] {
  const isOfDesign = (result: AssertionResult): boolean =>
    result.verdict === 'VIOLATED' && (!isKernels(result) || result.id === declared);
  const ids = run.assertions.filter(isOfDesign).map(({ id }) => id);
  const isOfCondition = run.condition.verdict === 'VIOLATED' && !run.assertions.some(isKernels);
  return [...ids, ...(isOfCondition ? ['condition'] : [])];
}

/** The kernel's falls as well. */
function allFallenIn({ assertions, condition }: Run): string[] {
  const ids = assertions.filter(({ verdict }) => verdict === 'VIOLATED').map(({ id }) => id);
  return [...ids, ...(condition.verdict === 'VIOLATED' ? ['condition'] : [])];
}

function keysOf(run: Run, fallen: readonly string[]): string[] {
  return fallen.map((breaks) => keyOf(run, breaks));
}

function keyOf({ test, revision }: Run, breaks: string): string {
  return `${test}\n${revision}\n${breaks}`;
}

function stepsOf({ assertions, condition }: Run, breaks: string): number {
  const result = assertions.find(({ id }) => id === breaks) ?? condition;
  return result.counterexample?.steps.length ?? Infinity;
}

function testsOf(runs: readonly Run[]): number {
  return new Set(runs.map(({ test }) => test)).size;
}
