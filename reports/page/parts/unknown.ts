/** What an address names is not there: what is near. */
import { closest, distance } from 'fastest-levenshtein';
import { h, type JSX } from 'preact';

import type { Page } from './page.ts';
import { code, link, say } from './parts.ts';
import { hrefOf } from './route.ts';
import { Title } from './title.ts';

interface Props {
  readonly page: Page;
  /** `test`, `design`, `call`, `target`, `page`: also the view of the nearest. */
  readonly what: string;
  readonly name: string;
  readonly names: readonly string[];
}

export function Unknown({ what, name, names }: Props): JSX.Element {
  const best = names.length === 0 ? null : closest(name, [...names]);
  const isNear = best !== null && distance(name, best) <= Math.max(2, Math.floor(name.length / 3));
  const nearest = isNear ? best : null;
  const href = what === 'page' ? hrefOf(nearest ?? '') : hrefOf(viewOf(what), [nearest ?? '']);
  return h(
    'article',
    null,
    h(Title, null, `No such ${what}`),
    h('p', null, `This report has no ${what} named `, code(name), '.'),
    nearest === null ? null : h('p', null, 'The nearest is ', link(href, say(nearest)), '.'),
    h('p', null, link(hrefOf('matrix'), 'All tests are in the matrix.')),
  );
}

function viewOf(what: string): string {
  return ['design', 'call', 'target'].includes(what) ? `${what}s` : what;
}
