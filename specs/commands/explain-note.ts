/**
 * `fermata explain N19`: what a paper says under that number, and a run of a test that it names: of a
 * defect (D, N, F) the fall, of an invariant (I) the runs of its assertion, of a window (W) its own.
 */
import { presets } from '../../model/designs/presets.ts';
import type { Test } from '../catalogue.ts';
import { revisionsOf } from '../check/check.ts';
import { OF_ASSERTIONS, OF_POLICIES, OF_WINDOWS, type Pair } from './explained-by.ts';
import type { Explanation } from './explain.ts';
import { type Passage, passageOf } from './explain-paper.ts';
import { fallOn, type Picture, picturesOf, wellEnded } from './explain-pair.ts';
import { testsToExplain } from './explained-tests.ts';

/** Falls that a value takes away are shown beside it. */
const CURED: Readonly<Record<string, Pair>> = {
  N19: OF_POLICIES.waker,
  D8: OF_POLICIES.debt,
  D10: OF_POLICIES.loops,
};
const WINDOWS = Object.values(OF_WINDOWS);

/** `N19`, `D9`, `I5`, `1.11`, `L18`, `bugs.md#34`; null: no paper has such an anchor. */
export function ofNote(name: string): Explanation | null {
  const passage = passageOf(name);
  if (passage === null) return null;
  const tests = testsNamed(passage);
  const next =
    tests.length === 0
      ? `docs/${passage.paper}#${passage.anchor} has all of it.`
      : `fermata check ${tests[0].name}; docs/${passage.paper}#${passage.anchor} has all of it.`;
  return { lines: passage.lines, pictures: () => picturesFor(passage, tests), next };
}

function picturesFor({ anchor, lines }: Passage, tests: readonly Test[]): readonly Picture[] {
  const [, kind = '', number = ''] = /^([A-Z])(\d+)/.exec(anchor) ?? [];
  if (Object.hasOwn(CURED, anchor)) return picturesOf(CURED[anchor], CURED[anchor].breaks);
  if (kind === 'W' && WINDOWS[Number(number)] !== undefined) {
    return picturesOf(WINDOWS[Number(number)], null);
  }
  if (kind === 'I') {
    const [id] = lines.join(' ').match(/\bR\d+\b/) ?? [];
    return id === undefined ? [] : picturesOf(OF_ASSERTIONS[id], id);
  }
  if (!'DNF'.includes(kind) || kind === '') return [];
  const fall = fallAmong(tests, lines.join(' '));
  return fall === null ? tests.slice(0, 1).map(endOf) : [fall];
}

/** What falls in no run is shown by how its test ends. */
function endOf(test: Test): Picture {
  const [revision] = revisionsOf(test.litmus);
  // A debug session is modelled as the kernels have it.
  const isDebugged = test.litmus.rows
    .flat()
    .some((cell) => cell?.is === 'call' && cell.call === 'kbox_thread');
  const design = isDebugged ? 'today' : 'ticket';
  const head = `Shown by the end of ${test.name} under ${design} on ${revision}`;
  return { ...wellEnded(test, design, revision), head };
}

/** The first fall of a test that is named there: under the ticket, else a design named beside it. */
function fallAmong(tests: readonly Test[], text: string): Picture | null {
  const named = presets().filter(({ name, kind }) => {
    return kind === 'right' && text.includes(`under ${name}`);
  });
  for (const test of tests) {
    for (const design of ['today', 'ticket', ...named.map(({ name }) => name)]) {
      for (const revision of revisionsOf(test.litmus)) {
        const fall = fallOn(test, design, revision, null);
        if (fall !== null) return fall;
      }
    }
  }
  return null;
}

/** The tests of the catalogue that a passage names, in its order. */
function testsNamed({ lines }: Passage): readonly Test[] {
  const text = lines.join(' ');
  const byName = new Map(testsToExplain().map((test) => [test.name, test]));
  const words = text.match(/[A-Z][\w.+-]*\w/g) ?? [];
  return [...new Set(words)].flatMap((word) => byName.get(word) ?? []);
}
