/**
 * The search for an execution of the model that agrees with a trace: over pairs of a state of the
 * model and how many events of each thread have been matched.
 *
 * A step of the model that would have been logged must be the next event of its thread, and what comes
 * before that event must be matched by then. Where it would not have been logged, or a gap hides it, it
 * may also be passed over. What is no step (`obs`, a gap that ends) is matched by itself.
 *
 * Pairs that have most matched are expanded first, so a trace that is accepted is followed nearly
 * straight; one that is rejected has every pair visited. Time is that of as many successors of the
 * model, memory a record and the positions each.
 */
import { ModelError } from '../../../checker/model.ts';
import type { Machine } from '../../../model/machine.ts';
import { PC } from '../../../model/record/layout.ts';
import type { OutcomeKey } from '../../search/test-model.ts';
import { isDead } from '../../properties/kernel-view.ts';
import { Pairs } from './pairs.ts';
import { agree, differing } from './places.ts';
import { isIt, isMoment, type Pattern, type Wanted } from './pattern.ts';
import { Refusals } from './refusals.ts';
import { type Seen, seenIn } from './seen.ts';
import { seenText } from './words.ts';

export interface PursuitLimits {
  readonly pairsMax: number;
  /** So many more once one execution agrees, for what is told of the others. */
  readonly pairsAfter: number;
  /** Epoch milliseconds, or null. */
  readonly deadlineMs: number | null;
}

type Positions = readonly number[];

export class Pursuit {
  readonly machine: Machine;
  readonly pattern: Pattern;
  readonly refusals = new Refusals();
  readonly pairs: Pairs;
  /** Every pair was expanded; no bound of the model was met. */
  isComplete = false;
  /** A bound of the model (ticks, messages) that some execution met. */
  bound: string | null = null;
  /** Outcomes of the ends at which an execution agrees with all of the trace. */
  readonly outcomes = new Set<string>();
  /** The first pair at which all is matched; -1: there is none. */
  accepted = -1;
  /** What was matched in the middle of a step that was refused further on, and the pair it is of. */
  readonly partial = new Map<string, { readonly positions: Positions; readonly id: number }>();
  private readonly targets: Uint8Array;
  private readonly rules: Uint16Array;
  private readonly source: Uint8Array;
  /** How many events of each thread there are. */
  private readonly lengths: readonly number[];

  constructor(machine: Machine, pattern: Pattern) {
    const { recordSize, successorsMax } = machine;
    this.machine = machine;
    this.pattern = pattern;
    this.pairs = new Pairs(recordSize, pattern.threads.length);
    this.source = new Uint8Array(recordSize);
    this.targets = new Uint8Array(recordSize * successorsMax);
    this.rules = new Uint16Array(successorsMax);
    this.lengths = pattern.threads.map(({ events }) => events.length);
  }

  run({ pairsMax, pairsAfter, deadlineMs }: PursuitLimits): void {
    const { machine, pairs } = this;
    machine.initial(this.source, 0);
    const start = this.lengths.map(() => 0);
    pairs.add(this.source, 0, this.settled(start), -1, -1);
    let most = pairsMax;
    let expanded = 0;
    for (let id = pairs.next(); id >= 0; id = pairs.next()) {
      if (++expanded > most) return;
      if ((expanded & 255) === 0 && deadlineMs !== null && Date.now() > deadlineMs) return;
      const wasAccepted = this.accepted >= 0;
      this.expand(id);
      if (!wasAccepted && this.accepted >= 0) most = Math.min(most, expanded + pairsAfter);
    }
    this.isComplete = this.bound === null;
  }

  private expand(id: number): void {
    const { machine, pairs, source } = this;
    const { level } = this.pattern;
    const positions = pairs.read(id, source);
    this.moments(id, positions);
    const count = this.successors();
    this.end(id, positions, count);
    for (let i = 0; i < count; i++) {
      const to = i * machine.recordSize;
      const seen = seenIn(machine, source, 0, this.rules[i], this.targets, to, level);
      this.place({ id, rule: this.rules[i], to, seen }, positions, 0);
    }
  }

  private successors(): number {
    try {
      return this.machine.successors(this.source, 0, this.targets, 0, this.rules, 0);
    } catch (error) {
      if (!(error instanceof ModelError)) throw error;
      this.bound = error.message;
      return 0;
    }
  }

  /** What is matched without a step: a gap is over, a place has the value that was seen. */
  private moments(id: number, positions: Positions): void {
    for (const [t, { events }] of this.pattern.threads.entries()) {
      const wanted = events[positions[t]];
      if (wanted === undefined || wanted.isLog || !areMet(wanted, positions)) continue;
      if (wanted.event.ev !== 'gap' && !this.isNow(t, wanted, positions)) continue;
      this.pairs.add(this.source, 0, this.advanced(positions, t, positions[t] + 1), id, -1);
    }
  }

  private isNow(t: number, wanted: Wanted, positions: Positions): boolean {
    const { event, places, isLoose } = wanted;
    if (!isMoment(event)) return false;
    if (event.ev === 'spawn' || isLoose) return true;
    const k = this.machine.kernel;
    k.bind(this.source, 0);
    const isSo = event.ev === 'exit' ? k.get(t, PC) === 0 || isDead(k, t) : agree(k, places);
    if (isSo) return true;
    const says = event.ev === 'exit' ? 'is not over' : differing(k, places);
    const index = positions[t];
    this.refusals.add({ thread: t, index, says, why: 'moment', rule: -1 }, positions.join(' '));
    return false;
  }

  private advanced(positions: Positions, t: number, to: number): number[] {
    const result = positions.slice();
    result[t] = to;
    return this.settled(result);
  }

  /** What was logged as soon as it can have been: that holds back nobody, and lets others go on. */
  private settled(positions: number[]): number[] {
    const { threads } = this.pattern;
    for (let isOver = false; !isOver;) {
      isOver = true;
      for (let s = threads.length / 2; s < threads.length; s++) {
        const wanted = threads[s].events[positions[s]];
        if (wanted === undefined || !areMet(wanted, positions)) continue;
        positions[s]++;
        isOver = false;
      }
    }
    return positions;
  }

  /** Matches event `i` of a step and those behind it. */
  private place(step: Taken, positions: Positions, i: number): void {
    if (i === step.seen.length) {
      this.pairs.add(this.targets, step.to, positions, step.id, step.rule);
      return;
    }
    const seen = step.seen[i];
    const { events, isLossy } = this.pattern.threads[seen.th];
    let index = positions[seen.th];
    const isInGap = events[index]?.event.ev === 'gap';
    while (events[index]?.event.ev === 'gap') index++;
    const wanted = events[index];
    const isMatch = wanted !== undefined && this.agrees(step, wanted, seen);
    const mayMatch = isMatch && areMet(wanted, positions);
    if (mayMatch) this.place(step, this.advanced(positions, seen.th, index + 1), i + 1);
    const isHidden = isInGap || isLossy || !this.isLogged(seen);
    if (isHidden) this.place(step, positions, i + 1);
    if (mayMatch || isHidden) return;
    const why = isMatch ? 'waits' : 'differs';
    const args = this.pattern.args[seen.th]?.[seen.op ?? -1] ?? null;
    const says = seenText(seen, args) + (isMatch ? '' : this.placesText(step, wanted, seen));
    const at = positions.join(' ');
    if (i > 0) this.partial.set(at, { positions, id: step.id });
    this.refusals.add({ thread: seen.th, index, says, why, rule: step.rule }, at);
  }

  private agrees({ to }: Taken, wanted: Wanted, seen: Seen): boolean {
    if (!isIt(this.pattern, wanted, seen)) return false;
    if (wanted.places.length === 0 || wanted.isLoose) return true;
    this.machine.kernel.bind(this.targets, to);
    return agree(this.machine.kernel, wanted.places);
  }

  /** Of the right event with other values behind it: which. */
  private placesText({ to }: Taken, wanted: Wanted | undefined, seen: Seen): string {
    if (wanted === undefined || !isIt(this.pattern, wanted, seen)) return '';
    this.machine.kernel.bind(this.targets, to);
    return `, after which ${differing(this.machine.kernel, wanted.places)}`;
  }

  private isLogged({ ev, isEvidence }: Seen): boolean {
    return isEvidence && this.pattern.instrumented.has(ev);
  }

  /** Is this an end at which all has been matched? */
  private end(id: number, positions: Positions, count: number): void {
    if (positions.some((position, t) => position < this.lengths[t])) return;
    const { end } = this.pattern;
    if (end !== null && !this.isEnd(end.event.status, count)) return;
    const k = this.machine.kernel;
    k.bind(this.source, 0);
    if (end !== null && !agree(k, end.places)) {
      const says = differing(k, end.places);
      const thread = this.pattern.threads.length;
      this.refusals.add({ thread, index: 0, says, why: 'moment', rule: -1 }, positions.join(' '));
      return;
    }
    if (this.accepted < 0) this.accepted = id;
    this.outcomes.add(shownIn(this.machine.outcome(this.source, 0)));
  }

  /** A round that was complete has come to an end of the model: only what nobody has to do is left. */
  private isEnd(status: string, count: number): boolean {
    if (status !== COMPLETE) return true;
    if (this.bound !== null && count === 0) return false;
    for (let i = 0; i < count; i++) {
      if (this.machine.rules[this.rules[i]].optional !== true) return false;
    }
    return true;
  }
}

/** The status of a trace whose round went on until nothing could happen any more. */
export const COMPLETE = 'complete';

/** Of the key of an outcome what a log shows of it. */
export const shownIn = (key: string | undefined): string =>
  key === undefined ? '' : (JSON.parse(key) as OutcomeKey).shown;

/** A step that is being matched. */
interface Taken {
  readonly id: number;
  readonly rule: number;
  /** Where its record is among the targets. */
  readonly to: number;
  readonly seen: readonly Seen[];
}

function areMet({ needs }: Wanted, positions: Positions): boolean {
  for (let u = 0; u < needs.length; u++) if (positions[u] < needs[u]) return false;
  return true;
}
