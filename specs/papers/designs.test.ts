/**
 * docs/designs.md has every policy with its values and every preset, and no other; what it says of
 * each falls or holds as it says, run here.
 */
import { describe, expect, test } from 'vitest';
import { CALLS_WITH_POLICIES, POLICIES, type Policy } from '../../model/designs/policies.ts';
import { parseDesign } from '../../model/designs/designs.ts';
import { presets, TICKET } from '../../model/designs/presets.ts';
import { check, revisionsOf } from '../check/check.ts';
import { POINTS } from '../litmus/parse/parse-meta.ts';
import { type Expectation, readExpectations } from '../run/baseline/expectations.ts';
import {
  commandsIn,
  examplesIn,
  itemLabelled,
  itemsIn,
  readPaper,
  resultOf,
  runOf,
  sectionAt,
  testNamed,
} from './examples.ts';
import { anchorsIn } from './citations.ts';

const paper = readPaper('designs.md');
const anchors = anchorsIn(paper);
const policies = Object.keys(POLICIES) as Policy[];

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

function withPrefix(prefix: string): string[] {
  const own = anchors.filter((anchor) => anchor.startsWith(prefix));
  return own.map((anchor) => anchor.slice(prefix.length));
}

test('the ticket, the abort, the windows and the effects have an anchor each', () => {
  const once = ['helenos-433', 'abort', 'W0', 'W1', 'W2', 'W3', 'W4', 'policies', 'presets'];
  const others = anchors.filter((anchor) => !/^(policy|preset)-/.test(anchor));
  expect(others).toEqual([...once, 'sync', 'effects']);
});

describe('policies', () => {
  test('are those of the model, in its order', () => {
    expect(withPrefix('policy-')).toEqual(policies);
  });

  test.for(policies)("%s has its values, each with its meaning, the ticket's in bold", (policy) => {
    const items = itemsIn(sectionAt(paper, `policy-${policy}`));
    const lines = Object.entries(POLICIES[policy]).map(([value, means]) => {
      const name = value === TICKET[policy] ? `**\`${value}\`**` : `\`${value}\``;
      return `${name}: ${means}.`;
    });
    expect(items.map((item, i) => item.slice(0, lines[i]?.length ?? 0))).toEqual(lines);
  });

  /** A value and what is said of it: an example that must have the value and show the fall. */
  const said = policies.flatMap((policy) =>
    itemsIn(sectionAt(paper, `policy-${policy}`)).map((item) => ({
      policy,
      value: /`([\w-]+)`/.exec(item)?.[1] ?? '',
      rest: item,
    })),
  );

  test.for(said.filter(({ policy, value }) => value !== TICKET[policy]))(
    '$policy=$value has an example, and breaks in it what is said',
    ({ policy, value, rest }) => {
      const command = rest.slice(rest.indexOf('`npx fermata'));
      const [example] = examplesIn(`- ${command}\n`);
      const design = parseDesign(example.design);
      expect(design.policies[policy]).toBe(value);
      const breaks = /[Bb]reaks \[(R\d+)\]\(assertions\.md#\1\):/.exec(rest)?.[1];
      const fallen = runOf(example).assertions.filter(({ verdict }) => verdict === 'VIOLATED');
      // Of several that fall, the one that is said; where none is said, none.
      expect((fallen.find(({ id }) => id === breaks) ?? fallen[0])?.id).toBe(breaks);
      expect(resultOf(example)).toBe(example.result);
    },
  );

  test("the ticket's values break nothing", () => {
    const own = said.filter(({ policy, value }) => value === TICKET[policy]);
    expect(own).toHaveLength(policies.length);
    expect(own.filter(({ rest }) => /breaks|npx/i.test(rest))).toEqual([]);
  });

  test('may be set apart for the calls that are named', () => {
    const sentence = /Calls that can be set apart: ([^.]*)\./.exec(oneLine(paper))?.[1] ?? '';
    expect(sentence.replaceAll('`', '').split(', ')).toEqual(CALLS_WITH_POLICIES);
  });
});

describe('presets', () => {
  const all = presets();

  test('are those of the model, in its order', () => {
    expect(withPrefix('preset-')).toEqual(all.map(({ name }) => name));
  });

  test.for(all.map(({ name, reason }) => ({ name, reason })))(
    '$name is told with its reason',
    ({ name, reason }) => {
      expect(oneLine(sectionAt(paper, `preset-${name}`)).toLowerCase()).toContain(
        `${name} ${reason}`.toLowerCase(),
      );
    },
  );

  const knownBad = all.filter(({ kind }) => kind === 'known-bad');

  test.for(knownBad.map(({ name, fall }) => ({ name, ...fall! })))(
    '$name must break $assertion on $test, and does',
    ({ name, assertion, test: where, revision, steps }) => {
      const section = sectionAt(paper, `preset-${name}`);
      const link = `[${assertion}](assertions.md#${assertion})`;
      const must = `${link} on \`${where}\`, ${revision}, in ${steps} steps`;
      expect(itemLabelled(section, 'must break')).toBe(must);
      const [example, ...more] = examplesIn(section);
      expect(more).toEqual([]);
      expect(example).toMatchObject({ test: where, design: name });
      expect(resultOf(example)).toBe(example.result);
      const run = runOf(example);
      expect(run.revision).toBe(revision);
      const fallen = run.assertions.find(({ id }) => id === assertion)?.counterexample;
      expect(fallen?.steps).toHaveLength(steps);
    },
  );

  const RIGHT = all.filter(({ kind }) => kind === 'right').map(({ name }) => name);
  const baseline = readExpectations().filter(({ expect: awaited }) => awaited === 'fail');
  const ofDesign = (name: string, isKernels: boolean): Expectation[] =>
    baseline.filter(
      ({ target, why }) =>
        target.startsWith(`${name}/`) && why.startsWith('kernel defect') === isKernels,
    );

  test.for(RIGHT)('%s falls where the baseline says so, and nowhere else', (name) => {
    const said = itemLabelled(sectionAt(paper, `preset-${name}`), 'falls because of the design');
    const lines = ofDesign(name, false);
    const ids = [...new Set(lines.flatMap(({ asserts }) => asserts))].toSorted(byNumber);
    const testsOf = (id: string): string =>
      [...new Set(lines.filter(({ asserts }) => asserts.includes(id)).map((l) => l.test))]
        .map((each) => `\`${each}\``)
        .join(', ');
    const isTold = !name.startsWith('eintr');
    const parts = isTold
      ? ids.map((id) => `${id} on ${testsOf(id)}`)
      : ids.filter((id) => id !== 'condition');
    expect(said).toBe(parts.join(', ') || 'nothing');
  });

  test('today has the defects of the kernels', () => {
    const said = itemLabelled(sectionAt(paper, 'preset-today'), 'falls as a defect of the kernel');
    const ids = new Set(ofDesign('today', true).flatMap(({ asserts }) => asserts));
    expect(said).toBe([...ids].toSorted(byNumber).join(', '));
  });
});

/** R2 before R14, `condition` last. */
function byNumber(a: string, b: string): number {
  // Those of user code stand behind those of calls.
  const placeOf = (id: string): number =>
    (Number(id.slice(1)) || Infinity) + (id.startsWith('U') ? 100 : 0);
  return placeOf(a) - placeOf(b);
}

describe('windows', () => {
  /** `| call | W0 | W1 | W2 | W3 | W4 | seen by |` */
  const rows = Array.from(paper.matchAll(/^\| `\w+`.* \|$/gm), ([row]) => {
    const cells = row
      .slice(2, -2)
      .split(' | ')
      .map((cell) => cell.replaceAll('`', ''));
    return { call: cells[0], cells: cells.slice(1, 6), test: cells[6] };
  }).filter(({ test: name }) => name !== undefined);

  test('are told of the seven kinds of calls that can be taken out', () => {
    expect(rows.map(({ call }) => call.split(' ')[0])).toEqual([
      'thread_usleep',
      'thread_udelay',
      'futex_sleep',
      'waitq_sleep',
      'ipc_wait',
      'ipc_call_sync',
      'page_in',
    ]);
  });

  test.for(rows)(
    'of $call are those in which $test meets its thread',
    ({ call, cells, test: name }) => {
      const source = testNamed(name);
      expect(source.text).toContain(`L0: r0 = ${call.split(' ')[0]}(`);
      const meta = { ...source.litmus.meta, point: POINTS };
      const everywhere = { ...source, litmus: { ...source.litmus, meta } };
      const limits = {
        statesMax: 1_000_000,
        memoryMaxBytes: 2 ** 30,
        deadlineMs: null,
        aborts: null,
        digest: '',
      };
      const absent = POINTS.filter((_, i) => cells[i] === '–');
      const found = absent.length > 0 ? `no request found a thread ${absent.join(' or ')}` : 'all';
      for (const revision of revisionsOf(source.litmus)) {
        const options = { ...limits, interrupted: () => false };
        const { why } = check(everywhere, parseDesign('ticket,waker=finishes'), revision, options);
        expect(why.replace(/^.*: \d+ states, the whole space$/, 'all')).toBe(found);
      }
    },
  );
});

const free = examplesIn(sectionAt(paper, 'sync') + sectionAt(paper, 'effects'));

test.for(free)('$label $test under $design is as it is said to be', (each) => {
  expect(resultOf(each)).toBe(each.result);
});

/** The rows of the issue that asked for them; `debt` has its own section, further up. */
const TRAPS = [
  'status',
  'deadlineAt',
  'reentry',
  'flags',
  'unwind',
  'frame',
  'request',
  'erased',
] as const satisfies readonly Policy[];

test('the eight traps are in one table, and each is advice', () => {
  const rows = Array.from(
    sectionAt(paper, 'policy-wake').matchAll(/^\| \[(\w+)\]\(#policy-\1\) \| .+ \| .+ \|$/gm),
    ([, policy]) => policy,
  );
  expect(rows).toEqual(TRAPS);
  for (const policy of TRAPS) {
    expect(sectionAt(paper, `policy-${policy}`)).toContain('**Advice:**');
    const wrong = new Set(Object.keys(POLICIES[policy]));
    wrong.delete(TICKET[policy]);
    const bad = presets().filter(({ kind, policies: own }) => {
      return kind === 'known-bad' && wrong.has(own[policy]);
    });
    expect(bad.map(({ name }) => name)).not.toEqual([]);
  }
});

test('the effects are the falls of the ticket, each on its tests', () => {
  const shown = examplesIn(sectionAt(paper, 'effects')).filter(({ design }) => design === 'ticket');
  const ids = shown.map((each) => runOf(each).assertions.filter((a) => a.verdict === 'VIOLATED'));
  expect(new Set(ids.flat().map(({ id }) => id))).toEqual(
    new Set(['R2', 'R7', 'R9', 'R10', 'R15', 'R17']),
  );
});

test('no command of the paper is passed over', () => {
  const sections = [
    ...policies.map((policy) => `policy-${policy}`),
    ...presets().map(({ name }) => `preset-${name}`),
    'sync',
    'effects',
  ];
  const seen = sections.map((anchor) => commandsIn(sectionAt(paper, anchor)));
  expect(seen.reduce((sum, count) => sum + count, 0)).toBe(commandsIn(paper));
});

test('what no policy says is said not to be modelled yet', () => {
  const [, last] = paper.split('## Not modelled yet');
  const names = Array.from(last.matchAll(/^\| (\w+)/gm), ([, name]) => name).slice(1);
  expect(names.length).toBeGreaterThan(0);
  expect(names.filter((name) => Object.hasOwn(POLICIES, name))).toEqual([]);
  expect(oneLine(last)).toContain('not modelled yet');
});

test('every link to one of the two papers leads to an anchor', () => {
  const texts = new Map([
    ['assertions.md', readPaper('assertions.md')],
    ['designs.md', paper],
  ]);
  const dangling = [...texts].flatMap(([file, text]) =>
    Array.from(text.matchAll(/\]\((\w+\.md)?#([^)]*)\)/g), ([, to = file, id]) => ({ to, id }))
      .filter(({ to }) => texts.has(to))
      .filter(({ to, id }) => !anchorsIn(texts.get(to) ?? '').includes(id)),
  );
  expect(dangling).toEqual([]);
});
