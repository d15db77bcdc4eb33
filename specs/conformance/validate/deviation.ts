/**
 * Why no execution of the model agrees with a trace: the first event, in an order that the trace allows,
 * up to which none can be followed; how far each thread could; what the model had instead there.
 */
import type { Machine } from '../../../model/machine.ts';
import { CLOCK_PC, PC } from '../../../model/record/layout.ts';
import { STEPS } from '../../../model/record/step.ts';
import { HELD } from '../../../model/proc/boundary.ts';
import { DEAD } from '../../../model/proc/thread-dead.ts';
import { whereabouts } from '../../properties/whereabouts.ts';
import { linear } from '../trace-streams.ts';
import type { Pattern } from './pattern.ts';
import type { Pursuit } from './pursuit.ts';
import type { Refusal } from './refusals.ts';
import { finalText, loggedText } from './words.ts';

export interface Deviation {
  readonly line: number;
  /** Index of the lane and of its event; null: it is the end. */
  readonly at: { readonly thread: number; readonly index: number } | null;
  /** `P0: ret EINTR` */
  readonly logged: string;
  /** By thread that logged anything: of how many events the longest prefix has how many. */
  readonly prefixes: readonly {
    readonly name: string;
    readonly matched: number;
    readonly of: number;
  }[];
  /** Where the model stands there. */
  readonly where: readonly string[];
  /** What the model had instead, with the step and its kernel function. */
  readonly allowed: readonly string[];
  /** The step of the thread that could not be taken, and why; null: it could take its step. */
  readonly guard: string | null;
  /** One sentence. */
  readonly contradiction: string;
}

/** Of a pursuit that was complete and accepted nothing. */
export function deviationOf(pursuit: Pursuit): Deviation {
  const { pattern } = pursuit;
  const { at, places } = blamed(pursuit);
  const met = pursuit.refusals.among(places);
  const own = at === null ? met : met.filter(({ thread }) => thread === at.thread);
  const stuck = at === null ? null : stuckAt(pursuit, places, at.thread);
  const shown = stuck ?? anyOf(pursuit, places);
  const refused = own.length > 0 ? own : met;
  const logged = loggedAt(pattern, at);
  return {
    line: at === null ? (pattern.end?.line ?? 0) : pattern.threads[at.thread].events[at.index].line,
    at,
    logged,
    prefixes: prefixesAt(pursuit, places, shown),
    where: whereAt(pursuit, shown),
    allowed: refused.filter(({ why }) => why !== 'waits').map((each) => refusalText(pursuit, each)),
    guard: at === null || stuck === null ? null : guardText(pursuit, stuck, at.thread),
    contradiction: contradictionOf(pursuit, { at, own, logged }),
  };
}

interface Blamed {
  /** Null: all events can be matched, and the end cannot. */
  readonly at: { readonly thread: number; readonly index: number } | null;
  /** Positions up to which some execution follows the trace, all before the blamed event included. */
  readonly places: ReadonlySet<string>;
}

/** Events are looked at in an order that the trace allows; the first that nobody gets past. */
function blamed({ pattern, pairs, partial }: Pursuit): Blamed {
  const all = new Map<string, readonly number[]>(
    [...partial].map(([text, { positions }]) => [text, positions]),
  );
  for (let id = 0; id < pairs.count; id++) {
    const positions = pairs.positions(id);
    all.set(positions.join(' '), positions);
  }
  let reached: (readonly number[])[] = [...all.values()];
  const streams = pattern.threads.map(({ events }) => ({
    events,
    needs: events.map(({ needs }) => needs),
  }));
  for (const { stream, index } of linear(streams)) {
    const further = reached.filter((positions) => positions[stream] > index);
    if (further.length === 0) {
      return { at: { thread: stream, index }, places: texts(reached) };
    }
    reached = further;
  }
  return { at: null, places: texts(reached) };
}

const texts = (all: readonly (readonly number[])[]): ReadonlySet<string> =>
  new Set(all.map((positions) => positions.join(' ')));

function loggedAt({ threads, end }: Pattern, at: Blamed['at']): string {
  if (at === null) return `the end${finalText(end?.event.final)}`;
  const { name, events } = threads[at.thread];
  return `${name}: ${loggedText(events[at.index].event)}`;
}

/** A pair there at which the thread can take no step. */
function stuckAt(pursuit: Pursuit, places: ReadonlySet<string>, thread: number): number | null {
  const { kernel } = pursuit.machine;
  if (thread >= kernel.threads) return null;
  return pairAt(pursuit, places, () => {
    const pc = kernel.get(thread, PC);
    const step = STEPS[pc];
    return pc === 0 || (step.enabled !== undefined && !step.enabled(kernel, thread));
  });
}

function anyOf(pursuit: Pursuit, places: ReadonlySet<string>): number {
  const whole = pairAt(pursuit, places, () => true);
  if (whole !== null) return whole;
  const inside = [...pursuit.partial].find(([text]) => places.has(text));
  return inside?.[1].id ?? 0;
}

/** The latest pair at one of these places whose state is such. */
function pairAt(
  { machine, pairs }: Pursuit,
  places: ReadonlySet<string>,
  isSuch: () => boolean,
): number | null {
  const record = new Uint8Array(machine.recordSize);
  for (let id = pairs.count - 1; id >= 0; id--) {
    if (!places.has(pairs.positions(id).join(' '))) continue;
    pairs.read(id, record);
    machine.kernel.bind(record, 0);
    if (isSuch()) return id;
  }
  return null;
}

function prefixesAt(
  { pattern, pairs }: Pursuit,
  places: ReadonlySet<string>,
  id: number,
): Deviation['prefixes'] {
  const [first = ''] = places;
  const own = pairs.positions(id);
  // In the middle of a step more is matched than in any state.
  const positions = places.has(own.join(' ')) ? own : first.split(' ').map(Number);
  const logs = pattern.parts.length;
  return pattern.parts.flatMap((parts, t) => {
    if (parts.length === 0) return [];
    const left = parts.findIndex(({ step, log }) => {
      return positions[t] <= step || positions[logs + t] <= log;
    });
    const matched = left < 0 ? parts.length : left;
    return [{ name: pattern.threads[t].name, matched, of: parts.length }];
  });
}

function whereAt({ machine, pairs }: Pursuit, id: number): string[] {
  const k = machine.kernel;
  const record = new Uint8Array(machine.recordSize);
  pairs.read(id, record);
  k.bind(record, 0);
  const lanes = k.program.lanes.map(({ name }, t) => `${name} is ${whereabouts(k, t)}`);
  return k.global(CLOCK_PC) === 0 ? lanes : [...lanes, 'a clock interrupt is under way'];
}

function guardText({ machine, pairs }: Pursuit, id: number, t: number): string {
  const k = machine.kernel;
  const record = new Uint8Array(machine.recordSize);
  pairs.read(id, record);
  k.bind(record, 0);
  const { name } = k.program.lanes[t];
  const pc = k.get(t, PC);
  if (pc === 0) return `${name} has no call left`;
  if (pc === DEAD) return `${name} has exited`;
  if (pc === HELD) return `${name} is held at the boundary, and is not let go here`;
  return `${name} cannot take its step ${stepText(machine, t * STEPS.length + pc)} here: it is ${whereabouts(k, t)}`;
}

/** `syscall-exit (syscall_handler() in kernel/generic/src/syscall/syscall.c)` */
export function stepText({ rules, envRules }: Machine, rule: number): string {
  if (rule >= envRules) return rules[rule].name;
  const { name, fn, file } = STEPS[rule % STEPS.length];
  return fn === '' ? name : `${name} (${fn}() in ${file})`;
}

function refusalText({ machine, pattern }: Pursuit, { thread, says, rule, why }: Refusal): string {
  const who = pattern.threads[thread]?.name ?? '';
  if (why === 'moment') return who === '' ? says : `${who}: ${says}`;
  return `${who}: ${says}, by ${stepText(machine, rule)}`;
}

interface Case extends Pick<Blamed, 'at'> {
  readonly own: readonly Refusal[];
  readonly logged: string;
}

function contradictionOf(pursuit: Pursuit, { at, own, logged }: Case): string {
  const others = own.filter(({ why }) => why === 'differs').map(({ says }) => says);
  const values = own.filter(({ why }) => why === 'moment').map(({ says }) => says);
  if (at === null) return endText(values, own, pursuit.pattern);
  const { name } = pursuit.pattern.threads[at.thread];
  if (values.length > 0) return `${logged}: there ${listed(values)}`;
  if (others.length > 0) return `${logged}, where the model has ${listed(others)}`;
  return `${logged}, where the model lets ${name} log nothing`;
}

function endText(values: readonly string[], own: readonly Refusal[], { threads }: Pattern): string {
  if (values.length > 0) return `at the end ${listed(values)}`;
  const left = own.map(({ thread, says }) => `${threads[thread].name} ${says}`);
  return left.length === 0
    ? 'the round is called complete, but the model goes on'
    : `the round is called complete, but the model still has ${listed(left)}`;
}

const LISTED_MAX = 5;

function listed(all: readonly string[]): string {
  const each = [...new Set(all)];
  const shown = each.slice(0, LISTED_MAX).join(', or ');
  return each.length > LISTED_MAX ? `${shown}, or ${each.length - LISTED_MAX} others` : shown;
}
