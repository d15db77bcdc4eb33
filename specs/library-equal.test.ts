/**
 * libc's futexes stand twice: as steps of the model (model/syscall/futex.ts), and as procedures over
 * the system calls (specs/lib/). A test whose lanes use the steps ends, with the procedures included,
 * in the same ways, and breaks the same assertions. `ALL=1` asks it of all that can be asked.
 */
import { expect, test } from 'vitest';
import { explore } from '../checker/explore.ts';
import { parseDesign, takesAborts } from '../model/designs/designs.ts';
import type { Revision } from '../model/record/program.ts';
import { readCatalogue } from './catalogue.ts';
import { revisionsOf } from './check/check.ts';
import { compile } from './compile/compile.ts';
import { Unsupported } from './compile/unsupported.ts';
import { needsAborts } from './litmus/calls/asserted.ts';
import type { Litmus, Loc } from './litmus/litmus.ts';
import { LitmusError } from './litmus/litmus-error.ts';
import { parseLitmus } from './litmus/parse/parse.ts';
import { printLitmus } from './litmus/print.ts';
import type { OutcomeKey } from './search/test-model.ts';
import { testModel } from './search/test-model.ts';

const LIBC = /^futex_(down|up|trydown|down_timeout)$/;
const ALL = process.env.ALL === '1';
/** Tests that are drawn: every so many. */
const EVERY = 9;
const STATES_MAX = ALL ? 400_000 : 20_000;

const DESIGNS = ALL
  ? [
      'today',
      'ticket',
      'eintr',
      'eintr,retry=deadline',
      'debt=book',
      'timeout=relative',
      'window=woken,token=drop',
    ]
  : ['today', 'ticket', 'eintr'];

interface Twin {
  readonly name: string;
  readonly revision: Revision;
  readonly steps: Litmus;
  readonly procs: Litmus;
}

/** The test as it is and with libc's functions as procedures, or why that cannot be said. */
function twinOf(litmus: Litmus, revision: Revision): Twin | string {
  const locations = [...litmus.locations, ...placesOf(litmus)];
  const steps = { ...litmus, locations, meta: { ...litmus.meta, table: revision, hash: null } };
  const included = { ...steps, meta: { ...steps.meta, include: ['futex'] } };
  try {
    const procs = parseLitmus(printLitmus(included), litmus.name);
    return { name: litmus.name, revision, steps, procs };
  } catch (error) {
    if (error instanceof LitmusError) return error.message;
    throw error;
  }
}

/** All registers, and all that a futex or a word has. */
function placesOf({ lanes, rows, init }: Litmus): Loc[] {
  const place = { line: 1, column: 1 };
  const registers = rows.flatMap((row) =>
    row.flatMap((cell, column): Loc[] => {
      const name = cell?.is === 'call' ? cell.register : null;
      if (name === null) return [];
      return [{ is: 'register', lane: Number(lanes[column].name.slice(1)), name, place }];
    }),
  );
  const objects = init.flatMap((it): Loc[] => {
    if (it.is !== 'object') return [];
    const { name } = it;
    if (it.type === 'word') return [{ is: 'object', name, field: null, place }];
    if (it.type !== 'futex') return [];
    return ['counter', 'tokens', 'sleepers'].map((field) => ({ is: 'object', name, field, place }));
  });
  return [...registers, ...objects];
}

interface Ends {
  readonly outcomes: readonly string[];
  readonly broken: readonly string[];
  readonly states: number;
}

/** How it ends, and which assertions some state breaks; null: larger than is asked. */
function endsOf(litmus: Litmus, design: string, revision: Revision): Ends | null {
  const { machine, assertions, indices } = testModel(
    litmus,
    compile(litmus, parseDesign(design), revision),
  );
  const found = explore(machine, { statesMax: STATES_MAX, memoryMaxBytes: 2 * 1024 ** 3 });
  if (found.stopped === 'error') return { outcomes: ['error'], broken: [], states: found.states };
  if (found.stopped !== 'complete') return null;
  const outcomes = [...found.outcomes.keys()].map((text) => {
    const { shown, kept, satisfies, progress, own } = JSON.parse(text) as OutcomeKey;
    // A thread that is held for ever is told otherwise: a procedure has its result in a register by then.
    if (!own) return '';
    const done = progress.split('; ').filter((lane) => lane.endsWith('done'));
    return JSON.stringify({ shown, kept, satisfies, done });
  });
  const broken = assertions.flatMap(({ id }, i) => {
    const { holds } = indices[i];
    return holds >= 0 && found.properties[holds].id >= 0 ? [id] : [];
  });
  return { outcomes: [...new Set(outcomes)].toSorted(), broken, states: found.states };
}

function subjects(): { readonly litmus: Litmus; readonly revision: Revision }[] {
  const tests = readCatalogue().filter(({ litmus }) => {
    const cells = litmus.rows.flat();
    const calls = cells.some((cell) => cell?.is === 'call' && LIBC.test(cell.call));
    return calls && !litmus.meta.table.startsWith('kernel') && litmus.procs.length === 0;
  });
  return tests.flatMap(({ litmus }) =>
    revisionsOf(litmus).map((revision) => ({ litmus, revision })),
  );
}

test('libc as procedures ends as libc as steps does', () => {
  const counts = { equal: 0, cut: 0 };
  const unasked = new Map<string, string[]>();
  const different: string[] = [];
  const leave = (why: string, what: string): void => {
    unasked.set(why, [...(unasked.get(why) ?? []), what]);
  };
  for (const [i, { litmus, revision }] of subjects().entries()) {
    if (!ALL && i % EVERY !== 0) continue;
    const twin = twinOf(litmus, revision);
    if (typeof twin === 'string') {
      leave(twin, litmus.name);
      continue;
    }
    for (const design of DESIGNS) {
      if (needsAborts(litmus) && !takesAborts(parseDesign(design))) continue;
      const what = `${litmus.name} ${revision} ${design}`;
      try {
        const steps = endsOf(twin.steps, design, revision);
        const procs = steps === null ? null : endsOf(twin.procs, design, revision);
        if (steps === null || procs === null) counts.cut++;
        else if (
          JSON.stringify([steps.outcomes, steps.broken]) ===
          JSON.stringify([procs.outcomes, procs.broken])
        )
          counts.equal++;
        else {
          const [own, others] = [new Set(steps.outcomes), new Set(procs.outcomes)];
          different.push(
            `${what}: steps ${steps.broken.join()} only ${[...own]
              .filter((it) => !others.has(it))
              .slice(0, 2)
              .join(' ')}; procs ${procs.broken.join()} only ${[...others]
              .filter((it) => !own.has(it))
              .slice(0, 2)
              .join(' ')}`,
          );
        }
      } catch (error) {
        if (!(error instanceof Unsupported)) throw error;
        leave(error.message, what);
      }
    }
  }
  if (ALL) {
    console.log(
      counts,
      [...unasked]
        .map(([why, what]) => `${what.length} ${why}: ${what.slice(0, 3).join(', ')}`)
        .join('\n'),
    );
  }
  expect(different).toEqual([]);
  expect(counts.equal).toBeGreaterThan(15);
}, 3_600_000);
