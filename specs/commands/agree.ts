/**
 * `fermata agree`: a file of recorded kernel programs, or of what a whole kernel was seen to do,
 * against the model, as text and as JSON.
 */
import { readFileSync } from 'node:fs';
import { type Agreement, agreeProgram, malformedLine } from '../agree/agree.ts';
import { agreeObserved, type FindTest } from '../agree/agree-observed.ts';
import { isObserved, type Observed, readObserved } from '../agree/read-observed.ts';
import { readLines, readProgram, type RecordedProgram } from '../agree/read-outcomes.ts';
import { runKernelProgram, runObserved, witnessesTo } from '../agree/run.ts';
import { readCatalogue } from '../catalogue.ts';
import { InputError } from '../errors.ts';
import { nearest } from '../litmus/litmus-error.ts';

/** The share of programs that may be inexpressible before that is a result of its own. */
const INEXPRESSIBLE_MAX = { waitQueues: 0.03, messages: 0.05 };

/** Of one program, so many outcomes are told; all are counted. */
const TOLD_MAX = 20;

export interface Agreed {
  /** One line for each program that is not equal, then the totals. */
  readonly text: string;
  /** One JSON object a line for every program. */
  readonly json: string;
  /** `too few`: no difference, but more could not be compared than may be. */
  readonly result: 'equal' | 'different' | 'too few' | 'error';
}

/** What a text of the user's becomes on its way to a terminal or a log. */
export type Printable = (text: string) => string;

/** Compares all programs of `file`. @throws InputError, LitmusError for a file without any. */
export function agreeWith(file: string, printable: Printable): Agreed {
  const agreements = compareAll(file);
  const count = (verdict: Agreement['verdict']): number => {
    return agreements.filter((agreement) => agreement.verdict === verdict).length;
  };
  const [equal, allowed, different] = [count('equal'), count('allowed'), count('different')];
  const [inexpressible, errors] = [count('not expressible'), count('error')];
  const runs = agreements.map(runsToExtra);
  const lines = agreements.flatMap((agreement, i) => {
    const isFine = agreement.verdict === 'equal' || agreement.verdict === 'allowed';
    return isFine ? [] : sentencesOf(agreement, runs[i]);
  });
  const hasTasks = agreements.some(({ litmus }) => litmus?.lanes.some(({ task }) => task !== null));
  const most = hasTasks ? INEXPRESSIBLE_MAX.messages : INEXPRESSIBLE_MAX.waitQueues;
  const tooFew = inexpressible > most * agreements.length;
  return {
    text: [
      ...lines.map(printable),
      `${agreements.length} programs: ${equal} equal, ` +
        `${allowed === 0 ? '' : `${allowed} allowed, `}${different} different, ` +
        `${inexpressible} not expressible${errors === 0 ? '' : `, ${errors} errors`}`,
      `${equal + allowed} passed, ${different + errors} failed`,
      '',
    ].join('\n'),
    json: agreements.map((agreement, i) => `${jsonLine(dataOf(agreement, runs[i]))}\n`).join(''),
    result: different > 0 ? 'different' : errors > 0 ? 'error' : tooFew ? 'too few' : 'equal',
  };
}

function compareAll(file: string): readonly Agreement[] {
  const read = readLines(textOf(file), file, (line, reader): Observed | RecordedProgram => {
    return isObserved(line) ? readObserved(line, reader) : readProgram(line, reader);
  });
  const findTest = catalogue();
  return read.map((it) => {
    if ('malformed' in it) return malformedLine(it);
    try {
      return 'test' in it
        ? agreeObserved(it, findTest, runObserved)
        : agreeProgram(it, runKernelProgram);
    } catch (error) {
      // A defect of ours is told with the line that it is found by, and ends no comparison.
      return malformedLine({ line: it.line, malformed: `internal error: ${String(error)}` });
    }
  });
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new InputError(`${file} cannot be read: ${(error as Error).message}`);
  }
}

/** The tests of the catalogue by name, read when the first is asked for. */
function catalogue(): FindTest {
  let tests: ReadonlyMap<string, ReturnType<typeof readCatalogue>[number]> | null = null;
  return (name) => {
    tests ??= new Map(readCatalogue().map((test) => [test.name, test]));
    const found = tests.get(name);
    if (found !== undefined) return found.litmus;
    const near = nearest(name, tests.keys());
    const hint = near === '' ? '' : `; the nearest is "${near}"`;
    return `the catalogue has no test "${name}"${hint}`;
  };
}

/** `P0 k-sleep, P1 k-wake-one, ...` to each outcome that only the model has. */
function runsToExtra({ litmus, revision, ticks, extra }: Agreement): readonly string[] {
  if (litmus === null || revision === null) return [];
  const ends = extra.map(({ end }) => end);
  const runs = witnessesTo(litmus, revision, ticks !== 'none', ends);
  return runs.map((run) => run?.join(', ') ?? 'not looked for, as there are so many');
}

function sentencesOf(agreement: Agreement, runs: readonly string[]): string[] {
  const { line, name, revision, verdict, why, missing, extra } = agreement;
  // What is malformed says where it stands itself.
  if (revision === null) return [`line ${line}: ERROR: ${why}`];
  const is = verdict === 'error' ? 'ERROR' : verdict;
  const head = `line ${line}: ${name} (${revision}): ${is}`;
  return [
    why === null ? head : `${head}: ${why}`,
    ...missing
      .slice(0, TOLD_MAX)
      .flatMap(({ outcome, nearest: near }) => [
        `  missing: ${outcome}`,
        ...(near === null ? [] : [`    nearest of the model's: ${near}`]),
      ]),
    ...more(missing.length, 'missing'),
    ...extra
      .slice(0, TOLD_MAX)
      .flatMap(({ outcome }, i) => [
        `  extra:   ${outcome}`,
        `    shortest run of the model: ${runs[i]}`,
      ]),
    ...more(extra.length, 'extra'),
  ];
}

function more(count: number, what: string): string[] {
  return count <= TOLD_MAX ? [] : [`  and ${count - TOLD_MAX} more that are ${what}`];
}

/** Without the litmus, which the line of the file says as well, and one text an extra outcome. */
function dataOf(agreement: Agreement, runs: readonly string[]): object {
  const extra = agreement.extra.map(({ outcome }, i) => ({ outcome, run: runs[i] }));
  return { ...agreement, litmus: undefined, extra };
}

/** JSON leaves some characters as they are that a terminal obeys. */
function jsonLine(value: object): string {
  return JSON.stringify(value).replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => {
    return [...Array(character.length).keys()]
      .map((i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`)
      .join('');
  });
}
