/**
 * `fermata explain`: an assertion, a policy, a preset or a call, in its own words, with a run in which
 * all is well and one in which it is not.
 */
import { POLICIES, type Policy } from '../../model/designs/policies.ts';
import { presets } from '../../model/designs/presets.ts';
import { CALLS } from '../litmus/calls/calls.ts';
import { ASSERTIONS } from '../properties/assertions.ts';
import { UsageError, unknownName } from '../errors.ts';
import { OF_ASSERTIONS, OF_CALLS, OF_POLICIES, type Pair } from './explained-by.ts';
import { type Picture, picturesOf } from './explain-pair.ts';
import { picturesOfKernelCall } from './explain-kernel-call.ts';
import { callLines, policyLines } from './language-lists.ts';

/** What is said of a name: lines, then pictures, then what to do with them. */
export interface Explanation {
  readonly lines: readonly string[];
  readonly pictures: readonly Picture[];
  readonly next: string;
}

const KINDS = {
  always: 'asked of every state',
  finally: 'asked of every end',
  outcomes: 'asked of all ends together: those with stops beside those without',
} as const;

/** @throws UsageError naming the nearest that there is */
export function explain(name: string): Explanation {
  const explanation =
    ofAssertion(name) ?? ofPolicy(name) ?? ofCall(name) ?? ofPreset(name) ?? unmodelled(name);
  if (explanation !== null) return explanation;
  const known = [
    ...ASSERTIONS.map(({ id }) => id),
    ...Object.keys(POLICIES),
    ...new Set(CALLS.map((spec) => spec.name)),
    ...presets().map((preset) => preset.name),
  ];
  const lists = 'fermata list assertions, policies, calls or designs';
  throw unknownName('assertion, policy, call or design', name, known, lists);
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
  return withPair(lines, OF_ASSERTIONS[id], id);
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
  const pictures = picturesOfKernelCall(name);
  const next =
    pictures.length === 0
      ? 'no test of the catalogue calls it; fermata new begins one.'
      : 'fermata list litmus has all tests; fermata show TEST reads one.';
  return { lines, pictures, next };
}

function ofPreset(name: string): Explanation | null {
  const design = presets().find((preset) => preset.name === name);
  if (design === undefined) return null;
  const lines = [`${name}: ${design.reason}`];
  if (design.fall === null) return { lines, pictures: [], next: 'fermata list designs' };
  const { test, revision, assertion } = design.fall;
  const pair = { test, revision, falls: name, holds: 'ticket', breaks: assertion };
  return withPair(lines, pair, assertion);
}

function withPair(lines: readonly string[], pair: Pair, breaks: string | null): Explanation {
  const { test, falls, holds, revision } = pair;
  const next = `fermata check ${test} --design ${falls} --design ${holds} --revision ${revision}`;
  return { lines, pictures: picturesOf(pair, breaks), next };
}

/** @throws UsageError for an assertion that has a number and no meaning yet */
function unmodelled(name: string): null {
  if (!/^(R1[06]|U[12])$/i.test(name)) return null;
  throw new UsageError(`${name.toUpperCase()} is not modelled yet; see docs/assertions.md`);
}
