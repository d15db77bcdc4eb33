/**
 * Reads `report.json` again: what `--json` and `--report` have written, of our own schema or the one
 * before. Whoever has one from here may rely on its types, and on what its parts say of each other.
 */
import { type Report, REPORT_SCHEMA, type Run } from '../../reports/data.ts';
import { type Head, SECTIONS, type Sections } from '../../reports/packed-data.ts';
import { InputError } from '../errors.ts';
import { readerOf } from '../schema.ts';
import { type Item, itemsOf, linesOfFile, type SectionItem } from './report-file.ts';
import { HeadSchema } from './report-schema.ts';
import { ItemSchemas } from './run-schema.ts';
import { Unpacking } from './unpack.ts';

/** Of versions up to 0.3: the same without tables, which no reference leads to. */
const OLD_SCHEMA = 'fermata-report/1';

const readHead = readerOf(HeadSchema);
const readItem = {
  texts: readerOf(ItemSchemas.texts),
  steps: readerOf(ItemSchemas.steps),
  deeds: readerOf(ItemSchemas.deeds),
  starts: readerOf(ItemSchemas.starts),
  executions: readerOf(ItemSchemas.executions),
  counterexamples: readerOf(ItemSchemas.counterexamples),
  runs: readerOf(ItemSchemas.runs),
};

/** @throws InputError when the file is unreadable, of another schema, or not whole. */
export function readReport(file: string): Report {
  return joined(itemsOf(linesOfFile(file), file), file);
}

/** The same of a text that is there already. @throws InputError `file: key: ...` */
export function parseReport(text: string, file: string): Report {
  return joined(itemsOf(text.split('\n'), file), file);
}

function joined(items: Iterable<Item>, file: string): Report {
  const unpacking = new Unpacking(file);
  let head: Head | null = null;
  let check: RunCheck | null = null;
  for (const item of items) {
    if (item.section === 'head') {
      head = headOf(item.value, file);
      check = runCheck(head);
      continue;
    }
    take(unpacking, item, file);
    if (item.section !== 'runs') continue;
    const trouble = check?.(unpacking.runs[item.index]) ?? null;
    if (trouble !== null) throw new InputError(`${file}: runs[${item.index}]${trouble}`);
  }
  const { runs } = unpacking;
  if (head === null) throw new InputError(`${file}: it is empty`);
  if (head.ran !== runs.length) {
    throw new InputError(`${file}: ran is ${head.ran}, and there are ${runs.length} runs`);
  }
  return { ...head, runs };
}

/** Checks an item and puts it to those before. @throws InputError */
function take(to: Unpacking, { section, value, index }: SectionItem, file: string): void {
  const within = [section, String(index)];
  to.place = `${section}[${index}]`;
  switch (section) {
    case 'texts':
      return void to.texts.push(readItem.texts(value, file, within));
    case 'steps':
      return void to.steps.push(readItem.steps(value, file, within));
    case 'deeds':
      return void to.deeds.push(readItem.deeds(value, file, within));
    case 'starts':
      return void to.starts.push(readItem.starts(value, file, within));
    case 'executions':
      return void to.executions.push(to.execution(readItem.executions(value, file, within)));
    case 'counterexamples':
      return void to.counterexamples.push(
        to.counterexample(readItem.counterexamples(value, file, within)),
      );
    case 'runs':
      return void to.runs.push(to.run(readItem.runs(value, file, within)));
    default:
      return section satisfies never;
  }
}

function headOf(value: unknown, file: string): Head {
  const { schema } = (typeof value === 'object' && value !== null ? value : {}) as Partial<Head>;
  if (schema !== REPORT_SCHEMA && (schema as unknown) !== OLD_SCHEMA) {
    const found = schema === undefined ? 'no schema' : `schema ${JSON.stringify(schema)}`;
    throw new InputError(
      `${file} has ${found.slice(0, 80)}, expected "${REPORT_SCHEMA}": a file of fermata check --json`,
    );
  }
  const read = readHead({ ...(value as object), schema: REPORT_SCHEMA }, file);
  const head: Head & { -readonly [Name in keyof Sections]?: unknown } = { ...read };
  for (const section of SECTIONS) delete head[section];
  const trouble = contradictionIn(head);
  if (trouble !== null) throw new InputError(`${file}: ${trouble}`);
  return head;
}

/** A sentence about parts that do not fit each other, or null. */
function contradictionIn(head: Head): string | null {
  const { tests, designs, ran, selected, startedAt, shard } = head;
  if (ran > selected) return `ran is ${ran}, of ${selected} that were selected`;
  if (Number.isNaN(Date.parse(startedAt))) return `startedAt is no date`;
  if (shard !== undefined && shard.index > shard.of) {
    return `shard.index is ${shard.index}, of ${shard.of}`;
  }
  const twice =
    repeated(tests.map(({ name }) => name)) ?? repeated(designs.map(({ name }) => name));
  return twice === null ? strangeResult(head) : `"${twice}" is there twice`;
}

/** A sentence about a result of a kernel under test that is of none of the tests, or null. */
function strangeResult({ targets = [], tests }: Head): string | null {
  const hashes = new Map(tests.map(({ name, hash }) => [name, hash]));
  for (const [i, { results }] of targets.entries()) {
    const strange = results.find(({ hash, test }) => hashes.get(test) !== hash);
    if (strange === undefined) continue;
    return `targets[${i}] has a result on "${strange.test}", which is none of tests`;
  }
  return null;
}

function repeated(names: readonly string[]): string | null {
  return names.find((name, i) => names.indexOf(name) !== i) ?? null;
}

/** What a run says that the report does not have, after `runs[i]`, or null. */
type RunCheck = (run: Run) => string | null;

function runCheck({ tests, designs }: Head): RunCheck {
  const hashes = new Map(tests.map(({ name, hash }) => [name, hash]));
  const names = new Set(designs.map(({ name }) => name));
  const seen = new Set<string>();
  return ({ test, hash, design, revision }) => {
    if (!hashes.has(test)) return `.test is "${test}", which is none of tests`;
    if (hashes.get(test) !== hash) return `.hash is not that of the test in tests`;
    if (!names.has(design)) return `.design is "${design}", which is none of designs`;
    const key = JSON.stringify([test, design, revision]);
    if (seen.has(key)) return ' is of a test, design and revision that another is of';
    seen.add(key);
    return null;
  };
}
