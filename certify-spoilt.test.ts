/**
 * Spoilt certificates are refused, each with the place: bytes that were changed, and claims that were
 * forged with all digests made anew. The same in every run; FERMATA_FUZZ_CASES takes more of them.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lookInto } from './certify-folder.ts';
import {
  bytesOf,
  certificateFor,
  listedOf,
  type Parts,
  partsOf,
  writeList,
} from './certify-parts.ts';
import type { Revision } from './model/record/program.ts';
import { selectTests } from './specs/catalogue.ts';
import { textSection } from './specs/certificate/file.ts';
import { LIST } from './specs/certificate/keep.ts';
import type { Listed } from './specs/certificate/shape.ts';
import { Random } from './specs/generate/random.ts';

const CASES = Number(process.env.FERMATA_FUZZ_CASES ?? 240);

const BASES: readonly (readonly [string, string, Revision])[] = [
  ['WQ+abort+wake', 'ticket', 'helenos-2026'],
  ['SLEEP+twice', 'window=none', 'helenos-2012'],
  ['SYNC+woken+abort', 'ticket-libc', 'helenos-2012'],
  ['SLEEP+outlasted', 'ticket', 'helenos-2012'],
  ['SLEEP+outlasted', 'result=leak', 'helenos-2012'],
  ['WQ+banked+abort', 'window=woken,token=drop', 'helenos-2026'],
  ['SLEEP+twice', 'eintr', 'helenos-2012'],
  ['IPC+wait+nonblock', 'window=written', 'helenos-2012'],
];

/** A design under which the verdict is another. */
const BROKEN_BY: Readonly<Record<string, string>> = {
  'WQ+abort+wake': 'debt=book',
  'SLEEP+twice': 'eintr',
  'SLEEP+outlasted': 'result=leak',
  'SYNC+woken+abort': 'window=written',
};

interface Base {
  readonly listed: Listed;
  readonly bytes: Uint8Array;
}

let folder = '';
let bases: Base[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fermata-spoilt-'));
  bases = BASES.map(([name, design, revision]) => {
    const { run, bytes } = certificateFor(selectTests([name])[0], design, revision);
    return { listed: listedOf(run), bytes: bytes ?? new Uint8Array() };
  });
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true }));

/** Spoils the parts of a certificate; false where it has nothing of the kind. */
type Spoil = (parts: Parts, random: Random, other: Parts) => boolean;

/** The records of one of its sets, or null. */
function setOf({ states }: Parts, random: Random): Uint8Array[] | null {
  return states.size === 0 ? null : random.pick([...states.values()]);
}

function sort(records: Uint8Array[]): void {
  records.sort((a, b) => Buffer.compare(a, b));
}

function withSet(change: (records: Uint8Array[], random: Random) => void): Spoil {
  return (parts, random) => {
    const records = setOf(parts, random);
    if (records === null || records.length < 3) return false;
    change(records, random);
    return true;
  };
}

/** Changes the steps of one of the schedules that have any. */
function withSteps(change: (steps: string[], random: Random) => string[], isFall = false): Spoil {
  return ({ schedules }, random) => {
    const fitting = schedules.filter(
      ({ steps, breaks }) => steps.length > 1 && (!isFall || breaks !== ''),
    );
    if (fitting.length === 0) return false;
    const at = schedules.indexOf(random.pick(fitting));
    schedules[at] = { ...schedules[at], steps: change([...schedules[at].steps], random) };
    return true;
  };
}

function always(change: (parts: Parts, random: Random, other: Parts) => void): Spoil {
  return (parts, random, other) => {
    change(parts, random, other);
    return true;
  };
}

/** Forged with care: every digest fits. */
const FORGED: Readonly<Record<string, Spoil>> = {
  'a bit of a state, in its place': withSet((records, random) => {
    const record = random.pick(records);
    record[random.below(record.length)] ^= 1 << random.below(8);
  }),
  'a bit of a state, sorted again': withSet((records, random) => {
    const record = random.pick(records);
    record[random.below(record.length)] ^= 1 << random.below(8);
    sort(records);
  }),
  'a state less': withSet((records, random) => {
    records.splice(random.below(records.length), 1);
  }),
  'half of the states': withSet((records) => records.splice(records.length >> 1)),
  'a random state more': withSet((records, random) => {
    records.push(records[0].map(() => random.below(256)));
    sort(records);
  }),
  'a state more that differs from one in a byte': withSet((records, random) => {
    const record = random.pick(records).slice();
    record[random.below(record.length)] ^= 1 + random.below(255);
    records.push(record);
    sort(records);
  }),
  'a state twice': withSet((records, random) => {
    records.push(random.pick(records).slice());
    sort(records);
  }),
  'two states the wrong way round': withSet((records, random) => {
    const at = random.below(records.length - 1);
    records.splice(at, 2, records[at + 1], records[at]);
  }),
  'no states': (parts) => {
    const name = [...parts.states.keys()][0];
    if (name === undefined) return false;
    parts.states.set(name, []);
    return true;
  },
  'a set less': ({ states }) => states.delete([...states.keys()][0]),
  'the states of another': ({ states }, random, other) => {
    const set = setOf(other, random);
    const name = [...states.keys()][0];
    if (set === null || name === undefined) return false;
    states.set(name, set);
    return true;
  },
  'sets under wrong names': ({ states }) => {
    const [first] = states;
    if (first === undefined) return false;
    states.delete(first[0]);
    states.set(first[0] === 'states' ? 'states without aborts' : 'states', first[1]);
    return true;
  },
  'shorter records': (parts, random) => {
    const set = setOf(parts, random);
    const name = [...parts.states.keys()].find((key) => parts.states.get(key) === set);
    if (set === null || name === undefined) return false;
    const half = set[0].length / 2;
    parts.states.set(
      name,
      set.flatMap((record) => [record.slice(0, half), record.slice(half)]),
    );
    return true;
  },
  'a section that nobody knows': always(({ extra }, random) => {
    extra.push(textSection(random.pick(['chosen', 'group', 'ranks', 'x']), 'something'));
  }),
  'a section twice': always(({ extra }, random) => {
    extra.push(textSection(random.pick(['source', 'schedules']), '[]'));
  }),
  'the source of another': always((parts, _, other) => (parts.source = other.source)),
  'all of another but the header': always((parts, _, other) => {
    Object.assign(parts, { ...other, header: parts.header, list: parts.list });
  }),
  'another condition': (parts) => {
    const from = /^(~exists|exists|forall) /m.exec(parts.source)?.[1] ?? '';
    const to = from === '~exists' ? 'exists' : '~exists';
    const isCondition = parts.header.claims.includes('condition');
    if (from === 'forall' || !isCondition) return false;
    parts.source = parts.source.replace(/^(~exists|exists) /m, `${to} `);
    return true;
  },
  'a source with an operation that nothing models': (parts) => {
    let row = 0;
    const isWithout = !/^ P0.*\bE +;$/m.test(parts.source);
    const added = [' | E ;', ' | stop P0 ;'];
    if (isWithout)
      parts.source = parts.source.replaceAll(/^ (.*) ;$/gm, (_, cells) => {
        return ` ${cells}${added[row++] ?? ' | ;'}`;
      });
    return isWithout;
  },
  'a source that cannot be read': always((parts, random) => {
    parts.source = parts.source.slice(0, random.below(parts.source.length / 2));
  }),
  'a step that there is not': withSteps((steps, random) => {
    steps[random.below(steps.length)] = random.pick([
      'P0 nothing',
      'E',
      '',
      'P9 trap',
      'constructor',
    ]);
    return steps;
  }),
  'a step that comes too early': withSteps((steps) => [steps[steps.length - 1], ...steps]),
  'the first step twice': withSteps((steps) => [steps[0], ...steps]),
  'no steps of a fall': withSteps(() => [], true),
  'a fall but for its last step': withSteps((steps) => steps.slice(0, -1), true),
  'no schedules': always((parts) => (parts.schedules = [])),
  'the schedules of another': always((parts, _, other) => (parts.schedules = other.schedules)),
  'a schedule of another version': always((parts, random) => {
    const version = random.pick(['with two aborts', 'without', 'constructor']);
    parts.schedules = parts.schedules.map((each) => ({ ...each, version }));
  }),
  'schedules of the other version less': (parts) => {
    const { length } = parts.schedules;
    parts.schedules = parts.schedules.filter(({ version }) => version === '');
    return parts.schedules.length < length;
  },
  'a schedule that breaks something else': always((parts, random) => {
    const breaks = random.pick(['R16', 'R99', 'nothing', '__proto__']);
    parts.schedules = parts.schedules.map((each) => ({ ...each, breaks }));
  }),
  'the other verdict': always((parts) => {
    const verdict = parts.header.verdict === 'VERIFIED' ? 'VIOLATED' : 'VERIFIED';
    parts.header = { ...parts.header, verdict };
    parts.list = parts.list.map((run) => ({ ...run, verdict }));
  }),
  'a verdict that the list does not say': always((parts) => {
    const verdict = parts.header.verdict === 'VERIFIED' ? 'VIOLATED' : 'VERIFIED';
    parts.header = { ...parts.header, verdict };
  }),
  'a claim more': always((parts, random) => {
    const claims = [...parts.header.claims, random.pick(['R3', 'R16', 'R17', 'R8', 'x'])];
    parts.header = { ...parts.header, claims };
  }),
  'a claim twice': always((parts) => {
    parts.header = { ...parts.header, claims: [...parts.header.claims, parts.header.claims[0]] };
  }),
  'no claims': always((parts) => (parts.header = { ...parts.header, claims: [] })),
  'a claim less': (parts, random) => {
    const { claims, verdict } = parts.header;
    // Of what fell less may be claimed: then a schedule is left that breaks something else.
    if (verdict === 'VIOLATED' && claims.length < 2) return false;
    const at = random.below(claims.length);
    parts.header = { ...parts.header, claims: claims.toSpliced(at, 1) };
    return true;
  },
  'another design in the header': always((parts) => {
    parts.header = { ...parts.header, design: 'debt=book' };
  }),
  'another design everywhere': (parts) => {
    const design = BROKEN_BY[parts.header.test] ?? 'today';
    if (parts.header.verdict === 'VIOLATED') return false;
    parts.header = { ...parts.header, design };
    parts.list = parts.list.map((run) => ({ ...run, design }));
    return true;
  },
  'a design that there is not': always((parts) => {
    parts.header = { ...parts.header, design: 'x=y' };
    parts.list = parts.list.map((run) => ({ ...run, design: 'x=y' }));
  }),
  'the other revision': always((parts) => {
    const revision = parts.header.revision === 'helenos-2012' ? 'helenos-2026' : 'helenos-2012';
    parts.header = { ...parts.header, revision };
    parts.list = parts.list.map((run) => ({ ...run, revision }));
  }),
  'another test by name': always((parts, _, other) => {
    parts.header = { ...parts.header, test: `${other.header.test}x` };
    parts.list = parts.list.map((run) => ({ ...run, test: `${other.header.test}x` }));
  }),
  'another hash': always((parts) => {
    const hash = parts.header.hash.replaceAll(/[0-7]/g, '8');
    parts.header = { ...parts.header, hash };
    parts.list = parts.list.map((run) => ({ ...run, hash }));
  }),
  'another model': always(
    (parts) => (parts.header = { ...parts.header, model: '0123456789abcdef' }),
  ),
  'steps by other numbers': always((parts) => (parts.header = { ...parts.header, steps: 'x' })),
  'another number of aborts': always((parts) => (parts.header = { ...parts.header, aborts: 0 })),
};

/** Bytes changed, and no digest made anew. */
const RAW: Readonly<
  Record<string, (bytes: Uint8Array, random: Random, other: Uint8Array) => Uint8Array>
> = {
  'a bit': (bytes, random) => {
    const spoilt = bytes.slice();
    spoilt[random.below(bytes.length)] ^= 1 << random.below(8);
    return spoilt;
  },
  cut: (bytes, random) => bytes.slice(0, random.below(bytes.length)),
  longer: (bytes, random) => Buffer.concat([bytes, Buffer.alloc(1 + random.below(9))]),
  'the end of another': (bytes, random, other) => {
    const at = 1 + random.below(Math.min(bytes.length, other.length) - 1);
    return Buffer.concat([bytes.subarray(0, at), other.subarray(at)]);
  },
};

/** What is said of the spoilt folder, whose one file is `file`. */
function saidOf(listed: readonly Listed[], file: string, bytes: Uint8Array): string {
  writeFileSync(join(folder, file), bytes);
  writeList(folder, listed);
  try {
    const { runs } = lookInto(folder);
    return runs.map(({ is, says }) => `${is}: ${says}`).join('\n');
  } finally {
    rmSync(join(folder, file));
  }
}

function opened({ listed, bytes }: Base): Parts {
  const path = join(folder, 'opened');
  writeFileSync(path, bytes);
  const parts = partsOf(path, [listed]);
  rmSync(path);
  return parts;
}

test('what is taken apart and put together again is certified', () => {
  for (const base of bases) {
    const parts = opened(base);
    expect(Buffer.compare(bytesOf(parts), base.bytes)).toBe(0);
    expect(saidOf(parts.list, base.listed.file ?? '', base.bytes)).toMatch(/^certified: /);
  }
});

test(`${CASES} spoilt certificates are refused, each with its file`, () => {
  const random = new Random('spoilt');
  const names = [...Object.keys(FORGED), ...Object.keys(RAW)];
  const accepted: string[] = [];
  const used = new Set<string>();
  let cases = 0;
  for (let turn = 0; cases < CASES; turn++) {
    const name = names[turn % names.length];
    const base = random.pick(bases);
    const other = random.pick(bases.filter(({ listed }) => listed.test !== base.listed.test));
    const file = base.listed.file ?? '';
    let said: string;
    if (RAW[name] === undefined) {
      const parts = opened(base);
      if (!FORGED[name](parts, random, opened(other))) continue;
      said = saidOf(parts.list, file, bytesOf(parts));
    } else said = saidOf([base.listed], file, RAW[name](base.bytes, random, other.bytes));
    cases++;
    used.add(name);
    const isRefused = said.startsWith('refused: ') || said.startsWith('unreadable: ');
    if (!isRefused || !said.includes(file)) accepted.push(`${name}: ${file}: ${said}`);
  }
  expect(accepted).toEqual([]);
  expect(used.size).toBe(names.length);
});

test('the list is refused where it is spoilt, and so is what it leaves out', () => {
  const [base, other] = bases;
  const file = base.listed.file ?? '';
  const path = join(folder, file);
  writeFileSync(path, base.bytes);
  const said = (...runs: Listed[]): string => {
    writeList(folder, runs);
    try {
      const { runs: looked, unlisted } = lookInto(folder);
      return [...looked.map(({ is, says }) => `${is}: ${says}`), ...unlisted].join('\n');
    } catch (error) {
      return (error as Error).message;
    }
  };
  expect(said(base.listed)).toMatch(/^certified/);
  expect(said(base.listed, base.listed)).toMatch(/jsonl:3: WQ.* is there twice/);
  expect(said()).toContain(`${file}: no run of ${LIST} has it`);
  expect(said({ ...base.listed, file: null })).toContain(`${file}: no run of ${LIST} has it`);
  expect(said({ ...base.listed, file: `../${file}` })).toContain('is no name of a file');
  expect(said({ ...other.listed, file })).toContain(`${file}: header: its test is WQ+abort+wake`);
  expect(said(base.listed, other.listed)).toMatch(/unreadable: .*cannot be read/);
  writeList(folder, [base.listed]);
  const list = readFileSync(join(folder, LIST));
  for (let at = 0; at < list.length; at += 7) {
    const spoilt = Buffer.from(list);
    spoilt[at] ^= 1;
    writeFileSync(join(folder, LIST), at % 2 === 0 ? spoilt : list.subarray(0, at));
    expect(() => lookInto(folder)).toThrow(LIST);
  }
  rmSync(path);
});
