/** `Include=`: what a test gets of it, what it is refused, and where a fault is said to be. */
import { describe, expect, test } from 'vitest';
import { parseDesign } from '../../../model/designs/designs.ts';
import { compile } from '../../compile/compile.ts';
import { readingOf } from '../../reading/reading.ts';
import { hashOf } from '../hash.ts';
import { printLitmus } from '../print.ts';
import { type Library, LIBRARY } from './include.ts';
import { parseLitmus } from './parse.ts';

function file(rows: string, keys = 'Include=lock\n', table = 'helenos-2012', procs = ''): string {
  return `SYS A\n"x"\nTable=${table}\n${keys}${procs}{ futex f = 1; word x = 0; }\n P0 ;\n ${rows} ;\nexists (true)\n`;
}

/** Two files of procedures of which one includes the other. */
const OWN: Library = {
  'specs/lib/helenos-2012/lock.proc':
    'Include=base\n(* lock *)\nproc lock(f) {\n  r = down(f);\n  return r;\n}\nproc unused(f) { f += 1; }\n',
  'specs/lib/helenos-2012/base.proc': 'proc down(f) { r = futex_sleep(f); return r; }\n',
  'specs/lib/helenos-2012/odd.proc': 'proc odd(f) {\n  r = nowhere;\n  futex_sleeep(f);\n}\n',
  'specs/lib/helenos-2012/torn.proc': 'proc torn(f) {\n  f += ;\n}\n',
  'specs/lib/helenos-2012/lost.proc': 'Include=bas\nproc lost(f) { f += 1; }\n',
};

const read = (text: string, library = OWN) => parseLitmus(text, 'a.litmus', undefined, library);

function refusalOf(text: string): string {
  try {
    read(text);
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
  return 'read';
}

test('a test has of what it includes what it calls, and what that calls', () => {
  const names = read(file('r0 = lock(f)')).procs.map(({ name }) => name);
  expect(names).toEqual(['down', 'lock']);
});

test('the procedures are printed where they stand, and are part of the hash', () => {
  const litmus = read(file('r0 = lock(f)'));
  const text = printLitmus(litmus);
  expect(text).not.toContain('proc');
  expect(text).toContain('Table=helenos-2012\nInclude=lock\n');
  expect(printLitmus(read(text))).toBe(text);
  expect(hashOf(read(text))).toBe(hashOf(litmus));

  const base = 'specs/lib/helenos-2012/base.proc';
  const changed = { ...OWN, [base]: OWN[base].replace('futex_sleep', 'futex_wakeup') };
  expect(hashOf(read(text, changed))).not.toBe(hashOf(litmus));
  // What is not used is no part of the test.
  const lock = 'specs/lib/helenos-2012/lock.proc';
  const more = { ...OWN, [lock]: `${OWN[lock]}proc more(f) { f += 2; }\n` };
  expect(hashOf(read(text, more))).toBe(hashOf(litmus));
});

test('written out, they are the same test', () => {
  const procs = [
    'proc down(f) {\n r = futex_sleep(f);\n return r;\n}',
    'proc lock(f) {\n r = down(f);\n return r;\n}',
  ];
  const written = read(file('r0 = lock(f)', '', 'helenos-2012', `${procs.join('\n')}\n`));
  expect(hashOf(written)).toBe(hashOf(read(file('r0 = lock(f)'))));
});

test('a step says from which file it comes, and which line of it', () => {
  const litmus = parseLitmus(file('r0 = futex_down(f)', 'Include=futex\n'), 'a.litmus');
  const { lanes } = compile(litmus, parseDesign('ticket'), 'helenos-2012');
  expect(lanes[0].ops[0]).toMatchObject({
    text: 'futex_down.0: if fetch_add(f, -1) <= 0',
    file: 'specs/lib/helenos-2012/futex.proc',
    line: 5,
  });
  const section = readingOf(litmus).find(({ title }) => title.startsWith('futex_down(f)'));
  expect(section?.title).toBe('futex_down(f), of specs/lib/helenos-2012/futex.proc');
  expect(section?.sentences.flatMap(({ lines }) => lines)).toEqual([]);
});

describe('refuses', () => {
  test.for([
    [
      file('x = 1', 'Include=lokc\n'),
      "a.litmus:4:9: found 'lokc', expected procedures of the table helenos-2012: lock, base, odd, torn, lost; did you mean 'lock'?",
    ],
    [
      file('x = 1'),
      'a.litmus:4:9: found Include=lock, of which nothing is called, expected a call of lock, unused',
    ],
    [
      file('x = 1', 'Include=lock\n', 'any'),
      'a.litmus:4:9: found Include= with the table any, expected a table that has procedures: helenos-2012',
    ],
    [file('odd(f)', 'Include=odd\n'), "specs/lib/helenos-2012/odd.proc:2:7: found 'nowhere'"],
    [file('torn(f)', 'Include=torn\n'), "specs/lib/helenos-2012/torn.proc:2:8: found ';'"],
    [file('lost(f)', 'Include=lost\n'), "specs/lib/helenos-2012/lost.proc:1:9: found 'bas'"],
    [
      file('lock(f)', 'Include=lock\n', 'helenos-2012', 'proc lock(f) { }\n'),
      "the procedure 'lock' twice",
    ],
    [
      file('futex_down(f)', '', 'helenos-2012', 'proc futex_down(f) { }\n'),
      "the procedure 'futex_down', which is a call",
    ],
  ])('%#', ([text, message]) => {
    expect(refusalOf(text)).toContain(message);
  });
});

test('every procedure of every file can be called, with the objects that it takes', () => {
  const missing: string[] = [];
  for (const [path, text] of Object.entries(LIBRARY)) {
    const [, , table, name] = path.replace('.proc', '').split('/');
    for (const [, proc, params] of text.matchAll(/^proc (\w+)\(([^)]*)\)/gm)) {
      const args = params.split(', ').map((it) => (it === 'd' ? '1' : it));
      const words = params.split(', ').filter((it) => it !== 'd' && it !== '');
      const objects = words.map(
        (it) => `${/^(f|a|wake|wakeother)$/.test(it) ? 'futex' : 'word'} ${it} = 1;`,
      );
      const source = `SYS A\n"x"\nTable=${table}\nInclude=${name}\nTicks=9\n{ ${objects.join(' ')} }\n P0 ;\n ${proc}(${args.join(', ')}) ;\nexists (true)\n`;
      expect(() => parseLitmus(source, path)).not.toThrow();
      if (!text.includes(`(* ${proc}`)) missing.push(`${path}: ${proc} says no function and file`);
    }
  }
  expect(missing).toEqual([]);
});
