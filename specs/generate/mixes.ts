/** Programs of two kinds at once, and programs of any kind in which a task ends. */
import type { Draft } from './draft.ts';
import { asyncLink, hangupLink, messages, syncLink, type Talkers } from './messages.ts';
import { pageInLink, pageIns } from './page-ins.ts';
import {
  between,
  futexes,
  futexLink,
  futexSleepLink,
  pause,
  waitqLink,
  waitQueues,
} from './wait-queues.ts';

type Link = (draft: Draft, lanes: readonly number[]) => void;

/** Links within one task. Handles of 2026 are one task's, and so is what these use. */
function innerLinks(draft: Draft): readonly Link[] {
  const links: Link[] = [
    (it, lanes) => futexLink(it, 'f', between(it, lanes)),
    (it, lanes) => pause(it, it.random.pick(lanes)),
  ];
  if (draft.isNew) links.push((it, lanes) => waitqLink(it, 'q', between(it, lanes)));
  if (draft.isOld) links.push((it, lanes) => futexSleepLink(it, 'g', between(it, lanes)));
  return links;
}

/** Two kinds of waiting in one task, or a conversation with a task that does something besides. */
export function mixes(draft: Draft): void {
  const { random } = draft;
  if (random.chance(50)) return inOneTask(draft);
  const client = draft.thread('C');
  const server = draft.thread('S');
  const all: Talkers = { client, server, third: null };
  const talk = random.pick(draft.isOld ? [asyncLink, syncLink, syncLink] : [asyncLink, hangupLink]);
  if (draft.isNew && random.chance(40)) pageInLink(draft, client, server);
  else talk(draft, all);
  if (random.chance(40)) return pause(draft, random.pick([client, server]));
  const [task, lane] = random.pick([['C', client] as const, ['S', server] as const]);
  random.pick(innerLinks(draft))(draft, [lane, draft.thread(task)]);
}

function inOneTask(draft: Draft): void {
  const { random } = draft;
  const lanes = draft.threads(random.pick([2, 2, 3]));
  const links = innerLinks(draft);
  const count = lanes.length === 2 ? 2 + random.below(2) : 2;
  const order = random.shuffled(links);
  for (let i = 0; i < count; i++) order[i % order.length](draft, lanes);
}

/** A kill at any moment, of one task of a program of any kind; now and then also its own end. */
export function kills(draft: Draft): void {
  const { random } = draft;
  // Most large ones are left out again, and those are the ones with a clean-up: so more are tried.
  const sleepers = random.pick([futexes, draft.isNew ? waitQueues : futexes, mixes]);
  const talkers = random.pick(draft.isNew ? [messages, messages, pageIns] : [messages]);
  (random.chance(12) ? sleepers : talkers)(draft);
  const tasks = [...new Set(draft.lanes.map(({ task }) => task ?? 'T'))];
  draft.killed = random.pick(tasks);
  if (!random.chance(20)) return;
  const mates = draft.lanes.filter(({ task }) => (task ?? 'T') === draft.killed);
  if (mates.length === 1) draft.call(draft.lanes.indexOf(mates[0]), 'thread_exit');
}
