/**
 * What there is before anything runs, in words: the kernel, the threads, the objects, the clock.
 */
import type { Sentence } from '../../reports/data.ts';
import { isKernelTable } from '../litmus/calls/call-spec.ts';
import type { Init, Litmus, Loc, Table, Value } from '../litmus/litmus.ts';
import { printLoc, printValue } from '../litmus/print.ts';
import { counted, joined, objectNoun, type ReadingNames } from './reading-names.ts';

const TABLE_WORDS: Readonly<Record<Table, string>> = {
  any: 'The test makes system calls that helenos-2012 and helenos-2026 both have, and is run on both',
  'helenos-2012': 'The test makes system calls of helenos-2012',
  'helenos-2026': 'The test makes system calls of helenos-2026',
  'kernel-2012':
    'The test calls functions of the kernel of helenos-2012 directly, from kernel threads',
  'kernel-2026':
    'The test calls functions of the kernel of helenos-2026 directly, from kernel threads',
  linux: 'The test makes system calls of Linux',
};

export function thereIsSentences(names: ReadingNames): Sentence[] {
  const { meta, lanes, init } = names.litmus;
  const sentences = [
    { text: `${TABLE_WORDS[meta.table]}.`, lines: linesOf(names.litmus, 'Table') },
    { text: `${threadWords(names)}.`, lines: [lanes[0].place.line] },
    ...init.map((item) => ({ text: `${objectWords(item)}.`, lines: [item.place.line] })),
  ];
  const say = (key: string, text: string) =>
    sentences.push({ text, lines: linesOf(names.litmus, key) });
  if (meta.include.length > 0) {
    say('Include', `Procedures of libc are included: ${joined(meta.include)}.`);
  }
  if (meta.restart.length > 0) {
    const who = joined(meta.restart);
    say('Restart', `Where a call of ${who} is interrupted, it is issued again.`);
  }
  if (meta.debugs.length > 0) {
    const leads = meta.debugs.length === 1 ? 'leads' : 'lead';
    say(
      'Debugs',
      `${joined(meta.debugs)} ${leads} to the kernel's own box of the task, as a debugger's.`,
    );
  }
  for (const { lane, on } of meta.handlers ?? []) {
    say('Handler', `${lane} is user code that may run on ${on}'s thread while that is held.`);
  }
  if (meta.ticks !== null) {
    say(
      'Ticks',
      `The clock ticks at most ${counted(meta.ticks, 'time')}, at any moment while a deadline lies ahead.`,
    );
  }
  if (meta.cpus !== null)
    say('Cpus', `There ${meta.cpus === 1 ? 'is' : 'are'} ${counted(meta.cpus, 'CPU')}.`);
  if (meta.skew !== null) say('Skew', skewWords(meta.skew));
  if (meta.needs.length > 0) say('Needs', `The test needs a model of ${joined(meta.needs)}.`);
  return sentences;
}

function skewWords(skew: number): string {
  if (skew === 0) return 'Their tick counters are equal.';
  const than = skew > 0 ? 'ahead of' : 'behind';
  const ticks = counted(Math.abs(skew), 'tick');
  return `The tick counter of the second is ${ticks} ${than} that of the first (2026).`;
}

/** Where a key stands, as the lines of a sentence. */
export function linesOf(litmus: Litmus, key: string): number[] {
  const place = litmus.places.get(key);
  return place === undefined ? [] : [place.line];
}

/** `Two threads of one task run: P0 and P1`, `Threads run: P0 of the task C, P1 of the task S`. */
function threadWords(names: ReadingNames): string {
  const threads = names.threads();
  const tasks = [...new Set(threads.map(({ task }) => task))];
  const kind = isKernelTable(names.litmus.meta.table) ? 'kernel thread' : 'thread';
  const all = threads.map(({ name }) => name);
  const isNamed = names.litmus.lanes.some(({ task }) => task !== null);
  if (tasks.length === 1) {
    const task = isNamed ? `the task ${tasks[0]}` : 'one task';
    return all.length === 1
      ? `One ${kind} runs, ${all[0]}${isNamed ? ` of the task ${tasks[0]}` : ''}`
      : `${number(all.length)} ${kind}s of ${task} run, ${joined(all)}`;
  }
  const groups = tasks.map((task) => {
    const own = threads.filter((thread) => thread.task === task).map(({ name }) => name);
    return `${joined(own)} of the task ${task}`;
  });
  return `${number(all.length)} ${kind}s run: ${groups.join(', ')}`;
}

function number(n: number): string {
  return ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six'][n] ?? String(n);
}

function objectWords(item: Init): string {
  if (item.is === 'value') return `At first ${holderWords(item.loc)} ${printValue(item.value)}`;
  if (item.is === 'node') return nodeWords(item);
  const { type, name, value, link } = item;
  if (type === 'phone') return phoneWords(name, link, value);
  const words = OBJECT_WORDS.get(type)?.(value?.is === 'integer' ? value.value : null);
  const wraps = item.mod === undefined ? '' : `, and wraps at ${item.mod}`;
  return `${name} is ${words ?? `a ${objectNoun(type)}`}${wraps}`;
}

function nodeWords({ name, kernel, skew, design }: Extract<Init, { is: 'node' }>): string {
  const runs =
    (kernel === 'same' ? 'the kernel of the test' : kernel) + (design ? ` under ${design}` : '');
  const ahead =
    skew === null || skew === 0
      ? 'shows what that of the test shows'
      : `is ${counted(Math.abs(skew), 'tick')} ${skew > 0 ? 'ahead of' : 'behind'} that of the test`;
  return `${name} is another machine: it runs ${runs}, and its tick counter ${ahead}`;
}

function holderWords(loc: Loc): string {
  return loc.is === 'register' ? `P${loc.lane}'s ${loc.name} holds` : `${printLoc(loc)} is`;
}

function phoneWords(
  name: string,
  link: { readonly from: string; readonly to: string } | null,
  value: Value | null,
): string {
  if (link !== null) {
    const to = link.from === link.to ? 'its own answerbox' : `the answerbox of ${link.to}`;
    return `${name} is a phone of the task ${link.from}, connected to ${to}`;
  }
  return `${name} is a phone of the task ${value === null ? '' : printValue(value)} that is not connected yet`;
}

/** Each type of object but the phone, with the value that it starts with (null: none is given). */
export const OBJECT_WORDS: ReadonlyMap<string, (value: number | null) => string> = new Map([
  [
    'waitq',
    (value: number | null) => {
      if (value === null || value === 0) return 'a wait queue without sleepers or banked wakeups';
      return value > 0
        ? `a wait queue with ${counted(value, 'banked wakeup')}`
        : `a wait queue with a debt of ${counted(-value, 'wakeup')}`;
    },
  ],
  [
    'futex',
    (value) =>
      `a futex: a counter in user memory, ${value ?? 0} at first, and a queue in the kernel`,
  ],
  ['word', (value) => `a word of user memory that all threads share, ${value ?? 0} at first`],
  ['semaphore', (value) => `a semaphore that starts at ${value ?? 0}`],
  ['mutex', () => 'a mutex that nobody holds'],
  ['condvar', () => 'a condition variable'],
  ['event', () => 'a kernel event that nobody has subscribed to'],
  ['irq', () => 'an interrupt that nobody has subscribed to'],
  [
    'section',
    (value) => `a section of code in which ${counted(value ?? 1, 'thread')} may be at once`,
  ],
]);
