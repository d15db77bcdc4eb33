/**
 * Unit and property tests, and those of the page in a browser (reports/browser/), before which the
 * report under test is made. The default module runner is kept, although it makes the search about
 * a quarter slower: its faster replacement cannot load TypeScript on Node 20. No speed is ever
 * measured in here (see `fermata bench`).
 */
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const BROWSER = 'reports/browser/**/*.test.ts';

export default defineConfig({
  test: {
    testTimeout: 120_000,
    // What starts a process may wait for a machine that has other things to do.
    hookTimeout: 60_000,
    // Left to itself it takes one less, which is half of a machine with two.
    maxWorkers: availableParallelism(),
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{checker,model,specs,reports,fuzz}/**/*.test.ts', '*.test.ts'],
          exclude: ['node_modules/**', 'dist/**', 'reports/out/**', BROWSER],
          // Loading the model anew for each of two hundred files took a third of all their time.
          // Steps are numbered as they load: in one order, whatever file a worker begins with.
          isolate: false,
          setupFiles: ['model/steps.ts'],
        },
      },
      {
        extends: true,
        test: { name: 'browser', include: [BROWSER], globalSetup: 'reports/browser/setup.ts' },
      },
    ],
  },
});
