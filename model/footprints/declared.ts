/**
 * The table of declarations: by step, and by system call for the first step of it that runs in the
 * step which enters the kernel. What stands in neither has to do with everything.
 */
import type { Kernel } from '../record/state.ts';
import { STEPS } from '../record/step.ts';
import type { Declaring } from './declaring.ts';

/** Puts what the next step of t has to do with into the footprint that has been begun. */
export type Declaration = (d: Declaring, k: Kernel, t: number) => void;

const DECLARED = new Map<number, Declaration>();
const ENTERING = new Map<number, Declaration>();

/** Declarations of steps by their numbers, in an array for the hot loop. */
let byStep: Declaration[] = [];

export function declare(steps: readonly number[], declaration: Declaration): void {
  for (const number of steps) DECLARED.set(number, declaration);
}

/** What system calls do in the step that enters the kernel. */
export function declareEntering(handlers: readonly number[], declaration: Declaration): void {
  for (const number of handlers) ENTERING.set(number, declaration);
}

export function declarationOf(pc: number): Declaration {
  if (byStep.length !== STEPS.length) {
    byStep = STEPS.map((_, number) => DECLARED.get(number) ?? anything);
  }
  return byStep[pc];
}

export function enteringOf(handler: number): Declaration {
  return ENTERING.get(handler) ?? anything;
}

function anything({ footprint, objects }: Declaring): void {
  for (let object = 0; object < objects.count; object++) footprint.has(object);
}
