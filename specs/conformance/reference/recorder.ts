/** The trace of a round (docs/traces.md), as the kernel's own log would have it. */
import type { TraceEvent } from '../trace-event.ts';
import type { Cell } from '../../litmus/litmus.ts';
import type { Kernel } from './kernel.ts';
import type { LaneState } from './litmus-lane.ts';

/** What an instrumented kernel logs, by the names of the events. */
export const INSTRUMENTED: readonly string[] = ['call', 'ret', 'abort', 'stop', 'restart'];

export class Recorder {
  readonly events: TraceEvent[] = [];
  readonly isOn: boolean;
  private readonly kernel: Kernel;
  private readonly numbers = new Map<string, number>();
  private readonly attempts = new Map<string, { id: string; count: number }>();
  private readonly gone = new Set<LaneState>();
  private readonly entered = new Map<LaneState, Cell>();
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

  /** Once a call: libc's own code comes before the trap, and may trap twice. */
  enter(state: LaneState): void {
    if (!this.isOn) return;
    const cell = state.cells[state.at];
    if (cell.is !== 'call' || this.entered.get(state) === cell) return;
    this.entered.set(state, cell);
    const args = cell.args.map((arg) => (arg.is === 'integer' ? arg.value : arg.names.join('+')));
    const label = cell.label === null ? {} : { label: cell.label };
    this.add(state, { ev: 'call', id: this.begin(state), sys: cell.call, args, ...label });
  }

  leave(state: LaneState, val: string): void {
    this.add(state, { ev: 'ret', id: this.attempts.get(state.lane.name)?.id, val });
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
