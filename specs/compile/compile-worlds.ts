/**
 * Groups that move to another kernel: the node has the other revision, another design, or both.
 *
 * There all calls are those of the other program. The two have one layout, so a record of one is a
 * record of the other; which of them runs follows from how far the E lane is. Between revisions the
 * layout has room for the objects of both. Tasks that stay would run on the first at the same time, so
 * all tasks of the test have to move, but those that have ended.
 */
import { parseDesign } from '../../model/designs/designs.ts';
import type { Design } from '../../model/designs/policies.ts';
import { layoutOf } from '../../model/record/layout.ts';
import type { EnvAction, Program, Revision } from '../../model/record/program.ts';
import type { Litmus } from '../litmus/litmus.ts';
import { obstacle } from './crossings.ts';
import { Unsupported } from './unsupported.ts';

/** What a kernel is. */
export interface World {
  readonly revision: Revision;
  readonly design: Design;
}

/** The kernel of the node where groups are restored, if it is another one. */
export function otherWorld({ init, rows }: Litmus, own: World): World | null {
  const node = init.find((item) => item.is === 'node');
  const isUsed = rows.some((row) =>
    row.some((cell) => cell?.is === 'env' && cell.op.is === 'restore' && cell.op.node !== null),
  );
  if (node === undefined || !isUsed) return null;
  const revision = node.kernel === 'same' ? own.revision : node.kernel;
  const design = node.design === undefined ? own.design : parseDesign(node.design);
  return revision === own.revision && design === own.design ? null : { revision, design };
}

/** The program with the one that runs on the node. @throws Unsupported */
export function withWorld(own: Program, other: Program, { meta }: Litmus): Program {
  refuse(own, other, meta.table);
  const [here, there] = own.revision === other.revision ? [own, other] : crossing(own, other);
  if (placesOf(here) !== placesOf(there)) {
    throw new Unsupported('a move between designs whose records differ');
  }
  const worlds = [...own.env, null].map((_, at) => (isAway(own, at) ? there : here));
  return { ...here, worlds };
}

/** Both with room for the objects of either revision; there, calls go through a shim. */
function crossing(own: Program, other: Program): [Program, Program] {
  const room = {
    crosses: true,
    depth: Math.max(own.depth, other.depth),
    keepsHandles: own.keepsHandles || other.keepsHandles,
  };
  return [
    { ...own, ...room },
    { ...other, ...room, home: own.revision },
  ];
}

/** Before cell `at` of the E lane, the last restore was on the node. */
function isAway({ env }: Program, at: number): boolean {
  const last = env.slice(0, at).findLast(({ is }) => is === 'restore');
  return last?.is === 'restore' && last.group.node === 1;
}

function refuse(own: Program, other: Program, table: Litmus['meta']['table']): void {
  const moves = own.lanes.map((_, t) => !own.env.some((action) => staysBehind(action, t)));
  if (own.lanes.some((_, t) => !moves[t] && !isOverBefore(own, t))) {
    throw new Unsupported('a move to another kernel while some task stays');
  }
  const lanes = own.lanes.filter((_, t) => moves[t]);
  if (own.revision !== other.revision) {
    const reason = obstacle(lanes, table, own);
    if (reason !== null) {
      throw new Unsupported(`from ${own.revision} to ${other.revision}: ${reason}`);
    }
  }
  const ops = own.lanes.flatMap((lane) => lane.ops);
  const others = other.lanes.flatMap((lane) => lane.ops);
  const sync = ops.find((op, i) => op.handler !== others[i].handler);
  if (sync !== undefined) throw new Unsupported(`${sync.call} is no call of the node's kernel`);
}

/** Is it a restore without thread t? */
function staysBehind(action: EnvAction, t: number): boolean {
  return action.is === 'restore' && !action.group.threads.includes(t);
}

/** The E lane waits for the end of its last call before anybody moves: it does nothing any more. */
function isOverBefore({ env, lanes }: Program, t: number): boolean {
  const first = env.findIndex(({ is }) => is === 'restore');
  const last = lanes[t].ops.length - 1;
  return env
    .slice(0, first)
    .some((it) => it.is === 'await' && it.state === 'Done' && it.thread === t && it.op === last);
}

/** Where everything stands; sizes of messages, phones and boxes are no matter where there are none. */
function placesOf(program: Program): string {
  const { messageSize, phoneSize, boxSize, ...places } = layoutOf(program);
  const sizes = program.boxes.length > 0 ? [messageSize, phoneSize, boxSize] : [];
  return JSON.stringify({ ...places, sizes });
}
