/** Waits for the details of a test and says so, or that they are not there or cannot be read. */
import { h, type JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

import type { TestDetails } from '../../page-contract.ts';
import type { Page } from './page.ts';
import { missing, say, soft } from './parts.ts';

interface Props {
  readonly page: Page;
  readonly test: number;
  /** With the executions that lie beside the page. */
  readonly isWhole?: boolean;
  readonly show: (details: TestDetails) => JSX.Element;
}

export function WithDetails({ page, test, isWhole = false, show }: Props): JSX.Element {
  const [state, setState] = useState<{ test: number; details: TestDetails | Error } | null>(null);
  useEffect(() => {
    let isWanted = true;
    const set = (details: TestDetails | Error): void => {
      if (isWanted) setState({ test, details });
    };
    const read = isWhole ? page.whole(test) : page.details(test);
    read.then(set, (error) => set(error instanceof Error ? error : new Error(String(error))));
    return () => {
      isWanted = false;
    };
  }, [test, isWhole]);
  if (state === null || state.test !== test)
    return h('div', { 'aria-busy': 'true' }, soft('Reading…'));
  if (state.details instanceof Error) {
    const { message } = state.details;
    return page.index.beside !== null
      ? missing(
          'To keep this page small, what is asked for lies in a file beside it: ',
          say(message),
          `. Put the folder ${page.index.beside.folder} of the report beside the page; report.json has it as well.`,
        )
      : missing('The details cannot be read here (', say(message), '). They are in report.json.');
  }
  return show(state.details);
}
