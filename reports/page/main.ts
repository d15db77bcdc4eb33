/** Starts the page: reads the data, and shows the view that the address names. */
import { h, render } from 'preact';

import { App } from './app.ts';
import { readSource } from './page-source.ts';

async function start(): Promise<void> {
  const view = document.getElementById('view')!;
  const source = await readSource(document);
  document.documentElement.dataset.ready = '';
  render(h(App, { source }), view);
}

start().catch((error: unknown) => {
  const says = document.createElement('p');
  says.className = 'missing';
  const why = error instanceof Error ? error.message : String(error);
  says.textContent = `The other pages could not be built (${why}). They need a browser of 2024 or newer; the same results are in report.json and logs/.`;
  document.querySelector('main')!.prepend(says);
});
