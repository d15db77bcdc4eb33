/**
 * Which words of a record share one packed word, and how each is turned round to fit (packing.ts).
 *
 * First fit, words with many changing bits first: 125 bits that change, spread over 32 words, come to
 * lie in 5 words, the least that could hold them in 4.
 */

/** Where each word that changes is laid. */
export interface Laid {
  /** Words in the order of where they are laid; those that never change come last. */
  readonly order: Uint16Array;
  /** By place in that order: how far it is turned to the left. */
  readonly turns: Int32Array;
  /** Per packed word: the place after the last word that is laid into it. */
  readonly ends: Uint16Array;
}

/** `masks`: per word the bits that may change. */
export function laid(masks: Int32Array): Laid {
  const words = [...masks.keys()];
  const changing = words.filter((word) => masks[word] !== 0);
  changing.sort((a, b) => bitsOf(masks[b]) - bitsOf(masks[a]) || a - b);
  const targets: { used: number; members: { word: number; turn: number }[] }[] = [];
  for (const word of changing) {
    const mask = masks[word];
    const target = targets.find(({ used }) => turnThatFits(used, mask) >= 0) ?? {
      used: 0,
      members: [],
    };
    if (target.used === 0) targets.push(target);
    const turn = turnThatFits(target.used, mask);
    target.used |= turned(mask, turn);
    target.members.push({ word, turn });
  }
  const members = targets.flatMap((target) => target.members);
  let end = 0;
  return {
    order: Uint16Array.from([
      ...members.map(({ word }) => word),
      ...words.filter((word) => masks[word] === 0),
    ]),
    turns: Int32Array.from(members, ({ turn }) => turn),
    ends: Uint16Array.from(targets, (target) => (end += target.members.length)),
  };
}

/** A word turned to the left by 0 to 32 bits. */
export function turned(word: number, turn: number): number {
  return (word << turn) | (word >>> (32 - turn));
}

/** The least turn with which a mask meets none of the bits in use, or -1. */
function turnThatFits(used: number, mask: number): number {
  for (let turn = 0; turn < 32; turn++) if ((used & turned(mask, turn)) === 0) return turn;
  return -1;
}

function bitsOf(word: number): number {
  let bits = 0;
  for (let left = word; left !== 0; left &= left - 1) bits++;
  return bits;
}
