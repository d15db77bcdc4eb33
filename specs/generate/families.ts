/** The families of generated programs, and how each composes a draft. */
import type { Draft } from './draft.ts';
import type { Table } from '../litmus/litmus.ts';
import { messages } from './messages.ts';
import { kills, mixes } from './mixes.ts';
import { pageIns } from './page-ins.ts';
import { futexes, sleeps, waitQueues } from './wait-queues.ts';

export interface Family {
  readonly name: string;
  readonly tables: readonly Table[];
  /** What is in its programs, for those who choose. */
  readonly says: string;
  compose(draft: Draft): void;
}

const OLD: readonly Table[] = ['helenos-2012'];
const NEW: readonly Table[] = ['helenos-2026'];
const ALL: readonly Table[] = ['any', 'helenos-2012', 'helenos-2026'];

export const FAMILIES: readonly Family[] = [
  { name: 'waitq-2026', tables: NEW, says: 'wait queue capabilities', compose: waitQueues },
  { name: 'futex-2012', tables: OLD, says: 'futexes, with and without libc', compose: futexes },
  { name: 'futex-2026', tables: NEW, says: 'futexes of libc, timed ones too', compose: futexes },
  { name: 'sleep', tables: ['any'], says: 'sleeping and spinning threads', compose: sleeps },
  { name: 'ipc-2012', tables: OLD, says: 'messages, synchronous calls too', compose: messages },
  { name: 'ipc-2026', tables: NEW, says: 'messages', compose: messages },
  { name: 'page-in-2026', tables: NEW, says: 'page faults and their pager', compose: pageIns },
  { name: 'mix', tables: ALL, says: 'two kinds of waiting at once', compose: mixes },
  { name: 'kill', tables: ALL, says: 'any of these, and a task that is killed', compose: kills },
];
