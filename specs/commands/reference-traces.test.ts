/**
 * The reference kernel's own log, held against the model: what `validate` says of it is ACCEPTED, with
 * every sleep, wakeup and message logged, so that one that is missing is seen. `ALL=1` takes every test
 * that it covers.
 */
import '../../model/steps.ts';
import { expect, test } from 'vitest';
import { parseDesign } from '../../model/designs/designs.ts';
import { readCatalogue, selectTests, type Test } from '../catalogue.ts';
import { readTrace } from '../conformance/read-trace.ts';
import { referenceTarget, round } from '../conformance/reference/reference-target.ts';
import { designNamed, type Restart } from '../conformance/reference/restart.ts';
import type { TraceEvent } from '../conformance/trace-event.ts';
import { type Validation, validate } from '../conformance/validate/validate.ts';
import { readCosts } from '../run/costs.ts';

const isAll = process.env.ALL === '1';
const REVISIONS = ['helenos-2012', 'helenos-2026'] as const;
/** Of tests that it covers, one of so many; a prime, so that no family is left out. */
const STRIDE = isAll ? 1 : 7;
const STATES_MOST = isAll ? Infinity : 4000;
const ROUNDS = isAll ? 6 : 2;
const SECONDS_MOST = 60;
/** So many seeds show what each of the tests below was pinned for. */
const PINNED_ROUNDS = 40;

type Revision = (typeof REVISIONS)[number];

function ticket(): Restart {
  const restart = designNamed('ticket');
  if (restart === undefined) throw new Error('no ticket');
  return restart;
}

/** The log of a round; null where it was set aside. */
function logOf({ litmus }: Test, revision: Revision, seed: number): readonly TraceEvent[] | null {
  const it = round(litmus, revision, ticket(), seed, true);
  return 'outcome' in it ? (it.trace ?? null) : null;
}

function judged(
  { litmus }: Test,
  revision: Revision,
  events: readonly TraceEvent[],
): Pick<Validation, 'verdict'> & { readonly says: string } {
  const text = events.map((event) => `${JSON.stringify(event)}\n`).join('');
  const trace = readTrace(Buffer.from(text), `${litmus.name}.trace.jsonl`);
  const limits = { pairsMax: 1e6, pairsAfter: 0, deadlineMs: Date.now() + SECONDS_MOST * 1000 };
  const asked = { litmus, design: parseDesign('ticket'), revision, limits };
  const { deviations, verdict, why } = validate(trace, asked);
  return { verdict, says: `${deviations[0]?.contradiction ?? why ?? ''}` };
}

test('every round that it logs is a behaviour of the model', { timeout: 3_600_000 }, () => {
  const costs = readCosts();
  const kinds = new Set<string>();
  const others: string[] = [];
  for (const revision of REVISIONS) {
    const target = referenceTarget(revision, revision, ticket());
    const covered = readCatalogue().filter(({ litmus, name }) => {
      return (costs.get(name) ?? 0) <= STATES_MOST && target.refuses(litmus) === undefined;
    });
    for (const it of covered.filter((_, i) => i % STRIDE === 0)) {
      for (let seed = 1; seed <= ROUNDS; seed++) {
        const events = logOf(it, revision, seed);
        for (const { ev } of events ?? []) kinds.add(ev);
        const { says, verdict } = events === null ? NONE : judged(it, revision, events);
        if (verdict === 'REJECTED') others.push(`${it.name} on ${revision}, seed ${seed}: ${says}`);
      }
    }
  }
  expect(others).toEqual([]);
  expect([...kinds]).toEqual(
    expect.arrayContaining(['block', 'wake', 'send', 'receive', 'answer', 'ret', 'restart']),
  );
});

/** Where one of the two was wrong: the reference kernel each time. */
test.for([
  ['EVENT+held+notifier', 'the script waits in vain for what it is to resume'],
  [
    'TRAP+entry',
    'the deadline is fixed at entry, and a request comes under the lock of its thread',
  ],
  ['FUTEX+trydown+up+any3', 'who is held behind the second system call of a down has not returned'],
  ['PAGE+abort', 'a page-in that is aborted goes on to its wait'],
  ['IRQ+any3', 'a notification is sent and received'],
] as const)('so is every round of %s: %s', ([name]) => {
  const [it] = selectTests([name]);
  for (const revision of REVISIONS) {
    if (it.litmus.meta.table !== 'any' && it.litmus.meta.table !== revision) continue;
    for (let seed = 1; seed <= PINNED_ROUNDS; seed++) {
      const events = logOf(it, revision, seed);
      if (events === null) continue;
      const { says, verdict } = judged(it, revision, events);
      expect({ seed, revision, says, isRejected: verdict === 'REJECTED' }).toMatchObject({
        isRejected: false,
      });
    }
  }
});

const NONE = { verdict: 'INCONCLUSIVE', says: '' } as const;

/** The first seed whose log has such an event, and the log without it. */
function without(it: Test, revision: Revision, ev: string): readonly TraceEvent[] {
  for (let seed = 1; seed < 50; seed++) {
    const events = logOf(it, revision, seed) ?? [];
    const at = events.findIndex((event) => event.ev === ev);
    if (at < 0) continue;
    const { th } = events[at] as { th?: string };
    const left = events.filter((_, i) => i !== at);
    // Numbered anew: what is missing shows by nothing but that it did not happen.
    let n = 0;
    return left.map((event) => ('th' in event && event.th === th ? { ...event, n: ++n } : event));
  }
  throw new Error(`no ${ev} in any log of ${it.name}`);
}

test.for([
  ['block', 'WQ+abort+wake', 'helenos-2026'],
  ['wake', 'WQ+abort+wake', 'helenos-2026'],
  ['wake', 'FSLEEP+abort+wakeup', 'helenos-2012'],
  ['send', 'IPC+wait+send', 'helenos-2012'],
  ['receive', 'IPC+wait+send', 'helenos-2026'],
  ['answer', 'FWD+answer', 'helenos-2026'],
] as const)('a log without its %s of %s is none', ([ev, name, revision]) => {
  const [it] = selectTests([name]);
  expect(judged(it, revision, without(it, revision, ev)).verdict).toBe('REJECTED');
});
