import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { hrefOf, nameInRoute, parseRoute } from './route.ts';

const text = fc.string({ unit: 'binary', maxLength: 20 });

test('an address leads back to the view, whatever its names', () => {
  fc.assert(
    fc.property(text, fc.array(text, { maxLength: 3 }), text, text, (view, parts, key, value) => {
      const route = parseRoute(hrefOf(view, parts, { [key]: value }));
      expect(route?.view).toBe(nameInRoute(view));
      expect(route?.parts).toEqual(parts.map(nameInRoute));
      const query = value === '' ? [] : [[nameInRoute(key), nameInRoute(value)]];
      expect(Object.entries(route?.query ?? {})).toEqual(query);
    }),
  );
});

test('an address has no character that means something in markup', () => {
  const href = hrefOf('test', ['<script>"& \u2028'], { line: '"><' });
  expect(href).toMatch(/^#\/test\/[\w%]+\?line=[\w%]+$/);
});

test('no fragment is the overview, and another one an anchor of the page', () => {
  expect(parseRoute('')).toEqual({ view: '', parts: [], query: {} });
  expect(parseRoute('#main')).toBeNull();
});

test('broken encoding names no view and does not throw', () => {
  expect(parseRoute('#/test/%')).toEqual({ view: 'test/%', parts: [], query: {} });
});

test('a key named __proto__ stays a key', () => {
  const { query } = parseRoute('#/matrix?__proto__=x')!;
  expect(Object.keys(query)).toEqual(['__proto__']);
});
