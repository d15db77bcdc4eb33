/**
 * Cycles of the catalogue's tests: no right design has any, by two algorithms that share nothing; and
 * B and H are what counting step by step along every way gives.
 *
 * Small tests under the ticket's design; `ALL=1 npx vitest run specs/livelock` takes all tests under
 * all presets.
 */
import { expect, test } from 'vitest';
import { componentsOf } from '../../checker/cycles/components.ts';
import { partOf } from '../../checker/cycles/fair.ts';
import { orderOf } from '../../checker/cycles/order.ts';
import { explore } from '../../checker/explore.ts';
import { Graph } from '../../checker/graph.ts';
import { parseDesign } from '../../model/designs/designs.ts';
import { presets } from '../../model/designs/presets.ts';
import type { Design } from '../../model/designs/policies.ts';
import type { Revision } from '../../model/record/program.ts';
import { ABORT, PC } from '../../model/record/layout.ts';
import { STEPS } from '../../model/record/step.ts';
import { HELD } from '../../model/proc/boundary.ts';
import { LEAVE } from '../../model/proc/thread-exit.ts';
import type { AssertionResult } from '../../reports/data.ts';
import { readCatalogue, type Test } from '../catalogue.ts';
import { revisionsOf } from '../check/check.ts';
import { latencies } from '../check/latencies.ts';
import { compile } from '../compile/compile.ts';
import { Unsupported } from '../compile/unsupported.ts';
import { hashOf } from '../litmus/hash.ts';
import { hasLoops } from './livelocks.ts';
import { CHECK_OPTIONS } from '../run/sample.ts';
import { modelKey } from '../search/same-model.ts';
import { type TestModel, testModel } from '../search/test-model.ts';

const isAll = process.env.ALL !== undefined;
const STATES_MAX = isAll ? 400_000 : 1500;
const COUNTED_MAX = isAll ? 4000 : 400;
const DESIGNS = isAll ? presets() : [parseDesign('ticket')];

interface Searched {
  readonly source: Test;
  readonly design: Design;
  readonly revision: Revision;
  readonly model: TestModel;
  readonly graph: Graph;
}

/** Every model once, with its graph, where the search comes to its end. */
function* searched(statesMax: number): Generator<Searched> {
  const done = new Set<string>();
  for (const design of DESIGNS) {
    for (const source of readCatalogue()) {
      for (const revision of revisionsOf(source.litmus)) {
        const key = `${source.name} ${revision} ${modelKey(source.litmus, design, revision)}`;
        if (done.has(key)) continue;
        done.add(key);
        const model = modelFor(source, design, revision);
        if (model === null) continue;
        const search = explore(model.machine, { statesMax, keepEdges: true });
        if (search.stopped === 'complete') {
          yield { source, design, revision, model, graph: new Graph(search) };
        }
        search.seen.arena.release();
      }
    }
  }
}

function modelFor({ litmus }: Test, design: Design, revision: Revision): TestModel | null {
  try {
    return testModel(litmus, compile(litmus, design, revision));
  } catch (error) {
    if (error instanceof Unsupported) return null;
    throw error;
  }
}

/** User code goes round where its lanes say so. */
test('no test without loops has a cycle, by order and by components, but where a thread is moved to and fro', () => {
  const cyclic: string[] = [];
  let [tests, states] = [0, 0];
  for (const { source, design, revision, graph, model } of searched(STATES_MAX)) {
    if (hasLoops(model.machine.kernel.program)) continue;
    const { rules } = graph.exploration.model;
    const moves = (rule: number): boolean => !rules[rule].name.startsWith('E move ');
    const { count } = componentsOf(partOf(graph, { within: () => true, moves }));
    const isSelf = graph.targets.some(
      (target, edge) => edge >= graph.first[target] && edge < graph.first[target + 1],
    );
    const hasCycle = count < graph.states || isSelf;
    const hasOneCpu = source.litmus.meta.cpus !== 2;
    if (hasCycle || (hasOneCpu && orderOf(graph) === null))
      cyclic.push(`${source.name} ${revision} ${design.name}`);
    tests++;
    states += graph.states;
  }
  expect(cyclic).toEqual([]);
  if (isAll) console.log(`${tests} models, ${states} states, no cycle`);
  expect(tests).toBeGreaterThan(200);
}, 3_600_000);

/** The most own steps at a boundary of thread t, by walking every way with its count. */
function ownByCounting({ model, graph }: Searched, t: number): number {
  const { kernel, rules, envRules } = model.machine;
  const { arena } = graph.exploration.seen;
  const at = <T>(id: number, read: () => T): T => {
    kernel.bind(arena.chunkOf(id), arena.atOf(id));
    return read();
  };
  const isPending = (): boolean => kernel.has(t, ABORT) || kernel.get(t, PC) === HELD;
  const isLast = (): boolean => kernel.get(t, PC) === LEAVE && kernel.has(t, ABORT);
  let most = -1;
  const seen = new Set(['0 0']);
  for (const place of seen) {
    const [id, count] = place.split(' ').map(Number);
    if (at(id, () => kernel.get(t, PC) === HELD)) most = Math.max(most, count);
    if (at(id, isLast)) most = Math.max(most, count + 1);
    for (let edge = graph.first[id]; edge < graph.first[id + 1]; edge++) {
      const rule = graph.rules[edge];
      const isOwn =
        rule < envRules && rules[rule].actor === t && STEPS[rule % STEPS.length].mode === 'kernel';
      const target = graph.targets[edge];
      seen.add(`${target} ${at(target, isPending) ? count + (isOwn ? 1 : 0) : 0}`);
    }
  }
  return most;
}

test('B is what counting along every way gives', () => {
  const differ: string[] = [];
  let compared = 0;
  for (const each of searched(COUNTED_MAX)) {
    const { source, design, revision, model, graph } = each;
    if (!model.assertions.some(({ id }) => id === 'R7')) continue;
    const { machine } = model;
    const { litmus } = source;
    const subject = {
      litmus,
      hash: hashOf(litmus),
      design,
      revision,
      options: CHECK_OPTIONS,
      program: machine.kernel.program,
    };
    const holds = { id: 'R7', verdict: 'VERIFIED' } as AssertionResult;
    const found = latencies(subject, machine, { graph, order: orderOf(graph) }, [holds]);
    // As where there are cycles.
    expect(latencies(subject, machine, { graph, order: null }, [holds])).toEqual(found);
    const told = found.map(({ ownSteps }) => ownSteps ?? Infinity);
    const threads = machine.kernel.program.lanes.map((_, t) => t);
    const counted = Math.max(...threads.map((t) => ownByCounting(each, t)));
    if (Math.max(-1, ...told) !== counted) differ.push(`${source.name} ${revision} ${design.name}`);
    compared++;
  }
  expect(differ).toEqual([]);
  if (isAll) console.log(`B compared in ${compared} models`);
  expect(compared).toBeGreaterThan(20);
}, 3_600_000);
