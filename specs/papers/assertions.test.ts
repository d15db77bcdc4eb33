/**
 * docs/assertions.md says what the checker does: each assertion by its own words, kind and witness,
 * and one example in which it holds and one in which it falls, run here.
 */
import { describe, expect, test } from 'vitest';
import { ASSERTIONS } from '../properties/assertions.ts';
import { OBSERVABLE } from '../properties/outcome.ts';
import {
  commandsIn,
  examplesIn,
  itemLabelled,
  itemsIn,
  readPaper,
  resultOf,
  runOf,
  sectionAt,
} from './examples.ts';
import { anchorsIn } from './citations.ts';

const paper = readPaper('assertions.md');
const NAMES = [...Array.from({ length: 18 }, (_, i) => `R${i + 1}`), 'U1', 'U2'];
const KINDS = {
  always: 'always',
  finally: 'at the end',
  outcomes: 'compares outcomes',
  traps: 'of the whole graph',
};

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}

/** What is quoted: `> ...` over several lines. */
function quoteIn(section: string): string {
  const lines = section.split('\n').filter((line) => line.startsWith('> '));
  return lines.map((line) => line.slice(2)).join(' ');
}

const ABOUT = ['boundary', 'restartable', 'observable', 'own-ends'];

test('every assertion has its anchor, in order, and so has what they are about', () => {
  expect(anchorsIn(paper)).toEqual([...ABOUT, ...NAMES]);
});

test('no assertion of the checker is left out', () => {
  expect(ASSERTIONS.map(({ id }) => id)).toEqual(NAMES);
});

test('what is observable is what outcomes are made of', () => {
  const items = itemsIn(sectionAt(paper, 'observable'));
  expect(items.map((item) => item.split(':')[0])).toEqual(OBSERVABLE.map(({ what }) => what));
});

describe.for(NAMES)('%s', (id) => {
  const section = sectionAt(paper, id);
  const assertion = ASSERTIONS.find((known) => known.id === id)!;
  const examples = examplesIn(section);

  test('is quoted, with its kind and its witness', () => {
    expect(quoteIn(section)).toBe(assertion.says);
    expect(itemLabelled(section, 'kind')).toBe(KINDS[assertion.kind]);
    expect(itemLabelled(section, 'witness')).toBe(assertion.witness);
  });

  test('says where it does not apply, or that there is no such place', () => {
    const said = itemLabelled(section, 'does not apply');
    expect(said).toBeDefined();
    expect(said === 'nothing of its own').toBe(assertion.unsupported === undefined);
  });

  test('says no word of not being modelled', () => {
    expect(oneLine(section)).not.toContain('not modelled yet');
  });

  test('has an example in which it holds, and one in which it falls by a design', () => {
    const labels = examples.map(({ label }) => label);
    // Debug sessions are modelled as the kernels have them: no design is there to break R16.
    const byDesign = id === 'R16' ? ['holds'] : ['holds', 'falls'];
    expect(labels.slice(0, byDesign.length)).toEqual(byDesign);
    const others = labels.slice(byDesign.length);
    expect(others.every((label) => label === 'falls with no abort')).toBe(true);
  });

  test.for(examples.map((each) => ({ ...each, each })))(
    '$label on $test under $design',
    ({ each }) => {
      expect(resultOf(each)).toBe(each.result);
      const { verdict, defect } = runOf(each).assertions.find((known) => known.id === id)!;
      const expected = {
        holds: { verdict: 'VERIFIED', defect: null },
        falls: { verdict: 'VIOLATED', defect: 'design' },
        'falls with no abort': { verdict: 'VIOLATED', defect: 'kernel' },
      }[each.label];
      expect({ verdict, defect }).toEqual(expected);
    },
  );
});

const others = examplesIn(paper).filter(({ label }) => !/^(holds|falls)/.test(label));

test('beside the assertions there is an example of UNSUPPORTED and one of VACUOUS', () => {
  expect(others.map(({ label }) => label)).toEqual(['unsupported', 'vacuous']);
});

test.for(others)('$label: $test under $design', (each) => {
  expect(resultOf(each)).toBe(each.result);
  expect(runOf(each).verdict).toBe(each.label.toUpperCase());
});

test('no command of the paper is passed over', () => {
  expect(examplesIn(paper)).toHaveLength(commandsIn(paper));
});
