/**
 * The answer of a whole check on one screen: the question, what each design is, what the kernels break
 * by themselves. What is new and where to look stand in the closing.
 */
import { type Answer, answerOf, besides, type DesignAnswer, ROLES } from '../answer.ts';
import type { Report } from '../data.ts';
import { count, hang, pad, printable, wrap } from '../text-width.ts';

/** Reasons of a sound design that are told; the page has all. */
const REASONS_MAX = 4;

/** Lines no wider than `width`; none where only single designs were asked for. */
export function answerLines(report: Report, width: number): string[] {
  const answer = answerOf(report);
  if (answer.designs.filter(({ role }) => role !== 'own').length < 2) return [];
  const lines = wrap(printable(answer.question), width);
  const kernel = kernelLine(answer);
  for (const [role, head] of ROLES) {
    const designs = answer.designs.filter((design) => design.role === role);
    if (designs.length === 0) continue;
    lines.push(...wrap(`${head}:`, width));
    lines.push(...(role === 'wrong' ? wrongLines(designs, width) : designLines(designs, width)));
    if (role === 'as-is' && kernel !== '') lines.push(...hang('  ', kernel, width));
  }
  return lines;
}

function designLines(designs: readonly DesignAnswer[], width: number): string[] {
  const room = Math.max(...designs.map(({ name }) => name.length));
  return designs.flatMap((design, i) => {
    const head = `  ${pad(printable(design.name), room)}  `;
    const falls = fallsText(design, designs[i - 1]);
    return hang(head, printable(`${count(design.tests, 'test')}: ${falls}`), width);
  });
}

/**
 * `nothing falls`, or what does, on how many tests, and why; of a design that falls where the one
 * before it does, what it has besides.
 */
function fallsText(design: DesignAnswer, before?: DesignAnswer): string {
  if (design.falls.length === 0) return 'nothing falls because of it.';
  const { as, falls } = besides(design, before);
  const parts = falls.map(({ breaks, tests }) => `${breaks} on ${tests}`).join(', ');
  const reasons = [
    ...new Set(falls.flatMap(({ known }) => known.map(({ says }) => shortOf(says)))),
  ];
  const isTold = design.role === 'sound' && reasons.length > 0;
  const said = isTold ? `: ${reasons.slice(0, REASONS_MAX).join('; ')}` : '';
  return `${[as === null ? '' : `as ${as}`, parts + said].filter(Boolean).join(', and ')}.`;
}

/** `place=tail: a restarted sleeper queues at the tail, as ...`: its first clause, without the policy. */
function shortOf(reason: string): string {
  return reason.replace(/^\w+=[\w-]+: /, '').split(/[,;] /)[0];
}

/** Each with its declared fall; one that did not show it is told apart. */
function wrongLines(designs: readonly DesignAnswer[], width: number): string[] {
  const shown = designs.filter(({ isUnproven }) => !isUnproven);
  const unproven = designs.filter(({ isUnproven }) => isUnproven);
  const names = shown.map(({ name, falls: [first] }) => `${name} ${first.breaks}`).join(' · ');
  return [
    ...(shown.length === 0 ? [] : hang('  ', printable(names), width)),
    ...(unproven.length === 0
      ? []
      : hang('  not shown here: ', printable(unproven.map(({ name }) => name).join(', ')), width)),
  ];
}

/** What is left out of every sentence about a design. */
function kernelLine({ kernel: [first, ...others], kernelTests }: Answer): string {
  if (first === undefined) return '';
  const broken = first.falls.map(({ breaks }) => breaks).join(', ');
  const told = `${printable(first.says)} (${broken}: ${count(first.tests, 'test')})`;
  const more = others.length === 0 ? '' : `, and ${count(others.length, 'other reason')}`;
  return `with no abort at all it breaks ${count(kernelTests, 'test')} by itself: ${told}${more}.`;
}
