/**
 * What `check --itf`, `--dot` and `--aut` write: one test on one design and revision, as an execution
 * and as a graph of its states.
 */
import { explore } from '../../checker/explore.ts';
import { parseDesign, takesAborts } from '../../model/designs/designs.ts';
import type { Revision } from '../../model/record/program.ts';
import type { Counterexample, Execution, Run } from '../../reports/data.ts';
import { selectTests, type Test } from '../catalogue.ts';
import { compile } from '../compile/compile.ts';
import { Unsupported } from '../compile/unsupported.ts';
import { InputError, UsageError } from '../errors.ts';
import { digest } from '../run/digest.ts';
import type { Conditions, Selection } from '../run/check-all.ts';
import { revisionsOf } from '../search/revisions.ts';
import { needsAborts, type Subject, withAborts } from '../search/search.ts';
import { testModel, type TestModel } from '../search/test-model.ts';
import { executionTo } from '../trace/counterexample.ts';
import { type StateGraph, stateGraphOf } from '../trace/state-graph.ts';

/** A graph of more states nobody looks at, and few tools read. */
export const GRAPH_STATES_MAX = 5000;

/** What is exported: one run. */
export interface Exported {
  readonly test: Test;
  readonly subject: Subject;
}

/** Before anything is searched. @throws UsageError unless it is one test, one design, one revision */
export function requireOne(
  flag: string,
  { tests, designs, revision }: Selection,
  conditions: Conditions,
): Exported {
  const needs = (what: string, how: string): never => {
    throw new UsageError(`${flag} is of one run: ${what}; ${how}`);
  };
  const selected = tests.length === 0 ? [] : selectTests(tests);
  if (selected.length !== 1) needs(`${selected.length} tests are selected`, 'name one test');
  if (designs.length !== 1) needs(`${designs.length} designs are given`, 'give one --design');
  const [test] = selected;
  const revisions = revision === null ? revisionsOf(test.litmus) : [revision];
  if (revisions.length !== 1)
    needs(`${test.name} is for ${revisions.join(' and ')}`, 'give --revision');
  return { test, subject: subjectOf(flag, test, designs[0], revisions[0], conditions) };
}

function subjectOf(
  flag: string,
  { litmus: asWritten, hash, name }: Test,
  designText: string,
  revision: Revision,
  conditions: Conditions,
): Subject {
  const litmus = withAborts(asWritten, conditions.aborts);
  const design = parseDesign(designText);
  if (needsAborts(litmus) && !takesAborts(design)) {
    throw new InputError(`${flag}: ${name} aborts calls, and ${design.name} takes no aborts`);
  }
  const options = {
    ...conditions,
    deadlineMs: null,
    digest: digest(),
    interrupted: () => false,
  };
  try {
    return { litmus, hash, design, revision, options, program: compile(litmus, design, revision) };
  } catch (error) {
    if (!(error instanceof Unsupported)) throw error;
    throw new InputError(`${flag}: nothing models ${name} under ${design.name}: ${error.message}`);
  }
}

/** What fell, or, where nothing did, a shortest run to the first outcome; and which it is. */
export function executionOfRun(
  { subject }: Exported,
  run: Run,
): { readonly execution: Counterexample | Execution; readonly says: string } {
  const { litmus, design, revision } = subject;
  const of = `${litmus.name}, ${design.name}, ${revision}`;
  const fallen = [run.condition, ...run.assertions].flatMap(({ counterexample }) =>
    counterexample === null ? [] : [counterexample],
  );
  const [first] = fallen;
  if (first !== undefined) return { execution: first, says: `${of}: breaks ${first.breaks}` };
  const { machine } = modelOf(subject);
  const exploration = explore(machine, { statesMax: subject.options.statesMax });
  const [outcome] = exploration.outcomes.keys();
  if (outcome === undefined) {
    throw new InputError(`--itf: no run of ${of} has come to an end; allow more with --max-states`);
  }
  const execution = executionTo(subject, exploration, outcome);
  exploration.seen.arena.release();
  return { execution, says: `${of}: nothing falls; a shortest run to an outcome` };
}

/** @throws InputError for a graph that is too large */
export function graphOfRun(flag: string, { subject }: Exported): StateGraph {
  const graph = stateGraphOf(modelOf(subject).machine, GRAPH_STATES_MAX);
  if (graph !== null) return graph;
  const most = GRAPH_STATES_MAX.toLocaleString('en');
  throw new InputError(
    `${flag}: ${subject.litmus.name} has more than ${most} states, the most that a graph is written of; ` +
      'take a smaller test, or --aborts 0',
  );
}

const modelOf = ({ litmus, program }: Subject): TestModel => testModel(litmus, program, []);
