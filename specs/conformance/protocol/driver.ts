/** One round of a test on a program: the E lane, budgets of aborts and releases are done from here. */
import type { EnvOp, Litmus } from '../../litmus/litmus.ts';
import type { Round } from '../target.ts';
import type { TraceEvent } from '../trace-event.ts';
import type { Channel } from './channel.ts';
import { Aborted, Done, type LaneReport, Observed, SetAside, Stepped } from './messages.ts';

/** Steps of a round after which a program that is never quiet is broken. */
const STEPS_MOST = 4000;

export class Driver {
  private readonly channel: Channel;
  private readonly litmus: Litmus;
  private readonly random: () => number;
  private readonly ops: readonly EnvOp[];
  private next = 0;
  private budgets: { lane: string | null; label: string | null; left: number }[];
  private lanes: Readonly<Record<string, LaneReport>> = {};

  /** `takesAborts`: what the design of the target makes of `Aborts=`. */
  constructor(channel: Channel, litmus: Litmus, takesAborts: boolean, random: () => number) {
    this.channel = channel;
    this.litmus = litmus;
    this.random = random;
    const at = litmus.lanes.findIndex(({ name }) => name === 'E');
    const cells = at < 0 ? [] : litmus.rows.flatMap((row) => row[at] ?? []);
    this.ops = cells.flatMap((cell) => (cell.is === 'env' ? [cell.op] : []));
    this.budgets = (takesAborts ? litmus.meta.aborts : []).map(({ most, target }) => ({
      lane: target === 'any' ? null : target.lane,
      label: target === 'any' ? null : target.label,
      left: most,
    }));
  }

  /** Until nobody can go on and the environment has nothing more to do. */
  async round(): Promise<Round> {
    for (let steps = 0; steps < STEPS_MOST; steps++) {
      const isQuiet = await this.step();
      const hasActed = (await this.perform()) || (await this.disturb(isQuiet));
      if (isQuiet && !hasActed) return this.observe();
    }
    return this.channel.fail(`it is not quiet after ${STEPS_MOST} steps`);
  }

  private async step(): Promise<boolean> {
    const most = 1 + Math.floor(this.random() * 12);
    const answer = await this.channel.ask({ do: 'step', most });
    const stepped = this.channel.as(answer, Stepped, 'report of a step') as Stepped;
    const names = this.litmus.lanes.map(({ name }) => name).filter((name) => name !== 'E');
    const told = Object.keys(stepped.lanes);
    if (told.length !== names.length || names.some((name) => !told.includes(name))) {
      this.channel.fail(`it reports the lanes ${told.join(' ')}; the test has ${names.join(' ')}`);
    }
    this.lanes = stepped.lanes;
    return stepped.quiet;
  }

  /** The next operation of the E lane, if it can be done. */
  private async perform(): Promise<boolean> {
    const op = this.ops.at(this.next);
    if (op === undefined || !this.canPerform(op)) return false;
    this.next++;
    if (op.is === 'abort') await this.abort(op.ref.lane, op.ref.label);
    if (op.is === 'resume') await this.tell({ do: 'resume', lane: op.lane });
    if (op.is === 'kill') await this.tell({ do: 'kill', task: op.task });
    if (op.is === 'set' && op.loc.is === 'object' && op.value.is === 'integer') {
      await this.tell({ do: 'set', word: op.loc.name, value: op.value.value });
    }
    for (let i = 0; op.is === 'tick' && i < op.count; i++) await this.tell({ do: 'tick' });
    return true;
  }

  private canPerform(op: EnvOp): boolean {
    if (op.is === 'resume') return this.lanes[op.lane]?.state === 'held';
    if (op.is !== 'await') return true;
    const { lane, label } = op.ref;
    const it = this.lanes[lane];
    if (it === undefined) return false;
    if (op.state === 'Done') return it.over.includes(label) || it.state === 'dead';
    if (it.in !== label) return false;
    if (op.state === 'Inside') return ['inside', 'asleep', 'woken'].includes(it.state);
    return it.state === op.state.toLowerCase();
  }

  /** Aborts of a budget, at random; held threads that no `resume` will let go. */
  private async disturb(isQuiet: boolean): Promise<boolean> {
    for (const [name, it] of Object.entries(this.lanes)) {
      if (it.state === 'held' && !this.isResumed(name) && (isQuiet || this.random() < 0.3)) {
        await this.tell({ do: 'resume', lane: name });
        return true;
      }
      const label = it.in;
      const budget = this.budgets.find((one) => {
        const fits = one.lane === null || (one.lane === name && one.label === label);
        return one.left > 0 && fits;
      });
      const isInside = ['inside', 'asleep', 'woken'].includes(it.state);
      if (budget === undefined || label === null || !isInside || this.random() > 0.3) continue;
      budget.left--;
      await this.abort(name, label);
      return true;
    }
    return false;
  }

  private isResumed(lane: string): boolean {
    return this.ops.slice(this.next).some((op) => op.is === 'resume' && op.lane === lane);
  }

  private async abort(lane: string, label: string): Promise<void> {
    const answer = await this.channel.ask({ do: 'abort', lane, label });
    const { hit } = this.channel.as(answer, Aborted, 'report of an abort') as { hit: boolean };
    const { state } = this.lanes[lane];
    if (hit && (state === 'done' || state === 'dead')) {
      this.channel.fail(`it aborts a call of ${lane}, which is ${state}`);
    }
  }

  private async tell(request: Record<string, unknown>): Promise<void> {
    this.channel.as(await this.channel.ask(request), Done, `"done" to ${String(request.do)}`);
  }

  private async observe(): Promise<Round> {
    const answer = await this.channel.ask({ do: 'observe' });
    if (answer.is === 'set-aside') {
      const { why } = this.channel.as(answer, SetAside, 'reason') as { why: string };
      return { setAside: why };
    }
    const seen = this.channel.as(answer, Observed, 'observation') as {
      outcome: Record<string, string | number>;
      trace?: TraceEvent[];
    };
    const entries = Object.entries(seen.outcome).map(([place, value]) => [place, String(value)]);
    if (entries.length === 0) this.channel.fail('it observes nothing of a round');
    const outcome = Object.fromEntries(entries) as Record<string, string>;
    return seen.trace === undefined ? { outcome } : { outcome, trace: seen.trace };
  }
}
