/**
 * The rules of a program: who moves by which step, numbered as machine.ts makes successors: those of
 * threads and the clock, `thread * S + step` (S = number of steps), then those of the environment.
 */
import type { Rule } from '../checker/model.ts';
import { hasTwoCpus } from './record/cpus.ts';
import type { Program } from './record/program.ts';
import './steps.ts';
import { STEPS } from './record/step.ts';
import { SYS_FUTEX_WAKE } from './linux/futex.ts';
import { HELD } from './proc/boundary.ts';
import { DEAD, UNBORN } from './proc/thread-dead.ts';

/** Every rule of a program, in the order of their numbers. */
export function rulesOf(program: Program): Rule[] {
  const rules: Rule[] = [];
  const names = program.lanes.map((lane) => lane.name);
  [...names, 'clock'].forEach((name, actor) => {
    for (const step of STEPS) rules.push({ name: `${name} ${step.name}`, actor });
  });
  const actor = names.length + 1;
  rules.push({ name: 'E lane', actor }, { name: 'E tick', actor });
  for (const name of names) rules.push({ name: `E abort ${name}`, actor, optional: true });
  for (const name of names) rules.push({ name: `E kick ${name}`, actor });
  for (const name of names) rules.push({ name: `E resume ${name}`, actor });
  if (program.hasUserCode) {
    names.forEach((name, t) => {
      rules.push({ name: `${name} any=1`, actor: t }, { name: `${name} any=0`, actor: t });
    });
  }
  if (wakesAny(program)) {
    for (const [t, name] of names.entries()) {
      for (let chosen = 0; chosen < 1 << names.length; chosen++) {
        const woken = names.filter((_, other) => (chosen & (1 << other)) !== 0);
        rules.push({ name: `${name} wakes ${woken.join('+') || 'nobody'}`, actor: t });
      }
    }
  }
  if (!hasTwoCpus(program)) return rules;
  for (const name of names) rules.push({ name: `E move ${name}`, actor, optional: true });
  return rules;
}

/** Does a futex_wake of it choose whom it wakes? The policy is asked of no other program. */
export function wakesAny({ hasUserCode, lanes }: Program): boolean {
  const ofWake = (op: Program['lanes'][number]['ops'][number]): boolean =>
    op.handler === SYS_FUTEX_WAKE && op.policies.wake === 'any';
  return hasUserCode && lanes.some(({ ops }) => ops.some(ofWake));
}

/** What can happen at all, whoever does it: every step that can be taken, and the environment's. */
export function ruleKinds(): string[] {
  const steps = STEPS.filter(
    (_, number) => number > 0 && number !== HELD && number !== DEAD && number !== UNBORN,
  );
  const names = steps.map(({ name }) => name);
  return [...names, 'E lane', 'E tick', 'E abort', 'E kick', 'E resume', 'E move'];
}
