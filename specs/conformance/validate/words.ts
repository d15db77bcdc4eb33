/** Events in words: those of a trace as they were logged, those of the model as they would have been. */
import type { Happened, Known } from '../trace-event.ts';
import type { Seen } from './seen.ts';

/** `ret EOK`, `wake on q: P0`, `call waitq_sleep(q, 0, 0)`; `args` of its call, where they are known. */
export function seenText(seen: Seen, args: readonly string[] | null): string {
  switch (seen.ev) {
    case 'call':
    case 'restart':
      return `${seen.ev} ${seen.sys}${args === null ? '' : `(${args.join(', ')})`}`;
    case 'block':
      return `block on ${seen.on}`;
    case 'wake':
      return `wake on ${seen.on}: ${seen.woke?.join(' ') || 'nobody'}`;
    case 'abort':
      return seen.hit === true ? 'abort' : 'abort that misses';
    case 'ret':
      return seen.val == null ? 'ret' : `ret ${seen.val}`;
    case 'send':
    case 'receive':
    case 'answer':
      return `${seen.ev} at ${seen.box}`;
    default:
      return seen.ev;
  }
}

export function loggedText(event: Happened): string {
  switch (event.ev) {
    case 'call':
    case 'restart': {
      const args = event.args === undefined ? '' : `(${event.args.join(', ')})`;
      const of = event.ev === 'restart' && event.of !== undefined ? ` of ${event.of}` : '';
      return `${event.ev}${event.sys === undefined ? of : ` ${event.sys}`}${args}`;
    }
    case 'block':
      return `block${on(event.on)}`;
    case 'wake': {
      const woke = event.woke === undefined ? '' : `: ${event.woke.join(' ') || 'nobody'}`;
      return `wake${on(event.on)}${woke}${finalText(event.final)}`;
    }
    case 'abort':
      return event.hit === false ? 'abort that misses' : 'abort';
    case 'ret':
      return event.val === undefined ? 'ret' : `ret ${knownText(event.val)}`;
    case 'obs':
    case 'effect':
      return `${event.ev}${finalText(event.final)}`;
    case 'send':
    case 'receive':
    case 'answer':
      return event.box === undefined ? event.ev : `${event.ev} at ${event.box}`;
    default:
      return event.ev;
  }
}

const on = (name: string | undefined): string => (name === undefined ? '' : ` on ${name}`);

export function finalText(final: Readonly<Record<string, Known>> | undefined): string {
  const places = Object.entries(final ?? {});
  if (places.length === 0) return '';
  return `, ${places.map(([name, known]) => `${name}=${knownText(known)}`).join(' ')}`;
}

function knownText(known: Known): string {
  return typeof known === 'object' ? `one of ${known.in.join(', ')}` : String(known);
}
