/**
 * A run that is made step by step: which rules are enabled now, and what taking one leads to.
 *
 * Unlike a replay it need not know its schedule from the start.
 */
import type { Model } from '../../checker/model.ts';
import type { Trace } from '../../checker/trace.ts';

export class Walk {
  readonly model: Model;
  readonly stepsMax: number;
  private readonly rules: number[] = [];
  private readonly records: Uint8Array;
  private readonly targets: Uint8Array;
  private readonly targetRules: Uint16Array;

  /** Stands at the initial state; can take at most `stepsMax` steps. */
  constructor(model: Model, stepsMax: number) {
    const { recordSize, successorsMax } = model;
    this.model = model;
    this.stepsMax = stepsMax;
    this.records = new Uint8Array((stepsMax + 1) * recordSize);
    this.targets = new Uint8Array(successorsMax * recordSize);
    this.targetRules = new Uint16Array(successorsMax);
    model.initial(this.records, 0);
  }

  get length(): number {
    return this.rules.length;
  }

  get isFull(): boolean {
    return this.length === this.stepsMax;
  }

  /** The run so far; its records are not copied. */
  get trace(): Trace {
    return { rules: this.rules, records: this.records };
  }

  /** The rules enabled in the state where the run stands. @throws ModelError */
  enabled(): readonly number[] {
    const { model, records, targets, targetRules } = this;
    const from = this.length * model.recordSize;
    const count = model.successors(records, from, targets, 0, targetRules, 0);
    return [...targetRules.subarray(0, count)];
  }

  /** Takes an enabled rule. @throws RangeError if it is not enabled, or the walk is full. */
  take(rule: number): void {
    const which = this.isFull ? -1 : this.enabled().indexOf(rule);
    if (which < 0) {
      const name = this.model.rules[rule]?.name ?? `number ${rule}`;
      throw new RangeError(`step ${this.length + 1}: rule ${name} cannot be taken here`);
    }
    const { recordSize } = this.model;
    const at = which * recordSize;
    const record = this.targets.subarray(at, at + recordSize);
    this.records.set(record, (this.length + 1) * recordSize);
    this.rules.push(rule);
  }
}
