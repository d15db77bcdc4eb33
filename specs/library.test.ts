import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { root } from './root.ts';

const MODULE = fileURLToPath(new URL('./litmus/library-texts.ts', import.meta.url));

/** The files of procedures, by their paths. */
function files(): ReadonlyMap<string, string> {
  const folder = join(root, 'specs/lib');
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.proc'))
    .map((name) => `specs/lib/${name.replaceAll('\\', '/')}`)
    .toSorted();
  return new Map(names.map((name) => [name, readFileSync(join(root, name), 'utf8')]));
}

function moduleOf(texts: ReadonlyMap<string, string>): string {
  const entries = [...texts].map(([path, text]) => `  '${path}': \`${text}\`,\n`);
  return `/**
 * The procedures of \`specs/lib/\` as text, for rooms that read no disk. Written anew from the files by
 * \`npx vitest run specs/library.test.ts -u\`.
 */
export const LIBRARY_TEXTS: Readonly<Record<string, string>> = {
${entries.join('')}};
`;
}

test('what is included is what stands in specs/lib/', async () => {
  const texts = files();
  expect(texts.size).toBeGreaterThan(0);
  // The module has them as they are.
  expect([...texts.values()].filter((text) => /[`\\]|\$\{/.test(text))).toEqual([]);
  await expect(moduleOf(texts)).toMatchFileSnapshot(MODULE);
});
