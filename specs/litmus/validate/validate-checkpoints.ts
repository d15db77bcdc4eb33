/**
 * Checks of checkpoints: that a group names tasks, that what is saved is restored, and where.
 *
 * Between its checkpoint and its restore a group is an image and nothing else: there is nobody to
 * resume or to kill, to look at or to set. One group is saved at a time.
 */
import { type EnvOp, type Init, isOfHeld, type Litmus, type Place } from '../litmus.ts';
import { isKernelTable } from '../calls/call-spec.ts';
import { nearest, quoted, type Refuse } from '../litmus-error.ts';
import { inRange, type Names } from './validate-names.ts';

type Group = Extract<EnvOp, { is: 'checkpoint' | 'restore' }>;
type Node = Extract<Init, { is: 'node' }>;

/** A group between its checkpoint and its restore. */
interface Saved {
  readonly group: string;
  readonly place: Place;
}

/** Beside the one on which the test runs: a program has two clocks at most. */
const NODES_MAX = 1;
const SKEW_MAX = 20;

/** The tasks of a checkpoint or a restore, each once; the node of a restore. */
export function checkGroup(op: Group, place: Place, names: Names, refuse: Refuse): void {
  for (const [i, task] of op.tasks.entries()) {
    names.checkTask(task, place);
    if (op.tasks.indexOf(task) < i) refuse(place, `the task ${task} twice`, 'each task once');
  }
  if (op.is === 'checkpoint' || op.node === null || names.nodes.has(op.node)) return;
  const known = [...names.nodes];
  const expected = known.length === 0 ? "'node N2 = same;' among the objects" : known.join(', ');
  refuse(place, `the node ${quoted(op.node)}`, expected, nearest(op.node, known));
}

/** The nodes that are declared. */
export function checkNodes(litmus: Litmus, names: Names, refuse: Refuse): void {
  const nodes = litmus.init.filter((item): item is Node => item.is === 'node');
  for (const [i, { name, skew, place }] of nodes.entries()) {
    if (isKernelTable(names.table)) {
      refuse(place, `a node with the table ${names.table}`, 'none: it has no boundary');
    }
    if (names.objects.has(name) || names.tasks.has(name)) {
      refuse(place, `the name ${quoted(name)} twice`, 'each object, task and node once');
    }
    if (i >= NODES_MAX) refuse(place, `${i + 1} nodes`, `at most ${NODES_MAX}`);
    if (skew !== null) inRange(skew, -SKEW_MAX, SKEW_MAX, place, 'skew', refuse);
  }
}

/** What happens to groups, in the order of the E lane. */
export function checkCheckpoints(litmus: Litmus, names: Names, refuse: Refuse): void {
  const column = litmus.lanes.findIndex(({ name }) => name === 'E');
  const cells = column < 0 ? [] : litmus.rows.flatMap((row) => row[column] ?? []);
  let saved: Saved | null = null;
  for (const cell of cells) {
    if (cell.is !== 'env') continue;
    const { op, place } = cell;
    if (op.is === 'checkpoint' || op.is === 'restore') {
      if (litmus.meta.cpus === 2) refuse(place, `'${op.is}' with Cpus=2`, 'one CPU on each node');
      const group = op.tasks.join('+');
      if (op.is === 'checkpoint' && saved !== null) {
        refuse(place, `a checkpoint while ${saved.group} is saved`, `'restore ${saved.group}'`);
      }
      if (op.is === 'restore') checkSaved(group, saved, place, refuse);
      saved = op.is === 'checkpoint' ? { group, place } : null;
    } else if (saved !== null) refuseOfSaved(op, place, saved.group, names, refuse);
  }
  if (saved !== null) {
    refuse(saved.place, `'checkpoint ${saved.group}' alone`, `'restore ${saved.group}' after it`);
  }
}

function checkSaved(group: string, saved: Saved | null, place: Place, refuse: Refuse): void {
  if (saved?.group === group) return;
  const expected = saved === null ? "a 'checkpoint' before it" : `'restore ${saved.group}'`;
  refuse(place, `'restore ${group}'`, expected);
}

/** A saved group has nobody who could be resumed, killed, looked at or set. */
function refuseOfSaved(op: EnvOp, place: Place, group: string, names: Names, refuse: Refuse): void {
  const task = op.is === 'kill' ? op.task : (names.taskOf.get(laneOf(op)) ?? '');
  if (!group.split('+').includes(task)) return;
  const what = op.is.startsWith('set') ? 'set' : op.is;
  refuse(place, `'${what}' of what is saved`, `'restore ${group}' before it`);
}

/** The lane that an operation is about, or ''. */
function laneOf(op: EnvOp): string {
  if (op.is === 'resume' || op.is === 'go') return op.lane;
  if (!isOfHeld(op)) return '';
  if (op.is !== 'set') return op.lane;
  return op.loc.is === 'register' ? `P${op.loc.lane}` : '';
}
