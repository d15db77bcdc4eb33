/** docs/alternatives.md: the ticket's design and its alternatives (`fermata compare --alternatives`). */
import type { AssertionResult, Report, Run } from '../../reports/data.ts';
import {
  leastDepth,
  OF_THREAD,
  type StoppedCall,
  STOPPED_CALLS,
  sum,
  WAYS,
  type Way,
} from './alternatives.ts';
import { callBounds } from './bounds.ts';

/** Tests that stop each call that blocks, and what the alternatives differ in; all of them small. */
export const ALTERNATIVES_TESTS: readonly string[] = [
  'SLEEP+abort',
  'UDELAY+abort',
  'FSLEEP+abort+wakeup',
  'IPC+section',
  'IPC+wait+send',
  'SYNC+abort',
  'WQ+wake+abort',
  'WQ+abort+timeout',
  'PAGE+abort',
  'PAGE+2threads',
];

/** By way and call, the bytes of the model's fields that a stopped thread has there (specs/commands/). */
export type ModelBytes = ReadonlyMap<string, number>;

export const modelKeyOf = (
  design: string,
  { call, revision }: Pick<StoppedCall, 'call' | 'revision'>,
): string => `${design} ${call} ${revision}`;

/** The whole page, ending with a newline. */
export function alternativesPage(
  report: Pick<Report, 'runs' | 'latencies'>,
  model: ModelBytes,
): string {
  const parts = [
    '# The ticket and its alternatives',
    wrapped(answer()),
    '## One table',
    table(
      [
        'way',
        'what',
        'falls because of it',
        'B at most',
        'ticks at most, r = 1',
        'bytes a call',
        'functions touched',
      ],
      WAYS.map((way) => summary(way, report)),
    ),
    wrapped(LEGEND),
    '## Bytes by call',
    wrapped(BYTES),
    bytesTable(model),
    '## What each way touches',
    WAYS.map(({ name, places }) => `- \`${name}\`: ${placesText(places)}`)
      .map(wrapped)
      .join('\n'),
    '## What another revision breaks',
    WAYS.map(({ name, breaks }) => `- \`${name}\`: ${breaks}.`)
      .map(wrapped)
      .join('\n'),
    '## What is not said here',
    wrapped(LIMITS),
  ];
  return `${parts.join('\n\n')}\n`;
}

function answer(): string {
  const records = STOPPED_CALLS.map(({ record }) => sum(record));
  const snapshot = WAYS.find(({ name }) => name === 'snapshot');
  const stacks = STOPPED_CALLS.map((call) => snapshot?.saves(call) ?? null);
  const least = Math.min(...stacks.flatMap((saved) => (saved === null ? [] : [sum(saved)])));
  return `Made by \`npx fermata compare --alternatives --write docs/alternatives.md\`. The ticket's record of a call is at most
${Math.max(...records)} bytes, and a kernel stack with its contexts ${least} or more: the ticket's "much larger" is a factor of
${Math.floor(least / Math.max(...records))} and more with the whole stack, ${Math.floor(Math.min(...STOPPED_CALLS.map((call) => leastDepth(call))) / Math.max(...records))} and more with the least of it that is in use. "Not portable" is the last section: a stack is of one binary, a record
of the user ABI.`;
}

const LEGEND = `Falls: assertions that fall in the tests below and not without aborts. B and ticks: of those of their calls that the
way stops at all, by [bounds.md](bounds.md) with one other thread ready; ∞ where a call has no most. Bytes: beside the
${sum(OF_THREAD)} of user mode that every way saves, a snapshot its frame with the stack (${OF_THREAD.map(({ what, bytes, from }) => `${what} ${bytes}, ${from}`).join('; ')}).
Functions: those that there are and that change; new ones are not counted. No group is moved in these tests.
Computed from ${ALTERNATIVES_TESTS.map((name) => `\`${name}\``).join(', ')}.`;

const BYTES = `By the kernels' structures, amd64. *Model*: bytes of the model's own fields of the thread that are not 0 in some state
in which it is stopped in that call, where it is and with which call left aside. A snapshot is a kernel stack and
the contexts of \`thread_t\` that the sleep has saved; *no section*: no stoppable section is round the call, so it ends
before anybody is stopped. *Least in use*: of the kernel stack, the frame of user mode, and a return address
and a frame pointer for each function that is on it; locals come on top. That is an estimate from the chain of calls,
not a measurement.`;

const LIMITS = `The kernels are not built, so no stack was measured. \`snapshot\` is the thesis' way as far as the ticket tells of it. No record
is written and read back here: checkpoints between nodes are another matter. \`points\` is modelled for threads that
sleep; the page-in is no point, for its mutexes cannot be saved. Kernel objects that several threads share (queues,
boxes, phones) are the same whatever the way, and are not counted.`;

const placesText = (places: readonly string[]): string =>
  places.length === 0
    ? 'no function that is there.'
    : `${places.map((place) => `\`${place}\``).join(', ')}.`;

function summary(way: Way, { runs, latencies }: Pick<Report, 'runs' | 'latencies'>): string[] {
  const bounds = callBounds({ latencies }, [way.design], [1]);
  const own = bounds.map(({ ownSteps }) => ownSteps);
  const ticks = bounds.map((bound) => bound.ticks?.[0] ?? null);
  const bytes = STOPPED_CALLS.flatMap((call) => {
    const saved = way.saves(call);
    return saved === null ? [] : [sum(saved)];
  });
  return [
    `\`${way.name}\``,
    way.what,
    fallsOf(runs.filter(({ design }) => design === way.design)),
    mostOf(own),
    mostOf(ticks),
    bytes.length === 0 ? 'nothing is saved' : rangeText(bytes),
    String(way.places.length),
  ];
}

/** `R7 (2)`: assertions that fall by the design, and in how many runs. */
function fallsOf(runs: readonly Run[]): string {
  if (runs.every(({ verdict }) => verdict === 'UNSUPPORTED')) return 'takes no aborts';
  const counts = new Map<string, number>();
  const isItsOwn = ({ verdict, defect }: AssertionResult): boolean =>
    verdict === 'VIOLATED' && defect === 'design';
  for (const { id } of runs.flatMap(({ assertions }) => assertions.filter(isItsOwn))) {
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  const sorted = [...counts].toSorted(([a], [b]) => Number(a.slice(1)) - Number(b.slice(1)));
  return (
    sorted.map(([id, count]) => `[${id}](assertions.md#${id}) (${count})`).join(', ') || 'nothing'
  );
}

function mostOf(numbers: readonly (number | null)[]): string {
  if (numbers.length === 0) return '';
  return numbers.includes(null) ? '∞' : String(Math.max(...numbers.map(Number)));
}

function rangeText(numbers: readonly number[]): string {
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  return least === most ? String(least) : `${least} to ${most}`;
}

function bytesTable(model: ModelBytes): string {
  const ways = WAYS.filter(({ name }) => name !== 'today');
  const rows = STOPPED_CALLS.map((call) => [
    `\`${call.call}\``,
    call.revision,
    ...ways.map((way) => cellOf(way, call, model)),
    String(leastDepth(call)),
  ]);
  return table(
    ['call', 'revision', ...ways.map(({ name }) => `\`${name}\``), 'least in use'],
    rows,
  );
}

/** Of prose in docs/. */
const COLUMNS = 120;

/** One paragraph or item in lines, those of an item indented. */
function wrapped(text: string): string {
  const indent = text.startsWith('- ') ? '  ' : '';
  const lines = [''];
  for (const word of text.split(/\s+/)) {
    const line = lines[lines.length - 1];
    if (line.length + word.length < COLUMNS)
      lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
    else lines.push(`${indent}${word}`);
  }
  return lines.join('\n');
}

/** Why a way saves nobody in some call. */
export const unsavedText = ({ name }: Way): string =>
  name === 'snapshot' ? 'no section' : 'no point';

/** `9 (model: 1)` */
function cellOf(way: Way, call: StoppedCall, model: ModelBytes): string {
  const saved = way.saves(call);
  const seen = model.get(modelKeyOf(way.design, call));
  const bytes = saved === null ? unsavedText(way) : String(sum(saved));
  return seen === undefined ? bytes : `${bytes} (model: ${seen})`;
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}
