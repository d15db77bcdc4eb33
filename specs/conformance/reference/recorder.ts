/** The trace of a round (docs/traces.md), as the kernel's own log would have it. */
import type { TraceEvent } from '../trace-event.ts';
import type { Answerbox } from './ipc-objects.ts';
import type { Kernel } from './kernel.ts';
import type { KernelLog } from './kernel-log.ts';
import type { LaneState } from './litmus-lane.ts';
import type { Thread } from './thread.ts';
import type { Waitq } from './waitq.ts';

/** What an instrumented kernel logs, by the names of the events. */
export const INSTRUMENTED: readonly string[] = [
  'call',
  'ret',
  'block',
  'wake',
  'send',
  'receive',
  'answer',
  'abort',
  'stop',
  'restart',
];

export class Recorder implements KernelLog {
  readonly events: TraceEvent[] = [];
  readonly isOn: boolean;
  /** Threads of the test; what any other does is noise. */
  readonly lanes = new Map<Thread, LaneState>();
  private readonly kernel: Kernel;
  private readonly numbers = new Map<string, number>();
  private readonly attempts = new Map<string, { id: string; count: number }>();
  private readonly gone = new Set<LaneState>();
  private nextId = 1;

  constructor(kernel: Kernel, isOn: boolean) {
    this.kernel = kernel;
    this.isOn = isOn;
  }

  private add(state: LaneState, event: Record<string, unknown>): void {
    if (!this.isOn) return;
    const th = state.lane.name;
    const n = (this.numbers.get(th) ?? 0) + 1;
    this.numbers.set(th, n);
    this.events.push({ ...event, t: this.kernel.cpu.steps, th, n } as unknown as TraceEvent);
  }

  private begin(state: LaneState): string {
    const id = `c${this.nextId++}`;
    this.attempts.set(state.lane.name, { id, count: 0 });
    return id;
  }

  /** A trap: of what libc does before it the kernel sees nothing. `sys`: where the litmus has libc's call. */
  enter(state: LaneState, sys?: string): void {
    if (!this.isOn) return;
    const cell = state.cells[state.at];
    if (cell.is !== 'call') return;
    const args = cell.args.map((arg) => (arg.is === 'integer' ? arg.value : arg.names.join('+')));
    const label = cell.label === null ? {} : { label: cell.label };
    const what = sys === undefined ? { sys: cell.call, args } : { sys };
    this.add(state, { ev: 'call', id: this.begin(state), ...what, ...label });
  }

  leave(state: LaneState, val: string): void {
    this.add(state, { ev: 'ret', id: this.attempts.get(state.lane.name)?.id, val });
  }

  block(thread: Thread, { logName }: Waitq): void {
    if (logName !== null) this.note(thread, { ev: 'block', ...named('on', logName) });
  }

  wake({ logName }: Waitq, woke: readonly Thread[]): void {
    if (logName === null) return;
    const names = woke.map(({ name }) => name);
    this.note(this.kernel.thread, { ev: 'wake', ...named('on', logName), woke: names });
  }

  send({ logName }: Answerbox): void {
    this.note(this.kernel.thread, { ev: 'send', ...named('box', logName) });
  }

  receive({ logName }: Answerbox): void {
    this.note(this.kernel.thread, { ev: 'receive', ...named('box', logName) });
  }

  answer({ logName }: Answerbox): void {
    this.note(this.kernel.thread, { ev: 'answer', ...named('box', logName) });
  }

  /** Of the call that the thread is in. */
  private note(thread: Thread, event: Record<string, unknown>): void {
    const state = this.lanes.get(thread);
    if (state === undefined) return;
    const id = this.attempts.get(state.lane.name)?.id;
    this.add(state, id === undefined ? event : { ...event, id });
  }

  abort(state: LaneState): void {
    this.add(state, {
      ev: 'abort',
      id: this.attempts.get(state.lane.name)?.id,
      by: 'E',
      hit: true,
    });
  }

  hold(state: LaneState): void {
    this.add(state, { ev: 'stop', id: this.attempts.get(state.lane.name)?.id });
  }

  again(state: LaneState): void {
    if (!this.isOn) return;
    const before = this.attempts.get(state.lane.name);
    const k = (before?.count ?? 0) + 1;
    const id = this.begin(state);
    this.attempts.set(state.lane.name, { id, count: k });
    this.add(state, { ev: 'restart', id, of: before?.id, k });
  }

  /** Once: who has no call left may be killed all the same. */
  exit(state: LaneState): void {
    if (this.gone.has(state)) return;
    this.gone.add(state);
    this.add(state, { ev: 'exit' });
  }
}

/** What has no name that a litmus knows is logged without one. */
function named(key: 'on' | 'box', name: string): Record<string, string> {
  return name === '' ? {} : { [key]: name };
}
