/**
 * The address of a view: `#/view/part/part?key=value`. Every part is percent-encoded, so any name
 * can be one; a lone surrogate, which no address can hold, becomes U+FFFD (`nameInRoute`).
 */
export interface Route {
  /** `''` is the overview. */
  readonly view: string;
  readonly parts: readonly string[];
  readonly query: Query;
}

export type Query = Readonly<Record<string, string>>;

/** Null: the fragment is no route but an anchor of the page. Broken encoding names no view. */
export function parseRoute(hash: string): Route | null {
  const fragment = hash.startsWith('#') ? hash.slice(1) : hash;
  if (fragment === '') return { view: '', parts: [], query: {} };
  if (!fragment.startsWith('/')) return null;
  const [path, ...search] = fragment.split('?');
  try {
    const [view, ...parts] = path.slice(1).split('/').map(decodeURIComponent);
    return { view, parts, query: queryOf(search.join('?')) };
  } catch {
    return { view: path.slice(1), parts: [], query: {} };
  }
}

/** The fragment with its `#`. Empty values of the query are left out. */
export function hrefOf(view: string, parts: readonly string[] = [], query: Query = {}): string {
  const path = [view, ...parts].map(encoded).join('/');
  const pairs = Object.entries(query).filter(([, value]) => value !== '');
  const search = pairs.map(([key, value]) => `${encoded(key)}=${encoded(value)}`).join('&');
  return `#/${path}${search === '' ? '' : `?${search}`}`;
}

/** The name as it comes back out of an address. */
export function nameInRoute(name: string): string {
  return name.replaceAll(/\p{Cs}/gu, '\ufffd');
}

function queryOf(search: string): Query {
  const pairs = search.split('&').filter((pair) => pair !== '');
  // fromEntries, because assigning to a key named __proto__ would not make a property.
  return Object.fromEntries(
    pairs.map((pair) => {
      const [key, ...value] = pair.split('=');
      return [decodeURIComponent(key), decodeURIComponent(value.join('='))];
    }),
  );
}

function encoded(text: string): string {
  return encodeURIComponent(nameInRoute(text));
}
