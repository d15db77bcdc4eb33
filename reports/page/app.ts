/**
 * The application: one view at a time, named by the fragment of the address, so that every view
 * can be linked, and back and forward work. The overview and the charts are in the document
 * already; they are hidden while another view is shown.
 */
import { h, type JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

import type { PageSource } from './page-source.ts';
import { askedFilter, listenToKeys } from './keys.ts';
import { KeysLine } from './keys-line.ts';
import type { Page } from './parts/page.ts';
import { hrefOf, parseRoute, type Route } from './parts/route.ts';
import { ThemeSwitch } from './theme.ts';
import { titleOf, viewOf } from './views.ts';

export function App({ source }: { readonly source: PageSource }): JSX.Element | null {
  const [route, setRoute] = useState<Route | null>(() => parseRoute(location.hash));
  useEffect(() => {
    const follow = (): void => {
      // A fragment that is no route is an anchor in the view that is shown.
      setRoute((before) => parseRoute(location.hash) ?? before);
    };
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  useEffect(() => {
    addEventListener('beforeprint', openDetails);
    return () => removeEventListener('beforeprint', openDetails);
  }, []);
  const shown: Route = route ?? { view: '', parts: [], query: {} };
  const page: Page = {
    index: source.index,
    route: shown,
    details: source.details,
    whole: source.whole,
    setQuery: (changes, how = 'push') => {
      const query = Object.fromEntries(
        Object.entries({ ...shown.query, ...changes }).filter(([, value]) => value !== null),
      ) as Record<string, string>;
      const href = hrefOf(shown.view, shown.parts, query);
      if (how === 'push') location.hash = href;
      else history.replaceState(null, '', href);
      setRoute({ ...shown, query });
    },
  };
  const address = [shown.view, ...shown.parts].join('\n');
  useLayoutEffect(() => showStaticParts(shown.view), [shown.view]);
  useEffect(() => {
    document.title = `${titleOf(page)} · Fermata`;
    markNavigation(shown.view);
  }, [address]);
  useFocusOnNews(address);
  useEffect(() => listenToKeys(page));
  useEffect(() => {
    const { row, line, step } = shown.query;
    const key = row ?? (line && `line-${line}`) ?? (step && `step-${step}`);
    if (key)
      document
        .querySelector(`[data-key="${CSS.escape(key)}"]`)
        ?.scrollIntoView({ block: 'nearest' });
  });
  return h(
    'div',
    { class: 'view' },
    h(ThemeSwitch, null),
    viewOf(page),
    h(KeysLine, { view: shown.view }),
  );
}

/** The head of a new view takes the focus, so that a screen reader goes on there. */
function useFocusOnNews(address: string): void {
  const isOpening = useRef(true);
  useEffect(() => {
    const isUntouched = isOpening.current && address === '';
    isOpening.current = false;
    // Who opens the overview has the focus where every page gives it.
    if (isUntouched) return;
    const head =
      askedFilter() ??
      document.querySelector<HTMLElement>('#view h1') ??
      document.getElementById('overview-head');
    head?.focus({ preventScroll: true });
    scrollTo({ top: 0, behavior: 'instant' });
  }, [address]);
}

function showStaticParts(view: string): void {
  document.getElementById('overview')!.hidden = view !== '';
  document.getElementById('charts')!.hidden = view !== 'search';
}

function markNavigation(view: string): void {
  for (const link of document.querySelectorAll<HTMLElement>('nav [data-view]')) {
    if (link.dataset.view === view) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  showInRow(document.querySelector<HTMLElement>('nav [aria-current]'));
}

/** Where the row of pages is wider than the screen it is moved, and it alone. */
function showInRow(current: HTMLElement | null): void {
  const row = current?.closest('nav');
  if (!current || !row) return;
  row.scrollLeft =
    current.offsetLeft - row.offsetLeft - (row.clientWidth - current.offsetWidth) / 2;
}

/** On paper nothing can be opened. */
function openDetails(): void {
  for (const details of document.querySelectorAll<HTMLDetailsElement>('#view details')) {
    details.open = true;
  }
}
