/** Random programs of debug sessions, in the notation of the recorded ones, for property tests. */
import * as fc from 'fast-check';
import type { ArbitraryProgram } from './arbitrary-programs.ts';
import type { Fields } from './reader.ts';

type Op = fc.Arbitrary<Fields>;
const the = (fields: Fields): Op => fc.constant(fields);

/** Of a debugged thread; `exit` can only be its last. */
const hook: Op = fc.constantFrom<Fields[]>(
  { op: 'stop_point' },
  { op: 'syscall' },
  { op: 'blocking_section', queue: 'q0' },
  { op: 'nop' },
  { op: 'wake_one', queue: 'q0' },
);

function debuggedOps(most: number): fc.Arbitrary<Fields[]> {
  const last = fc.oneof({ weight: 3, arbitrary: hook }, the({ op: 'exit' }));
  return fc
    .tuple(fc.array(hook, { maxLength: most - 1 }), last)
    .map(([before, end]) => [...before, end]);
}

const BEGIN: Fields = { op: 'debug', method: 'BEGIN' };
const ALL_EVENTS: Fields = { op: 'debug', method: 'SET_EVMASK', mask: 60 };
const WAIT: Fields = { op: 'wait', timeout_ticks: 0, flags: [] };

/** A thread of the task, or one that nobody can debug. */
function requests(users: readonly string[]): Op {
  const about = fc.constantFrom(...users, ...users, ...users, 'K', 'D');
  const request = (method: string): Op =>
    about.map((thread): Fields => ({ op: 'debug', method, thread }));
  return fc.oneof(
    the(BEGIN),
    the({ op: 'debug', method: 'END' }),
    fc
      .constantFrom(60, 4, 8, 0)
      .map((mask): Fields => ({ op: 'debug', method: 'SET_EVMASK', mask })),
    { weight: 3, arbitrary: request('GO') },
    { weight: 2, arbitrary: request('STOP') },
    request('REGS_READ'),
  );
}

function debuggerOps(users: readonly string[], most: number): fc.Arbitrary<Fields[]> {
  const op = fc.oneof(
    { weight: 6, arbitrary: requests(users) },
    { weight: 3, arbitrary: the(WAIT) },
    the({ op: 'hangup', phone: 0 }),
    the({ op: 'cleanup' }),
    the({ op: 'wake_one', queue: 'q0' }),
    fc
      .record({ thread: fc.constantFrom(...users), mode: fc.constantFrom('flag', 'bare', 'kill') })
      .map((fields): Fields => ({ op: 'interrupt', ...fields })),
  );
  const go: Fields = { op: 'debug', method: 'GO', thread: users[0] };
  const begin = fc.constantFrom([], [BEGIN], [BEGIN, WAIT], [BEGIN, ALL_EVENTS, go]);
  return fc
    .tuple(begin, fc.array(op, { minLength: 1, maxLength: most }))
    .map(([first, rest]) => [...first, ...rest]);
}

const OBJECTS: Fields = {
  tasks: ['T0 (debuggee)', 'T1 (debugger)'],
  connected_phones: [{ task: 'T1', phone: 0, to: 'T0.kbox' }],
  queues: 1,
};

/** How many ops a debugged thread has at most, and the debugger after BEGIN. */
export interface DebugSize {
  readonly users: readonly string[];
  readonly ops: number;
  readonly requests: number;
}

export function debugPrograms(size: DebugSize): fc.Arbitrary<ArbitraryProgram> {
  return fc
    .record({
      revision: fc.constantFrom('helenos-2012' as const, 'helenos-2026' as const),
      users: fc.tuple(...size.users.map(() => debuggedOps(size.ops))),
      ops: debuggerOps(size.users, size.requests),
    })
    .map(({ revision, users, ops }) => {
      const lanes = [
        ...users.map((own, i) => ({ thread: size.users[i], task: 'T0', ops: own })),
        { thread: 'D', task: 'T1', ops },
        { thread: 'K', task: 'T0', ops: [{ op: 'kbox_thread' }] },
      ];
      return { revision, program: { lanes, objects: OBJECTS } };
    });
}
