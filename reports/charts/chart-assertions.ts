/** The chart of what became of each assertion. */
import { axis, commonOptions, LIGHT, type Sketch } from './chart-theme.ts';
import type { Report, Verdict } from '../data.ts';

/** Null: no run asserts anything. */
export function assertionsSketch(report: Report): Sketch | null {
  const results = report.runs.flatMap((run) => run.assertions);
  const ids = [...new Set(results.map(({ id }) => id))].toSorted((a, b) =>
    a.localeCompare(b, 'en', { numeric: true }),
  );
  if (ids.length === 0) return null;
  const verdicts = (Object.keys(LIGHT.verdicts) as Verdict[]).filter((verdict) =>
    results.some((result) => result.verdict === verdict),
  );
  const number = (id: string, verdict: Verdict): number =>
    results.filter((result) => result.id === id && result.verdict === verdict).length;
  return {
    title: 'Assertions by verdict',
    says: `In how many runs each of ${ids.length} assertions has which verdict.`,
    width: 960,
    height: 90 + 24 * ids.length,
    configuration: (theme) => ({
      type: 'bar',
      data: {
        labels: ids,
        datasets: verdicts.map((verdict) => ({
          label: verdict,
          data: ids.map((id) => number(id, verdict)),
          backgroundColor: theme.verdicts[verdict],
        })),
      },
      options: {
        ...commonOptions(theme),
        indexAxis: 'y',
        scales: {
          x: { ...axis('runs', theme), stacked: true },
          y: { ...axis('', theme), stacked: true },
        },
      },
    }),
  };
}
