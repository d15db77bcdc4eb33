/** The skeleton of the page. Sections without content here are filled by `page-script.ts`. */

/** All strings are HTML that is ready to be inserted. */
export interface PageParts {
  readonly title: string;
  readonly policy: string;
  readonly style: string;
  readonly overview: string;
  readonly charts: string;
  readonly data: string;
  readonly script: string;
}

export function fillTemplate(parts: PageParts): string {
  return `<!doctype html>
<html lang="en">
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
<header>
<h1>Fermata</h1>
<nav aria-label="Sections">
<a href="#overview">Overview</a>
<a href="#findings">Findings</a>
<a href="#matrix">Matrix</a>
<a href="#tests">Tests</a>
<a href="#assertions">Assertions</a>
<a href="#designs">Designs</a>
<a href="#calls">System calls</a>
<a href="#search">The search</a>
<a href="#environment">Environment</a>
</nav>
</header>
<main id="main">
<section id="overview" aria-labelledby="overview-head">
<h2 id="overview-head">Overview</h2>
${parts.overview}
<noscript><p class="missing">The rest of this page is built by its script, which does not run here.
The same results are in report.json, report.log and junit.xml.</p></noscript>
</section>
<section id="findings" aria-labelledby="findings-head"><h2 id="findings-head">Findings</h2></section>
<section id="matrix" aria-labelledby="matrix-head"><h2 id="matrix-head">Matrix</h2></section>
<section id="tests" aria-labelledby="tests-head"><h2 id="tests-head">Tests</h2></section>
<section id="assertions" aria-labelledby="assertions-head"><h2 id="assertions-head">Assertions</h2></section>
<section id="designs" aria-labelledby="designs-head"><h2 id="designs-head">Designs</h2></section>
<section id="calls" aria-labelledby="calls-head"><h2 id="calls-head">System calls</h2></section>
<section id="search" aria-labelledby="search-head"><h2 id="search-head">The search</h2>
${parts.charts}
</section>
<section id="environment" aria-labelledby="environment-head"><h2 id="environment-head">Environment</h2></section>
</main>
<script type="application/gzip" id="report-data">${parts.data}</script>
<script>${parts.script}</script>
</body>
</html>
`;
}
