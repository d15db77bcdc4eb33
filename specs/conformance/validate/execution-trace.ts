/**
 * An execution of the model as the trace that a kernel would have logged of it: every event, each with
 * its time (one after the other), its thread and number there, and the attempt that it is about.
 */
import type { Trace as Execution } from '../../../checker/trace.ts';
import type { Machine } from '../../../model/machine.ts';
import type { Program } from '../../../model/record/program.ts';
import { hashOf } from '../../litmus/hash.ts';
import type { Litmus } from '../../litmus/litmus.ts';
import { shownLocations, readerOf } from '../../properties/condition.ts';
import { printLoc } from '../../litmus/print.ts';
import { type End, type Happened, type Meta, SCHEMAS } from '../trace-event.ts';
import { ENVIRONMENT } from '../trace-streams.ts';
import { argsOf } from './pattern.ts';
import { COMPLETE } from './pursuit.ts';
import { type Seen, seenIn } from './seen.ts';

/** Units of the clock between two events; its resolution is less. */
const STRIDE = 1000;
const RESOLUTION = 100;

export interface Logged {
  readonly meta: Meta;
  readonly events: readonly Happened[];
  readonly end: End;
}

/** `isOver`: the execution has come to an end of the model. */
export function loggedBy(
  machine: Machine,
  litmus: Litmus,
  { rules, records }: Execution,
  isOver: boolean,
): Logged {
  const { kernel, recordSize } = machine;
  const { program } = kernel;
  const logger = new Logger(program, litmus);
  for (const [i, rule] of rules.entries()) {
    const from = i * recordSize;
    const seen = seenIn(machine, records, from, rule, records, from + recordSize);
    kernel.bind(records, from + recordSize);
    for (const each of seen) logger.add(each, balanceOf(machine, each));
  }
  kernel.bind(records, rules.length * recordSize);
  const final = Object.fromEntries(
    shownLocations(litmus).map((loc) => [printLoc(loc), readerOf(program, loc)(kernel)]),
  );
  return {
    meta: metaOf(program, litmus),
    events: logger.events,
    end: { ev: 'end', t: logger.now, status: isOver ? COMPLETE : 'stopped', final },
  };
}

function metaOf({ revision, kernelLevel }: Program, litmus: Litmus): Meta {
  return {
    ev: 'meta',
    fmt: 'restart-trace',
    v: 1,
    kernel: { name: 'Fermata', version: revision },
    clock: { unit: 'step', res: RESOLUTION },
    table: kernelLevel ? litmus.meta.table : revision,
    test: { name: litmus.name, hash: hashOf(litmus) },
    instrumented: INSTRUMENTED,
    order: 'per-thread',
    buf: { dropped: 0 },
  };
}

/** All kinds of which the model knows when they happen. */
export const INSTRUMENTED: string[] = Object.keys(SCHEMAS).filter(
  (name) => !['meta', 'end', 'spawn', 'exit', 'effect', 'obs', 'gap'].includes(name),
);

/** The counter of a wait queue that was woken, right behind it. The kernel is bound to that state. */
function balanceOf({ kernel: k }: Machine, { ev, on }: Seen): Record<string, number> | null {
  const queue = k.program.queues.findIndex(({ name, kind }) => name === on && kind === 'waitq');
  return ev === 'wake' && queue >= 0 ? { [`${on}.balance`]: k.balance(queue) } : null;
}

class Logger {
  readonly events: Happened[] = [];
  now = 0;
  private readonly numbers: number[];
  /** By lane the attempt under way, and the first of its call. */
  private readonly attempts: string[];
  private readonly names: readonly string[];
  private readonly args: ReturnType<typeof argsOf>;
  private attempt = 0;

  constructor(program: Program, litmus: Litmus) {
    this.names = [...program.lanes.map(({ name }) => name), ENVIRONMENT];
    this.numbers = this.names.map(() => 0);
    this.attempts = this.names.map(() => '');
    this.args = argsOf(litmus);
  }

  add(seen: Seen, final: Record<string, number> | null): void {
    this.now += STRIDE;
    const { th } = seen;
    const before = this.attempts[th];
    if (seen.ev === 'call' || seen.ev === 'restart') this.attempts[th] = `c${++this.attempt}`;
    const id = this.attempts[th] === '' ? {} : { id: this.attempts[th] };
    const common = { t: this.now, th: this.names[th], n: ++this.numbers[th], ...id };
    this.events.push(this.eventOf(seen, common, before, final));
  }

  private eventOf(
    seen: Seen,
    common: { t: number; th: string; n: number; id?: string },
    before: string,
    final: Record<string, number> | null,
  ): Happened {
    const { ev, th, on, op } = seen;
    const args = this.args[th]?.[op ?? 0];
    switch (ev) {
      case 'call': {
        const label = seen.label == null ? {} : { label: seen.label };
        return { ev, ...common, sys: seen.sys ?? '', ...label, ...(args && { args: [...args] }) };
      }
      case 'restart':
        return { ev, ...common, of: before, sys: seen.sys ?? '' };
      case 'block':
        return { ev, ...common, ...(on !== undefined && { on }) };
      case 'wake': {
        const woke = [...(seen.woke ?? [])];
        return { ev, ...common, ...(on !== undefined && { on }), woke, ...(final && { final }) };
      }
      case 'abort':
        return { ev, ...common, by: ENVIRONMENT, hit: seen.hit ?? true };
      case 'ret':
        return { ev, ...common, ...(seen.val != null && { val: seen.val }) };
      case 'send':
      case 'receive':
      case 'answer':
        return { ev, ...common, ...(seen.box !== undefined && { box: seen.box }) };
      default:
        return { ev, ...common } as Happened;
    }
  }
}
