/**
 * What R7 and R9 ask of cycles: who may not be on one for ever.
 *
 * R7: a thread with a request that is not at a boundary, while kernel code alone runs: the steps of
 * threads in the kernel, the clock's handlers, the second half of a request. User mode and all else
 * that the environment does stand still. R9: lanes that got no further than they may; everything moves.
 * No cycle of R9 takes a lane to its next call, since nothing takes it back.
 */
import type { CycleQuestion } from '../../checker/cycles/fair.ts';
import { isHeld } from '../../model/environment.ts';
import type { Machine } from '../../model/machine.ts';
import { PC } from '../../model/record/layout.ts';
import type { Kernel } from '../../model/record/state.ts';
import { STEPS } from '../../model/record/step.ts';
import { REISSUE } from '../../model/syscall/syscall.ts';
import { isUnanswered } from '../properties/assert-time.ts';
import { progressText } from '../properties/outcome.ts';
import { isAllowed } from '../search/comparisons.ts';

/** The second half of a request, which is as good as made. */
const KICK = /^E kick /;

/** R7 of thread t. */
export function neverAnswered(machine: Machine, t: number): CycleQuestion {
  const { kernel, rules, envRules } = machine;
  const moving = rules.map(({ name }, rule) =>
    rule < envRules ? isOfKernel(rule % STEPS.length) : KICK.test(name),
  );
  return {
    within(arena, at) {
      kernel.bind(arena, at);
      return isUnanswered(kernel, t);
    },
    moves: (rule) => moving[rule],
  };
}

function isOfKernel(step: number): boolean {
  const { mode } = STEPS[step];
  return mode === 'kernel' || mode === 'clock';
}

/** As of ends: where the environment alone holds a thread for ever, nothing is compared. */
export function notHeldForEver(kernel: Kernel): CycleQuestion['visits'] {
  return kernel.program.lanes.map((_, t) => (arena, at) => {
    kernel.bind(arena, at);
    return !isHeld(kernel, t);
  });
}

/** R9: a call that nobody took out is issued again and again, aborts or not (status=in-band). */
export function issuedForEver({ kernel }: Machine, t: number): CycleQuestion {
  return {
    within: () => true,
    visits: [
      ...(notHeldForEver(kernel) ?? []),
      (arena, at) => {
        kernel.bind(arena, at);
        return kernel.get(t, PC) === REISSUE;
      },
    ],
  };
}

/** R9. `allowed`: how far the lanes get where there are no aborts, as `progressText` says it. */
export function neverFurther({ kernel }: Machine, allowed: ReadonlySet<string>): CycleQuestion {
  const judged = new Map<string, boolean>();
  return {
    visits: notHeldForEver(kernel),
    within(arena, at) {
      kernel.bind(arena, at);
      const text = progressText(kernel);
      const known = judged.get(text) ?? !isAllowed(text, allowed, 'progress');
      judged.set(text, known);
      return known;
    },
  };
}
