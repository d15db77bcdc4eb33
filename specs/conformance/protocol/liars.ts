/** Programs that speak docs/protocol.md wrongly, each in one way, as scripts of Node: for the tests. */

/** The honest part: what most of them say before they lie. */
const HONEST = `
const say = (it) => process.stdout.write(JSON.stringify(it) + '\\n');
const hello = (seq, more) => say({ is: 'hello', seq, protocol: 1, kernel: { name: 'liar', version: '1' },
  table: 'helenos-2026', design: 'ticket', interruption: 'none', ticks: 'exact',
  supports: { calls: ['waitq_sleep', 'waitq_wakeup'], objects: ['waitq'], environment: [] }, ...more });
const lanes = { P0: { state: 'done', in: null, over: [] }, P1: { state: 'done', in: null, over: [] } };
const ok = { '0:r0': 'EOK', '1:r0': 'EOK', 'q.balance': 0 };
const answer = (m) => {
  if (m.do === 'hello') hello(m.seq);
  if (m.do === 'start') say({ is: 'started', seq: m.seq });
  if (m.do === 'step') say({ is: 'stepped', seq: m.seq, quiet: true, lanes });
  if (m.do === 'observe') say({ is: 'observed', seq: m.seq, outcome: ok });
  if (m.do === 'end') { say({ is: 'ended', seq: m.seq }); process.exit(0); }
};
const listen = (lie) => require('readline').createInterface({ input: process.stdin })
  .on('line', (line) => { const m = JSON.parse(line); if (!lie(m)) answer(m); });
`;

/** What it does wrong, its code, and what must be said of it. */
export interface Liar {
  readonly what: string;
  readonly code: string;
  readonly said: RegExp;
}

const liar = (what: string, lie: string, said: RegExp): Liar => ({
  what,
  code: `${HONEST}listen((m) => { ${lie} });`,
  said,
});

export const HONEST_PROGRAM = `${HONEST}listen(() => false);`;

export const LIARS: readonly Liar[] = [
  { what: 'dies before it says hello', code: 'process.exit(3);', said: /exit code 3/ },
  liar('dies in a round', `if (m.do === 'step') process.exit(9);`, /exit code 9.* step/),
  liar('hangs', `return m.do === 'step';`, /did not answer step within/),
  liar(
    'prints garbage',
    `if (m.do === 'start') { console.log('Segmentation fault'); return true; }`,
    /no JSON object/,
  ),
  liar(
    'answers out of order',
    `if (m.do === 'start') { say({ is: 'started', seq: m.seq + 1 }); return true; }`,
    /out of order/,
  ),
  liar(
    'answers what nobody asked',
    `if (m.do === 'start') { say({ is: 'started', seq: m.seq }); say({ is: 'started', seq: m.seq }); return true; }`,
    /what nobody asked|out of order/,
  ),
  liar(
    'speaks another version',
    `if (m.do === 'hello') { hello(m.seq, { protocol: 2 }); return true; }`,
    /version 2/,
  ),
  liar(
    'has a table that there is not',
    `if (m.do === 'hello') { hello(m.seq, { table: 'helenos-1999' }); return true; }`,
    /helenos-1999/,
  ),
  liar(
    'refuses what it said it supports',
    `if (m.do === 'start') { say({ is: 'refused', seq: m.seq, why: 'no waitq_sleep' }); return true; }`,
    /refuses what it said it supports/,
  ),
  liar(
    'reports lanes that the test has not',
    `if (m.do === 'step') { say({ is: 'stepped', seq: m.seq, quiet: true, lanes: { P7: lanes.P0 } }); return true; }`,
    /reports the lanes P7/,
  ),
  liar(
    'is never quiet',
    `if (m.do === 'step') { say({ is: 'stepped', seq: m.seq, quiet: false, lanes }); return true; }`,
    /not quiet after/,
  ),
  liar(
    'observes nothing',
    `if (m.do === 'observe') { say({ is: 'observed', seq: m.seq, outcome: {} }); return true; }`,
    /observes nothing/,
  ),
  liar(
    'says an answer of another form',
    `if (m.do === 'step') { say({ is: 'stepped', seq: m.seq, quiet: 'yes' }); return true; }`,
    /no report of a step/,
  ),
];
