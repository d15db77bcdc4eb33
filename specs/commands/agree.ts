/**
 * `fermata agree`: a file of recorded kernel programs against the model, as text and as JSON.
 */
import { type Agreement, agreeFile } from '../agree/agree.ts';
import { runKernelProgram, witnessTo } from '../agree/run.ts';
import type { KernelEnd } from '../agree/outcomes.ts';
import { LitmusError } from '../litmus/litmus-error.ts';
import { InputError } from '../errors.ts';

/** The share of programs that may be inexpressible before that is a result of its own. */
const INEXPRESSIBLE_MAX = { waitQueues: 0.03, messages: 0.05 };

export interface Agreed {
  /** One line for each program that is not equal, then the totals. */
  readonly text: string;
  /** One JSON object a line for every program. */
  readonly json: string;
  /** `too few`: no difference, but more could not be compared than may be. */
  readonly result: 'equal' | 'different' | 'too few';
}

/** Compares all programs of `file`. @throws InputError, LitmusError for a malformed line. */
export function agreeWith(file: string): Agreed {
  const agreements = compareAll(file);
  if (agreements.length === 0) throw new InputError(`${file} holds no program`);
  const different = agreements.filter(({ verdict }) => verdict === 'different');
  const inexpressible = agreements.filter(({ verdict }) => verdict === 'not expressible');
  const equal = agreements.length - different.length - inexpressible.length;
  const text = [
    ...agreements.filter(({ verdict }) => verdict !== 'equal').map(sentenceOf),
    `${agreements.length} programs: ${equal} equal, ${different.length} different, ` +
      `${inexpressible.length} not expressible`,
    `${equal} passed, ${different.length} failed`,
  ];
  const hasTasks = agreements.some(({ litmus }) => litmus?.lanes.some(({ task }) => task !== null));
  const most = hasTasks ? INEXPRESSIBLE_MAX.messages : INEXPRESSIBLE_MAX.waitQueues;
  const tooFew = inexpressible.length > most * agreements.length;
  return {
    text: `${text.join('\n')}\n`,
    json: agreements.map((agreement) => `${JSON.stringify(dataOf(agreement))}\n`).join(''),
    result: different.length > 0 ? 'different' : tooFew ? 'too few' : 'equal',
  };
}

function compareAll(file: string): readonly Agreement[] {
  try {
    return agreeFile(file, runKernelProgram);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error) || error instanceof LitmusError) throw error;
    throw new InputError(`${file} cannot be read: ${error.message}`);
  }
}

function sentenceOf(agreement: Agreement): string {
  const { line, name, revision, verdict, why, missing, extra } = agreement;
  const head = `line ${line}: ${name} (${revision}): ${verdict}`;
  return [
    why === null ? head : `${head}: ${why}`,
    ...missing.map((outcome) => `  missing: ${outcome}`),
    ...extra.flatMap(({ outcome, end }) => [
      `  extra:   ${outcome}`,
      `    shortest run of the model: ${shortestRun(agreement, end)}`,
    ]),
  ].join('\n');
}

/** `P0 k-sleep, P1 k-wake-one, ...` */
function shortestRun({ litmus, revision, recordsTicks }: Agreement, end: KernelEnd): string {
  if (litmus === null) return 'none';
  return witnessTo(litmus, revision, recordsTicks, end).join(', ');
}

/** Without the litmus, which the line of the file says as well, and one text an extra outcome. */
function dataOf(agreement: Agreement): object {
  const extra = agreement.extra.map(({ outcome, end }) => ({
    outcome,
    run: shortestRun(agreement, end),
  }));
  return { ...agreement, litmus: undefined, extra };
}
