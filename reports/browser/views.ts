/** Every kind of view of the report under test, as people get there: a name, an address. */
import { hrefOf } from '../page/parts/route.ts';
import { LONG_NAME } from './litmus.ts';

export const BOOKED = ['WQ+abort+wake', 'debt=book', 'helenos-2026'] as const;
const TICKET = ['WQ+abort+wake', 'ticket', 'helenos-2026'] as const;

export const LOST_WAKEUP = hrefOf('execution', [...BOOKED, 'R1']);

export const VIEWS: readonly (readonly [name: string, href: string])[] = [
  ['overview', ''],
  ['matrix', hrefOf('matrix')],
  ['matrix by cause', hrefOf('matrix', [], { group: 'cause' })],
  ['matrix without groups', hrefOf('matrix', [], { group: 'none' })],
  ['matrix with nothing in it', hrefOf('matrix', [], { text: 'no such test' })],
  ['test', hrefOf('test', ['SYNC+abort'])],
  ['test with hostile text', hrefOf('test', ['HOSTILE+text'])],
  ['test with a long name', hrefOf('test', [LONG_NAME])],
  ['run', hrefOf('run', BOOKED)],
  ['counterexample', hrefOf('execution', [...BOOKED, 'R1'], { step: '5' })],
  [
    'counterexample of IPC',
    hrefOf('execution', ['SYNC+abort', 'syncCall=resend', 'helenos-2012', 'R5']),
  ],
  [
    'counterexample with long names',
    hrefOf('execution', [LONG_NAME, 'debt=book', 'helenos-2026', 'R1']),
  ],
  ['way to an outcome', hrefOf('execution', [...TICKET, 'outcome-1'])],
  ['why not', hrefOf('execution', [...TICKET, 'whynot-1'])],
  ['assertions', hrefOf('assertions')],
  ['designs', hrefOf('designs')],
  ['design', hrefOf('designs', ['debt=book'])],
  ['system calls', hrefOf('calls')],
  ['system call', hrefOf('calls', ['waitq_sleep'])],
  ['search', hrefOf('search')],
  ['environment', hrefOf('environment')],
  ['no such page', hrefOf('matrices')],
  ['no such test', hrefOf('test', ['WQ+abort+woke'])],
];
