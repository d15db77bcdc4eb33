/** Which groups of a view are open: `?open=ipc,sync`. A comma in a name is encoded once more. */
import type { Page } from './page.ts';

export interface Opened {
  has(name: string): boolean;
  /** Opens or closes; no step to go back to. */
  toggle(name: string): void;
}

export function openedIn(page: Page): Opened {
  const names = (page.route.query.open ?? '').split(',').filter(Boolean);
  const kept = (name: string): string => name.replaceAll('%', '%25').replaceAll(',', '%2C');
  return {
    has: (name) => names.includes(kept(name)),
    toggle: (name) => {
      const own = kept(name);
      const next = names.includes(own) ? names.filter((each) => each !== own) : [...names, own];
      page.setQuery({ open: next.join(',') || null }, 'replace');
    },
  };
}
