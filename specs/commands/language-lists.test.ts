/** What `fermata list` prints of the language has all of it, and nothing else. */
import { expect, test } from 'vitest';
import { POLICIES } from '../../model/designs/policies.ts';
import { signatureOf } from '../litmus/calls/call-spec.ts';
import { CALLS, flagsOf } from '../litmus/calls/calls.ts';
import { methodsOf } from '../litmus/calls/ipc-calls.ts';
import { objectTypesOf } from '../litmus/calls/objects.ts';
import { PAYLOAD_VALUES, VALUES } from '../litmus/calls/values.ts';
import { META_KEYS, OTHER_KEYS, POINTS, TABLES } from '../litmus/parse/parse-meta.ts';
import { parseLitmus } from '../litmus/parse/parse.ts';
import { listCalls, listObjects, listPolicies, listWords } from './language-lists.ts';
import { OBJECTS, WORDS } from './words.ts';

/** The words of one place, apart. */
function wordsAt(place: string): string[] {
  const found = Object.entries(WORDS).find(([name]) => name.startsWith(place));
  return (found?.[1] ?? []).flatMap(([written]) => written.split(/[\s,]+/));
}

test('keys, tables and windows are those of the parser', () => {
  expect(wordsAt('Lines above')).toEqual([...META_KEYS, ...OTHER_KEYS]);
  expect(wordsAt('Tables').toSorted()).toEqual([...TABLES].toSorted());
  expect(wordsAt('Windows')).toEqual(POINTS);
});

test('every value is listed, and every listed one is a value', () => {
  const listed = wordsAt('Values').map((word) => word.replace(/:.*/, ''));
  expect(new Set(listed)).toEqual(new Set([...VALUES, ...PAYLOAD_VALUES]));
});

test('so is every flag, and every method', () => {
  const flags = CALLS.flatMap((spec) => spec.tables.flatMap((table) => flagsOf(spec, table)));
  expect(new Set(wordsAt('Flags'))).toEqual(new Set(flags));
  const methods = [...methodsOf('helenos-2012'), ...methodsOf('helenos-2026')];
  const listed = wordsAt('Methods').filter((word) => /^[A-Z_]+$/.test(word));
  expect(new Set(listed)).toEqual(new Set(methods));
});

test('every call has its signature, and every policy its values', () => {
  const calls = listCalls();
  for (const spec of CALLS) expect(calls).toContain(`${signatureOf(spec)}  `);
  const policies = listPolicies();
  for (const [policy, values] of Object.entries(POLICIES)) {
    expect(policies).toContain(`\n${policy}\n`);
    for (const means of Object.values(values)) expect(policies).toContain(means);
  }
  expect(listWords()).toContain('blocked');
});

/** The tables in which something can be declared. */
const PLACES = ['helenos-2012', 'helenos-2026', 'kernel-2012', 'kernel-2026'] as const;

test.for(OBJECTS)('$type is declared as it is said to be, in each of its tables', (object) => {
  // A node is no object of a table: groups of tasks move to it.
  const tables = PLACES.filter((table) =>
    object.type === 'node'
      ? table.startsWith('helenos')
      : (objectTypesOf(table) as string[]).includes(object.type),
  );
  expect(tables.length).toBeGreaterThan(0);
  for (const table of tables) {
    const parsed = object.declared.filter((declared) => {
      // The call is one of each table, and uses nothing of what is declared.
      const isNode = object.type === 'node';
      const [head, move] = isNode
        ? ['P0@A | P1@B | E', ' | checkpoint A ;\n | | restore A on N2']
        : ['P0@A | P1@B', ''];
      const lanes = `{ DECLARED }\n ${head} ;\n ipc_wait(0, 0) | ipc_poke()${move} ;\nexists (true)\n`;
      const text = `SYS x\n"x"\nTable=${table}\n${lanes.replace('DECLARED', declared)}`;
      try {
        return parseLitmus(text, 'x.litmus').init.length === 1;
      } catch {
        return false;
      }
    });
    expect(parsed).toContain(object.declared[0]);
  }
  expect(listObjects()).toContain(object.says);
});

test('no type of object is left out', () => {
  const types = new Set(PLACES.flatMap((table) => objectTypesOf(table)));
  expect(new Set(OBJECTS.map(({ type }) => type))).toEqual(new Set([...types, 'node']));
});

/** A program for each operation, cell, ending and proposition that is listed. */
test.for(
  ['The environment', 'Propositions', 'The end'].flatMap((place) => {
    const found = Object.entries(WORDS).find(([name]) => name.startsWith(place));
    return (found?.[1] ?? []).map(([written]) => ({ place, written }));
  }),
)('$place: $written is read by the parser', ({ place, written }) => {
  for (const text of written.split(', ').flatMap((each) => programWith(place, each, written))) {
    expect(() => parseLitmus(text, 'x.litmus')).not.toThrow();
  }
});

/** Whose answer a register has is asked where somebody gives one. */
function answeredWith(word: string): string {
  const lanes = ' L0: r0 = ipc_call_async(s, 1) | r0 = ipc_wait(0, 0) | r0 = ipc_wait(0, 0) ;\n';
  const head = 'SYS x\n"x"\nTable=helenos-2026\n{ phone s = A -> B; }\n P0@A | P1@A | P2@B ;\n';
  return `${head}${lanes} | | r1 = ipc_answer(r0, 5) ;\nexists (${word})\n`;
}

function programWith(place: string, word: string, whole: string): string[] {
  if (word.includes('=ans(')) return [answeredWith(word)];
  const [ops, end] = partsOf(place, word, whole);
  // Numbers are compared with what a call can return: this one does.
  const call = /[<>]=\d/.test(word) ? 'futex_trydown(f)' : 'waitq_sleep(q, 2, FUTEX)';
  const isMove = ops[0].startsWith('checkpoint');
  const rows = ops.map(
    (op, i) => ` ${i === 0 ? `L0: r0 = ${call}` : ''} | ${isMove ? '| ' : ''}${op} ;`,
  );
  const objects = `waitq q; futex f = 0; word x = 0;${isMove ? ' node N2 = same;' : ''}`;
  const lanes = isMove ? ' P0@A | P1@B | E' : ' P0 | E';
  const head = `SYS x\n"x"\nTable=helenos-2026\nAborts=any<=2\n{ ${objects} }\n${lanes} ;\n`;
  return [`${head}${rows.join('\n')}\n${end}\n`];
}

/** What stands in the lane E, and what at the end. */
function partsOf(place: string, word: string, whole: string): [string[], string] {
  const named = word.replace('DESIGN', 'ticket').replace('(p)', '(0:r0=EOK)');
  if (/^(checkpoint|restore)/.test(word)) {
    return [['checkpoint A+B', 'restore A+B on N2'], 'exists (true)'];
  }
  if (place === 'The environment') return [[word], 'exists (true)'];
  if (place === 'Propositions') {
    const p = whole.startsWith('not,') ? 'not true /\\ false \\/ true => true' : word;
    // A comma inside of parentheses is none between two words.
    const isHalf = /^Aborted\(P0:L0$|^2\)$/.test(p);
    return [['abort P0:L0'], `exists (${isHalf ? 'Aborted(P0:L0, 2)' : p})`];
  }
  if (word.startsWith('locations')) return [['tick'], `${word}\nexists (true)`];
  if (word.startsWith('filter')) return [['tick'], 'filter 0:r0=EOK\nexists (true)'];
  return [['tick'], word.startsWith('with') ? `exists (true) ${named}` : named];
}
