/**
 * `fermata bench --files FOLDER`: all that is measured, as files: the tests of --growth, and the
 * models that SPIN has too with their twins in Promela.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FAMILIES, growthName } from '../bench/growth.ts';
import { InputError } from '../errors.ts';
import { grid } from './bench-growth.ts';
import { TWINS } from './bench-subjects.ts';

/** @throws InputError if they cannot be written there */
export function benchFiles(folder: string, print: (line: string) => void): void {
  const files = [...growthFiles(), ...twinFiles()];
  try {
    mkdirSync(folder, { recursive: true });
    for (const { name, text } of files) writeFileSync(join(folder, name), text);
  } catch (error) {
    throw new InputError(`nothing can be written to "${folder}": ${(error as Error).message}`);
  }
  print(`${files.length} files in ${folder}`);
}

interface File {
  readonly name: string;
  readonly text: string;
}

function growthFiles(): File[] {
  return FAMILIES.flatMap((family) =>
    grid(family).map(([threads, aborts]) => ({
      name: `${growthName(family.name, threads, aborts)}.litmus`,
      text: family.litmus(threads, aborts),
    })),
  );
}

function twinFiles(): File[] {
  return Object.values(TWINS).flatMap((subject) => {
    const { id, litmus, twin } = subject();
    return [
      ...(twin === null ? [] : [{ name: `${id}.pml`, text: twin.promela }]),
      ...(litmus === null ? [] : [{ name: `${id}.litmus`, text: litmus }]),
    ];
  });
}
