/**
 * A trace made ready to be held against a model: its threads are lanes, its places are read from
 * records, and each event knows which events of the model it may be.
 */
import type { Machine } from '../../../model/machine.ts';
import { InputError } from '../../errors.ts';
import type { Arg, Litmus } from '../../litmus/litmus.ts';
import type { Trace } from '../read-trace.ts';
import { SCHEMAS, type End, type EventName, type Happened } from '../trace-event.ts';
import { ENVIRONMENT } from '../trace-streams.ts';
import type { Level } from './libc.ts';
import { mayBe, type Place, placesIn } from './places.ts';
import type { Seen } from './seen.ts';
import { type Split, split as splitOf } from './split.ts';

/** One event of the trace. */
export interface Wanted {
  readonly line: number;
  readonly event: Happened;
  /** It says when another one, which is done by a step, was logged (split.ts). */
  readonly isLog: boolean;
  /** By stream of the pattern, how many of its events come before. */
  readonly needs: readonly number[];
  /** What it says of the state: after its step, or, where it is no step, while it lasts. */
  readonly places: readonly Place[];
  /** Only its kind is compared: what else it says was found to be wrong. */
  readonly isLoose: boolean;
}

export interface Pattern {
  /** Streams of steps by lane, and behind them the environment; then as many of logs (split.ts). */
  readonly threads: readonly {
    readonly name: string;
    readonly events: readonly Wanted[];
    readonly isLossy: boolean;
  }[];
  /** By lane, and the environment: each event as it was logged, by where its parts are. */
  readonly parts: Split['parts'];
  /** Whose calls were logged. */
  readonly level: Level;
  readonly instrumented: ReadonlySet<string>;
  readonly end: {
    readonly line: number;
    readonly event: End;
    readonly places: readonly Place[];
  } | null;
  /** By lane and op the arguments of a call as text; null: not compared. */
  readonly args: readonly (readonly (readonly string[] | null)[])[];
  /** A call is issued again as it was. */
  readonly keepsArgs: boolean;
}

/** Kinds that are no step of the model: true at a moment between their neighbours. */
const MOMENTS: ReadonlySet<EventName> = new Set(['spawn', 'exit', 'obs', 'effect']);

export const isMoment = (event: Happened): boolean => MOMENTS.has(event.ev);

/**
 * `isExact`: as if each event had been logged in the very step of the model.
 *
 * @throws InputError for threads and places that the test does not have, and kinds that nothing is
 */
export function patternOf(
  trace: Trace,
  machine: Machine,
  litmus: Litmus,
  isExact = false,
): Pattern {
  const { program } = machine.kernel;
  const names = [...program.lanes.map(({ name }) => name), ENVIRONMENT];
  const { file, meta } = trace;
  for (const { th, events } of trace.streams) {
    if (names.includes(th)) continue;
    const lanes = names.slice(0, -1).join(', ');
    throw new InputError(
      `${file}:${events[0].line}: there is no thread ${th} in ${litmus.name}; it has ${lanes}`,
    );
  }
  for (const kind of meta.instrumented) {
    if (Object.hasOwn(SCHEMAS, kind)) continue;
    throw new InputError(`${file}:1: instrumented names ${kind}, which is the name of no event`);
  }
  const streams = names.map((name) => trace.streams.findIndex(({ th }) => th === name));
  const lanes = names.map((_, t) => {
    const { events, needs } = trace.streams[streams[t]] ?? { events: [], needs: [] };
    const byLane = needs.map((each) => streams.map((s) => (s < 0 ? 0 : each[s])));
    return { events, needs: byLane };
  });
  const { streams: split, parts } = splitOf(lanes, isExact);
  const threads = split.map((each, s) => {
    const t = s % names.length;
    const isLossy = trace.streams[streams[t]]?.isLossy ?? (meta.buf?.dropped ?? 0) > 0;
    const events = each.map(({ placed: { line, event }, isLog, needs }): Wanted => {
      const final = 'final' in event ? (event.final ?? {}) : {};
      const places = placesIn(program, final, `${file}:${line}`);
      return { line, event, isLog, needs, places, isLoose: false };
    });
    return { name: names[t], events, isLossy };
  });
  const end = trace.end && {
    ...trace.end,
    places: placesIn(program, trace.end.event.final ?? {}, `${file}:${trace.end.line}`),
  };
  const isSet = program.lanes.some(({ variants }) => variants.length > 0);
  return {
    threads,
    parts,
    level: 'kernel',
    instrumented: new Set(meta.instrumented),
    end,
    args: argsOf(litmus),
    keepsArgs: !isSet && !program.notesTime && !program.losesArguments,
  };
}

/** Of lanes without user code, where the calls are the cells. */
export function argsOf({ lanes, rows, procs }: Litmus): Pattern['args'] {
  const columns = lanes.flatMap(({ name }, i) => (name === ENVIRONMENT ? [] : [i]));
  return columns.map((column) => {
    const cells = rows.flatMap((row) => row[column] ?? []);
    const isPlain = procs.length === 0 && cells.every(({ is }) => is !== 'user');
    return cells.map((cell) => (isPlain && cell.is === 'call' ? cell.args.map(argText) : null));
  });
}

const argText = (arg: Arg): string =>
  arg.is === 'integer' ? String(arg.value) : arg.names.join('+');

/** Whether this event of the model is the one that was logged; its `places` are not looked at. */
export function isIt(
  { args, keepsArgs }: Pattern,
  { event, isLoose }: Wanted,
  seen: Seen,
): boolean {
  if (event.ev !== seen.ev) return false;
  if (isLoose) return true;
  switch (event.ev) {
    case 'call':
    case 'restart':
      return (
        (same(event.sys, seen.sys) || event.sys === seen.also) &&
        (event.ev === 'restart' || same(event.label, seen.label ?? undefined)) &&
        (event.sys === seen.sys && (event.ev === 'call' || keepsArgs)
          ? sameArgs(event.args, args[seen.th][seen.op ?? 0] ?? null)
          : true)
      );
    case 'block':
      return same(event.on, seen.on);
    case 'wake':
      return same(event.on, seen.on) && sameSet(event.woke, seen.woke);
    case 'abort':
      return event.hit === undefined || event.hit === seen.hit;
    case 'ret':
      return event.val === undefined || seen.val == null || mayBe(event.val, seen.val);
    case 'send':
    case 'receive':
    case 'answer':
      return same(event.box, seen.box);
    default:
      return true;
  }
}

const same = (logged: string | undefined, modelled: string | undefined): boolean =>
  logged === undefined || modelled === undefined || logged === modelled;

function sameSet(logged: readonly string[] | undefined, woke: readonly string[] = []): boolean {
  return logged === undefined || logged.toSorted().join(' ') === woke.toSorted().join(' ');
}

function sameArgs(
  logged: readonly (string | number)[] | undefined,
  written: readonly string[] | null,
): boolean {
  if (logged === undefined || written === null) return true;
  return logged.length === written.length && logged.every((arg, i) => mayBe(arg, written[i]));
}
