/**
 * What contradicts R18: which thread is not what a debugger has seen of it, or has set, and in what.
 */
import { HELD } from '../../model/proc/boundary.ts';
import { isAsSeen, isSeen, seenOf } from '../../model/proc/seen.ts';
import type { Kernel } from '../../model/record/state.ts';
import { whereabouts } from '../properties/whereabouts.ts';
import { PC } from '../../model/record/layout.ts';

/** `P0 is held, and its restart record is none, although deadline 3 was seen`. */
export function seenFacts(k: Kernel): string {
  const facts = k.program.lanes.flatMap(({ name }, t) => {
    if (!isSeen(k, t)) return [];
    if (k.get(t, PC) !== HELD)
      return [`${name} was set, and is ${whereabouts(k, t)}: nobody holds it`];
    if (isAsSeen(k, t)) return [];
    return [`${name} is ${whereabouts(k, t)}, and ${differing(k, t)}`];
  });
  return facts.join('; ');
}

function differing(k: Kernel, t: number): string {
  const { seen, is } = seenOf(k, t);
  const parts = [
    differs('its deadline', seen.first, is.first, (first) =>
      first === 0 ? 'none' : `tick ${first - 1}`,
    ),
    differs('the call that it waits for', seen.call, is.call, (call) =>
      call === 0 ? 'none' : `call ${call - 1}`,
    ),
    seen.next === is.next && seen.op === is.op ? '' : 'it goes on elsewhere than it was set to',
    seen.variant === is.variant ? '' : 'its arguments are others than were set',
    seen.registers.every((value, r) => value === is.registers[r])
      ? ''
      : 'a register is another than was set',
  ];
  return parts.filter((part) => part !== '').join(', ') || 'its record is another';
}

function differs(what: string, seen: number, is: number, text: (value: number) => string): string {
  return seen === is ? '' : `${what} is ${text(is)}, where a debugger knows of ${text(seen)}`;
}
