/**
 * The restart mechanism, switchable: what becomes of a call that is aborted (docs/designs.md). The
 * ticket's is right; each of the others is wrong in one place, and shows that the tests see it.
 */
export interface Restart {
  readonly name: string;
  /** Calls can be taken out at all. */
  readonly takesAborts: boolean;
  /** What user space gets of an aborted call: it is issued again, or it is told. */
  readonly result: 'restart' | 'eintr';
  /** What a restarted call does with its timeout. */
  readonly timeout: 'deadline' | 'relative';
  /** The internal loops of a call share its first deadline, or start the timeout anew. */
  readonly loops: 'first-deadline' | 'full-timeout';
  /** 2026: a sleep that will be restarted books a debt. */
  readonly debt: 'none' | 'book';
}

const TICKET: Restart = {
  name: 'ticket',
  takesAborts: true,
  result: 'restart',
  timeout: 'deadline',
  loops: 'first-deadline',
  debt: 'none',
};

/** Every design that this kernel can follow. */
export const DESIGNS: readonly Restart[] = [
  { ...TICKET, name: 'today', takesAborts: false, loops: 'full-timeout', debt: 'book' },
  TICKET,
  { ...TICKET, name: 'eintr', result: 'eintr' },
  { ...TICKET, name: 'timeout=relative', timeout: 'relative' },
  { ...TICKET, name: 'loops=full-timeout', loops: 'full-timeout' },
  { ...TICKET, name: 'debt=book', debt: 'book' },
];

/** The design of that name; undefined where this kernel has none. */
export function designNamed(name: string): Restart | undefined {
  return DESIGNS.find((design) => design.name === name);
}
