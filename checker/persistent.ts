/**
 * Persistent sets: of the processes that may move in a state, some whose moves are enough.
 *
 * A set P of processes is persistent in a state if nothing that the others can do before a member of
 * P moves has to do with the next move of any member (enabled or not, its guard included). Then
 * every way to an end has a move of P in it that can come first, so the moves of P alone lead to
 * every end (Godefroid, "Partial-Order Methods for the Verification of Concurrent Systems", 1996).
 *
 * An end is a state in which nobody has to move (Rule.optional). A set must hold an enabled move
 * that somebody has to make: that one is still enabled wherever the others get to by themselves, so
 * they never get to an end without P. Where there is no such set, all moves are made.
 *
 * What a move touches is declared by the model as objects, in two masks:
 *     reads    what it depends on, as what it may not be swapped with
 *     adds     what it changes
 * A read and a change of one object do not commute, two reads do, and so do two changes by moves that
 * do not read (`x += 1` twice). Whatever does both (an assignment) is in both masks and commutes with
 * nothing. Objects are bits; masks are WORDS words each, reads first.
 */

/** Words of one mask: at most 96 objects. */
export const WORDS = 3;
export const OBJECTS_MAX = WORDS * 32;
/** Words of a footprint: reads, then adds. */
export const FOOTPRINT = 2 * WORDS;

/** Processes are bits of one word. */
export const PROCESSES_MAX = 31;

/** What a model declares of one state. Arrays are filled anew for every state, by the model. */
export interface Declared {
  readonly processes: number;
  /** Footprint of the next move of process p, enabled or not, from `p * FOOTPRINT` on. */
  readonly next: Int32Array;
  /** Footprint of all that p can do from here on, its next move included. */
  readonly future: Int32Array;
  /** The same while the process `masters[p]` does not move. */
  readonly frozen: Int32Array;
  /** Per process: one without whose move it can do no more than `frozen` says; -1: none. */
  readonly masters: Int32Array;
  /** Per process: moves that it can make now, and those of them that somebody has to make. */
  readonly enabled: Int32Array;
  readonly binding: Int32Array;
}

/** Do two footprints, at these places of these arrays, have to do with each other? */
export function conflicts(a: Int32Array, atA: number, b: Int32Array, atB: number): boolean {
  for (let i = 0; i < WORDS; i++) {
    if ((a[atA + i] & b[atB + WORDS + i]) !== 0) return true;
    if ((a[atA + WORDS + i] & b[atB + i]) !== 0) return true;
  }
  return false;
}

export class PersistentSets {
  private readonly union = new Int32Array(FOOTPRINT);

  /** The processes of a smallest set found that will do, as bits; all of them where there is none. */
  choose(declared: Declared): number {
    const { processes, enabled, binding } = declared;
    let all = 0;
    for (let p = 0; p < processes; p++) all += enabled[p];
    let best = (1 << processes) - 1;
    let least = all;
    for (let p = 0; p < processes && least > 1; p++) {
      if (binding[p] === 0) continue;
      const set = this.closure(declared, p, least);
      if (set === 0) continue;
      best = set;
      least = movesOf(enabled, set);
    }
    return best;
  }

  /** The least persistent set with `seed`; 0 if it has `tooMany` enabled moves or more. */
  closure(declared: Declared, seed: number, tooMany: number): number {
    const { processes, next, future, frozen, masters, enabled } = declared;
    const { union } = this;
    for (let i = 0; i < FOOTPRINT; i++) union[i] = next[seed * FOOTPRINT + i];
    let set = 1 << seed;
    let moves = enabled[seed];
    for (let isGrowing = true; isGrowing && moves < tooMany;) {
      isGrowing = false;
      for (let q = 0; q < processes; q++) {
        if ((set & (1 << q)) !== 0) continue;
        const master = masters[q];
        const isFrozen = master >= 0 && (set & (1 << master)) !== 0;
        if (!conflicts(union, 0, isFrozen ? frozen : future, q * FOOTPRINT)) continue;
        set |= 1 << q;
        moves += enabled[q];
        for (let i = 0; i < FOOTPRINT; i++) union[i] |= next[q * FOOTPRINT + i];
        isGrowing = true;
      }
    }
    return moves < tooMany ? set : 0;
  }
}

function movesOf(enabled: Int32Array, set: number): number {
  let moves = 0;
  for (let p = 0; p < enabled.length; p++) if ((set & (1 << p)) !== 0) moves += enabled[p];
  return moves;
}
