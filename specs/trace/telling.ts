/**
 * What the words about a step are made from: the state before it and the state after it.
 */
import type { Kernel } from '../../model/record/state.ts';

/** A state that can be looked at while the cursor may be bound elsewhere. */
export type Look = <T>(read: (k: Kernel) => T) => T;

/** What the step of a thread did between two states. */
export type Telling = (t: number, before: Look, after: Look) => string;
