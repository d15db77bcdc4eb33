/**
 * A litmus in plain English, for somebody who knows kernels and has never seen this language.
 *
 * Everything is read off the syntax tree; nothing is looked up in the model. Each sentence says
 * which lines of the file it reads, so that a page can show the two side by side. Sections: what
 * there is, each thread, the environment, the question, what single designs are expected to do,
 * what is asserted besides, and where the test comes from.
 */
import { match } from 'ts-pattern';
import type { Reading, ReadingSection, Sentence } from '../../reports/data.ts';
import { ASSERTIONS } from '../properties/assertions.ts';
import type { Cell, Litmus, Loc, Quantifier } from '../litmus/litmus.ts';
import type { Proc } from '../litmus/user-code.ts';
import { usesUserCode } from '../litmus/flow/flow.ts';
import { assertedIn } from '../litmus/calls/asserted.ts';
import { printLoc, printValue } from '../litmus/print.ts';
import { wordsOf } from './reading-calls.ts';
import { distinct, environmentSentences, opWords } from './reading-environment.ts';
import { joined, ReadingNames } from './reading-names.ts';
import { linesOf, thereIsSentences } from './reading-objects.ts';
import { callWords, procSentences, setWords, userWords } from './reading-user.ts';
import { propLines, propWords, waysOf } from './reading-prop.ts';

/** The reading of a test that the parser has accepted. Sections without sentences are left out. */
export function readingOf(litmus: Litmus): Reading {
  const names = new ReadingNames(litmus);
  const sections: ReadingSection[] = [
    { title: 'What there is', sentences: thereIsSentences(names) },
    ...names.threads().map(({ name, column }) => ({
      title: name,
      sentences: threadSentences(names, name, column),
    })),
    ...litmus.procs.map((proc) => ({
      title: procTitle(proc),
      sentences: procSentences(names, proc),
    })),
    { title: 'The environment', sentences: environmentSentences(names) },
    { title: 'The question', sentences: questionSentences(names) },
    { title: 'Under single designs', sentences: kindSentences(names) },
    { title: 'Asserted besides', sentences: assertSentences(litmus) },
    { title: 'Sources', sentences: sourceSentences(litmus) },
  ];
  return sections.filter(({ sentences }) => sentences.length > 0);
}

/** `lock(m)`; of one that is included, from which file. */
function procTitle({ name, params, place }: Proc): string {
  const of = place.file === undefined ? '' : `, of ${place.file}`;
  return `${name}(${params.join(', ')})${of}`;
}

/** A call a sentence: `P0 sleeps on ... (waitq_sleep, L0, result in r0).` */
function threadSentences(names: ReadingNames, lane: string, column: number): Sentence[] {
  const cells = names.cellsOf(lane);
  if (cells.length === 0) {
    return [{ text: `${lane} does nothing.`, lines: [names.litmus.lanes[column].place.line] }];
  }
  return cells.map((cell, i) => ({
    text: `${i === 0 ? lane : 'Then it'} ${cellWords(names, lane, cell)}.`,
    lines: [cell.place.line],
  }));
}

function cellWords(names: ReadingNames, lane: string, cell: Cell): string {
  if (cell.is === 'env') return opWords(names, cell.op);
  if (cell.is === 'assign') {
    return setWords(names, printLoc(cell.loc), cell.op, printValue(cell.value));
  }
  if (cell.is === 'user') return userWords(names, lane, cell);
  const { call, label, register } = cell;
  const kept = register === null ? [] : [`result in ${register}`];
  const marks = [call, ...(label === null ? [] : [label]), ...kept];
  if (usesUserCode(names.litmus)) return userCallWords(names, lane, cell);
  // What is said after a semicolon is detail, and the marks belong to the call.
  const [what, ...details] = wordsOf(names, lane, cell).split('; ');
  return [`${what} (${marks.join(', ')})`, ...details].join('; ');
}

/** A cell of user code that is written as a call: of the system, of user mode, of a procedure. */
function userCallWords(
  names: ReadingNames,
  lane: string,
  cell: Extract<Cell, { is: 'call' }>,
): string {
  const { call, label, register, place } = cell;
  const args = cell.args.map((arg) => ({
    terms:
      arg.is === 'integer'
        ? [{ minus: false, value: arg, place }]
        : arg.names.map((name) => {
            return { minus: false, value: { is: 'name', name, payload: null } as const, place };
          }),
  }));
  const kept = [
    ...(label === null ? [] : [label]),
    ...(register === null ? [] : [`result in ${register}`]),
  ];
  const marks = kept.length === 0 ? '' : ` (${kept.join(', ')})`;
  return callWords(names, lane, { call, args, place }) + marks;
}

/** What a quantifier asks of runs, `ways` of how they end. */
function must(quantifier: Quantifier, run: string, ways: number): string {
  const like = ways > 1 ? 'in one of these ways' : 'like this';
  return match(quantifier)
    .with('exists', () => `At least one ${run} must end ${like}`)
    .with('forall', () => `Every ${run} must end ${like}`)
    .with('~exists', () => `No ${run} may end ${ways > 1 ? 'in any of these ways' : like}`)
    .exhaustive();
}

function questionSentences(names: ReadingNames): Sentence[] {
  const { litmus } = names;
  const { condition, filter, locations } = litmus;
  const sentences: Sentence[] = [];
  if (filter !== null) {
    const like = waysOf(names, filter).length > 1 ? 'in one of these ways' : 'like this';
    const text = `Only those runs count that end ${like}: ${propWords(names, filter)}.`;
    sentences.push({ text, lines: distinct([...linesOf(litmus, 'filter'), ...propLines(filter)]) });
  }
  const run = filter === null ? 'run' : 'such run';
  const asked = must(condition.quantifier, run, waysOf(names, condition.prop).length);
  sentences.push({
    text: `${asked}: ${propWords(names, condition.prop)}.`,
    lines: distinct([condition.place.line, ...propLines(condition.prop)]),
  });
  if (locations.length > 0) {
    const places = [...linesOf(litmus, 'locations'), ...locations.map(({ place }) => place.line)];
    const text = `Outcomes show ${joined(locations.map(locWords))}, besides what the question names.`;
    sentences.push({ text, lines: distinct(places) });
  }
  return sentences;
}

/** What is expected of one design in place of what is asked of all. */
function kindSentences(names: ReadingNames): Sentence[] {
  const { prop, kinds, quantifier: asked } = names.litmus.condition;
  const isOneWay = waysOf(names, prop).length === 1;
  return kinds.map(({ design, quantifier, place }) => {
    const only = asked === 'forall' && quantifier === 'exists' ? 'only ' : '';
    const ends = EXPECTED[quantifier](isOneWay ? 'like this' : 'in one of these ways');
    return { text: `Under ${design} it is ${only}expected that ${ends}.`, lines: [place.line] };
  });
}

const EXPECTED: Readonly<Record<Quantifier, (how: string) => string>> = {
  exists: (how) => `at least one run ends ${how}`,
  forall: (how) => `every run ends ${how}`,
  '~exists': (how) => `no run ends ${how.replace('one', 'any')}`,
};

function assertSentences(litmus: Litmus): Sentence[] {
  if (litmus.meta.asserts === null) return [impliedSentence(litmus)];
  if (litmus.meta.asserts.length === 0) {
    return [{ text: 'Nothing besides the condition.', lines: linesOf(litmus, 'Asserts') }];
  }
  return litmus.meta.asserts.map((id) => {
    const says = ASSERTIONS.find((assertion) => assertion.id === id)?.says;
    return { text: `${id}: ${says}.`, lines: linesOf(litmus, 'Asserts') };
  });
}

/** Of a test that does not say what it asserts. */
function impliedSentence(litmus: Litmus): Sentence {
  const all = assertedIn(litmus);
  const text =
    all.length === 0
      ? 'Nothing besides the condition: assertions are about system calls.'
      : `What applies of ${all.join(', ')}, since the file does not say.`;
  return { text, lines: [] };
}

function sourceSentences(litmus: Litmus): Sentence[] {
  const { ref, hash, other } = litmus.meta;
  const sentences: Sentence[] = [];
  const say = (key: string, text: string) => sentences.push({ text, lines: linesOf(litmus, key) });
  if (ref !== null) say('Ref', `The test comes from: ${ref}.`);
  if (hash !== null) say('Hash', `The file says which test it is: its hash is ${hash}.`);
  for (const { key, value } of other) say(key, `${key}, as its generator wrote it: ${value}.`);
  return sentences;
}

function locWords(loc: Loc): string {
  if (loc.is === 'object') return printLoc(loc);
  if (loc.is === 'register') return `P${loc.lane}'s ${loc.name}`;
  return `the ticks that P${loc.lane}'s ${loc.label} took`;
}
