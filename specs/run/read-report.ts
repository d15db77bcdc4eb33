/**
 * Reads `report.json` again: what `--json` and `--report` have written, of our own schema. Whoever has
 * one from here may rely on its types, and on what its parts say of each other.
 */
import { readFileSync } from 'node:fs';
import {
  type Counterexample,
  type Execution,
  type Report,
  REPORT_SCHEMA,
  type Run,
} from '../../reports/data.ts';
import { InputError } from '../errors.ts';
import { parseJson, readerOf } from '../schema.ts';
import { ReportSchema } from './report-schema.ts';

const readShape = readerOf(ReportSchema);

/** @throws InputError when the file is unreadable, of another schema, or not whole. */
export function readReport(file: string): Report {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new InputError(`${file} cannot be read: ${(error as Error).message}`);
  }
  return parseReport(text, file);
}

/** @throws InputError `file: key: ...` */
export function parseReport(text: string, file: string): Report {
  const value = parseJson(text, file);
  const { schema } = (typeof value === 'object' && value !== null ? value : {}) as Partial<Report>;
  if (schema !== REPORT_SCHEMA) {
    const found = schema === undefined ? 'no schema' : `schema ${JSON.stringify(schema)}`;
    throw new InputError(
      `${file} has ${found.slice(0, 80)}, expected "${REPORT_SCHEMA}": a file of fermata check --json`,
    );
  }
  const report = readShape(value, file);
  const trouble = contradictionIn(report);
  if (trouble !== null) throw new InputError(`${file}: ${trouble}`);
  return report;
}

/** A sentence about parts that do not fit each other, or null. */
function contradictionIn(report: Report): string | null {
  const { runs, tests, designs, ran, selected, shard } = report;
  if (ran !== runs.length) return `ran is ${ran}, and there are ${runs.length} runs`;
  if (ran > selected) return `ran is ${ran}, of ${selected} that were selected`;
  if (Number.isNaN(Date.parse(report.startedAt))) return `startedAt is no date`;
  if (shard !== undefined && shard.index > shard.of) {
    return `shard.index is ${shard.index}, of ${shard.of}`;
  }
  const twice =
    repeated(tests.map(({ name }) => name)) ?? repeated(designs.map(({ name }) => name));
  if (twice !== null) return `"${twice}" is there twice`;
  const rows = new Map(tests.map(({ name, hash }) => [name, hash]));
  const names = new Set(designs.map(({ name }) => name));
  const seen = new Set<string>();
  for (const [i, run] of runs.entries()) {
    const trouble = strayIn(run, rows, names);
    if (trouble !== null) return `runs[${i}]${trouble}`;
    const key = JSON.stringify([run.test, run.design, run.revision]);
    if (seen.has(key)) return `runs[${i}] is of a test, design and revision that another is of`;
    seen.add(key);
  }
  return null;
}

function repeated(names: readonly string[]): string | null {
  return names.find((name, i) => names.indexOf(name) !== i) ?? null;
}

/** What a run names and the report does not have, after `runs[i]`. */
function strayIn(
  run: Run,
  hashes: ReadonlyMap<string, string>,
  designs: ReadonlySet<string>,
): string | null {
  if (!hashes.has(run.test)) return `.test is "${run.test}", which is none of tests`;
  if (hashes.get(run.test) !== run.hash) return `.hash is not that of the test in tests`;
  if (!designs.has(run.design)) return `.design is "${run.design}", which is none of designs`;
  const stray = executionsOf(run).find(({ lanes, steps }) =>
    steps.some(
      ({ lane, events }) =>
        lane >= lanes.length || events.some((event) => event.lane >= lanes.length),
    ),
  );
  if (stray !== undefined) return ' has a step of a lane that it does not have';
  const isStray = executionsOf(run).some(hasStrayFate);
  return isStray ? ' has a fate of steps or lanes that it does not have' : null;
}

/** What could have become of it names a step, or a lane, that is not there. */
function hasStrayFate({ fate, lanes, steps }: Execution & Pick<Counterexample, 'fate'>): boolean {
  if (fate?.is !== 'known') return false;
  const { lost, instead, aborts, switches, parts } = fate;
  const named = [
    lost,
    ...aborts.each.flatMap((each) => each.steps),
    ...switches.each.map(({ after }) => after),
    ...parts.map(({ since }) => since),
  ];
  return (
    named.some((step) => step > steps.length) || instead.some(({ lane }) => lane >= lanes.length)
  );
}

function executionsOf(run: Run): readonly Execution[] {
  const told: (Execution | Counterexample | null | undefined)[] = [
    run.condition.counterexample,
    ...run.assertions.map(({ counterexample }) => counterexample),
    ...run.outcomes.map(({ execution }) => execution),
    ...(run.whyNot ?? []).map(({ execution }) => execution),
  ];
  return told.filter((execution) => execution !== null && execution !== undefined);
}
