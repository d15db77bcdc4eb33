/**
 * Sleepers and wakers: wait queue capabilities of 2026, futexes of both revisions, time.
 *
 * Each function adds one link between two lanes: somebody waits, and another ends it.
 */
import type { Draft } from './draft.ts';

/** Two lanes, or one twice where the thing needs no other. */
export interface Between {
  readonly sleeper: number;
  readonly waker: number;
}

/** A sleep on a wait queue of 2026 and its wakeup; a timed or polling one may have none. */
export function waitqLink(draft: Draft, q: string, { sleeper, waker }: Between): void {
  const { random } = draft;
  const flags = random.pick(['NONE', 'FUTEX', 'FUTEX']);
  const kind = random.pick(['untimed', 'untimed', 'untimed', 'timed', 'timed', 'polling']);
  draft.object('waitq', q);
  if (kind === 'untimed') {
    draft.call(sleeper, 'waitq_sleep', [q, 0, flags], { waits: true });
    draft.call(waker, 'waitq_wakeup', [q]);
    return;
  }
  if (kind === 'timed') {
    const ticks = 1 + random.below(2);
    draft.call(sleeper, 'waitq_sleep', [q, ticks, flags], { waits: true, ticks });
  } else {
    const polling = flags === 'NONE' ? 'NONBLOCK' : 'FUTEX+NONBLOCK';
    draft.call(sleeper, 'waitq_sleep', [q, 0, polling]);
  }
  // Who fails with FUTEX owes a wakeup, and a program of user space posts it.
  if (flags !== 'NONE' || random.chance(50)) draft.call(waker, 'waitq_wakeup', [q]);
}

/** Two sleepers in one queue, whose places are told apart only where there are two. */
function crowd(draft: Draft, sleep: (lane: number) => void, wake: (lane: number) => void): void {
  const [first, second, waker] = draft.random.shuffled(draft.threads(3));
  sleep(first);
  sleep(second);
  wake(waker);
  wake(draft.random.pick([waker, waker, first, second]));
}

/** Up to three links, a queue each or one for all, and now and then what nobody waits for. */
export function waitQueues(draft: Draft): void {
  const { random } = draft;
  if (random.chance(20)) {
    draft.object('waitq', 'q');
    const flags = random.pick(['NONE', 'FUTEX']);
    return crowd(
      draft,
      (lane) => draft.call(lane, 'waitq_sleep', ['q', 0, flags], { waits: true }),
      (lane) => draft.call(lane, 'waitq_wakeup', ['q']),
    );
  }
  const lanes = draft.threads(random.pick([2, 2, 3]));
  const links = lanes.length === 2 ? 1 + random.below(3) : 2;
  const queues = random.chance(50) ? ['q'] : ['q', 'p'];
  for (let i = 0; i < links; i++) {
    waitqLink(draft, random.pick(queues), between(draft, lanes));
  }
  const queue = draft.init[0];
  const q = queue.is === 'object' ? queue.name : 'q';
  const extra = random.below(12);
  if (extra === 0) draft.field(q, 'balance', 1);
  if (extra === 1) draft.call(random.pick(lanes), 'waitq_wakeup', [q]);
  if (extra === 2) draft.call(random.pick(lanes), 'waitq_destroy', [q]);
}

/** A futex's down and up, by libc's code or by the system calls themselves. */
export function futexLink(draft: Draft, f: string, { sleeper, waker }: Between): void {
  const { random } = draft;
  draft.object('futex', f, 0);
  const ways: (() => void)[] = [
    () => draft.call(sleeper, 'futex_down', [f], { waits: true }),
    () => draft.call(sleeper, 'futex_down', [f], { waits: true }),
    () =>
      draft.call(
        sleeper,
        'futex_trydown',
        [f],
        draft.isOld ? {} : { waits: draft.isNew, ticks: 1 },
      ),
  ];
  if (draft.isNew) {
    const ticks = 1 + random.below(2);
    ways.push(() => draft.call(sleeper, 'futex_down_timeout', [f, ticks], { waits: true, ticks }));
  }
  random.pick(ways)();
  draft.call(waker, 'futex_up', [f]);
}

/** 2012's system calls, without libc's counter. */
export function futexSleepLink(draft: Draft, f: string, { sleeper, waker }: Between): void {
  draft.object('futex', f, 0);
  draft.call(sleeper, 'futex_sleep', [f], { waits: true });
  draft.call(waker, 'futex_wakeup', [f]);
}

/** A mutex: each lane goes in, writes a word that all share, and goes out. */
function mutex(draft: Draft, lanes: readonly number[]): void {
  draft.object('futex', 'm', 1);
  draft.object('word', 'x', 0);
  for (const lane of lanes) {
    draft.call(lane, 'futex_down', ['m'], { waits: true });
    if (draft.random.chance(50)) draft.assign(lane, 'x', '+=', 1);
    draft.call(lane, 'futex_up', ['m']);
  }
}

/** Futexes of the table's revision. */
export function futexes(draft: Draft): void {
  const { random } = draft;
  if (random.chance(20)) {
    const isPlain = draft.isOld && random.chance(50);
    const f = draft.object('futex', isPlain ? 'g' : 'f', 0);
    return crowd(
      draft,
      (lane) => draft.call(lane, isPlain ? 'futex_sleep' : 'futex_down', [f], { waits: true }),
      (lane) => draft.call(lane, isPlain ? 'futex_wakeup' : 'futex_up', [f]),
    );
  }
  const lanes = draft.threads(random.pick([2, 2, 3]));
  if (random.chance(15)) mutex(draft, lanes.slice(0, 2));
  const links = draft.size > 0 ? random.below(2) : lanes.length === 2 ? 1 + random.below(3) : 2;
  for (let i = 0; i < links; i++) {
    const where = between(draft, lanes);
    if (draft.isOld && random.chance(50)) futexSleepLink(draft, random.pick(['g', 'h']), where);
    else futexLink(draft, random.pick(['f', 'f', 'e']), where);
  }
  if (random.chance(10)) nobodyWaits(draft, random.pick(lanes));
}

/** One more up, or wakeup, than the program needs. */
function nobodyWaits(draft: Draft, lane: number): void {
  const futex = draft.init.find((it) => it.is === 'object' && it.type === 'futex');
  const name = futex?.is === 'object' ? futex.name : draft.object('futex', 'f', 0);
  draft.call(lane, /[gh]/.test(name) ? 'futex_wakeup' : 'futex_up', [name]);
}

/** Time that passes in a lane, asleep or spinning. */
export function pause(draft: Draft, lane: number): void {
  const { random } = draft;
  const ticks = random.pick([0, 1, 1, 1, 2, 2, 3]);
  const call = random.pick(['thread_usleep', 'thread_usleep', 'thread_udelay']);
  draft.call(lane, call, [ticks], { waits: ticks > 0, ticks });
}

/** Sleeps, whose lanes meet in a word or in a futex. */
export function sleeps(draft: Draft): void {
  const { random } = draft;
  const lanes = draft.threads(random.pick([2, 2, 2, 3]));
  for (const lane of lanes) {
    pause(draft, lane);
    if (lanes.length === 2 && random.chance(40)) pause(draft, lane);
    if (random.chance(70)) {
      draft.object('word', 'x', 0);
      draft.assign(lane, 'x', random.pick(['=', '+=']), lane + 1);
    }
    if (lanes.length === 2 && random.chance(25)) pause(draft, lane);
  }
  if (draft.init.length > 0 && random.chance(70)) return;
  futexLink(draft, 'f', between(draft, lanes));
}

/** Two lanes of these, different ones. */
export function between({ random }: Draft, lanes: readonly number[]): Between {
  const sleeper = random.pick(lanes);
  return { sleeper, waker: random.pick(lanes.filter((lane) => lane !== sleeper)) };
}
