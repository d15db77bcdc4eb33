/**
 * The keys of all views: `j` and `k` to the next and previous row, `f` to the next failure, `/` to the
 * filter, `?` to the line that says so (`keys-line.ts`).
 */
import { factsOf, isNews, type Page, runHref } from './parts/page.ts';
import { hrefOf, nameInRoute, parseRoute } from './parts/route.ts';

const ROWS = '#main [data-row]';

/** Returns how to stop listening. */
export function listenToKeys(page: Page): () => void {
  const act = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (event.key === 'j') move(1);
    else if (event.key === 'k') move(-1);
    else if (event.key === 'f') nextFailure(page);
    else if (event.key === '/') toFilter();
    else if (event.key === '?') document.getElementById('keys')?.focus();
    else return;
    event.preventDefault();
  };
  document.addEventListener('keydown', act);
  return () => document.removeEventListener('keydown', act);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches('input:not([type=range]), select, textarea');
}

function move(by: number): void {
  const rows = [...document.querySelectorAll<HTMLElement>(ROWS)].filter(
    (row) => row.offsetParent !== null,
  );
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  rows[Math.min(Math.max(at + by, 0), rows.length - 1)]?.focus();
}

let wantsFilter = false;

function toFilter(): void {
  const filter = document.getElementById('filter');
  if (filter) return filter.focus();
  wantsFilter = true;
  location.hash = hrefOf('matrix');
}

/** The filter, once, if `/` asked for it in a view that has none: it takes the focus there. */
export function askedFilter(): HTMLElement | null {
  if (!wantsFilter) return null;
  wantsFilter = false;
  return document.getElementById('filter');
}

/** After the run that is shown, the next one that is not as it must be; else the next VIOLATED. */
function nextFailure({ index }: Page): void {
  // Of the address and not of the view, which follows it a moment later.
  const route = parseRoute(location.hash);
  const { runs, kinds } = index;
  const hasNews = kinds.some(isNews);
  const isWanted = (kind: number): boolean =>
    hasNews ? isNews(kinds[kind]) : kinds[kind].verdict === 'VIOLATED';
  const [test, design, revision] = route?.parts ?? [];
  const here = ['run', 'execution', 'test'].includes(route?.view ?? '')
    ? runs.findIndex((head) => {
        const facts = factsOf(index, head);
        return (
          facts.test !== undefined &&
          nameInRoute(facts.test.name) === test &&
          (design === undefined || nameInRoute(facts.design) === design) &&
          (revision === undefined || nameInRoute(facts.revision) === revision)
        );
      })
    : -1;
  for (let i = 1; i <= runs.length; i++) {
    const head = runs[(here + i) % runs.length];
    if (head[0] < 0 || !isWanted(head[3])) continue;
    const facts = factsOf(index, head);
    location.hash = runHref({ ...facts, test: facts.test.name });
    return;
  }
}
