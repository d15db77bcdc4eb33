/** `fermata validate FILE...`: each trace read, held against the model, and told. */
import { readFileSync, statSync } from 'node:fs';
import { DesignError } from '../../model/designs/policies.ts';
import { readCatalogue, readTest, type Test } from '../catalogue.ts';
import { Unsupported } from '../compile/unsupported.ts';
import { readTrace, type Trace } from '../conformance/read-trace.ts';
import { TRACE_BYTES_MAX, TraceError } from '../conformance/trace-lines.ts';
import { chosenFor, revisionFor } from '../conformance/validate/choose-design.ts';
import { validate } from '../conformance/validate/validate.ts';
import { InputError, UsageError } from '../errors.ts';
import { nearest } from '../litmus/litmus-error.ts';
import { parseSeconds, parseStates } from '../run/limits.ts';
import { type Judged, jsonLine, linesFor, type Told } from './validate-lines.ts';

export interface ValidateFlags {
  readonly design?: string;
  readonly test?: string;
  readonly maxStates?: string;
  readonly timeLimit?: string;
}

/** Pairs of a state and positions that are looked at, where the command line does not say. */
const PAIRS_DEFAULT = '1000000';
/** Once one execution agrees, so many more are looked at for what is told of the others. */
const PAIRS_AFTER = 20_000;
const SECONDS_DEFAULT = '60';

export interface ValidatedAll {
  readonly text: string;
  /** One JSON object a line. */
  readonly json: string;
  readonly results: readonly Told['verdict'][];
}

/** @throws UsageError, DesignError, LitmusError for what the command line names wrongly */
export function validateTraces(files: readonly string[], flags: ValidateFlags): ValidatedAll {
  const pairsMax = parseStates('--max-states', flags.maxStates ?? PAIRS_DEFAULT);
  const millis = parseSeconds('--time-limit', flags.timeLimit ?? SECONDS_DEFAULT);
  const given = flags.test === undefined ? null : requireTest(flags.test);
  const find = testsByName(given);
  const told = [...new Set(files)].map((file) => {
    const limits = { pairsMax, pairsAfter: PAIRS_AFTER, deadlineMs: Date.now() + millis };
    return tellOf(file, () => judgedTrace(file, find, flags.design ?? null, limits));
  });
  const count = (verdict: Told['verdict']): number =>
    told.filter((each) => each.verdict === verdict).length;
  const sum =
    `${count('ACCEPTED')} accepted, ${count('REJECTED')} rejected, ` +
    `${count('INCONCLUSIVE')} inconclusive, ${count('UNREADABLE')} unreadable`;
  return {
    text: `${told.map(linesFor).join('\n\n')}\n\n${sum}: ${told.length === 1 ? '1 trace' : `${told.length} traces`}\n`,
    json: told.map((each) => `${jsonLine(each)}\n`).join(''),
    results: told.map(({ verdict }) => verdict),
  };
}

function requireTest(file: string): Test {
  if (file.endsWith('.litmus')) return readTest(file);
  throw new UsageError(`--test is "${file}"; it must be a .litmus file`);
}

/** What one file cannot be read for says nothing of the others. */
function tellOf(file: string, judge: () => Judged): Told {
  try {
    return judge();
  } catch (error) {
    if (error instanceof DesignError) throw error;
    if (error instanceof TraceError) return { file, verdict: 'UNREADABLE', faults: error.faults };
    const isOfFile = error instanceof InputError || error instanceof Unsupported;
    if (!isOfFile) throw error;
    const where = error instanceof Unsupported ? `${file}: nothing models this: ` : '';
    return { file, verdict: 'UNREADABLE', faults: [`${where}${error.message}`] };
  }
}

function judgedTrace(
  file: string,
  find: (trace: Trace) => Test,
  design: string | null,
  limits: Parameters<typeof validate>[1]['limits'],
): Judged {
  const trace = readTrace(bytesOf(file), file);
  const test = find(trace);
  requireHash(trace, test);
  const revision = revisionFor(trace, test.litmus);
  const chosen = chosenFor(trace, test.litmus, design);
  const started = process.cpuUsage();
  const validation = validate(trace, { ...chosen, revision, limits });
  const { user, system } = process.cpuUsage(started);
  return {
    file,
    verdict: validation.verdict,
    test: test.name,
    revision,
    design: chosen.design.name,
    because: chosen.because,
    validation,
    cpuMs: Math.round((user + system) / 1000),
  };
}

function bytesOf(file: string): Uint8Array {
  try {
    const { size } = statSync(file);
    if (size > TRACE_BYTES_MAX) {
      throw new InputError(`${file}:1: ${size} bytes; at most ${TRACE_BYTES_MAX}: a file a round`);
    }
    return readFileSync(file);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`${file} cannot be read: ${(error as Error).message}`);
  }
}

/** The catalogue is read once, when a trace first names a test of it. */
function testsByName(given: Test | null): (trace: Trace) => Test {
  let all: readonly Test[] | null = null;
  return (trace) => given ?? namedBy(trace, (all ??= readCatalogue()));
}

function namedBy({ file, meta }: Trace, all: readonly Test[]): Test {
  const { name } = meta.test;
  const test = all.find((each) => each.name === name);
  if (test !== undefined) return test;
  const near = nearest(
    name,
    all.map((each) => each.name),
  );
  const hint = near === '' ? '' : `; the nearest is ${near}`;
  throw new InputError(
    `${file}:1: no test of the catalogue is named ${name}${hint}. Give yours with --test FILE.litmus`,
  );
}

function requireHash({ file, meta }: Trace, { name, hash }: Test): void {
  if (meta.test.hash === undefined || meta.test.hash === hash) return;
  throw new InputError(
    `${file}:1: the hash of ${name} is ${hash}, that of the trace ${meta.test.hash}: it is of another ` +
      'program. Run the test as it is now, or give the old one with --test',
  );
}
