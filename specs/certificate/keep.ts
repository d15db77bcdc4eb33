/**
 * Where certificates are kept in a folder: the name of each file, and of the list of all runs.
 */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Run } from '../../reports/data.ts';
import { InputError } from '../errors.ts';
import type { Searched } from '../search/search.ts';
import { certificateOf } from './certificate.ts';

export const LIST = 'certificates.jsonl';
export const LIST_SCHEMA = 'fermata-certificates/1';
export const ENDING = '.certificate';
const NAME_MAX = 80;

/** A run, as far as its file is named after it. */
type Named = Pick<Run, 'test' | 'hash' | 'design' | 'revision'>;

/** The name of the file of a search: legible, and of no two runs the same on any disk. */
export function fileOf({ test, hash, design, revision }: Named): string {
  const legible = [test, design, revision].map((word) =>
    word.replaceAll(/[^A-Za-z0-9+,=_-]/g, '_').slice(0, NAME_MAX),
  );
  const whole = createHash('sha256').update(JSON.stringify([test, hash, design, revision]));
  return `${legible.join('.')}.${whole.digest('hex').slice(0, 8)}${ENDING}`;
}

/** Writes the certificate of a search, if it has one. @throws InputError */
export function keepCertificate(folder: string, searched: Searched, source: string): void {
  const { litmus, hash, design, revision } = searched.subject;
  const bytes = certificateOf(searched, source);
  if (bytes === null) return;
  const name = fileOf({ test: litmus.name, hash, design: design.name, revision });
  try {
    writeFileSync(join(folder, name), bytes, { flag: 'wx' });
  } catch (error) {
    throw new InputError(`its certificate cannot be written: ${(error as Error).message}`);
  }
}
