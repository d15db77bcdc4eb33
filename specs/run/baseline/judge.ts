/**
 * How a result stands to what was expected of it (docs/formats.md#baseline).
 *
 * A right preset holds everywhere, or the baseline says what fails and why; a combination given by
 * hand is held to the same. Of a known-bad preset only its declared fall is required, and that is in
 * the catalogue: what it does in a test of the user's own is information, named or not. What such a
 * test does on designs that nobody named and nobody holds to be right is information as well. What
 * falls in a search that was cut is not compared with what would fall in a whole one. A judge never
 * changes a verdict: only `standing`, and `why` says on which ground.
 */
import type { Design } from '../../../model/designs/policies.ts';
import { takesAborts } from '../../../model/designs/designs.ts';
import type { Run } from '../../../reports/data.ts';
import type { Litmus } from '../../litmus/litmus.ts';
import { type Expectation, staleness } from './expectations.ts';

/** What a judge goes by, besides the run. */
export interface Grounds {
  readonly design: Design;
  readonly litmus: Litmus;
  /** The line of the baseline about this (test, target), or null. */
  readonly line: Expectation | null;
  /** The line about the test under the ticket's design, for combinations given by hand. */
  readonly ticketLine?: Expectation | null;
  /** A file of the user's own: a known-bad preset declares nothing of it. */
  readonly isOwn?: boolean;
  /** A file of the user's own, on a design that was not named: shown, judged by nobody. */
  readonly isAside?: boolean;
  /** `2026-11-23`, to tell what has expired. */
  readonly today: string;
}

type Judgement = Pick<Run, 'standing' | 'why' | 'known'>;

/** The run with its standing, and with the reason in `why`. */
export function judge(run: Run, grounds: Grounds): Run {
  return { ...run, ...judgementOf(run, grounds) };
}

/** What is violated: assertion ids and `condition`, sorted. */
export function violatedBy(run: Run): readonly string[] {
  const fallen = run.assertions.filter((assertion) => assertion.verdict === 'VIOLATED');
  const ids = fallen.map((assertion) => assertion.id);
  return [...ids, ...(run.condition.verdict === 'VIOLATED' ? ['condition'] : [])].toSorted();
}

/** The outcomes that break the condition, sorted. None where an `exists` finds nothing. */
export function breakingOutcomes(run: Run): readonly string[] {
  if (run.condition.verdict !== 'VIOLATED' || run.condition.quantifier === 'exists') return [];
  const satisfying = run.condition.quantifier === '~exists';
  const breaking = run.outcomes.filter((outcome) => outcome.satisfies === satisfying);
  return breaking.map((outcome) => outcome.text).toSorted();
}

/** Of a run that was searched: some part of it is not known, because a search was cut. */
export function isUnfinished(run: Run): boolean {
  return !run.search.complete || undecidedIn(run).length > 0;
}

/** The parts of a run that a cut search left open: assertion ids and `condition`. */
function undecidedIn({ assertions, condition }: Run): readonly string[] {
  const parts = [...assertions, { id: 'condition', verdict: condition.verdict }];
  return parts.filter(({ verdict }) => verdict === 'INCONCLUSIVE').map(({ id }) => id);
}

function judgementOf(run: Run, grounds: Grounds): Judgement {
  const judgement = judgeWhatFell(run, grounds);
  if (run.verdict !== 'VIOLATED' || judgement.standing === 'unexpected') return judgement;
  if (!isUnfinished(run)) return judgement;
  return {
    ...judgement,
    standing: 'unfinished',
    why: `${sentence(judgement.why)} The search was cut: more may fall.`,
  };
}

function judgeWhatFell(run: Run, grounds: Grounds): Judgement {
  // The checker could not do its work: no fact about a design, so nothing can expect it.
  if (run.verdict === 'ERROR' || run.verdict === 'INCONCLUSIVE') return unexpected(run);
  const isKnownBad = grounds.design.kind === 'known-bad';
  if (grounds.isAside || (isKnownBad && grounds.isOwn)) {
    return { standing: 'information', why: run.why };
  }
  if (run.verdict === 'UNSUPPORTED' && isWithoutAborts(grounds)) {
    const why = `${grounds.design.name} takes no thread out of a call, and the test needs an abort`;
    return { standing: 'expected', why };
  }
  if (isKnownBad) return judgeKnownBad(run, grounds.design);
  if (grounds.line === null && isKnownOfKernel(run, grounds)) {
    const why = `${sentence(run.why)} Expected, whatever the design: ${grounds.ticketLine?.why}`;
    return { standing: 'expected', why, known: grounds.ticketLine?.why };
  }
  return judgeByBaseline(run, grounds);
}

/** Kernel defects fall under every design, so what the ticket's line says of them holds for all. */
function isKnownOfKernel(run: Run, { design, ticketLine, today }: Grounds): boolean {
  if (design.kind !== 'custom' || !ticketLine || run.verdict !== 'VIOLATED') return false;
  if (staleness(ticketLine, run.hash, today) !== null) return false;
  const fallen = run.assertions.filter(({ verdict }) => verdict === 'VIOLATED');
  return (
    fallen.every(({ defect }) => defect === 'kernel') &&
    violatedBy(run).every((id) => ticketLine.asserts.includes(id)) &&
    breakingOutcomes(run).every((outcome) => ticketLine.outcomes.includes(outcome))
  );
}

/** Tests about aborts say nothing about kernels that have none. */
function isWithoutAborts({ design, litmus }: Grounds): boolean {
  if (takesAborts(design)) return false;
  if (litmus.meta.aborts.length > 0) return true;
  return litmus.rows.some((row) =>
    row.some((cell) => cell?.is === 'env' && /^(abort|checkpoint|stop)$/.test(cell.op.is)),
  );
}

function judgeKnownBad(run: Run, { name, fall }: Design): Judgement {
  if (fall === null || run.test !== fall.test || run.revision !== fall.revision) {
    return { standing: 'information', why: run.why };
  }
  if (violatedBy(run).includes(fall.assertion)) {
    const why = `${sentence(run.why)} Expected: this is where ${name} must break ${fall.assertion}.`;
    return { standing: 'expected', why };
  }
  if (undecidedIn(run).includes(fall.assertion)) return { standing: 'information', why: run.why };
  const why = `${sentence(run.why)} But here ${name} must break ${fall.assertion}, and does not.`;
  return { standing: 'unexpected', why };
}

function judgeByBaseline(run: Run, { line, today }: Grounds): Judgement {
  // What a kernel under test may do wrong says nothing about the model.
  if (line === null || line.expect === 'unsound') {
    return run.verdict === 'VERIFIED' ? expected(run) : unexpected(run);
  }
  const stale = staleness(line, run.hash, today);
  if (stale !== null) {
    const why = `${sentence(run.why)} The line of the baseline ${stale}.`;
    return { standing: run.verdict === 'VERIFIED' ? 'stale' : 'unexpected', why };
  }
  const announced = { pass: 'VERIFIED', fail: 'VIOLATED', unsupported: 'UNSUPPORTED' } as const;
  if (run.verdict !== announced[line.expect]) {
    const why = `${sentence(run.why)} The baseline expects ${announced[line.expect]}: ${line.why}`;
    return { standing: run.verdict === 'VERIFIED' ? 'stale' : 'unexpected', why };
  }
  if (line.expect === 'pass') return expected(run);
  const difference = line.expect === 'fail' ? newWayOfFailing(run, line) : null;
  if (difference !== null) {
    return { standing: 'unexpected', why: `${sentence(run.why)} ${difference}` };
  }
  const why = `${sentence(run.why)} Expected: ${line.why}`;
  return { standing: 'expected', why, known: line.why };
}

/** How the failure differs from the announced one, a sentence, or null. */
function newWayOfFailing(run: Run, line: Expectation): string | null {
  const violated = violatedBy(run);
  const undecided = undecidedIn(run);
  const awaited = line.asserts.filter((id) => !undecided.includes(id));
  if (!includesAll(line.asserts, violated) || !includesAll(violated, awaited)) {
    return `The baseline expects ${line.asserts.join(', ')} to fall, not ${violated.join(', ')}.`;
  }
  const outcomes = breakingOutcomes(run);
  const fresh = outcomes.filter((outcome) => !line.outcomes.includes(outcome));
  const gone = run.search.complete
    ? line.outcomes.filter((outcome) => !outcomes.includes(outcome))
    : [];
  if (fresh.length + gone.length === 0) return null;
  const parts = [
    ...(fresh.length > 0 ? [`new: ${fresh.join(' | ')}`] : []),
    ...(gone.length > 0 ? [`gone: ${gone.join(' | ')}`] : []),
  ];
  return `The outcomes that break the condition are not those of the baseline: ${parts.join('; ')}.`;
}

function includesAll(names: readonly string[], wanted: readonly string[]): boolean {
  return wanted.every((name) => names.includes(name));
}

function sentence(text: string): string {
  return /[.:;]$/.test(text) ? text : `${text}.`;
}

function expected(run: Run): Judgement {
  return { standing: 'expected', why: run.why };
}

function unexpected(run: Run): Judgement {
  return { standing: 'unexpected', why: run.why };
}
