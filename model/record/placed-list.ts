/**
 * Lists that are kept in their members: each member has its place, from 1 without gaps, so that
 * equal lists are equal bytes however they came about. 0: in no list.
 */
import type { Kernel } from './state.ts';

export interface PlacedList {
  /** How many objects there are that can be in such a list. */
  count(k: Kernel): number;
  place(k: Kernel, i: number): number;
  setPlace(k: Kernel, i: number, place: number): void;
  /** Is j, if it has a place, in the list that i is in or shall be in? */
  isBeside(k: Kernel, i: number, j: number): boolean;
}

/** list_append(): i, which is in no list, is the last. */
export function append(k: Kernel, list: PlacedList, i: number): void {
  let place = 1;
  const count = list.count(k);
  for (let j = 0; j < count; j++) if (list.place(k, j) !== 0 && list.isBeside(k, i, j)) place++;
  list.setPlace(k, i, place);
}

/** list_remove(): i is in no list, and who stood behind it has moved up. */
export function remove(k: Kernel, list: PlacedList, i: number): void {
  const place = list.place(k, i);
  if (place === 0) return;
  const count = list.count(k);
  for (let j = 0; j < count; j++) {
    const other = list.place(k, j);
    if (other > place && list.isBeside(k, i, j)) list.setPlace(k, j, other - 1);
  }
  list.setPlace(k, i, 0);
}
