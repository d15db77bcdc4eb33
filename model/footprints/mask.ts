/** Footprints as they are written: objects put, one after the other, into two masks of one array. */
import { FOOTPRINT, WORDS } from '../../checker/persistent.ts';

export class Footprint {
  words: Int32Array = new Int32Array(FOOTPRINT);
  at = 0;
  /** Only tests set these: objects that are left out of what is declared, from here to before there. */
  withoutFrom = 0;
  withoutTo = 0;

  /** What is put from here on belongs to footprint `index` of `words`, which is empty now. */
  begin(words: Int32Array, index: number): this {
    this.words = words;
    this.at = index * FOOTPRINT;
    for (let i = 0; i < FOOTPRINT; i++) words[this.at + i] = 0;
    return this;
  }

  reads(object: number): void {
    if (object >= this.withoutFrom && object < this.withoutTo) return;
    this.words[this.at + (object >> 5)] |= 1 << (object & 31);
  }

  adds(object: number): void {
    if (object >= this.withoutFrom && object < this.withoutTo) return;
    this.words[this.at + WORDS + (object >> 5)] |= 1 << (object & 31);
  }

  /** Reads and changes: it commutes with nothing else that has to do with the object. */
  has(object: number): void {
    this.reads(object);
    this.adds(object);
  }

  /** All of another footprint. */
  join(words: Int32Array, index: number): void {
    const from = index * FOOTPRINT;
    for (let i = 0; i < FOOTPRINT; i++) this.words[this.at + i] |= words[from + i];
  }
}

/** Does footprint `p` of `words` name nothing but what that of `masks` does? */
export function isWithin(words: Int32Array, p: number, masks: Int32Array): boolean {
  const at = p * FOOTPRINT;
  for (let i = at; i < at + FOOTPRINT; i++) if ((words[i] & ~masks[i]) !== 0) return false;
  return true;
}
