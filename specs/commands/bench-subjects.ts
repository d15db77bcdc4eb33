/**
 * What `fermata bench` measures: the three models that SPIN has too, and tests, by their names or
 * files, on the ticket's design.
 */
import type { Model } from '../../checker/model.ts';
import { twoPhaseCommit } from '../../checker/two-phase-commit.ts';
import { parseDesign } from '../../model/designs/designs.ts';
import { choiceFor } from '../../model/footprints/choice.ts';
import { ipcLitmus, ipcTwin } from '../bench/ipc-twin.ts';
import type { Optimization } from '../bench/spin.ts';
import { twoPhaseCommitTwin } from '../bench/two-phase-commit-twin.ts';
import { waitQueueLitmus, waitQueueTwin } from '../bench/wait-queue-twin.ts';
import { selectTests, type Test } from '../catalogue.ts';
import { compile } from '../compile/compile.ts';
import { Unsupported } from '../compile/unsupported.ts';
import { UsageError } from '../errors.ts';
import { parseLitmus } from '../litmus/parse/parse.ts';
import { reductionFor } from '../search/partial-order.ts';
import { revisionsOf } from '../search/revisions.ts';
import { testModel } from '../search/test-model.ts';

export const DESIGN = parseDesign('ticket');

export interface Subject {
  /** What `--only` calls it. */
  readonly id: string;
  readonly name: string;
  readonly model: Model;
  /** How often each side searches: so many rounds are a minute or two. */
  readonly rounds: number;
  /** The same in SPIN; null: there is no twin. */
  readonly twin: Twin | null;
  /** Text of the litmus; null: it is none. */
  readonly litmus: string | null;
}

/** With what is fastest in SPIN: the size of its hash table, and how much its C is optimized. */
export interface Twin {
  readonly promela: string;
  readonly slotBits: number;
  /** For the time to the verdict, compilation included. */
  readonly optimization: Optimization;
}

const WAIT_QUEUE = { sleepers: 3, wakers: 3, aborts: 2 };
const IPC = { callers: 2, aborts: 2 };
const MANAGERS = 8;

/** The models that SPIN has too, by what `--only` calls them. */
export const TWINS: Readonly<Record<string, () => Subject>> = {
  '2pc': () => ({
    id: '2pc',
    name: `two-phase commit, ${MANAGERS} resource managers`,
    model: twoPhaseCommit(MANAGERS),
    rounds: 7,
    twin: { promela: twoPhaseCommitTwin(MANAGERS), slotBits: 23, optimization: '-O1' },
    litmus: null,
  }),
  'wait-queue': () => ({
    id: 'wait-queue',
    name: 'wait queue of 2026, 3 sleepers, 3 wakers, 2 aborts',
    model: modelOf(waitQueueLitmus(WAIT_QUEUE)),
    rounds: 3,
    twin: { promela: waitQueueTwin(WAIT_QUEUE), slotBits: 23, optimization: '-O1' },
    litmus: waitQueueLitmus(WAIT_QUEUE),
  }),
  ipc: () => ({
    id: 'ipc',
    name: 'asynchronous calls of 2026, 2 callers, 1 server, 2 aborts',
    model: modelOf(ipcLitmus(IPC)),
    rounds: 15,
    twin: { promela: ipcTwin(IPC), slotBits: 18, optimization: '-O0' },
    litmus: ipcLitmus(IPC),
  }),
};

const TEST_ROUNDS = 15;

/** What a word of `--only` means. @throws UsageError naming the nearest test */
export function subjectsOf(word: string): readonly Subject[] {
  if (Object.hasOwn(TWINS, word)) return [TWINS[word]()];
  return selectTests([word]).flatMap(subjectsOfTest);
}

/** @throws UsageError for what is not modelled */
function subjectsOfTest(test: Test): readonly Subject[] {
  try {
    return measurable(test);
  } catch (error) {
    if (!(error instanceof Unsupported)) throw error;
    throw new UsageError(`${test.name} cannot be measured: ${error.message}`);
  }
}

function measurable(test: Test): readonly Subject[] {
  return revisionsOf(test.litmus).map((revision) => ({
    id: test.name,
    name: `${test.name}, ${DESIGN.name}, ${revision}`,
    model: testModel(test.litmus, compile(test.litmus, DESIGN, revision)).machine,
    rounds: TEST_ROUNDS,
    twin: null,
    litmus: test.text,
  }));
}

/** The model of a litmus with one revision, for every way of searching (measure.ts). */
export function modelOf(text: string): Model {
  const litmus = parseLitmus(text, 'bench.litmus');
  const [revision] = revisionsOf(litmus);
  const program = compile(litmus, DESIGN, revision);
  const reduction = reductionFor(litmus, program);
  const choice = reduction === null ? undefined : choiceFor(program, reduction);
  return testModel(litmus, program, undefined, choice).machine;
}
