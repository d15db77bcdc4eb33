/**
 * The litmus language as a whole: what is printed can be read, what is read prints the same, and
 * no text, however broken, gets anything out of the parser but a litmus or a LitmusError.
 */
import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arbitraryLitmus, withoutPlaces } from './arbitrary/arbitrary-litmus.ts';
import { hashOf } from './hash.ts';
import type { Litmus } from './litmus.ts';
import { LitmusError } from './litmus-error.ts';
import { parseLitmus } from './parse/parse.ts';
import { printLitmus } from './print.ts';

/**
 * `fc.gen` shrinks a failing litmus for minutes and gigabytes, so the first failure is reported as
 * it is; its seed and path, which the message holds, give it again.
 */
const runs = (numRuns: number) => ({ numRuns, endOnFailure: true });

const read = (text: string) => parseLitmus(text, 'a.litmus');

/**
 * What is wrong with how `text` is read, or null: it must be read into something that survives a
 * round trip, or be refused by a LitmusError that points into the text.
 */
function troubleWith(text: string): string | null {
  let litmus: Litmus;
  try {
    litmus = read(text);
  } catch (error) {
    if (!(error instanceof LitmusError)) return `not a LitmusError: ${String(error)}`;
    const { line, column, message } = error;
    const width = Array.from(text.split('\n')[line - 1] ?? '').length;
    if (!(line >= 1 && column >= 1 && column <= width + 1)) return `no such place: ${message}`;
    if (!message.startsWith(`a.litmus:${line}:${column}: found `)) return `wrong form: ${message}`;
    return /[\n\r]|undefined|\[object/.test(message) ? `unreadable: ${message}` : null;
  }
  const again = withoutPlaces(read(printLitmus(litmus)));
  return isDeepStrictEqual(again, withoutPlaces(litmus)) ? null : 'changed by the round trip';
}

describe('the round trip', () => {
  test('parsing what was printed gives the same litmus, up to places', () => {
    fc.assert(
      fc.property(arbitraryLitmus, (litmus) => {
        expect(withoutPlaces(read(printLitmus(litmus)))).toEqual(litmus);
      }),
      runs(250),
    );
  });

  test('printing what was parsed from canonical text gives the same text', () => {
    fc.assert(
      fc.property(arbitraryLitmus, (litmus) => {
        const text = printLitmus(litmus);
        expect(printLitmus(read(text))).toBe(text);
      }),
      runs(150),
    );
  });

  test('spaces, comments and carriage returns do not change what is read', () => {
    const noise = fc.constantFrom(' ', '\n', '\r\n', '(* a (* nested *) comment | ; *)');
    fc.assert(
      fc.property(arbitraryLitmus, noise, (litmus, between) => {
        const text = printLitmus(litmus);
        const code = text.search(/^\{/m);
        const head = text.slice(0, code).replaceAll('\n', '\r\n');
        const noisy = head + text.slice(code).replaceAll(/ /g, ` ${between}`);
        expect(withoutPlaces(read(noisy))).toEqual(litmus);
      }),
      runs(100),
    );
  });
});

describe('the hash', () => {
  test('is the same for another name, sentence, condition or reference', () => {
    fc.assert(
      fc.property(arbitraryLitmus, arbitraryLitmus, (litmus, { name, doc, condition, meta }) => {
        const { ref, asserts, point } = meta;
        const changed = { ...litmus, name, doc, condition };
        const renamed = { ...changed, meta: { ...litmus.meta, ref, asserts, point, hash: null } };
        expect(hashOf(renamed)).toBe(hashOf(litmus));
      }),
      runs(100),
    );
  });
});

describe('broken text', () => {
  const pieces = [
    '( ) { } [ ] ; | : = += <= => /\\ \\/ -> " (* *) @ , - \r \0 \u{1f600} \ud800 99999999999 -1 ~',
    'P0 P9 E L0 abort await tick not with exists SYS Hash= filter locations 0:dt(',
    '__proto__ constructor toString Aborts=any<=0',
  ].flatMap((line) => line.split(' '));
  const edit = fc.record({
    at: fc.nat({ max: 2000 }),
    remove: fc.nat({ max: 12 }),
    insert: fc.oneof(fc.constantFrom('', ...pieces), fc.string({ maxLength: 4 })),
  });

  test('is refused with a place inside the file, or read', () => {
    const edits = fc.array(edit, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(arbitraryLitmus, edits, (litmus, changes) => {
        let text = printLitmus({ ...litmus, meta: { ...litmus.meta, hash: null } });
        for (const { at, remove, insert } of changes) {
          const start = at % (text.length + 1);
          text = text.slice(0, start) + insert + text.slice(start + remove);
        }
        expect(troubleWith(text)).toBeNull();
      }),
      runs(700),
    );
  });

  test('is refused at whatever character it ends', () => {
    fc.assert(
      fc.property(arbitraryLitmus, fc.nat({ max: 2000 }), (litmus, at) => {
        const text = printLitmus(litmus);
        expect(troubleWith(text.slice(0, at % text.length))).toBeNull();
      }),
      runs(150),
    );
  });

  test('is refused when it is nothing like a litmus', () => {
    const code = fc.array(fc.constantFrom(...pieces), { maxLength: 30 });
    const started = code.map((it) => `SYS X\n"x"\n{ }\n P0 ;\n${it.join(' ')}`);
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), started), (text) => {
        expect(troubleWith(text)).toBeNull();
      }),
      runs(400),
    );
  });
});
