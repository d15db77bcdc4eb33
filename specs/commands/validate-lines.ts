/** What `fermata validate` says of one trace: in lines, and as JSON. */
import type { Deviation } from '../conformance/validate/deviation.ts';
import type { Validation } from '../conformance/validate/validate.ts';

/** A trace that was read and held against the model. */
export interface Judged {
  readonly file: string;
  readonly verdict: Validation['verdict'];
  readonly test: string;
  readonly revision: string;
  readonly design: string;
  readonly because: string;
  readonly validation: Validation;
  readonly cpuMs: number;
}

export type Told =
  | Judged
  | { readonly file: string; readonly verdict: 'UNREADABLE'; readonly faults: readonly string[] };

export function linesFor(told: Told): string {
  if (told.verdict === 'UNREADABLE') {
    return [`${told.file}: UNREADABLE`, ...told.faults].join('\n');
  }
  const { file, verdict, test, revision, design, because, validation, cpuMs } = told;
  const { deviations, goesOn, isCut, why, pairs } = validation;
  return [
    `${file}: ${verdict}${why === null ? '' : `: ${why}`}`,
    `  ${test} on ${revision}, design ${design} (${because})${levelText(validation)}`,
    `  ${countsText(validation)}`,
    ...deviations.flatMap((each, i) => deviationLines(file, each, goesOn[i])),
    ...(deviations.length > 0 && isCut ? ['  the search was cut there: more may deviate'] : []),
    `  ${pairs} pairs of a state and what was matched, ${cpuMs} ms of CPU`,
  ].join('\n');
}

/** Said where it matters: a kernel's log is what is expected. */
const levelText = ({ level }: Validation): string => (level === 'libc' ? ", calls as libc's" : '');

/** How much the trace says. */
function countsText({ events, excluding, outcomes, verdict }: Validation): string {
  const were = events === 1 ? 'event was' : 'events were';
  const held =
    `${events} ${were} held against the model; events, or the absence of one, excluded something at ` +
    `${excluding} ${excluding === 1 ? 'place' : 'places'}`;
  if (verdict === 'REJECTED' || outcomes.agree === null || outcomes.of === null) return held;
  return `${held}; outcomes of the model that agree: ${outcomes.agree} of ${outcomes.of}`;
}

function deviationLines(file: string, deviation: Deviation, goesOn: string): string[] {
  const { line, contradiction, prefixes, where, allowed, guard } = deviation;
  const matched = prefixes.map(({ name, matched: n, of }) => `${name} ${n} of ${of}`).join(', ');
  return [
    `${file}:${line}: ${contradiction}`,
    `    longest prefix   ${matched}; there ${where.join(', ')}`,
    ...allowed.map((each, i) => `    ${i === 0 ? 'allowed next    ' : '              or'} ${each}`),
    ...(guard === null ? [] : [`    false guard      ${guard}`]),
    `    then             ${goesOn}`,
  ];
}

export function jsonLine(told: Told): string {
  return JSON.stringify(told);
}
