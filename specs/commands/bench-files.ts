/**
 * `fermata bench --files FOLDER`: all that is measured, as files: the tests of --growth, and the
 * models that SPIN has too with their twins in Promela.
 */
import { FAMILIES, growthName } from '../bench/growth.ts';
import { grid } from './bench-growth.ts';
import { TWINS } from './bench-subjects.ts';

/** A text, and what its file is called. */
export interface File {
  readonly name: string;
  readonly text: string;
}

export function benchFiles(): File[] {
  return [...growthFiles(), ...twinFiles()];
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
