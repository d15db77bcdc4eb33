/** `#/environment`: where the report was made, and within which limits. */
import { h, type JSX } from 'preact';

import { count, thousands } from '../text-width.ts';
import type { Page } from './parts/page.ts';
import { code, say, Table } from './parts/parts.ts';
import { Title } from './parts/title.ts';

function abortsText(aborts: number | null): string {
  return aborts === null ? 'as many as each test says' : `at most ${aborts}, as was asked for`;
}

export function EnvironmentPage({ page }: { readonly page: Page }): JSX.Element {
  const { report } = page.index;
  const { environment, limits } = report;
  const mebibytes = (bytes: number): string => `${thousands(Math.round(bytes / 2 ** 20))} MiB`;
  const facts: readonly (readonly [name: string, value: string])[] = [
    ['Fermata', report.version],
    ['Model', `${report.model}, the digest of all that decides a verdict; a replay needs the same`],
    ...(report.revisions ?? []).map(
      ({ name, commit, says }) => [name, `HelenOS ${commit}: ${says}`] as const,
    ),
    ['Aborts in a run', abortsText(report.aborts)],
    ['Data', report.schema],
    ['Node', environment.node],
    ['Platform', environment.platform],
    ['CPUs', `${environment.cpus}`],
    ['Memory', mebibytes(environment.memoryBytes)],
    ['Started', report.startedAt],
    ['Took', `${(report.elapsedMs / 1000).toFixed(1)} s`],
    [
      'Ran',
      `${thousands(report.ran)} of ${count(report.selected, 'run')}${report.interrupted ? ', then interrupted' : ''}`,
    ],
    ['Exit code', `${report.exitCode}`],
    ['States of a search', `at most ${thousands(limits.statesMax)}`],
    ['Memory of a search', `at most ${mebibytes(limits.memoryMaxBytes)}`],
    [
      'Time of a search',
      limits.timeLimitMs === null ? 'no limit' : `at most ${limits.timeLimitMs / 1000} s`,
    ],
  ];
  return h(
    'article',
    null,
    h(Title, null, 'Environment'),
    h('p', null, 'Made by ', code(report.command)),
    h(Table, {
      label: 'Where it ran',
      isLabelHidden: true,
      columns: ['What', 'Value'],
      rows: facts.map(([name, value]) => ({ key: name, cells: [name, say(value)] })),
    }),
  );
}
