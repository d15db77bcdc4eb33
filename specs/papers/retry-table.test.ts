/**
 * docs/designs.md: the table of what libc keeps by issuing a call again is what the baseline counts.
 */
import { expect, test } from 'vitest';
import { catalogue, readPaper, sectionAt } from './examples.ts';
import { retryTable } from './retry-table.ts';

test('the table of eintr, with and without a retry, is counted in the baseline', () => {
  expect(sectionAt(readPaper('designs.md'), 'preset-eintr,retry=deadline')).toContain(
    retryTable(catalogue),
  );
});
