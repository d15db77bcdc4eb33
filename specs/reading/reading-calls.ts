/**
 * What each call of the litmus language does, in words that fit its arguments.
 *
 * The verb phrases stand in the entries of the calls (`litmus/calls/`); this is what they say of
 * their arguments. Names of flags are kept in brackets, for who looks for them in the source.
 */
import { EXPIRED, type Said } from '../litmus/calls/call-spec.ts';
import { callOf } from '../litmus/calls/calls.ts';
import type { Arg } from '../litmus/litmus.ts';
import { type Call, counted, type ReadingNames } from './reading-names.ts';

/** The words for a call. */
export function wordsOf(names: ReadingNames, lane: string, { call, args }: Call): string {
  const { table } = names.litmus.meta;
  const spec = callOf(call, table);
  // The parser has seen to it; a check must not fall over it.
  if (spec === undefined) return `calls ${call}`;
  return spec.reads(said(names, lane, args));
}

/** A call's arguments, and its lane, as its entry speaks of them. */
function said(names: ReadingNames, lane: string, args: readonly Arg[]): Said {
  const { table } = names.litmus.meta;
  const arg = (at: number): string => text(args[at]);
  return {
    table,
    arg,
    ticks: (at) => counted(Number(arg(at)), 'tick'),
    waiting: (at) => waiting(args, at),
    flags: (at) => flagged(flagsIn(args[at])),
    over: (at = 0) => over(names, arg(at)),
    request: () => request(args),
    slowRequest: () => request(args.slice(0, 2)),
    held: () => held(names, lane, arg(0)),
    answered: () => answered(args[1]),
  };
}

function text(arg: Arg | undefined): string {
  if (arg === undefined) return '';
  return arg.is === 'integer' ? String(arg.value) : arg.names.join('+');
}

/** `, without a timeout`, ` for at most 3 ticks`, `, or fails at once ...`; then the other flags. */
function waiting(args: readonly Arg[], from: number): string {
  const duration = text(args[from]);
  const flags = flagsIn(args[from + 1]);
  const nonBlocking = flags.find((flag) => flag.startsWith('NON'));
  const details = flags.includes('INTERRUPTIBLE') ? '; the sleep is INTERRUPTIBLE' : '';
  return `${timeWords(duration, nonBlocking)}${details}${flagged(flags)}`;
}

/** No blocking matters only where there is no timeout. */
function timeWords(duration: string, nonBlocking: string | undefined): string {
  if (duration === EXPIRED) return ' with a deadline that has passed (EXPIRED)';
  const ticks = Number(duration);
  // In a procedure it is a parameter; 0 waits without a timeout.
  if (Number.isNaN(ticks)) return ` for at most ${duration} ticks, 0 being without a timeout`;
  if (ticks > 0) return ` for at most ${counted(ticks, 'tick')}`;
  if (nonBlocking === undefined) return ', without a timeout';
  return `, or fails at once if it would have to wait (${nonBlocking})`;
}

/** Flags that say more than how long a call waits. */
const FLAG_WORDS: ReadonlyMap<string, string> = new Map([
  ['FUTEX', 'a sleep that fails books a wakeup debt, which swallows the next wakeup (FUTEX)'],
  ['BAD_BUFFER', 'copying its arguments in fails (BAD_BUFFER)'],
  ['MAPPED', 'copying its arguments in fails while the word mapped is 0 (MAPPED)'],
  ['BAD_DATA', 'copying the data that it sends fails (BAD_DATA)'],
  ['ROUTE_FROM_ME', 'the request is marked as coming from the forwarder (ROUTE_FROM_ME)'],
  ['MASK', 'the event is masked with it, so that no other comes before it is unmasked (MASK)'],
]);

function flagsIn(arg: Arg | undefined): readonly string[] {
  return arg?.is === 'names' ? arg.names.filter((name) => name !== 'NONE') : [];
}

function flagged(flags: readonly string[]): string {
  const words = flags.flatMap((flag) => FLAG_WORDS.get(flag) ?? []);
  return words.map((it) => `; ${it}`).join('');
}

/** `over the phone s`, with where it leads if it leads anywhere from the beginning. */
function over(names: ReadingNames, name: string): string {
  const to = names.object(name)?.link?.to;
  return to === undefined ? `over the phone ${name}` : `over the phone ${name} to ${to}`;
}

function request([, method, about]: readonly Arg[]): string {
  const what =
    method?.is === 'integer'
      ? `a request with method ${method.value}`
      : `a ${text(method)} request`;
  return about?.is === 'names' ? `${what} about the phone ${text(about)}` : what;
}

function held(names: ReadingNames, lane: string, register: string): string {
  const holder = names.holderOf(lane, register);
  return `the request in ${holder === lane ? '' : `${holder}'s `}${register}`;
}

function answered(value: Arg | undefined): string {
  if (value?.is === 'integer') return `with the value ${value.value}`;
  return text(value) === 'EOK' ? 'with success (EOK)' : `with the error ${text(value)}`;
}
