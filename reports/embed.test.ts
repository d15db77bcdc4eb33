import * as fc from 'fast-check';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

import { embedded, pack } from './embed.ts';
import { unpack } from './unpack.ts';

/** Plain data with many equal parts, without the one object that stands for a reference. */
const data = fc
  .jsonValue({ maxDepth: 4 })
  .map((value) => [value, { again: value }, [value]])
  .filter((value) => !/\{"\$":-?\d/.test(JSON.stringify(value)));

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
  expect(packed.root).toHaveLength(1000);
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
