/** Orders of lanes: by keys, as numbers, and which of two records comes first. Nothing is allocated. */

/** The lane that goes to `place`. */
export function laneAt(lanes: Uint8Array, place: number): number {
  for (let t = 0; t < lanes.length; t++) if (lanes[t] === place) return t;
  return place;
}

/** The members of a class, the one with the least key first, into `sorted`. */
export function sortByKey(members: Uint8Array, keys: Int32Array, sorted: Uint8Array): void {
  for (let i = 0; i < members.length; i++) {
    const t = members[i];
    let place = i;
    for (; place > 0 && keys[sorted[place - 1]] > keys[t]; place--)
      sorted[place] = sorted[place - 1];
    sorted[place] = t;
  }
}

/** A permutation of lanes as a number. */
export function codeOf(lanes: Uint8Array): number {
  let code = 0;
  for (let t = 0; t < lanes.length; t++) code = code * lanes.length + lanes[t];
  return code;
}

/** FNV: what is equal has equal keys, and what is not mostly has others. */
export function mix(key: number, value: number): number {
  return Math.imul(key, 0x01000193) ^ value;
}

/** Which of two records is less, word by word. */
export function compare(a: Int32Array, b: Int32Array): number {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i] < b[i] ? -1 : 1;
  return 0;
}
