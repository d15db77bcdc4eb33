/** Checkpoints and restores as a trace tells them. */
import type { Deed, Group, Program } from '../../model/record/program.ts';

/** One deed of a checkpoint. */
export function deedSays(program: Program, deed: Deed): string {
  if (deed.do === 'stop')
    return `asks ${program.lanes[deed.thread].name} to stop, for a checkpoint`;
  const group = groupName(program, deed.group);
  if (deed.do === 'read') return `reads the counters of the queues of ${group}`;
  return deed.group.isHeldOnly ? `has ${group} held` : `saves ${group}, and destroys it`;
}

/** The restore of a group. */
export function restoreSays(program: Program, group: Group): string {
  const where = group.node === 0 ? 'on its own node' : 'on the other node';
  return group.isHeldOnly
    ? `has held ${groupName(program, group)}`
    : `restores ${groupName(program, group)} ${where}`;
}

/** `A+B`, by the tasks of its threads. */
function groupName({ lanes, tasks }: Program, { threads }: Group): string {
  return [...new Set(threads.map((t) => tasks[lanes[t].task]))].join('+');
}
