/**
 * All states of a small test and the steps between them, for tools that draw or compare graphs: breadth
 * first, so that states are numbered as the search finds them.
 */
import type { Machine } from '../../model/machine.ts';
import { whereabouts } from '../properties/whereabouts.ts';
import type { OutcomeKey } from '../search/test-model.ts';

export interface StateGraph {
  readonly states: readonly {
    /** Where each thread is. */
    readonly lanes: readonly string[];
    /** What an end shows; null: it is none. */
    readonly outcome: string | null;
  }[];
  readonly edges: readonly { readonly from: number; readonly to: number; readonly rule: string }[];
}

/** Null: more than `most` states. @throws ModelError */
export function stateGraphOf(machine: Machine, most: number): StateGraph | null {
  const { recordSize, successorsMax } = machine;
  const first = new Uint8Array(recordSize);
  machine.initial(first, 0);
  const records = [first];
  const known = new Map([[keyOf(first), 0]]);
  const states: StateGraph['states'][number][] = [];
  const edges: StateGraph['edges'][number][] = [];
  const targets = new Uint8Array(recordSize * successorsMax);
  const rules = new Uint16Array(successorsMax);
  for (let from = 0; from < records.length; from++) {
    const count = machine.successors(records[from], 0, targets, 0, rules, 0);
    const taken = Array.from(rules.subarray(0, count), (rule) => machine.rules[rule]);
    for (const [i, { name }] of taken.entries()) {
      const record = targets.slice(i * recordSize, (i + 1) * recordSize);
      const key = keyOf(record);
      const to = known.get(key) ?? records.push(record) - 1;
      known.set(key, to);
      edges.push({ from, to, rule: name });
    }
    if (records.length > most) return null;
    states.push(
      stateOf(
        machine,
        records[from],
        taken.every(({ optional }) => optional === true),
      ),
    );
  }
  return { states, edges };
}

const keyOf = (record: Uint8Array): string => String.fromCharCode(...record);

function stateOf(
  machine: Machine,
  record: Uint8Array,
  isEnd: boolean,
): StateGraph['states'][number] {
  const k = machine.kernel;
  k.bind(record, 0);
  const lanes = k.program.lanes.map(({ name }, t) => `${name} ${whereabouts(k, t)}`);
  const key = isEnd ? machine.outcome(record, 0) : undefined;
  return { lanes, outcome: key === undefined ? null : (JSON.parse(key) as OutcomeKey).shown };
}
