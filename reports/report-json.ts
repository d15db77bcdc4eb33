/**
 * `report.json`, line by line: first what the report says of itself, then the tables, then one run a
 * line, so that line tools can work on it. As a whole it is one JSON object, but nobody needs to have
 * it as a whole: it may be longer than the longest string that there is.
 */
import { createHash } from 'node:crypto';
import type { Counterexample, Deed, Execution, Report, Run, Step } from './data.ts';
import {
  type PackedCounterexample,
  type PackedExecution,
  type PackedParts,
  type PackedRun,
  type PackedText,
  type Place,
  SECTIONS,
  type Sections,
} from './packed-data.ts';

/** So much is handed on at once. */
const CHUNK_LENGTH = 2 ** 20;
/** Longer ones are kept as what stands for them. */
const KEY_LENGTH_MAX = 1000;
/** A reference to a shorter text would be no shorter. */
const TEXT_LENGTH_MIN = 8;

/** The text of `report.json`, in pieces that end with a line. */
export function* renderJson(report: Report): Generator<string> {
  let chunk = '';
  for (const line of linesOf(report)) {
    chunk += line;
    if (chunk.length < CHUNK_LENGTH) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
}

function* linesOf(report: Report): Generator<string> {
  const { runs, ...head } = report;
  const tables = new Tables();
  // Before the first line it must be known what there is more than once.
  for (const run of runs) packRun(run, tables);
  tables.settle();
  yield JSON.stringify(head).slice(0, -1);
  const sections: { readonly [Name in keyof Sections]: Iterable<Sections[Name]> } = {
    texts: tables.texts(),
    steps: tables.steps.items,
    deeds: tables.deeds.items,
    starts: tables.starts.items,
    executions: mapped(tables.executions.items, (it) => packExecution(it, tables)),
    counterexamples: mapped(tables.counterexamples.items, (it) => packCounterexample(it, tables)),
    runs: packedRuns(runs, tables),
  };
  for (const name of SECTIONS) {
    yield `${name === SECTIONS[0] ? '' : '\n]'},"${name}":[\n`;
    let separator = '';
    for (const item of sections[name]) {
      yield `${separator}${JSON.stringify(item)}`;
      separator = ',\n';
    }
  }
  yield '\n]}\n';
}

function* mapped<From, To>(items: Iterable<From>, change: (item: From) => To): Generator<To> {
  for (const item of items) yield change(item);
}

/** Different things, each at the place at which it was first seen. */
class Table<T extends object> {
  readonly items: T[] = [];
  readonly #places = new Map<string, Place>();
  readonly #known = new WeakMap<T, Place>();
  readonly #textOf: (item: T) => string;

  constructor(textOf: (item: T) => string = JSON.stringify) {
    this.#textOf = textOf;
  }

  /** The place of what is equal to `item`. */
  placeOf(item: T): Place {
    const known = this.#known.get(item);
    if (known !== undefined) return known;
    const key = keyOf(this.#textOf(item));
    let place = this.#places.get(key);
    if (place === undefined) {
      place = this.items.push(item) - 1;
      this.#places.set(key, place);
    }
    this.#known.set(item, place);
    return place;
  }
}

/** The text, or what stands for it and no other where it is long: all of them are kept in memory. */
function keyOf(text: string): string {
  return text.length < KEY_LENGTH_MAX ? text : createHash('sha256').update(text).digest('base64');
}

/** What runs refer to. Texts are counted first, and have their places once all are known. */
class Tables {
  readonly steps = new Table<Step>();
  readonly deeds = new Table<Deed>();
  readonly starts = new Table<Execution['start']>();
  readonly executions = new Table<Execution>((it) => JSON.stringify(packExecution(it, this)));
  readonly counterexamples = new Table<Counterexample>((it) =>
    JSON.stringify({ ...it, ...packExecution(it, this) }),
  );
  readonly #counts = new Map<string, number>();
  readonly #places = new Map<string, Place>();

  /** Texts that are there more than once, the most frequent first: short numbers are for these. */
  settle(): void {
    for (const { words } of this.counterexamples.items) {
      for (const text of Object.values(words)) this.text(text);
    }
    const repeated = [...this.#counts].filter(([, count]) => count > 1);
    for (const [text] of repeated.toSorted(([, a], [, b]) => b - a)) {
      this.#places.set(text, this.#places.size);
    }
  }

  texts(): Iterable<string> {
    return this.#places.keys();
  }

  text(text: string): PackedText {
    if (text.length < TEXT_LENGTH_MIN) return text;
    this.#counts.set(text, (this.#counts.get(text) ?? 0) + 1);
    return this.#places.get(text) ?? text;
  }
}

function packExecution(execution: Execution, { starts, steps }: Tables): PackedExecution {
  return {
    ...execution,
    start: starts.placeOf(execution.start),
    steps: execution.steps.map((step) => steps.placeOf(step)),
  };
}

function packCounterexample(execution: Counterexample, tables: Tables): PackedCounterexample {
  const { let: given, then, however } = execution.words;
  return {
    ...execution,
    ...packExecution(execution, tables),
    words: {
      let: tables.text(given),
      // oxlint-disable-next-line unicorn/no-thenable -- data.ts names it so; nobody awaits words
      then: tables.text(then),
      however: tables.text(however),
    },
  };
}

/** The runs, each part of one that an earlier run has as well as the number of that run. */
function* packedRuns(runs: readonly Run[], tables: Tables): Generator<PackedRun> {
  const owners = new Map<string, Place>();
  for (const [place, run] of runs.entries()) {
    const packed = packRun(run, tables);
    const shared: { -readonly [Part in keyof PackedParts]?: Place } = {};
    for (const part of ['condition', 'assertions', 'outcomes', 'search', 'whyNot'] as const) {
      if (packed[part] === undefined) continue;
      const key = keyOf(`${part} ${JSON.stringify(packed[part])}`);
      const owner = owners.get(key);
      if (owner === undefined) owners.set(key, place);
      else shared[part] = owner;
    }
    yield { ...packed, ...shared };
  }
}

function packRun(run: Run, tables: Tables): PackedRun & PackedParts {
  const { condition, assertions, outcomes, whyNot } = run;
  const { counterexamples, executions, deeds } = tables;
  return {
    ...run,
    condition: {
      ...condition,
      text: tables.text(condition.text),
      why: tables.text(condition.why),
      counterexample: placeIn(counterexamples, condition.counterexample),
    },
    assertions: assertions.map((assertion) => ({
      ...assertion,
      says: tables.text(assertion.says),
      why: tables.text(assertion.why),
      witness: { ...assertion.witness, says: tables.text(assertion.witness.says) },
      counterexample: placeIn(counterexamples, assertion.counterexample),
    })),
    outcomes: outcomes.map(({ execution, ...outcome }) => ({
      ...outcome,
      text: tables.text(outcome.text),
      witness: outcome.witness.map((rule) => tables.text(rule)),
      ...(execution === undefined ? {} : { execution: executions.placeOf(execution) }),
    })),
    whyNot: whyNot?.map((answer) => ({
      ...answer,
      wrong: placeIn(deeds, answer.wrong),
      instead: placeIn(deeds, answer.instead),
      says: tables.text(answer.says),
      ends: answer.ends === null ? null : tables.text(answer.ends),
      execution: placeIn(executions, answer.execution),
    })),
  };
}

function placeIn<T extends object>(table: Table<T>, item: T | null): Place | null {
  return item === null ? null : table.placeOf(item);
}
