/** docs/bounds.md: the bounds of a stop as a page (`fermata bounds REPORT --write docs/bounds.md`). */
import { callBounds, KERNELS, type Latencies, SITUATIONS } from './bounds.ts';
import { CLASS_WAITS, type ClassWait } from './classes.ts';
import { ASSUMPTION, longestQuantumTicks, quantumTicks, TICKS_PER_SECOND } from './scheduler.ts';

/** What is shown: alone but for who asks, a few, many. */
export const READY_SHOWN: readonly number[] = [1, 4, 16];

/** Of prose in docs/. */
const COLUMNS = 120;

/** The designs of which it says how long a stop takes. */
const DESIGNS = ['ticket', 'ticket-libc'];

/** The whole page, ending with a newline. */
export function boundsPage(report: Latencies): string {
  const parts = [
    '# How long a stop takes, in ticks and quanta',
    answer(),
    '## Assumption',
    ASSUMPTION,
    quanta(),
    '## By what the thread is doing',
    `Ticks until it is at a boundary, with r = ${READY_SHOWN.join(', ')} other threads ready. *Today* is udebug as it is.`,
    ...KERNELS.map(situationTable),
    SITUATIONS.map(({ doing, why }) => wrapped(`- *${doing}*: ${why}`)).join('\n'),
    '## By what a call can wait for',
    BY_CLASS,
    classTable(),
    '## By call',
    BY_CALL,
    callTable(report),
  ];
  return `${parts.join('\n\n')}\n`;
}

const BY_CLASS = `The classes are those of [syscalls.md](syscalls.md#classes), which says of every call of both kernels, of those that the
model does not have too, which it is of. A class is the most that a call can wait for: one of \`pager\` may also wait as
one of \`lock\` does. Ticks with the ticket's design for r = ${READY_SHOWN.join(', ')}. For a call that is not modelled they follow from
its class, which was read in the C and not run, and from the handler fitting into a quantum.`;

const BY_CALL = `The worst of all tests that assert R7: B, the most steps of its own that a thread takes from the request to the
boundary; H, the most steps of lock holders that it waits for ([R7](assertions.md#R7)). From the steps follow the ticks
for a thread that is asleep in the call when it is asked, or has to be woken first; where H is not 0, with one holder
that was preempted. H counts the clock's handler too, which needs no turn: there the bound is more than is needed.`;

function answer(): string {
  const [old, now] = KERNELS.map(longestQuantumTicks);
  return `Made by \`npx fermata bounds reports/out/report.json --write docs/bounds.md\`. The ticket promises a stop "as soon as the
allotted time quantum expires, within one clock tick". With its design that holds: a thread in user mode is at a
boundary at the next clock interrupt, and one that sleeps in a call runs when the quantum of whoever computes is over,
at most ${old} ticks (2012) and ${now} (2026) beside one other thread, and then goes a few steps. Without a bound are
the delay loop as it is, a mutex whose holder sleeps, and so a page-in behind another one; and an allocation that
waits for memory ([1.16](kernel.md#1.16)), which is not modelled.`;
}

function quanta(): string {
  const [old, now] = KERNELS.map(
    (kernel) => `${quantumTicks(kernel, 0)} to ${longestQuantumTicks(kernel)}`,
  );
  return `A tick is ${1000 / TICKS_PER_SECOND} ms. A quantum is ${old} clock interrupts in 2012, ${now} in 2026, by the run queue from
which the thread came (\`find_best_thread\`, \`prepare_to_run_thread\`, \`clock\`).`;
}

function situationTable(kernel: (typeof KERNELS)[number]): string {
  const row = (
    bound: ((kernel: (typeof KERNELS)[number], ready: number) => number) | null,
  ): string => (bound === null ? '∞' : shown(READY_SHOWN.map((ready) => bound(kernel, ready))));
  return table(
    [kernel, 'today', "ticket's design"],
    SITUATIONS.map(({ doing, today, ticket }) => [doing, row(today), row(ticket)]),
  );
}

function classTable(): string {
  const cell = ({ kernels, ticks }: ClassWait, kernel: (typeof KERNELS)[number]): string => {
    if (!kernels.includes(kernel)) return '–';
    return ticks === null ? '∞' : shown(READY_SHOWN.map((ready) => ticks(kernel, ready)));
  };
  return table(
    ['class', 'waits for', ...KERNELS, 'why'],
    CLASS_WAITS.map((each) => {
      const bounds = KERNELS.map((kernel) => cell(each, kernel));
      return [`\`${each.of}\``, each.waits, ...bounds, each.why];
    }),
  );
}

function callTable(report: Latencies): string {
  const rows = new Map<string, string[]>();
  const bounds = callBounds(report, DESIGNS, READY_SHOWN).toSorted(
    (a, b) => a.revision.localeCompare(b.revision) || a.call.localeCompare(b.call),
  );
  for (const { call, revision, design, ownSteps, holderSteps, ticks, test } of bounds) {
    const steps = [stepsOf(ownSteps), stepsOf(holderSteps)];
    const cells = [`\`${call}\``, revision, ...steps, ticks === null ? '∞' : shown(ticks), test];
    const key = cells.join();
    // Designs that are equal here share a row.
    const row = rows.get(key) ?? [...cells, ''];
    row[cells.length] += row[cells.length] === '' ? design : `, ${design}`;
    rows.set(key, row);
  }
  const heads = ['call', 'revision', 'B', 'H', `ticks, r = ${READY_SHOWN.join(', ')}`];
  return table([...heads, 'shown by', 'under'], [...rows.values()]);
}

/** The same number for all is said once. */
const shown = (ticks: readonly number[]): string => [...new Set(ticks)].join(', ');
const stepsOf = (steps: number | null): string => (steps === null ? '∞' : String(steps));

/** One item of a list, its further lines indented. */
function wrapped(text: string): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines[lines.length - 1];
    if (line.length + word.length < COLUMNS)
      lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
    else lines.push(`  ${word}`);
  }
  return lines.join('\n');
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}
