import * as fc from 'fast-check';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

import { dictionaryOf, embedded, pack, wordsOf } from './embed.ts';
import { unpack } from '../page/unpack.ts';

/** Plain data with many equal parts. */
const data = fc.jsonValue({ maxDepth: 4 }).map((value) => [value, { again: value }, [value]]);

test('unpacked data is the data', () => {
  fc.assert(
    fc.property(data, (value) => {
      const text = JSON.stringify(value);
      expect(JSON.stringify(unpack(JSON.parse(JSON.stringify(pack(value)))))).toBe(text);
    }),
  );
});

test('a part that occurs often is stored once', () => {
  const part = { why: 'the whole space was searched', steps: ['P0.sleep', 'P1.wake'] };
  const packed = pack(Array.from({ length: 1000 }, () => structuredClone(part)));
  expect(JSON.stringify(packed).match(/whole space/g)).toHaveLength(1);
  expect(packed.root).toHaveLength(1001);
});

test('a key named __proto__ stays a key', () => {
  const value: unknown = JSON.parse('{"__proto__":{"polluted":"yes, this is polluted"}}');
  expect(JSON.stringify(unpack(pack([value, value])))).toBe(JSON.stringify([value, value]));
});

test('what is embedded has no character that could end its element, and reads back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const value = { text: `</script><!--&\u2028${text}` };
      const inPage = embedded(pack(value));
      expect(inPage).toMatch(/^[\w+/=]*$/);
      const json = gunzipSync(Buffer.from(inPage, 'base64')).toString();
      expect(unpack(JSON.parse(json))).toEqual(value);
    }),
  );
});

test('what repeats itself takes little room', () => {
  const rows = Array.from({ length: 5000 }, (_, states) => ({ verdict: 'VERIFIED', states }));
  expect(embedded(pack(rows)).length).toBeLessThan(JSON.stringify(rows).length / 6);
});

test('a key without a value is not there, as in JSON', () => {
  const value = [{ a: 1, b: undefined }, { a: 1 }];
  expect(JSON.stringify(unpack(pack(value)))).toBe(JSON.stringify(value));
});

test('what stands in many data is a word of their dictionary, and each reads back with it', () => {
  const says = 'no wakeup is lost: each wakes one sleeper';
  const all = Array.from({ length: 8 }, (_, number) => ({
    says,
    own: `of number ${number} alone`,
  }));
  const dictionary = dictionaryOf(all);
  expect(dictionary).toEqual([says]);
  const words = wordsOf(dictionary);
  for (const each of all) {
    const packed = pack(each, { words });
    expect(JSON.stringify(packed)).not.toContain('sleeper');
    expect(unpack(packed, dictionary)).toEqual(each);
  }
});
