/** Executions that lie beside the page: from disk, from a server, and where they are not there. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { renderPage } from '../html/html.ts';
import { hrefOf } from '../page/parts/route.ts';
import { LOST_WAKEUP, sampleReport } from '../sample.ts';
import { built, go, pagesForTests } from './browser.ts';

const pages = pagesForTests();
const RUN = ['WQ+abort+wake', 'debt=book', 'helenos-2026'];
const MOVED = hrefOf('execution', [...RUN, 'R1']);
const NOT_THERE = /executions\/0\.js|ERR_FILE_NOT_FOUND|404/;

let folder: string;
let server: Server;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fermata-beside-'));
  write('whole');
  server = createServer(({ url = '' }, response) => {
    try {
      const path = join(folder, 'whole', decodeURIComponent(url));
      const type = path.endsWith('.js') ? 'text/javascript' : 'text/html';
      response.writeHead(200, { 'content-type': type }).end(readFileSync(path));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

/** A page whose executions of known-bad designs lie beside it. */
function write(name: string, command = 'fermata check'): string {
  const { html, beside } = renderPage(sampleReport({ command }), [], 0);
  mkdirSync(join(folder, name, 'executions'), { recursive: true });
  writeFileSync(join(folder, name, 'index.html'), html);
  for (const { path, text } of beside) writeFileSync(join(folder, name, path), text);
  return join(folder, name, 'index.html');
}

const ALL = LOST_WAKEUP.steps.length;

async function stepsIn(page: Page): Promise<number> {
  await page.locator('table.execution tbody tr').first().waitFor();
  return page.locator('table.execution tbody tr[data-step]').count();
}

test('an execution that lies beside the page is loaded when it is opened, from disk', async () => {
  const asked: string[] = [];
  const page = await pages.open(hrefOf('run', RUN), { file: join(folder, 'whole', 'index.html') });
  page.on('request', (request) => asked.push(basename(request.url())));
  expect(asked).toEqual([]);
  await page.getByRole('link', { name: 'step through', exact: true }).first().click();
  await built(page);
  expect(await stepsIn(page)).toBe(ALL);
  expect(asked).toEqual(['0.js']);
  // What has been read is not loaded again.
  await go(page, hrefOf('run', RUN));
  await go(page, MOVED);
  expect(await stepsIn(page)).toBe(ALL);
  expect(asked).toEqual(['0.js']);
});

test('and from a server', async () => {
  const { port } = server.address() as AddressInfo;
  const page = await pages.open(MOVED, { url: `http://127.0.0.1:${port}/index.html` });
  expect(await stepsIn(page)).toBe(ALL);
});

test('what is missing is told, with where it is, and found once it is there', async () => {
  const file = write('lonely');
  const executions = join(dirname(file), 'executions');
  rmSync(executions, { recursive: true });
  const page = await pages.open(MOVED, { file, expected: NOT_THERE });
  const said = await page.locator('#view .missing').innerText();
  expect(said).toContain('there is no executions/0.js beside this page');
  expect(said).toContain('Put the folder executions of the report beside the page');
  cpSync(join(folder, 'whole', 'executions'), executions, { recursive: true });
  await go(page, hrefOf('run', RUN));
  await go(page, MOVED);
  expect(await stepsIn(page)).toBe(ALL);
});

test('a file of another report is refused', async () => {
  const other = sampleReport();
  const report = { ...other, tests: other.tests.map((row) => ({ ...row, source: 'other' })) };
  const file = write('mixed');
  const [{ text }] = renderPage(report, [], 0).beside;
  writeFileSync(join(dirname(file), 'executions', '0.js'), text);
  const page = await pages.open(MOVED, { file });
  const said = await page.locator('#view .missing').innerText();
  expect(said).toContain('executions/0.js beside this page belongs to another report');
});

test('a file that is damaged, or does other things, changes nothing of the page', async () => {
  const file = write('damaged');
  writeFileSync(join(dirname(file), 'executions', '0.js'), 'half a');
  const page = await pages.open(MOVED, { file, expected: /Unexpected identifier/ });
  const said = await page.locator('#view .missing').innerText();
  expect(said).toContain('executions/0.js beside this page is damaged');
});
