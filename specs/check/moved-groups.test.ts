/**
 * What a second reading of the kernels' C found of groups that are saved and moved
 * (docs/migration.md#again): events are a node's, a futex of 2012 is kept by the tasks that have looked
 * it up, and a restored thread is examined and set as any other.
 */
import { describe, expect, test } from 'vitest';
import { explore } from '../../checker/explore.ts';
import { isSaved } from '../../model/checkpoint/checkpoint.ts';
import { parseDesign } from '../../model/designs/designs.ts';
import { CLOCK_THREAD, RET } from '../../model/record/layout.ts';
import { EXIT } from '../../model/syscall/syscall.ts';
import type { Run } from '../../reports/data.ts';
import { compile } from '../compile/compile.ts';
import { parseLitmus } from '../litmus/parse/parse.ts';
import { testModel } from '../search/test-model.ts';
import { check, revisionsOf } from './check.ts';

/** The runs of a test under the ticket's design or another, by revision. */
function runsOf(text: string, design = 'ticket'): Run[] {
  const litmus = parseLitmus(text, 't.litmus');
  const limits = { statesMax: 100_000, memoryMaxBytes: 2 ** 28, deadlineMs: null };
  const others = { aborts: null, digest: '', interrupted: () => false };
  const source = { litmus, file: 't.litmus', text };
  return revisionsOf(litmus).map((revision) =>
    check(source, parseDesign(design), revision, { ...limits, ...others }),
  );
}

const verdictsOf = (text: string): string[] => runsOf(text).map(({ verdict }) => verdict);

/** S subscribes where it has been moved, K notifies where it was. */
const SUBSCRIBED_THERE = `SYS t
"a test"
Table=any
Ticks=12
Asserts=none
{ event e; node N2 = same; }
 P0@S | P1@K | E ;
 L0: r0 = thread_usleep(1) | L0: r0 = thread_usleep(3) | await Asleep(P0:L0) ;
 r1 = event_subscribe(e, 3) | r1 = event_notify(e) | abort P0:L0 ;
 r2 = ipc_wait(0, NONBLOCK) | | await Held(P0:L0) ;
 | | checkpoint S ;
 | | restore S on N2 ;
 | | resume P0 ;
filter Aborted(P0:L0)
forall (0:r1=EOK /\\ 1:r1=ENOENT)
`;

/** S has subscribed before it is moved; K may, too, before or after. */
const SUBSCRIBED_TWICE = `SYS t
"a test"
Table=any
Ticks=12
Asserts=none
{ event e; node N2 = same; }
 P0@S | P1@K | E ;
 r0 = event_subscribe(e, 3) | L0: r0 = thread_usleep(1) | await Asleep(P0:L0) ;
 L0: r1 = thread_usleep(1) | r1 = event_subscribe(e, 4) | checkpoint S ;
 r2 = event_subscribe(e, 5) | | restore S on N2 ;
filter 0:r0=EOK
forall (0:r2=EEXIST)
`;

/** K unmasks while S is saved, and notifies when S is back. */
const UNMASKED_MEANWHILE = `SYS t
"a test"
Table=any
Ticks=14
Asserts=none
{ event e; }
 P0@S | P1@K | E ;
 L0: r0 = event_subscribe(e, 3) | L0: r0 = thread_usleep(1) | await Done(P0:L0) ;
 | r1 = event_notify(e, MASK) | await Asleep(P1:L0) ;
 | L1: r2 = thread_usleep(1) | await Asleep(P1:L1) ;
 | r3 = event_unmask(e) | checkpoint S ;
 | L2: r4 = thread_usleep(1) | await Asleep(P1:L2) ;
 | r5 = event_notify(e) | abort P1:L2 ;
 | | restore S ;
 | | resume P1 ;
filter Aborted(P1:L2) /\\ 1:r1=EOK
exists (1:r5=EBUSY)
`;

/** A alone has looked f up, and banked a wakeup, when it moves away: B finds a new futex. */
const FREED = `SYS t
"a test"
Table=helenos-2012
Ticks=12
Asserts=none
{ futex f = 0; node N2 = same; }
 P0@A | P1@B | E ;
 r0 = futex_wakeup(f) | L0: r0 = thread_usleep(3) | await Asleep(P0:L0) ;
 L0: r1 = thread_usleep(1) | r1 = futex_sleep(f) | abort P0:L0 ;
 | | await Held(P0:L0) ;
 | | checkpoint A ;
 | | restore A on N2 ;
 | | resume P0 ;
filter Aborted(P0:L0)
exists (1:r1=blocked)
`;

/** B has looked f up as well, and stays: what is banked in it is in nobody's image. */
const KNOWN_TO_BOTH = `SYS t
"a test"
Table=helenos-2012
Ticks=12
Asserts=none
{ futex f = 0; }
 P0@A | P1@B | E ;
 r0 = futex_wakeup(f) | r0 = futex_wakeup(f) | await Asleep(P1:L0) ;
 L0: r1 = thread_usleep(1) | L0: r1 = thread_usleep(3) | await Asleep(P0:L0) ;
 | r2 = futex_sleep(f) | checkpoint A ;
 | | restore A ;
filter 0:r0=EOK
forall (not 1:r2=blocked)
`;

/** A and B move; A banks a wakeup there and ends, B has looked f up before, and finds it. */
const KNOWN_THERE = `SYS t
"a test"
Table=helenos-2012
Asserts=none
{ futex f = 0; node N2 = same; }
 P0@A | P1@B | P2@C | E ;
 r0 = futex_wakeup(f) | L0: r0 = futex_wakeup(f) | r0 = futex_wakeup(f) | await Done(P1:L0) ;
 thread_exit() | r1 = futex_sleep(f) | | checkpoint A+B ;
 | | | restore A+B on N2 ;
forall (not 1:r1=blocked)
`;

describe('an event is of its node', () => {
  test('who has moved subscribes to another one, and is not told what stays notifies', () => {
    expect(verdictsOf(SUBSCRIBED_THERE)).toEqual(['VERIFIED', 'VERIFIED']);
  });

  test('a subscription goes along: a second one fails, whoever has the old event', () => {
    expect(verdictsOf(SUBSCRIBED_TWICE)).toEqual(['VERIFIED', 'VERIFIED']);
  });

  test('nobody unmasks what is in an image', () => {
    expect(verdictsOf(UNMASKED_MEANWHILE)).toEqual(['VERIFIED', 'VERIFIED']);
  });
});

describe('a futex of 2012', () => {
  test('that only those have looked up who move is freed, with what is banked in it', () => {
    expect(verdictsOf(FREED)).toEqual(['VERIFIED']);
  });

  test('that only those have looked up who come back is in their image', () => {
    const back = FREED.replace(' on N2', '').replace(' node N2 = same;', '');
    const [right] = runsOf(back.replace('exists (1:', 'forall (not 1:'));
    expect(right.verdict).toBe('VERIFIED');
    expect(runsOf(back, 'tokens=drop')[0].condition.verdict).toBe('VERIFIED');
  });

  test('that somebody who stays has looked up as well is in no image', () => {
    expect(runsOf(KNOWN_TO_BOTH, 'tokens=drop')[0].condition.verdict).toBe('VERIFIED');
  });

  test('is known on the other node to all who have looked it up here', () => {
    expect(runsOf(KNOWN_THERE)[0].condition.verdict).toBe('VERIFIED');
  });

  test('is no more shared when the task that stays may have ended', () => {
    const text = `SYS t\n"a test"\nTable=helenos-2012\n{ futex f = 0; }\n P0@A | P1@B | E ;\n r0 = futex_sleep(f) | r0 = futex_wakeup(f) | checkpoint A ;\n | | kill B ;\n | | restore A ;\nexists (true)\n`;
    const [{ verdict, why }] = runsOf(text);
    expect(verdict).toBe('UNSUPPORTED');
    expect(why).toContain('f is shared with B, which stays and may end');
  });
});

test('no notification is saved between its append and its wakeup', () => {
  const text = `SYS t\n"a test"\nTable=any\n{ event e; }\n P0@S | P1@K | E ;\n L0: r0 = event_subscribe(e, 3) | r0 = event_notify(e) | await Done(P0:L0) ;\n r1 = ipc_wait(0, NONBLOCK) | | checkpoint S ;\n | | restore S ;\nexists (true)\n`;
  const litmus = parseLitmus(text, 't.litmus');
  for (const revision of revisionsOf(litmus)) {
    const { machine } = testModel(litmus, compile(litmus, parseDesign('ticket'), revision));
    const { seen, states } = explore(machine, { statesMax: 100_000 });
    const k = machine.kernel;
    const counts = { notifies: 0, saved: 0, both: 0 };
    for (let id = 0; id < states; id++) {
      k.bind(seen.arena.chunkOf(id), seen.arena.atOf(id));
      // It has appended, holds event->lock, and is about to wake.
      const notifies = k.op(1).call === 'event_notify' && k.get(1, RET) === EXIT;
      if (notifies) counts.notifies++;
      if (isSaved(k, 0)) counts.saved++;
      if (notifies && isSaved(k, 0)) counts.both++;
    }
    expect(Math.min(counts.notifies, counts.saved)).toBeGreaterThan(0);
    expect(counts.both).toBe(0);
  }
});

test('no thread is saved while the clock handles its timeout', () => {
  const text = `SYS t\n"a test"\nTable=helenos-2012\nTicks=8\n{ }\n P0 | E ;\n L0: r0 = thread_usleep(2) | await Asleep(P0:L0) ;\n | checkpoint T ;\n | restore T ;\nexists (true)\n`;
  const litmus = parseLitmus(text, 't.litmus');
  const { machine } = testModel(litmus, compile(litmus, parseDesign('ticket'), 'helenos-2012'));
  const { seen, states } = explore(machine, { statesMax: 100_000 });
  const k = machine.kernel;
  const counts = { handled: 0, saved: 0, both: 0 };
  for (let id = 0; id < states; id++) {
    k.bind(seen.arena.chunkOf(id), seen.arena.atOf(id));
    const isHandled = k.global(CLOCK_THREAD) === 1;
    if (isHandled) counts.handled++;
    if (isSaved(k, 0)) counts.saved++;
    if (isHandled && isSaved(k, 0)) counts.both++;
  }
  expect(Math.min(counts.handled, counts.saved)).toBeGreaterThan(0);
  expect(counts.both).toBe(0);
});

/** A sleeper that is moved to a clock that is ahead, with what a debugger does before and after. */
const held = (before: string, after: string, then: string): string => `SYS t
"a test"
Table=any
Ticks=16
Asserts=R10,R18
{ node N2 = same, skew=3; }
 P0 | E ;
 L0: r0 = thread_usleep(2) | await Asleep(P0:L0) ;
 | abort P0:L0 ;
 | ${before} ;
 | checkpoint T ;
 | restore T on N2 ;
 | ${after} ;
 | resume P0 ;
filter Aborted(P0:L0)
${then}
`;

describe('a restored thread', () => {
  test('is as it was seen before it moved, its deadline by the new clock', () => {
    const text = held('examine P0', 'examine P0', 'forall (0:waited(L0)=3)');
    expect(verdictsOf(text)).toEqual(['VERIFIED', 'VERIFIED']);
  });

  test('is set where it is restored: its call has the time that was set, from then on', () => {
    const text = held('await Held(P0:L0)', 'set P0:arg1 = 5', 'forall (0:dt(L0)=6)');
    expect(verdictsOf(text)).toEqual(['VERIFIED', 'VERIFIED']);
  });

  test('has the argument that was set before it was saved', () => {
    const text = held('set P0:arg1 = 5', 'examine P0', 'forall (0:dt(L0)=6)');
    expect(verdictsOf(text)).toEqual(['VERIFIED', 'VERIFIED']);
  });

  test('finds in another argument what it has taken along', () => {
    const text = `SYS t\n"a test"\nTable=helenos-2012\nAsserts=R18\n{ futex f = 0; futex g = 0; node N2 = same; }\n P0@A | P1@B | E ;\n L0: r0 = futex_sleep(f) | L0: r0 = futex_wakeup(g) | await Asleep(P0:L0) ;\n | | await Done(P1:L0) ;\n | | checkpoint A ;\n | | restore A on N2 ;\n | | set P0:arg1 = g ;\n | | resume P0 ;\nforall (0:r0=OK_ATOMIC)\n`;
    expect(verdictsOf(text)).toEqual(['VERIFIED']);
  });

  test.for(['examine P0', 'set P0:arg1 = 5', 'set P0:pc = L0', 'set 0:r0 = 5'])(
    'is nobody as long as it is saved: %s',
    (op) => {
      const text = held('examine P0', 'examine P0', 'exists (true)');
      const meanwhile = text.replace(' | restore', ` | ${op} ;\n | restore`);
      expect(() => parseLitmus(meanwhile, 't.litmus')).toThrow('of what is saved');
    },
  );
});
