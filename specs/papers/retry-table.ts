/**
 * What `eintr` gives up call by call, and what of that libc keeps by issuing the call again: counted in
 * the baseline, which has a line for every run that falls.
 *
 * A test counts for the call that it aborts, if it names one: by a budget, or by its E lane.
 */
import { CALLS_WITH_POLICIES } from '../../model/designs/policies.ts';
import { parseDesign } from '../../model/designs/designs.ts';
import type { Cell, Litmus } from '../litmus/litmus.ts';
import type { Test } from '../catalogue.ts';
import { type Expectation, readExpectations } from '../run/baseline/expectations.ts';
import { designsFor } from '../run/own-tests.ts';
import { revisionsOf } from '../check/check.ts';

const DESIGNS = ['ticket', 'eintr', 'eintr,retry=deadline'];
const RETRIED = parseDesign('eintr,retry=deadline');

/** One row for each call and revision, as Markdown. */
export function retryTable(tests: readonly Test[]): string {
  const baseline = new Map(readExpectations().map((line) => [keyOf(line.test, line.target), line]));
  const rows = new Map<string, Row>();
  for (const { name, litmus } of tests.filter(isCounted)) {
    const [call] = abortedIn(litmus);
    for (const revision of revisionsOf(litmus)) {
      const row = rows.get(`${call} ${revision}`) ?? {
        call,
        revision,
        runs: 0,
        falls: emptyFalls(),
      };
      row.runs++;
      const kernels = new Set(kernelsAlone(baseline.get(keyOf(name, `ticket/${revision}`))));
      DESIGNS.forEach((design, d) => {
        const line = baseline.get(keyOf(name, `${design}/${revision}`));
        for (const id of byDesign(line)) if (!kernels.has(id)) add(row.falls[d], id);
      });
      rows.set(`${call} ${revision}`, row);
    }
  }
  const head = ['call', 'revision', 'runs', ...DESIGNS.map((design) => `\`${design}\``)];
  const sorted = [...rows].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const lines = [head, head.map(() => '---'), ...sorted.map(([, row]) => cellsOfRow(row))];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

interface Row {
  readonly call: string;
  readonly revision: string;
  runs: number;
  /** By design: how many runs each assertion falls in. */
  readonly falls: readonly Map<string, number>[];
}

const emptyFalls = (): Map<string, number>[] => DESIGNS.map(() => new Map());

const keyOf = (test: string, target: string): string => `${test} ${target}`;

function isCounted(test: Test): boolean {
  return designsFor(test, [RETRIED], false).length > 0 && abortedIn(test.litmus).length === 1;
}

/** The names of the calls that a test aborts; of a test that may abort any call, none. */
function abortedIn({ meta, lanes, rows }: Litmus): string[] {
  const byLane = rows
    .flatMap((row) => row.map((cell) => (isAbort(cell) ? [cell.op.ref] : [])))
    .flat();
  const refs = [
    ...meta.aborts.flatMap(({ target }) => (target === 'any' ? [] : [target])),
    ...byLane,
  ];
  if (refs.length < meta.aborts.length) return [];
  const calls = refs.flatMap(({ lane, label }) => {
    const column = lanes.findIndex(({ name }) => name === lane);
    const cell = rows
      .map((row) => row[column])
      .find((each) => isCall(each) && each.label === label);
    return isCall(cell) ? [cell.call] : [];
  });
  return [...new Set(calls)].filter((call) => CALLS.includes(call));
}

const CALLS: readonly string[] = CALLS_WITH_POLICIES;

type CallCell = Extract<Cell, { is: 'call' }>;
type AbortCell = {
  readonly op: { readonly ref: { readonly lane: string; readonly label: string } };
};

const isCall = (cell: Cell | null | undefined): cell is CallCell => cell?.is === 'call';

function isAbort(cell: Cell | null): cell is Cell & AbortCell {
  return cell?.is === 'env' && cell.op.is === 'abort';
}

/** What falls with no abort at all. */
function kernelsAlone(line: Expectation | undefined): readonly string[] {
  return line?.why.startsWith('kernel defect') === true ? line.asserts : [];
}

function byDesign(line: Expectation | undefined): readonly string[] {
  if (line?.expect !== 'fail' || line.why.startsWith('kernel defect')) return [];
  return line.asserts.filter((id) => id !== 'condition');
}

function add(counts: Map<string, number>, id: string): void {
  counts.set(id, (counts.get(id) ?? 0) + 1);
}

function cellsOfRow({ call, revision, runs, falls }: Row): string[] {
  return [`\`${call}\``, revision, String(runs), ...falls.map(textOf)];
}

/** `R2 (3), R15 (4)` */
function textOf(counts: ReadonlyMap<string, number>): string {
  const numberOf = (id: string): number => Number(id.slice(1)) + (id.startsWith('U') ? 100 : 0);
  const sorted = [...counts].toSorted(([a], [b]) => numberOf(a) - numberOf(b));
  return sorted.map(([id, count]) => `${id} (${count})`).join(', ') || 'nothing';
}
