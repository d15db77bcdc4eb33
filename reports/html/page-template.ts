/**
 * The skeleton of the page. The overview and the charts stand in it as HTML, so that they show at
 * once and without scripts; the script builds all other views in `<main>` and shows one at a time.
 */

/** Kernels under test were run. All strings are HTML that is ready to be inserted. */
export interface PageParts {
  readonly hasTargets: boolean;
  readonly title: string;
  readonly policy: string;
  readonly style: string;
  readonly overview: string;
  readonly charts: string;
  readonly index: string;
  /** A line for each group of tests. */
  readonly details: string;
  readonly script: string;
}

/** The views in the order of the navigation: route, name. That of targets only where there are some. */
export const VIEWS: readonly (readonly [view: string, name: string])[] = [
  ['', 'Overview'],
  ['matrix', 'Matrix'],
  ['assertions', 'Assertions'],
  ['designs', 'Designs'],
  ['calls', 'System calls'],
  ['targets', 'Targets'],
  ['search', 'The search'],
  ['environment', 'Environment'],
];

export function fillTemplate(parts: PageParts): string {
  const views = VIEWS.filter(([view]) => view !== 'targets' || parts.hasTargets);
  const links = views.map(([view, name]) => `<a href="#/${view}" data-view="${view}">${name}</a>`);
  return `<!doctype html>
<html lang="en" data-theme="auto">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${parts.policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${parts.title}</title>
<link rel="icon" href="data:,">
<style>${parts.style}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the results</a>
<header class="bar">
<a class="name" href="#/">Fermata</a>
<nav aria-label="Pages">${links.join('')}</nav>
<div id="tools"></div>
</header>
<main id="main" tabindex="-1">
<section id="overview" aria-labelledby="overview-head">
<h1 id="overview-head" tabindex="-1">Overview</h1>
${parts.overview}
<noscript><p class="missing">The other pages are built by a script, which does not run here.
The same results are in report.json, junit.xml and logs/.</p></noscript>
</section>
<div id="view"></div>
<section id="charts" aria-label="Charts">
${parts.charts}
</section>
</main>
<script type="application/gzip" id="report-index">${parts.index}</script>
<script type="application/gzip" id="report-details">${parts.details}</script>
<script>${parts.script}</script>
</body>
</html>
`;
}
