/**
 * Families of tests that grow: the same scene with more threads, more aborts.
 *
 * `threads` is how many do the same; where they need a partner (who wakes them, who answers them)
 * there is one more. Every partner does for each of them what it needs, so that all can end.
 */
export interface Family {
  readonly name: string;
  /** What stands in the papers. */
  readonly says: string;
  readonly table: 'helenos-2012' | 'helenos-2026';
  /** A litmus has at most six lanes, of which the partner is one. */
  readonly threadsMax: number;
  litmus(threads: number, aborts: number): string;
}

const FUTEX: Family = {
  name: 'futex',
  says: 'a futex taken and released by each',
  table: 'helenos-2012',
  threadsMax: 6,
  litmus: (threads, aborts) =>
    text('futex', 'helenos-2012', threads, aborts, {
      objects: 'futex f = 1;',
      lanes: lanes(threads),
      rows: [Array(threads).fill('r0 = futex_down(f)'), Array(threads).fill('r1 = futex_up(f)')],
      condition: 'exists (f.counter=1)',
    }),
};

const WAITQ: Family = {
  name: 'waitq',
  says: 'sleepers on one queue, and one who wakes as many times',
  table: 'helenos-2026',
  threadsMax: 5,
  litmus: (threads, aborts) =>
    text('waitq', 'helenos-2026', threads, aborts, {
      objects: 'waitq q;',
      lanes: lanes(threads + 1),
      rows: times(threads, (row) => [
        ...Array<string>(threads).fill(row === 0 ? 'r0 = waitq_sleep(q, 0, FUTEX)' : ''),
        `r${row} = waitq_wakeup(q)`,
      ]),
      condition: 'exists (0:r0=EOK)',
    }),
};

const IPC: Family = {
  name: 'ipc',
  says: 'clients, each in a task of its own, and a server that answers each call',
  table: 'helenos-2012',
  threadsMax: 5,
  litmus: (threads, aborts) =>
    text('ipc', 'helenos-2012', threads, aborts, {
      objects: times(threads, (i) => `phone s${i} = C${i} -> S;`).join(' '),
      lanes: [...times(threads, (i) => `P${i}@C${i}`), `P${threads}@S`],
      rows: answered(threads, (i) => `r0 = ipc_call_sync(s${i}, 1)`),
      condition: 'exists (0:r0=ans:0)',
    }),
};

const PAGE_IN: Family = {
  name: 'page-in',
  says: 'threads of one task that fault, and a pager that answers each',
  table: 'helenos-2026',
  threadsMax: 5,
  litmus: (threads, aborts) =>
    text('page-in', 'helenos-2026', threads, aborts, {
      objects: 'phone s = C -> S;',
      lanes: [...times(threads, (i) => `P${i}@C`), `P${threads}@S`],
      rows: answered(threads, () => 'r0 = page_in(s)'),
      condition: 'exists (0:r0=EOK)',
    }),
};

export const FAMILIES: readonly Family[] = [WAITQ, FUTEX, IPC, PAGE_IN];

/** The name of a test of a family: `PERF+futex+4t+1a`. */
export function growthName(family: string, threads: number, aborts: number): string {
  return `PERF+${family}+${threads}t+${aborts}a`;
}

interface Scene {
  readonly objects: string;
  readonly lanes: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly condition: string;
}

function text(
  family: string,
  table: string,
  threads: number,
  aborts: number,
  scene: Scene,
): string {
  return [
    `SYS ${growthName(family, threads, aborts)}`,
    `"${family}: ${counted(threads, 'thread')}, ${counted(aborts, 'abort')}"`,
    `Table=${table}`,
    ...(aborts > 0 ? [`Aborts=any<=${aborts}`] : []),
    'Asserts=R1',
    `{ ${scene.objects} }`,
    ...[scene.lanes, ...scene.rows].map((cells) => ` ${cells.join(' | ')} ;`),
    scene.condition,
    '',
  ].join('\n');
}

const counted = (count: number, what: string): string =>
  `${count} ${what}${count === 1 ? '' : 's'}`;

const lanes = (count: number): string[] => times(count, (t) => `P${t}`);

/** Each of `threads` makes one call; the last lane receives and answers as many requests. */
function answered(threads: number, call: (i: number) => string): string[][] {
  const nothing = Array<string>(threads).fill('');
  return times(threads, (round) => [
    [...(round === 0 ? times(threads, call) : nothing), `r${2 * round} = ipc_wait(0, 0)`],
    [...nothing, `r${2 * round + 1} = ipc_answer(r${2 * round}, EOK)`],
  ]).flat();
}

function times<Item>(count: number, item: (i: number) => Item): Item[] {
  return Array.from({ length: count }, (_, i) => item(i));
}
