/**
 * Let / Then / However: a counterexample in three sentences, for somebody who has not seen the
 * test before.
 *
 * Let says what runs, Then what happened to the threads that matter, in the order of the trace,
 * However what the end has and what the assertion wanted. All of it is read off the trace.
 */
import type { Trace } from '../../checker/trace.ts';
import { ledger, taken } from '../../model/record/ghosts.ts';
import { waitBox } from '../../model/ipc/receive.ts';
import { IN_ANSWERS, IN_CALLS, IN_NOTIFS } from '../../model/record/ipc-objects.ts';
import {
  ABORT,
  ASSERT_FAILED,
  DUE,
  HOOK_LOCAL,
  HOOK_TOKEN,
  LOCAL,
  NOW,
  TOKEN,
  WOKEN,
  WROTE,
} from '../../model/record/layout.ts';
import { NONE } from '../../model/record/program.ts';
import type { Machine } from '../../model/machine.ts';
import type { Kernel } from '../../model/record/state.ts';
import type { Counterexample } from '../../reports/data.ts';
import { ASSERTIONS } from '../properties/assertions.ts';
import { NOTHING } from './token.ts';
import { COMPARISONS } from '../search/comparisons.ts';
import type { Subject } from '../search/search.ts';
import { sleepsBesideMessages } from '../properties/assert-ledgers.ts';
import { blockedLanes, messageName, messagesIn } from '../properties/kernel-view.ts';
import { whereabouts } from '../properties/whereabouts.ts';
import { observableText, outcomeText, shownOf } from '../properties/outcome.ts';
import { printCell, printProp } from '../litmus/print.ts';
import { debugFacts } from './debug-facts.ts';
import { ipcFacts } from './ipc-facts.ts';
import { placeFacts } from './order-facts.ts';
import { seenFacts } from './seen-facts.ts';

/**
 * The three sentences for a trace that breaks `breaks`. `known`: what user space can see at the ends
 * without aborts, for R15.
 */
export function wordsFor(
  subject: Subject,
  machine: Machine,
  trace: Trace,
  breaks: string,
  known: ReadonlySet<string>,
  loopFrom: number | null = null,
): Counterexample['words'] {
  // oxlint-disable-next-line unicorn/no-thenable -- three words of the report, not a promise
  return {
    let: letText(subject),
    then: thenText(machine, trace),
    however:
      loopFrom === null
        ? howeverText(subject, machine, trace, breaks, known)
        : roundText(machine, trace, breaks, loopFrom),
  };
}

function letText({ litmus, design, revision }: Subject): string {
  const lanes = litmus.lanes.map((lane, column) => {
    const cells = litmus.rows.flatMap((row) => row[column] ?? []).map((cell) => printCell(cell));
    return cells.length === 0 ? '' : `${lane.name} run ${cells.join('; then ')}`;
  });
  const objects = litmus.init.flatMap((init) => (init.is === 'object' ? [init.name] : []));
  const on = objects.length === 0 ? '' : `, with ${objects.join(', ')}`;
  return `${lanes.filter((text) => text !== '').join(' · ')}${on}, on ${revision} under ${design.name}.`;
}

/**
 * Where each thread was after every step in which that changed, each with the number of its step;
 * runs of one thread joined.
 */
function thenText(machine: Machine, trace: Trace): string {
  const { kernel, recordSize } = machine;
  const events: { text: string; step: number }[] = [];
  let last = lanesAt(machine, trace, 0);
  for (let i = 1; i <= trace.rules.length; i++) {
    const now = lanesAt(machine, trace, i);
    for (const [t, { where, isRequested }] of now.entries()) {
      const { name } = kernel.program.lanes[t];
      const texts = [
        ...(isRequested && !last[t].isRequested ? [`${name} is asked to stop`] : []),
        ...(where !== last[t].where && isEvent(where) ? [`${name} is ${where}`] : []),
      ];
      for (const text of texts) if (events.at(-1)?.text !== text) events.push({ text, step: i });
    }
    last = now;
  }
  kernel.bind(trace.records, trace.rules.length * recordSize);
  if (events.length === 0) return 'nothing happens.';
  return `${events.map(({ text, step }) => `${text} (${step})`).join(', ')}.`;
}

function isEvent(text: string): boolean {
  return /^(asleep|waiting for GO|woken|held|stopped|done|exited)/.test(text);
}

interface LaneState {
  readonly where: string;
  readonly isRequested: boolean;
}

function lanesAt({ kernel, recordSize }: Machine, trace: Trace, i: number): LaneState[] {
  kernel.bind(trace.records, i * recordSize);
  return kernel.program.lanes.map((_, t) => ({
    where: whereabouts(kernel, t),
    isRequested: kernel.has(t, ABORT),
  }));
}

function howeverText(
  subject: Subject,
  machine: Machine,
  trace: Trace,
  breaks: string,
  known: ReadonlySet<string>,
): string {
  const { kernel, recordSize } = machine;
  kernel.bind(trace.records, trace.rules.length * recordSize);
  if (breaks === 'condition') {
    const { condition } = subject.litmus;
    const outcome = outcomeText(kernel, shownOf(subject.program, subject.litmus));
    return `it ends with ${outcome} and the test says ${condition.quantifier} (${printProp(condition.prop)}).`;
  }
  if (breaks === NOTHING) {
    return `it ends with ${outcomeText(kernel, shownOf(subject.program, subject.litmus))}`;
  }
  const says = ASSERTIONS.find(({ id }) => id === breaks)?.says ?? '';
  if (breaks === 'R10' || breaks === 'R15') {
    return `${newOutcome(kernel, known, COMPARISONS[breaks].says)}; ${breaks}: ${says}.`;
  }
  const places = breaks === 'R17' ? placeFacts(machine, trace) : '';
  return `${places || factsFor(breaks, kernel)}; ${breaks}: ${says}.`;
}

/** Of a run that goes round for ever: where everybody is then, and that nobody is passed over. */
function roundText(
  { kernel, recordSize }: Machine,
  trace: Trace,
  breaks: string,
  from: number,
): string {
  const last = trace.rules.length;
  kernel.bind(trace.records, last * recordSize);
  const says = ASSERTIONS.find(({ id }) => id === breaks)?.says ?? '';
  const steps = from === last ? `step ${from}` : `steps ${from} to ${last}`;
  return (
    `after step ${last} all is as it was before step ${from}: ${threadFacts(kernel)}; ${steps} can ` +
    `be repeated for ever, and nobody who could move all the time is passed over; ${breaks}: ${says}.`
  );
}

/** What this end has and what it has instead in the run without aborts that ends most like it. */
function newOutcome(k: Kernel, known: ReadonlySet<string>, other: string): string {
  const here = observableText(k).split('; ');
  const differing = Array.from(known, (text) => {
    const parts = text.split('; ');
    return here.flatMap((part, i) => (part === parts[i] ? [] : [[part, parts[i]] as const]));
  });
  const nearest = differing.toSorted((a, b) => a.length - b.length)[0];
  if (nearest === undefined) return `at the end user space sees {${here.join('; ')}}`;
  const [ours, theirs] = [0, 1].map((side) =>
    nearest.map((pair) => partText(pair[side])).join(', '),
  );
  return `it ends with ${ours}; ${other} no run ends so, and the one most like it has ${theirs}`;
}

/** `P1 at 2` is P1 in its third call. */
function partText(part: string): string {
  return part.replace(/^(\S+) at (\d+)$/, (_, lane, over) => `${lane} in its call ${+over + 1}`);
}

/** What of the last state contradicts the assertion. */
function factsFor(breaks: string, k: Kernel): string {
  // R1 is asked of ends, where who is blocked stays so; R3 of any state.
  if (breaks === 'R1') return lostFacts(k);
  if (breaks === 'R3') return [queueFacts(k), threadFacts(k)].filter(Boolean).join('; ');
  if (breaks === 'R2') return timeFacts(k);
  if (breaks === 'R5' || breaks === 'R14') return ipcFacts(k) || threadFacts(k);
  if (breaks === 'R16') return [debugFacts(k), threadFacts(k)].filter(Boolean).join('; ');
  if (breaks === 'R9') {
    return `at the end ${threadFacts(k)}; without aborts some lane always gets further`;
  }
  if (breaks === 'R18') return seenFacts(k) || threadFacts(k);
  if (breaks === 'R12') return `user space sees {${observableText(k)}}`;
  if (breaks === 'U1') return userFacts(k);
  if (breaks === 'R11') return `at the end user space sees {${observableText(k)}}`;
  return threadFacts(k);
}

/** Which mark user code has left, and where everybody is. */
function userFacts(k: Kernel): string {
  const marks = [
    (k.marks & ASSERT_FAILED) === 0 ? '' : 'an assert did not hold',
    ...k.program.sections.map(({ name, most }, s) =>
      k.section(s) > most ? `${k.section(s)} threads are in ${name}, which holds ${most}` : '',
    ),
  ].filter((mark) => mark !== '');
  return [...marks, threadFacts(k)].join('; ');
}

function threadFacts(k: Kernel): string {
  const threads = k.program.lanes.map(
    ({ name }, t) => `${name} is ${whereabouts(k, t)}${burden(k, t)}`,
  );
  return threads.join(', ');
}

/** What a thread has with it that matters to R4, R6, R7 and R13. */
function burden(k: Kernel, t: number): string {
  const parts = [
    k.has(t, ABORT) ? 'with a request pending' : '',
    k.get(t, TOKEN) !== 0 || isKept(k, t, HOOK_TOKEN) ? 'with a wakeup that it took' : '',
    k.ghost(t, WOKEN) && k.get(t, TOKEN) === 0 ? 'although it had been woken' : '',
    k.get(t, LOCAL) !== 0 || isKept(k, t, HOOK_LOCAL) ? 'with a message that it alone holds' : '',
    k.ghost(t, WROTE) ? 'after writing user memory' : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : ` ${parts.join(' and ')}`;
}

/** What a stopped thread had when its debugger's hook began. */
function isKept(k: Kernel, t: number, field: number): boolean {
  return k.program.goQueues[t] !== NONE && k.hook(t, field) !== 0;
}

/** What was lost, who sleeps beside what is there, and who never returns. */
function lostFacts(k: Kernel): string {
  const beside = k.program.lanes.flatMap(({ name }, t) => {
    if (!sleepsBesideMessages(k, t)) return [];
    const box = waitBox(k, t);
    const waiting = [IN_NOTIFS, IN_ANSWERS, IN_CALLS].flatMap((list) => messagesIn(k, list, box));
    const names = waiting.map((m) => messageName(k, m)).join(', ');
    return [`${name} sleeps although ${names} is in its box`];
  });
  return [queueFacts(k), ...beside, ipcFacts(k), blockedFacts(k)].filter(Boolean).join('; ');
}

/** The queues whose counters do not fit, or that have wakeups and sleepers at once. */
function queueFacts(k: Kernel): string {
  const facts = k.program.queues.flatMap(({ name, kind }, q) => {
    if (kind === 'phone-lock') return [];
    const [is, due] = [k.balance(q), ledger(k, q) - taken(k, q)];
    if (is !== due) {
      return [
        `the counter of ${name} is ${is}, and by the wakeups posted and taken it must be ${due}`,
      ];
    }
    if (is > 0 && k.sleepers(q) > 0) return [`${name} has ${is} wakeups kept, and sleepers`];
    return k.destroyed(q) && k.sleepers(q) > 0 ? [`${name} is gone, and has sleepers`] : [];
  });
  return facts.join('; ');
}

/** Of an end: who is in a call there never returns from it. */
function blockedFacts(k: Kernel): string {
  const blocked = blockedLanes(k);
  if (blocked.length === 0) return '';
  return `${blocked.join(', ')} never return${blocked.length === 1 ? 's' : ''}`;
}

function timeFacts(k: Kernel): string {
  const late = k.program.lanes.flatMap(({ name }, t) => {
    const due = k.optional(t, DUE);
    return due === 0 ? [] : [`${name}, due at tick ${due}, is ${whereabouts(k, t)}`];
  });
  return `at tick ${k.global(NOW)} ${late.join(', ') || 'a call has ended too early'}`;
}
