/**
 * The size of every test under the ticket's design, pinned. A change that alters these counts has
 * changed what is being checked, and says so by writing the file anew (`npx vitest run specs/state-counts.test.ts -u`).
 */
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { explore } from '../checker/explore.ts';
import { parseDesign } from '../model/designs/designs.ts';
import { revisionsOf } from './check/check.ts';
import { compile } from './compile/compile.ts';
import { readCatalogue } from './catalogue.ts';
import { testModel } from './search/test-model.ts';
import { Unsupported } from './compile/unsupported.ts';

const COUNTS = fileURLToPath(new URL('./state-counts.txt', import.meta.url));
/** Larger tests are pinned as far as this. */
const STATES_MAX = 6000;

function countsOf(): string {
  const lines: string[] = [];
  for (const { litmus, name } of readCatalogue()) {
    for (const revision of revisionsOf(litmus)) {
      try {
        const { machine } = testModel(litmus, compile(litmus, parseDesign('ticket'), revision));
        const { states, transitions, levels, stopped } = explore(machine, {
          statesMax: STATES_MAX,
        });
        const cut = stopped === 'complete' ? '' : `, cut at ${stopped}`;
        lines.push(
          `${name} ${revision}: ${states} states, ${transitions} transitions, depth ${levels.length - 1}${cut}`,
        );
      } catch (error) {
        if (!(error instanceof Unsupported)) throw error;
      }
    }
  }
  return `${lines.join('\n')}\n`;
}

test('every test has the states, transitions and depth that it had', async () => {
  await expect(countsOf()).toMatchFileSnapshot(COUNTS);
});
