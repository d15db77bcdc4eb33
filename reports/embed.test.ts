import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { pack, scriptSafeJson, unpack } from './embed.ts';

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

test('script-safe JSON has no character that could end its element, and reads back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const json = scriptSafeJson({ text: `</script><!--&\u2028${text}` });
      expect(json).not.toMatch(/[<>&\u2028\u2029]/);
      expect(JSON.parse(json)).toEqual({ text: `</script><!--&\u2028${text}` });
    }),
  );
});
