/** The lines that `fermata bench` prints. CPU time comes first, wall time beside it. */
import type { Cost } from '../bench/child.ts';
import type { Comparison, Measured } from '../bench/measure.ts';
import type { Verdicts } from './bench-verdict.ts';

export function lineOf(name: string, measured: Measured): string {
  return `${name}\n  ${figuresOf(measured)}`;
}

/** A comparison with SPIN, and its ratios: SPIN's CPU time through ours, of the same kind. */
export function comparisonLines(name: string, compared: Comparison, verdicts: Verdicts): string[] {
  const { ours, unreduced, reduced } = compared;
  const spins = [unreduced, reduced];
  const lines = [...ours, ...spins].map((each) => `  ${each.name}: ${figuresOf(each)}`);
  const toVerdict = [...verdicts.ours, verdicts.unreduced, verdicts.reduced];
  const names = [...ours, ...spins].map((each) => each.name);
  const most = ours.length - 1;
  return [
    name,
    ...lines,
    '  To the verdict, with start-up and compilation:',
    ...toVerdict.map((cost, i) => `  ${names[i]}: ${costOf(cost)}`),
    `  CPU time of SPIN through ours, neither reduced: ${ratios(
      [unreduced, ours[0]],
      [verdicts.unreduced, verdicts.ours[0]],
    )}`,
    `  CPU time of SPIN through ours, both as reduced as they can: ${ratios(
      [reduced, ours[most]],
      [verdicts.reduced, verdicts.ours[most]],
    )}`,
  ];
}

type Pair = readonly [spin: Cost, ours: Cost];

const ratios = (search: Pair, verdict: Pair): string =>
  `${ratio(search)} for the search, ${ratio(verdict)} to the verdict`;

const ratio = ([spin, ours]: Pair): string => (spin.cpuSeconds / ours.cpuSeconds).toFixed(2);

export function costOf({ seconds, cpuSeconds }: Cost): string {
  return `CPU ${cpuSeconds.toFixed(2)} s, wall ${seconds.toFixed(2)} s`;
}

function figuresOf(measured: Measured): string {
  const { states, transitions, cpuSeconds, bytesPerState } = measured;
  const rate = (count: number): string => `${(count / cpuSeconds / 1e6).toFixed(2)} M`;
  return [
    `${states.toLocaleString('en')} states, ${transitions.toLocaleString('en')} transitions`,
    costOf(measured),
    `${rate(states)} states and ${rate(transitions)} transitions in a second of CPU`,
    `${bytesPerState.toFixed(1)} bytes a state, ${megabytes(states * bytesPerState)} in all`,
  ].join('; ');
}

function megabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(0)} MB`;
}
