/**
 * The worst abort latency of each call, and rules that fired nowhere, for the terminal.
 *
 * B: the most steps of its own that a thread takes from an abort request to its boundary; H: the
 * most steps of lock holders that it waits for. One block per right design that was asked for them.
 */
import type { Latency, Report } from '../data.ts';
import { foldLines, pad } from '../text-width.ts';

const NOT_BOUNDED = '∞';

/** Lines no wider than `width`; none if no run asked for latencies. */
export function latencyLines(report: Report, width: number): string[] {
  const right = report.designs.filter(({ kind }) => kind !== 'known-bad').map(({ name }) => name);
  return right.flatMap((design) => {
    const own = report.latencies.filter((latency) => latency.design === design);
    if (own.length === 0) return [];
    const calls = [...new Set(own.map(({ call }) => call))];
    const nameWidth = Math.max(...calls.map((call) => call.length));
    const head = `Worst abort latency under ${design}, in steps (own B, of lock holders H):`;
    const rows = calls.map((call) => {
      const cells = own.filter((latency) => latency.call === call).map(cellOf);
      return `  ${pad(call, nameWidth)}  ${cells.join('   ')}`;
    });
    return foldLines([head, ...rows], width);
  });
}

function cellOf({ revision, ownSteps, holderSteps }: Latency): string {
  return `${revision}: B ${ownSteps ?? NOT_BOUNDED}, H ${holderSteps ?? NOT_BOUNDED}`;
}

/** What the whole catalogue never did: a rule that nothing reaches is not tested. */
export function neverFiredLines({ rulesNeverFired }: Report, width: number): string[] {
  if (rulesNeverFired.length === 0) return [];
  const head = `${rulesNeverFired.length} rules fired in no run:`;
  return foldLines([head, ...rulesNeverFired.map((rule) => `  ${rule}`)], width);
}
