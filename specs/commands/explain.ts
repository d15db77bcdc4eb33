/**
 * `fermata explain`: every name that a list, a report or a paper has, in its own words, and where there
 * can be one with a run in which all is well and one in which it is not.
 */
import { POLICIES, type Policy } from '../../model/designs/policies.ts';
import { presets } from '../../model/designs/presets.ts';
import { CALLS } from '../litmus/calls/calls.ts';
import { ASSERTIONS } from '../properties/assertions.ts';
import { unknownName } from '../errors.ts';
import { OF_ASSERTIONS, OF_CALLS, OF_KERNELS, OF_POLICIES, type Pair } from './explained-by.ts';
import { fallOn, type Picture, picturesOf } from './explain-pair.ts';
import { callersOf, isCalled, picturesOfKernelCall } from './explain-kernel-call.ts';
import { ofPreset, ofValues, valueNames } from './explain-design.ts';
import { ofNote } from './explain-note.ts';
import { noteNames } from './explain-paper.ts';
import { ofTest, ofWord, wordNames } from './explain-word.ts';
import { callLines, policyLines } from './language-lists.ts';
import { testsToExplain } from './explained-tests.ts';

/** What is said of a name: lines, then pictures, then what to do with them. */
export interface Explanation {
  readonly lines: readonly string[];
  /** Made by a search when it is asked for. */
  readonly pictures: () => readonly Picture[];
  readonly next: string;
}

const KINDS = {
  always: 'asked of every state',
  finally: 'asked of every end',
  outcomes: 'asked of all ends together: those with stops beside those without',
  traps: 'asked of every state: of the whole graph',
} as const;

/** In this order: the first that knows the name explains it. */
const READERS: readonly ((name: string) => Explanation | null)[] = [
  ofAssertion,
  ofPolicy,
  ofCall,
  ofPreset,
  // Before the words: the node of an example is called N2.
  ofNote,
  ofWord,
  ofTest,
  ofValues,
];

/** @throws UsageError naming the nearest that there is; DesignError for values that there are not */
export function explain(name: string): Explanation {
  for (const reader of READERS) {
    const explanation = reader(name);
    if (explanation !== null) return explanation;
  }
  const known = [
    ...ASSERTIONS.map(({ id }) => id),
    ...Object.keys(POLICIES),
    ...new Set(CALLS.map((spec) => spec.name)),
    ...presets().map((preset) => preset.name),
    ...valueNames(),
    ...wordNames(),
    ...noteNames(),
    ...testsToExplain().map((test) => test.name),
  ];
  const lists = 'fermata list assertions, policies, calls, designs, words or litmus';
  throw unknownName('name', name, known, lists);
}

function ofAssertion(name: string): Explanation | null {
  const assertion = ASSERTIONS.find(({ id }) => id === name.toUpperCase());
  if (assertion === undefined) return null;
  const { id, says, kind, witness, source } = assertion;
  const lines = [
    `${id}: ${says}`,
    `    ${KINDS[kind]}`,
    `    counts only if this was seen: ${witness}`,
    `    from docs/${source.replaceAll(', ', ', docs/')}`,
  ];
  if (Object.hasOwn(OF_ASSERTIONS, id)) return withPair(lines, OF_ASSERTIONS[id], id);
  return ofKernelsAlone(lines, id);
}

/** No design breaks it: it is drawn as the kernels do. */
function ofKernelsAlone(lines: readonly string[], id: string): Explanation {
  const { test, revision } = OF_KERNELS[id];
  const next = `fermata check ${test} --design today --revision ${revision}`;
  const pictures = (): readonly Picture[] => {
    const found = testsToExplain().find(({ name }) => name === test);
    const fall = found === undefined ? null : fallOn(found, 'today', revision, id);
    return fall === null ? [] : [fall];
  };
  return { lines, pictures, next };
}

function ofPolicy(name: string): Explanation | null {
  if (!Object.hasOwn(POLICIES, name)) return null;
  return withPair(policyLines(name as Policy), OF_POLICIES[name], null);
}

function ofCall(name: string): Explanation | null {
  const specs = CALLS.filter((spec) => spec.name === name);
  if (specs.length === 0) return null;
  const lines = specs.flatMap(callLines);
  const pair = Object.hasOwn(OF_CALLS, name) ? OF_CALLS[name] : undefined;
  if (pair !== undefined) return withPair(lines, pair, null);
  return { lines, pictures: () => picturesOfKernelCall(name), next: testsThatCall(name) };
}

/** Most tests of debug sessions, say, have no pair of their own: the smallest one is named. */
function testsThatCall(name: string): string {
  if (isCalled(name)) return 'fermata list litmus has all tests; fermata show TEST reads one.';
  const [first, ...others] = callersOf(name);
  if (first === undefined) return 'no test of the catalogue calls it; fermata new begins one.';
  return `fermata check ${first}${others.length > 0 ? `; ${others.length} more tests call it` : ''}`;
}

function withPair(lines: readonly string[], pair: Pair, breaks: string | null): Explanation {
  const { test, falls, holds, revision } = pair;
  const next = `fermata check ${test} --design ${falls} --design ${holds} --revision ${revision}`;
  return { lines, pictures: () => picturesOf(pair, breaks), next };
}
