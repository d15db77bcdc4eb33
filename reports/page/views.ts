/** Which view an address names, and its title. */
import { h, type JSX } from 'preact';

import { AssertionsPage } from './assertions.ts';
import { CallsPage } from './calls.ts';
import { DesignsPage } from './designs.ts';
import { EnvironmentPage } from './environment.ts';
import { ExecutionPage, executionTitle } from './execution/execution-page.ts';
import { MatrixPage } from './matrix/matrix.ts';
import type { Page } from './parts/page.ts';
import { RunPage } from './test/run.ts';
import { SearchPage } from './search.ts';
import { TargetsPage } from './targets.ts';
import { TestPage } from './test/test.ts';
import { Unknown } from './parts/unknown.ts';

interface View {
  readonly component: (props: { readonly page: Page }) => JSX.Element;
  readonly title: (parts: readonly string[]) => string;
}

const VIEWS: Readonly<Record<string, View>> = {
  matrix: { component: MatrixPage, title: () => 'Matrix' },
  test: { component: TestPage, title: ([name = '']) => name },
  assertions: { component: AssertionsPage, title: () => 'Assertions and coverage' },
  designs: { component: DesignsPage, title: ([name]) => name ?? 'Designs' },
  calls: { component: CallsPage, title: ([name]) => name ?? 'System calls' },
  targets: { component: TargetsPage, title: ([name]) => name ?? 'Kernels under test' },
  search: { component: SearchPage, title: () => 'The search' },
  environment: { component: EnvironmentPage, title: () => 'Environment' },
  run: { component: RunPage, title: (parts) => parts.join(' · ') },
  execution: {
    component: ExecutionPage,
    title: ([test, design, revision, which]) =>
      `${executionTitle(which ?? '')}: ${test} · ${design} · ${revision}`,
  },
};

/** Null for the overview, which is in the document already. */
export function viewOf(page: Page): JSX.Element | null {
  const { view } = page.route;
  if (view === '') return null;
  const found = Object.hasOwn(VIEWS, view) ? VIEWS[view] : undefined;
  if (found !== undefined) return h(found.component, { page });
  return h(Unknown, { page, what: 'page', name: view, names: Object.keys(VIEWS) });
}

export function titleOf({ route }: Page): string {
  if (route.view === '') return 'Overview';
  const found = Object.hasOwn(VIEWS, route.view) ? VIEWS[route.view] : undefined;
  return found?.title(route.parts) ?? 'No such page';
}
