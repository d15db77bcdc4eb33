/**
 * docs/who-calls-sync.md: its commands count what they say they count, in a tree of five callers; and
 * its totals are the sums of its rows.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readPaper } from './examples.ts';

const tree = mkdtempSync(join(tmpdir(), 'fermata-who-calls-'));
afterAll(() => rmSync(tree, { recursive: true }));

const CALLERS = {
  'uspace/lib/c/generic/ipc.c': 'int fast(void)\n{\n\t__SYSCALL6(SYS_IPC_CALL_SYNC_FAST, 0);\n}\n',
  'uspace/lib/c/generic/async.c': 'int own(void)\n{\n\tasync_req_0_0(exch, 1);\n}\n',
  'uspace/srv/a.c':
    'int macro(void)\n{\n\tipc_call_sync_0_0(phone, 1);\n\tipc_data_read_start(phone, dst, 1);\n}\n',
  'uspace/srv/b.c':
    'int plain(void)\n{\n\treq = async_send_1(exch, 1, 2, NULL);\n\tasync_exchange_end(exch);\n' +
    '\tasync_wait_for(req, &rc);\n\tasync_data_write_start(exch, src, 1);\n}\n',
  'uspace/srv/c.c':
    'int moves(void)\n{\n\treq = async_send_0(exch, 1, NULL);\n\tasync_data_write_start(exch, src, 1);\n' +
    '\tasync_forget(req);\n}\n\nint forwards(void)\n{\n\treq = async_send_0(exch, 1, NULL);\n' +
    '\tasync_forward_fast(callid, exch, 0, 0, 0, 0);\n\tasync_wait_for(req, NULL);\n}\n' +
    'int hands(void)\n{\n\treq = async_send_0(exch, 1, NULL);\n\tasync_connect_to_me(exch, 0);\n}\n' +
    ' * async_req_1_0() in a comment\nint waits(void)\n{\n\tasync_req_1_0(exch, 1, 2);\n}\n',
};

test('the commands tell the users of the call apart', () => {
  for (const [path, text] of Object.entries(CALLERS)) {
    mkdirSync(join(tree, path, '..'), { recursive: true });
    writeFileSync(join(tree, path), text);
  }
  const paper = readPaper('who-calls-sync.md');
  const of = (kind: string): string =>
    new RegExp(String.raw`^\`\`\`${kind}\n([^]*?)^\`\`\`$`, 'm').exec(paper)?.[1] ?? '';
  writeFileSync(join(tree, 'between.awk'), of('awk'));
  const { stdout, stderr } = spawnSync('/bin/sh', ['-c', of('sh')], {
    cwd: tree,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(
    stdout
      .trim()
      .split('\n')
      .map((line) => line.trim()),
  ).toEqual([
    'uspace/lib/c/generic/ipc.c:3:\t__SYSCALL6(SYS_IPC_CALL_SYNC_FAST, 0);',
    './uspace/srv/a.c:3:\tipc_call_sync_0_0(phone, 1);',
    './uspace/srv/a.c:4:\tipc_data_read_start(phone, dst, 1);',
    '1',
    '3',
    '1 forwards a request of its own client',
    '1 hands over a connection',
    '1 moves data over the same exchange',
    '1 nothing',
  ]);
});

test('its totals are the sums of its rows', () => {
  const paper = readPaper('who-calls-sync.md');
  const rows = Array.from(
    paper.matchAll(
      /^\| (?:nothing|moves|hands|forwards).* \| (\d+) \| (yes|\*\*no\*\*|no: .*) \|$/gm,
    ),
    ([, count, could]) => ({ count: Number(count), could: could === 'yes' }),
  );
  const sum = (could: boolean): number =>
    rows.filter((row) => row.could === could).reduce((all, { count }) => all + count, 0);
  expect(rows).toHaveLength(7);
  expect(paper).toContain(`So ${sum(false)} of ${sum(true) + sum(false)} calls never could`);
  expect(paper).toContain(`The ${sum(true)} that could be are served`);
  expect(paper).toContain(`serves all ${sum(true)} requests`);
});
