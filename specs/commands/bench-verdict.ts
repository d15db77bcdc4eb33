/**
 * Time to verdict, all that a user waits for: here Node's start, the reading of the test, the search
 * and the judging, in a new process; with SPIN the generating, compiling and running of a verifier,
 * compiled with what makes the sum least.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Cost, runChild } from '../bench/child.ts';
import { best, WAYS, type Way } from '../bench/measure.ts';
import { buildSpin } from '../bench/spin.ts';
import { root } from '../root.ts';
import { DESIGN, type Subject, type Twin } from './bench-subjects.ts';

export interface Verdicts {
  /** In the order of the ways. */
  readonly ours: readonly Cost[];
  readonly unreduced: Cost;
  readonly reduced: Cost;
}

/** The best of so many rounds of each. @throws Error if a side fails */
export function verdictsOf(subject: Subject, twin: Twin, rounds: number): Verdicts {
  const folder = mkdtempSync(join(tmpdir(), 'fermata-bench-'));
  try {
    return {
      ours: WAYS.map((way) => best(times(rounds, () => verdict(subject, way, folder)))),
      unreduced: best(times(rounds, () => verdictOfSpin(twin, false))),
      reduced: best(times(rounds, () => verdictOfSpin(twin, true))),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What is no litmus has no `check`; its search, once in a new process, is its verdict. */
function verdict({ id, litmus }: Subject, way: Way, folder: string): Cost {
  if (litmus === null) return ofFermata(['bench', '--only', id, '--rounds', '1'], folder);
  const file = join(folder, `${id}.litmus`);
  writeFileSync(file, litmus);
  return ofFermata(['check', file, '--design', DESIGN.name, ...way.flags], folder);
}

/** @throws Error if the command does not end with 0, which is VERIFIED */
function ofFermata(args: readonly string[], folder: string): Cost {
  const bundle = join(root, 'dist', 'fermata.mjs');
  const ran = runChild(process.execPath, [bundle, ...args], folder);
  if ('missing' in ran) throw new Error(`fermata ${args.join(' ')}: ${ran.missing}`);
  return ran;
}

function verdictOfSpin(twin: Twin, reduced: boolean): Cost {
  const spin = buildSpin(twin.promela, { ...twin, reduced });
  if ('missing' in spin) throw new Error(spin.missing);
  try {
    return sum(spin.build, spin.run());
  } finally {
    spin.remove();
  }
}

function sum(a: Cost, b: Cost): Cost {
  return { seconds: a.seconds + b.seconds, cpuSeconds: a.cpuSeconds + b.cpuSeconds };
}

function times<Item>(count: number, item: () => Item): Item[] {
  return Array.from({ length: count }, item);
}
