/**
 * Certificates taken apart and put together again, with all digests anew: what tests spoil. Only tests
 * import this.
 */
import './model/steps.ts';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDesign } from './model/designs/designs.ts';
import type { Revision } from './model/record/program.ts';
import type { Run } from './reports/data.ts';
import type { Test } from './specs/catalogue.ts';
import { certificateOf } from './specs/certificate/certificate.ts';
import {
  recordsSection,
  type Section,
  sealed,
  textSection,
  withDigest,
} from './specs/certificate/file.ts';
import { fileOf, LIST, LIST_SCHEMA } from './specs/certificate/keep.ts';
import { readCertificate } from './specs/certificate/read.ts';
import type { Header, Listed, Schedule } from './specs/certificate/shape.ts';
import { check } from './specs/check/check.ts';
import { digest } from './specs/run/digest.ts';

/** A folder with one certificate, as it is before it is written. */
export interface Parts {
  header: Omit<Header, 'sections'>;
  source: string;
  schedules: Schedule[];
  /** By the name of its section. */
  states: Map<string, Uint8Array[]>;
  /** Without digests that fit. */
  extra: Section[];
  list: Listed[];
}

const MEMORY = 2 ** 30;

/** Searches a run, and has its certificate, or null where it has none. */
export function certificateFor(
  source: Test,
  designText: string,
  revision: Revision,
  statesMax = 1_000_000,
): { readonly run: Run; readonly bytes: Uint8Array | null } {
  let bytes: Uint8Array | null = null;
  const run = check(source, parseDesign(designText), revision, {
    statesMax,
    memoryMaxBytes: MEMORY,
    deadlineMs: null,
    aborts: null,
    digest: digest(),
    interrupted: () => false,
    onFound: (searched) => {
      bytes = certificateOf(searched, source.text);
    },
  });
  return { run, bytes };
}

/** The line of a run in the list. */
export function listedOf({ test, hash, design, revision, verdict }: Run): Listed {
  const about = { test, hash, design, revision };
  return { ...about, verdict, file: fileOf(about) };
}

/** The certificate at `path`, taken apart. */
export function partsOf(path: string, list: Listed[]): Parts {
  const { sections: _, states, source, schedules, path: __, ...header } = readCertificate(path);
  const cut = Array.from(states, ([name, set]): [string, Uint8Array[]] => {
    const { bytes, recordSize: size } = set;
    const length = bytes.length / size;
    return [name, Array.from({ length }, (___, i) => bytes.slice(i * size, (i + 1) * size))];
  });
  return { header, source, schedules, states: new Map(cut), extra: [], list };
}

/** Put together again, as a whole file. */
export function bytesOf({ header, source, schedules, states, extra }: Parts): Uint8Array {
  return sealed(header, [
    textSection('source', source),
    ...Array.from(states, ([name, records]) =>
      recordsSection(name, records[0]?.length ?? 8, records.length, (i) => records[i]),
    ),
    ...extra,
    textSection('schedules', JSON.stringify(schedules)),
  ]);
}

export function writeList(folder: string, runs: readonly Listed[]): void {
  const lines = runs.map((run) => `${JSON.stringify(run)}\n`).join('');
  writeFileSync(join(folder, LIST), withDigest(LIST_SCHEMA, [Buffer.from(lines)]));
}
