/**
 * Two-phase commit as Gray and Lamport specify it ("Consensus on Transaction Commit", ACM TODS
 * 31(1), 2006, and the TLA+ module TwoPhase): the benchmark of the search, because its state
 * counts are published and other checkers have been measured on it.
 *
 * A transaction manager and N resource managers talk by messages that are never lost and never
 * consumed, so that a message once sent may be received again: many transitions change nothing,
 * and they count. There is no end: every state has successors.
 *
 *     offset   size  field
 *     TM       1     what the transaction manager decided, one of INIT, COMMIT, ABORT
 *     SENT     1     its decision once sent: COMMIT, ABORT, or INIT for none
 *     VOTES    1     messages "prepared", bit r is set once resource manager r has sent it
 *     HEARD    1     the votes that the transaction manager has received, in the same way
 *     RM + r   1     resource manager r: WORKING, PREPARED, COMMITTED or ABORTED
 */
import type { Model, Rule } from './model.ts';

const TM = 0;
const SENT = 1;
const VOTES = 2;
const HEARD = 3;
const RM = 4;

const INIT = 0;
const COMMIT = 1;
const ABORT = 2;

const WORKING = 0;
const PREPARED = 1;
const COMMITTED = 2;
const ABORTED = 3;

/** Per resource manager, after the two of the transaction manager: the names of its rules. */
const RM_RULES = ['tmHears', 'prepares', 'givesUp', 'hearsCommit', 'hearsAbort'];

/** The votes are a byte. */
const RM_MAX = 8;

/**
 * The model with `managers` resource managers, 1 to 8.
 * @throws RangeError for any other number.
 */
export function twoPhaseCommit(managers: number): Model {
  if (!(Number.isInteger(managers) && managers >= 1 && managers <= RM_MAX)) {
    throw new RangeError(`Two-phase commit with ${managers} managers: take 1 to ${RM_MAX}.`);
  }
  const recordSize = Math.ceil((RM + managers) / 4) * 4;
  const everyone = 2 ** managers - 1;
  const bothEnds = (1 << COMMITTED) | (1 << ABORTED);
  const work = new Int32Array(recordSize / 4);
  const now = new Uint8Array(work.buffer);
  let target: Uint8Array = new Uint8Array(0);
  let targetWords: Int32Array = new Int32Array(0);
  let targetRules: Uint16Array = new Uint16Array(0);
  let place = 0;
  let placeOfRule = 0;

  /** The state in `now` is the next successor, made by `rule`. */
  function keep(rule: number): void {
    for (let i = 0; i < work.length; i++) targetWords[place++] = work[i];
    targetRules[placeOfRule++] = rule;
  }

  /** The same, but with `value` at `offset`. */
  function keepWith(rule: number, offset: number, value: number): void {
    const before = now[offset];
    now[offset] = value;
    keep(rule);
    now[offset] = before;
  }

  /** And with another value at a second place. */
  function keepWithBoth(rule: number, a: number, valueA: number, b: number, valueB: number): void {
    const before = now[a];
    now[a] = valueA;
    keepWith(rule, b, valueB);
    now[a] = before;
  }

  return {
    name: `two-phase commit, ${managers} resource managers`,
    recordSize,
    successorsMax: 2 + RM_RULES.length * managers,
    rules: rulesFor(managers),
    properties: [
      {
        name: 'consistent',
        kind: 'always',
        says: 'no resource manager commits while another aborts',
        holds(arena, at) {
          let seen = 0;
          for (let r = 0; r < managers; r++) seen |= 1 << arena[at + RM + r];
          return (seen & bothEnds) !== bothEnds;
        },
      },
      {
        name: 'commits',
        kind: 'sometimes',
        says: 'all resource managers commit',
        holds(arena, at) {
          for (let r = 0; r < managers; r++) {
            if (arena[at + RM + r] !== COMMITTED) return false;
          }
          return true;
        },
      },
    ],

    initial(arena, at) {
      arena.fill(0, at, at + recordSize);
    },

    successors(source, from, into, to, rules, ruleAt) {
      if (into !== target) {
        target = into;
        targetWords = new Int32Array(into.buffer, into.byteOffset, into.byteLength >> 2);
      }
      targetRules = rules;
      place = to >> 2;
      placeOfRule = ruleAt;
      for (let i = 0; i < recordSize; i++) now[i] = source[from + i];

      if (now[TM] === INIT) {
        if (now[HEARD] === everyone) keepWithBoth(0, TM, COMMIT, SENT, COMMIT);
        keepWithBoth(1, TM, ABORT, SENT, ABORT);
      }
      for (let r = 0, rule = 2; r < managers; r++, rule += RM_RULES.length) {
        const bit = 1 << r;
        if (now[TM] === INIT && (now[VOTES] & bit) !== 0) {
          keepWith(rule, HEARD, now[HEARD] | bit);
        }
        if (now[RM + r] === WORKING) {
          keepWithBoth(rule + 1, RM + r, PREPARED, VOTES, now[VOTES] | bit);
          keepWith(rule + 2, RM + r, ABORTED);
        }
        if (now[SENT] === COMMIT) keepWith(rule + 3, RM + r, COMMITTED);
        if (now[SENT] === ABORT) keepWith(rule + 4, RM + r, ABORTED);
      }
      return placeOfRule - ruleAt;
    },

    decode(arena, at) {
      return {
        tm: ['init', 'commit', 'abort'][arena[at + TM]],
        sent: ['nothing', 'commit', 'abort'][arena[at + SENT]],
        votes: arena[at + VOTES].toString(2).padStart(managers, '0'),
        heard: arena[at + HEARD].toString(2).padStart(managers, '0'),
        rm: Array.from(
          arena.subarray(at + RM, at + RM + managers),
          (state) => ['working', 'prepared', 'committed', 'aborted'][state],
        ),
      };
    },
  };
}

/** The transaction manager is actor 0, resource manager r is actor r + 1. */
function rulesFor(managers: number): Rule[] {
  const rules: Rule[] = [
    { name: 'tm.commits', actor: 0 },
    { name: 'tm.aborts', actor: 0 },
  ];
  for (let r = 0; r < managers; r++) {
    for (const name of RM_RULES) {
      rules.push({ name: `rm${r}.${name}`, actor: name === 'tmHears' ? 0 : r + 1 });
    }
  }
  return rules;
}
