/** Waits for the details of a test and says so, or that the browser cannot read them. */
import { h, type JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

import type { TestDetails } from '../../page-contract.ts';
import type { Page } from './page.ts';
import { missing, say, soft } from './parts.ts';

interface Props {
  readonly page: Page;
  readonly test: number;
  readonly show: (details: TestDetails) => JSX.Element;
}

export function WithDetails({ page, test, show }: Props): JSX.Element {
  const [state, setState] = useState<{ test: number; details: TestDetails | Error } | null>(null);
  useEffect(() => {
    let isWanted = true;
    const set = (details: TestDetails | Error): void => {
      if (isWanted) setState({ test, details });
    };
    page
      .details(test)
      .then(set, (error) => set(error instanceof Error ? error : new Error(String(error))));
    return () => {
      isWanted = false;
    };
  }, [test]);
  if (state === null || state.test !== test)
    return h('div', { 'aria-busy': 'true' }, soft('Reading…'));
  if (state.details instanceof Error) {
    return missing(
      'The details cannot be read here (',
      say(state.details.message),
      '). They are in report.json.',
    );
  }
  return show(state.details);
}
