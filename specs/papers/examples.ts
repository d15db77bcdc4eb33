/**
 * The papers of docs/, read: sections by their anchors, and examples, which are commands with the
 * verdict that they print. An example is run in process, as the command would.
 *
 *     `npx fermata check WQ+fifo --design place=keep` → VERIFIED
 *     `npx fermata check SLEEP+abort --design today --revision helenos-2012` → UNSUPPORTED (exit 3)
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDesign } from '../../model/designs/designs.ts';
import type { Run } from '../../reports/data.ts';
import type { Revision } from '../../model/record/program.ts';
import { check, revisionsOf } from '../check/check.ts';
import { readCatalogue, type Test } from '../catalogue.ts';
import { root } from '../root.ts';
import { dateOf } from '../run/check-all.ts';
import { expectationFor, readExpectations, targetOf } from '../run/baseline/expectations.ts';
import { judge } from '../run/baseline/judge.ts';

const LIMITS = {
  statesMax: 1_000_000,
  memoryMaxBytes: 1024 ** 3,
  deadlineMs: null,
  aborts: null,
  digest: '',
  interrupted: () => false,
};

export interface Example {
  /** What stands before the command in its item: `falls with no abort`; may be empty. */
  readonly label: string;
  readonly test: string;
  readonly design: string;
  /** Null: the test has one only. */
  readonly revision: string | null;
  /** `VIOLATED R1, R3 (exit 3)` */
  readonly result: string;
}

export const catalogue: readonly Test[] = readCatalogue();

const baseline = readExpectations();

export function readPaper(name: string): string {
  return readFileSync(join(root, 'docs', name), 'utf8');
}

export function testNamed(name: string): Test {
  const found = catalogue.find((known) => known.name === name);
  if (found === undefined) throw new Error(`no test ${name}`);
  return found;
}

/** From an anchor to the next one, or to the next heading of level two. */
export function sectionAt(text: string, anchor: string): string {
  const [, section] = text.split(`<a id="${anchor}"></a>`);
  if (section === undefined) throw new Error(`no anchor ${anchor}`);
  const heading = /^\s*#+ .*\n/.exec(section)?.[0] ?? '';
  const body = section.slice(heading.length);
  const end = body.search(/<a id="|^#{2,3} /m);
  return heading + (end < 0 ? body : body.slice(0, end));
}

/** The items of a list (`- ...`), each on one line. */
export function itemsIn(section: string): string[] {
  const items = section.matchAll(/^- (.*(?:\n {2}.*)*)/gm);
  return Array.from(items, ([, item]) => item.replaceAll(/\s*\n\s*/g, ' '));
}

/** What an item says after `label: `. */
export function itemLabelled(section: string, label: string): string | undefined {
  const found = itemsIn(section).find((item) => item.startsWith(`${label}: `));
  return found?.slice(label.length + 2);
}

const RESULT = String.raw`(VIOLATED [\w, ]*\w|[A-Z]+)( \(exit \d+\))?`;
const EXAMPLE = new RegExp(
  String.raw`^(?:(.*): )?\`npx fermata check (\S+) --design (\S+?)(?: --revision (\S+))?\` → ${RESULT}$`,
);

/** @throws Error for an item with a command that is no example, so that none is passed over. */
export function examplesIn(section: string): Example[] {
  return itemsIn(section)
    .filter((item) => item.includes('`npx fermata check '))
    .map((item) => {
      const found = EXAMPLE.exec(item);
      if (found === null) throw new Error(`not an example: ${item}`);
      const [, label = '', test, design, revision = null, verdict, exit = ''] = found;
      return { label, test, design, revision, result: verdict + exit };
    });
}

/** How many commands of the text have to be examples. */
export function commandsIn(text: string): number {
  return text.split('`npx fermata check ').length - 1;
}

const runs = new Map<string, Run>();

/** @throws Error where the test has more than one revision and none is named. */
export function runOf({ test: name, design: text, revision: named }: Example): Run {
  const test = testNamed(name);
  const own = revisionsOf(test.litmus);
  const revision = own.find((known) => named === null || known === named);
  if (revision === undefined || (named === null && own.length > 1)) {
    throw new Error(`${name} on ${named ?? 'which revision?'}: it has ${own.join(', ')}`);
  }
  const key = [name, text, revision].join(' ');
  const run = runs.get(key) ?? judged(test, text, revision);
  runs.set(key, run);
  return run;
}

function judged(test: Test, text: string, revision: Revision): Run {
  const design = parseDesign(text);
  const lineOf = (name: string) => expectationFor(baseline, test.name, targetOf(name, revision));
  return judge(check(test, design, revision, LIMITS), {
    design,
    litmus: test.litmus,
    line: lineOf(design.name),
    ticketLine: lineOf('ticket'),
    today: dateOf(new Date()),
  });
}

/** As the summary line has it, and the exit code where it is not 0. */
export function resultOf(example: Example): string {
  const run = runOf(example);
  const fallen = run.assertions.filter(({ verdict }) => verdict === 'VIOLATED');
  const broken = [
    ...fallen.map(({ id }) => id),
    ...(run.condition.verdict === 'VIOLATED' ? ['condition'] : []),
  ];
  const exit = exitOf(run);
  return [run.verdict, broken.join(', '), exit === 0 ? '' : `(exit ${exit})`]
    .filter((part) => part !== '')
    .join(' ');
}

/** The exit code of a check of this run alone (reports/exit-code.ts, of which specs/ knows nothing). */
function exitOf({ verdict, standing }: Run): number {
  if (verdict === 'ERROR') return 4;
  if (verdict === 'INCONCLUSIVE' || standing === 'unfinished') return 2;
  if (verdict === 'UNSUPPORTED' || verdict === 'VACUOUS' || standing === 'information') return 3;
  if (standing === 'expected') return 0;
  return verdict === 'VIOLATED' && standing === 'unexpected' ? 1 : 5;
}
