/**
 * The environment of a litmus in words: its E lane in order, the aborts that may come at any time,
 * and which windows the test is about.
 */
import { match } from 'ts-pattern';
import type { Sentence } from '../../reports/data.ts';
import { type AwaitState, type CallRef, type EnvOp, isOfHeld } from '../litmus/litmus.ts';
import { isKernelTable } from '../litmus/calls/call-spec.ts';
import { printLoc, printValue } from '../litmus/print.ts';
import { joined, type ReadingNames, times } from './reading-names.ts';
import { linesOf } from './reading-objects.ts';

const WINDOW_WORDS: ReadonlyMap<string, string> = new Map([
  ['entered', 'inside the call but not asleep'],
  ['asleep', 'asleep'],
  ['woken', 'woken but not running yet'],
  ['dequeued', 'holding a message that only its kernel stack knows'],
  ['written', 'done with writing its results and not yet back in user space'],
]);

export function environmentSentences(names: ReadingNames): Sentence[] {
  const { meta } = names.litmus;
  const cells = names.cellsOf('E').filter((cell) => cell.is === 'env');
  const sentences: Sentence[] = cells.map(({ op, place }, i) => ({
    text: `${i === 0 ? firstSubject(op) : 'Then it'} ${opWords(names, op)}.`,
    lines: [place.line],
  }));
  const may = cells.length === 0 ? 'may' : 'may also';
  sentences.push(...meta.aborts.map((budget) => budgetSentence(names, budget, may)));
  const lane = cells.filter(({ op }) => op.is === 'abort');
  if (meta.aborts.length > 0 && lane.length > 0) {
    sentences.push({
      text: 'Such a limit is the total: an abort listed above counts too, of any call that it covers.',
      lines: distinct(meta.aborts.map(({ place }) => place.line)),
    });
  }
  const lines = [...meta.aborts, ...lane].map(({ place }) => place.line);
  if (lines.length > 0) sentences.push(abortSentence(names, lines));
  if (meta.point.length > 0) {
    const windows = meta.point.map((it) => WINDOW_WORDS.get(it) ?? it);
    sentences.push({
      text: `The test is about an abort that finds its thread ${joined(windows, 'or')}.`,
      lines: linesOf(names.litmus, 'Point'),
    });
  }
  if (cells.length === 0 && lines.length === 0) {
    sentences.push({ text: `${QUIET[isKernelTable(meta.table) ? 'kernel' : 'user']}.`, lines: [] });
  }
  return sentences;
}

/** What waits for nothing comes at any moment; that of what follows is open in the same way. */
function firstSubject(op: EnvOp): string {
  return op.is === 'await' || op.is === 'resume' || isOfHeld(op)
    ? 'The environment'
    : 'At some moment the environment';
}

const QUIET = {
  kernel: 'The environment only lets the clock tick: who interrupts whom is up to the threads',
  user: 'The environment only lets the clock tick: nobody is aborted',
};

function budgetSentence(
  names: ReadingNames,
  { target, most, place }: ReadingNames['litmus']['meta']['aborts'][number],
  may: string,
): Sentence {
  const what =
    target === 'any'
      ? `abort any thread that is inside any call, at most ${times(most)} in all`
      : `abort ${names.labelled(target)}, at most ${times(most)}`;
  return { text: `At any moment the environment ${may} ${what}.`, lines: [place.line] };
}

/** What an abort is; when the thread goes on again depends on whether the lane says so. */
function abortSentence(names: ReadingNames, lines: readonly number[]): Sentence {
  return {
    text: `What an abort does is for the design to say: under the ticket's, the thread leaves its call, is held at the boundary to user space until ${releaseWords(names)}, and then issues the call again.`,
    lines: distinct(lines),
  };
}

const FREELY = 'the environment lets it go at a time of its choosing';

/** A held thread waits for a `resume` of it that is still to come; without one it is let go. */
function releaseWords(names: ReadingNames): string {
  const ops = names.cellsOf('E').flatMap((cell) => (cell.is === 'env' ? [cell.op] : []));
  if (!ops.some(({ is }) => is === 'resume')) return FREELY;
  const areResumed = ops.every(
    (op, i) =>
      op.is !== 'abort' ||
      ops.slice(i).some((later) => later.is === 'resume' && later.lane === op.ref.lane),
  );
  if (areResumed && names.litmus.meta.aborts.length === 0) return 'it is resumed';
  return `it is resumed (or, where no resume of it is to come, until ${FREELY})`;
}

/** An operation of the environment, or a tick in a thread's lane: a verb phrase. */
export function opWords(names: ReadingNames, op: EnvOp): string {
  return match(op)
    .with({ is: 'await' }, ({ state, ref }) => `waits until ${AWAITED[state](names, ref)}`)
    .with(
      { is: 'abort' },
      ({ ref }) => `aborts ${names.labelled(ref)}, if ${ref.lane} is still inside it`,
    )
    .with({ is: 'resume' }, ({ lane }) => `waits until ${lane} is held, and lets it go on`)
    .with({ is: 'stop' }, ({ lane }) => `stops ${lane}`)
    .with(
      { is: 'go' },
      ({ lane }) =>
        `takes the request to ${lane} back, or, where it is held by then, lets it go on`,
    )
    .with({ is: 'kill' }, ({ task }) => `kills ${threadsOf(names, task)}`)
    .with({ is: 'checkpoint' }, ({ tasks }) => {
      return `stops ${groupOf(tasks)} at the boundary, saves and destroys ${itOf(tasks)}`;
    })
    .with({ is: 'restore' }, ({ tasks, node }) => {
      const where = node === null ? 'on the machine of the test' : `on the node ${node}`;
      return `restores ${groupOf(tasks)} from its checkpoint, ${where}`;
    })
    .with({ is: 'set' }, (set) => setWords(set))
    .with({ is: 'set-pc' }, (set) => `${waitsFor(set)} and puts it ${placeWords(names, set)}`)
    .with({ is: 'set-arg' }, (set) => {
      const text = set.value.is === 'integer' ? set.value.value : set.value.names.join('+');
      return `${waitsFor(set)} and makes ${text} argument ${set.arg} of the call that it is to issue again`;
    })
    .with({ is: 'examine' }, (examine) => `${waitsFor(examine)} and looks at it`)
    .with({ is: 'tick' }, ({ count }) => `lets the clock tick ${times(count)}`)
    .exhaustive();
}

function groupOf(tasks: readonly string[]): string {
  return tasks.length === 1 ? `the task ${tasks[0]}` : `the tasks ${joined(tasks)} together`;
}

const itOf = (tasks: readonly string[]): string => (tasks.length === 1 ? 'it' : 'them');
const waitsFor = ({ lane }: { readonly lane: string }): string => `waits until ${lane} is held,`;

/** A word may be written at any moment, a register of a thread that is held alone. */
function setWords({ loc, value }: Extract<EnvOp, { is: 'set' }>): string {
  const sets = `sets ${printLoc(loc)} to ${printValue(value)}`;
  return loc.is === 'register' ? `${waitsFor({ lane: `P${loc.lane}` })} and ${sets}` : sets;
}

/** Where a thread goes on: at a call, begun anew, or behind all of them. */
function placeWords(names: ReadingNames, { lane, label }: CallRef): string {
  const isLabel = names.cellsOf(lane).some((cell) => cell.is === 'call' && cell.label === label);
  return isLabel ? `before ${own(names, { lane, label })}` : 'behind its last call';
}

const AWAITED: Readonly<Record<AwaitState, (names: ReadingNames, ref: CallRef) => string>> = {
  Asleep: (names, ref) => `${ref.lane} is asleep in ${own(names, ref)}`,
  Inside: (names, ref) => `${ref.lane} is in the kernel, inside ${own(names, ref)}`,
  Woken: (names, ref) => `${ref.lane} has been woken in ${own(names, ref)} and does not run yet`,
  Held: (names, ref) => `${ref.lane} is held, taken out of ${own(names, ref)} or just done with it`,
  Done: (names, ref) => `${ref.lane} is done with ${own(names, ref)}`,
};

/** `its ipc_wait (L0)` */
function own(names: ReadingNames, ref: CallRef): string {
  return names.labelled(ref).replace(`${ref.lane}'s`, 'its');
}

function threadsOf(names: ReadingNames, task: string): string {
  const threads = names.threads().filter((thread) => thread.task === task);
  const killed = threads.map(({ name }) => name);
  return `the task ${task}, that is ${joined(killed)}`;
}

/** Numbers of lines, each once, in order. */
export function distinct(lines: readonly number[]): number[] {
  return [...new Set(lines)].toSorted((a, b) => a - b);
}
