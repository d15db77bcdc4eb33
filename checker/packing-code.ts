/**
 * The loops of packing.ts as code for one set of masks: no tables, every number stands in it.
 *
 * A line per word, as in Packing.pack and Packing.unpack, which say the same; a test holds both against
 * each other. Nothing but numbers goes into the text. Where the engine makes no code of text (Node's
 * --disallow-code-generation-from-strings, a page's policy), those two do the work.
 */
import type { Packing } from './packing.ts';

export interface PackingCode {
  /**
   * Packs `count` records that stand one after the other in `from` into `to`, one after the other,
   * and writes what Packing.pack returns of each. Returns the OR of these.
   */
  readonly packAll: (
    from: Int32Array,
    count: number,
    to: Int32Array,
    strange: Int32Array,
  ) => number;
  /** Packing.unpack. */
  readonly unpack: (from: Int32Array, at: number, to: Int32Array, toAt: number) => void;
}

/** By text: an engine takes some hundredths of a second to make good code of one. */
const made = new Map<string, PackingCode>();
const MADE_MAX = 64;

/** The code for these masks: that of an earlier search, if one had the same. */
export function codeFor(packing: Packing): PackingCode {
  const [pack, unpack] = [packText(packing), unpackText(packing)];
  const known = made.get(pack);
  if (known !== undefined) return known;
  if (made.size === MADE_MAX) made.clear();
  const code = codeOf(pack, unpack) ?? byTables(packing);
  made.set(pack, code);
  return code;
}

function codeOf(pack: string, unpack: string): PackingCode | null {
  try {
    return {
      // oxlint-disable-next-line no-new-func
      packAll: new Function('from', 'count', 'to', 'strange', pack) as never,
      // oxlint-disable-next-line no-new-func
      unpack: new Function('from', 'at', 'to', 'toAt', unpack) as never,
    };
  } catch {
    return null;
  }
}

/** The same without code of its own. */
export function byTables(packing: Packing): PackingCode {
  const { recordWords, words } = packing;
  return {
    packAll: (from, count, to, strange) => {
      let any = 0;
      for (let n = 0; n < count; n++) {
        any |= strange[n] = packing.pack(from, n * recordWords, to, n * words);
      }
      return any;
    },
    unpack: (from, at, to, toAt) => packing.unpack(from, at, to, toAt),
  };
}

function packText({ recordWords, words, order, initial, masks, turns, ends }: Packing): string {
  const lines: string[] = [];
  let i = 0;
  for (let k = 0; k < words; k++) {
    lines.push('p = 0;');
    for (; i < ends[k]; i++) {
      const word = order[i];
      lines.push(
        `c = from[at + ${word}] ^ ${initial[word]}; s |= c & ${~masks[word]}; p |= ${turn('c', turns[i])};`,
      );
    }
    lines.push(`to[n * ${words} + ${k}] = p;`);
  }
  for (; i < recordWords; i++) {
    lines.push(`s |= from[at + ${order[i]}] ^ ${initial[order[i]]};`);
  }
  return `let any = 0;
for (let n = 0; n < count; n++) {
const at = n * ${recordWords};
let s = 0, c = 0, p = 0;
${lines.join('\n')}
strange[n] = s;
any |= s;
}
return any;`;
}

function unpackText({ recordWords, words, order, initial, masks, turns, ends }: Packing): string {
  const lines: string[] = [];
  let i = 0;
  for (let k = 0; k < words; k++) {
    lines.push(`const p${k} = from[at + ${k}];`);
    for (; i < ends[k]; i++) {
      const word = order[i];
      const back = turn(`p${k}`, (32 - turns[i]) % 32);
      lines.push(`to[toAt + ${word}] = ${initial[word]} ^ (${back} & ${masks[word]});`);
    }
  }
  for (; i < recordWords; i++) lines.push(`to[toAt + ${order[i]}] = ${initial[order[i]]};`);
  return lines.join('\n');
}

function turn(word: string, by: number): string {
  return by === 0 ? word : `((${word} << ${by}) | (${word} >>> ${32 - by}))`;
}
