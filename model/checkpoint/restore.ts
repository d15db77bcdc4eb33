/**
 * A restore: tasks, threads and kernel objects are made anew from an image, on this node or another.
 *
 * The kernels have nothing of it; docs/migration.md says which of its parts today's calls could do.
 * The threads are held, as they were when they were saved, until they are let go. One step: nobody
 * runs who could see half of it.
 */

import { cpuOf, offsetOf, setCpu } from '../record/cpus.ts';
import {
  BASE,
  CLOCK_PC,
  ENV_OP,
  FIRST,
  FIRST_BY,
  KEPT,
  NOW,
  PC,
  REMAINING,
  RUNS_ON,
} from '../record/layout.ts';
import type { Group, Program } from '../record/program.ts';
import type { Kernel } from '../record/state.ts';
import { HELD } from '../proc/boundary.ts';
import { seenByClock } from '../proc/seen.ts';
import { crossTo2012, crossTo2026 } from './crossing.ts';
import { loseNames, renameCalls } from './messages.ts';
import { renameQueues } from './names.ts';
import { subscribeAgain } from './subscriptions.ts';

/** Between two clock interrupts: an image has no part in one. */
export function mayRestore(k: Kernel): boolean {
  return k.global(CLOCK_PC) === 0;
}

/** Makes the group anew, held. */
export function restore(k: Kernel, group: Group): void {
  if (group.isHeldOnly) return;
  const next = k.worlds?.[k.global(ENV_OP) + 1] ?? k.program;
  if (next.revision !== k.program.revision) crossOver(k, group, next);
  for (const t of group.threads) restoreThread(k, t, group);
  subscribeAgain(k);
  if (group.policies.names !== 'raw') return;
  renameQueues(k, group);
  if (next.home === undefined) renameCalls(k, group, next.revision === 'helenos-2012');
  else loseNames(k, group);
}

/**
 * Where another revision runs from here on, objects are its own, and it counts ticks in its own way:
 * 2012 those that it has decremented its list for, which between two interrupts are all, 2026 in its
 * tick counter alone.
 */
function crossOver(k: Kernel, group: Group, next: Program): void {
  k.setGlobal(BASE, next.revision === 'helenos-2012' ? k.global(NOW) : 0);
  if (next.revision === 'helenos-2012') crossTo2012(k, group, next.home);
  else crossTo2026(k);
}

function restoreThread(k: Kernel, t: number, { node, policies }: Group): void {
  const from = offsetOf(k, cpuOf(k, t, RUNS_ON));
  setCpu(k, t, RUNS_ON, node);
  if (k.get(t, PC) !== HELD) return;
  setCpu(k, t, FIRST_BY, node);
  const shift = policies.deadlines === 'rebase' ? offsetOf(k, node) - from : 0;
  rebase(k, t, shift);
}

/** A deadline of the record is one of the new clock; what was left of a timeout is of no clock. */
function rebase(k: Kernel, t: number, shift: number): void {
  if (k.get(t, FIRST) !== 0 && !k.has(t, REMAINING)) k.set(t, FIRST, k.get(t, FIRST) + shift);
  seenByClock(k, t, shift);
  if (k.rare(t, KEPT) !== 0) k.setRare(t, KEPT, k.rare(t, KEPT) + shift);
}
