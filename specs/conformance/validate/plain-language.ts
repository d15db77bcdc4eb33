/**
 * Which traces are of the model's language, by plain search: all states in which the model can be after
 * the first events, then after one more, and so on. For traces of which every event is logged, in one
 * order.
 *
 * It shares with the validator what a step would have logged, and nothing of how that is looked for: it
 * is what the validator is held against.
 */
import type { Machine } from '../../../model/machine.ts';
import type { Happened } from '../trace-event.ts';
import { type Seen, seenIn } from './seen.ts';

/** A state, and what is still to be logged of the step that led to it. */
interface Node {
  readonly record: Uint8Array;
  readonly rest: readonly Seen[];
}

type Nodes = Map<string, Node>;

/** More states than `most` after one event. */
export class TooMany extends Error {}

/**
 * How many events of `events` can be followed; all of them and one more where the model can be at an
 * end then (`isOver`: the round was complete). @throws TooMany, ModelError
 */
export function followed(
  machine: Machine,
  events: readonly Happened[],
  isOver: boolean,
  most: number,
): number {
  const first = new Uint8Array(machine.recordSize);
  machine.initial(first, 0);
  const names = machine.kernel.program.lanes.map(({ name }) => name);
  let nodes = unlogged(machine, nodesOf([{ record: first, rest: [] }]), most);
  for (const [i, event] of events.entries()) {
    const next = [...nodes.values()].flatMap(({ record, rest }) =>
      rest.length > 0 && isSame(rest[0], event, names) ? [{ record, rest: rest.slice(1) }] : [],
    );
    if (next.length === 0) return i;
    nodes = unlogged(machine, nodesOf(next), most);
  }
  const isEnd = [...nodes.values()].some(
    ({ record, rest }) => rest.length === 0 && (!isOver || isLast(machine, record)),
  );
  return events.length + (isEnd ? 1 : 0);
}

function nodesOf(all: readonly Node[]): Nodes {
  return new Map(all.map((node) => [keyOf(node), node]));
}

const keyOf = ({ record, rest }: Node): string =>
  `${Buffer.from(record).toString('latin1')} ${JSON.stringify(rest)}`;

/** With all that is reached from these without anything being logged. */
function unlogged(machine: Machine, nodes: Nodes, most: number): Nodes {
  const queue = [...nodes.values()];
  for (const node of queue) {
    if (nodes.size > most) throw new TooMany();
    for (const next of nextOf(machine, node)) {
      const key = keyOf(next);
      if (nodes.has(key)) continue;
      nodes.set(key, next);
      queue.push(next);
    }
  }
  return nodes;
}

function nextOf(machine: Machine, { record, rest }: Node): readonly Node[] {
  if (rest.length > 0) return rest[0].isEvidence ? [] : [{ record, rest: rest.slice(1) }];
  const { recordSize, successorsMax } = machine;
  const targets = new Uint8Array(recordSize * successorsMax);
  const rules = new Uint16Array(successorsMax);
  const count = machine.successors(record, 0, targets, 0, rules, 0);
  return Array.from({ length: count }, (_, i) => ({
    rest: seenIn(machine, record, 0, rules[i], targets, i * recordSize),
    record: targets.slice(i * recordSize, (i + 1) * recordSize),
  }));
}

function isLast(machine: Machine, record: Uint8Array): boolean {
  const targets = new Uint8Array(machine.recordSize * machine.successorsMax);
  const rules = new Uint16Array(machine.successorsMax);
  const count = machine.successors(record, 0, targets, 0, rules, 0);
  return [...rules.subarray(0, count)].every((rule) => machine.rules[rule].optional === true);
}

/** Field by field, as text; what the model does not know of a result is any. */
function isSame(seen: Seen, event: Happened, names: readonly string[]): boolean {
  const logged = event as Record<string, unknown>;
  const th = names[seen.th] ?? 'E';
  if (seen.ev !== event.ev || th !== event.th) return false;
  if (seen.val != null && 'val' in logged && logged.val !== seen.val) return false;
  if ('label' in logged && seen.label != null && logged.label !== seen.label) return false;
  const fields = ['sys', 'on', 'hit', 'box'] as const;
  if (fields.some((key) => key in logged && logged[key] !== seen[key])) return false;
  return !('woke' in logged) || String(logged.woke) === String(seen.woke);
}
