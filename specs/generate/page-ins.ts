/** Faults whose page a pager serves (2026): one thread or two, a pager that may refuse or hang. */
import type { Draft } from './draft.ts';
import { asyncLink, receive } from './messages.ts';

/** A fault of `client`, and what the pager says. */
export function pageInLink(draft: Draft, client: number, pager: number): void {
  const task = draft.lanes[client].task ?? 'T';
  const s = draft.phone('s', task, draft.lanes[pager].task);
  draft.call(client, 'page_in', [s], { waits: true });
  const request = receive(draft, pager, 8);
  draft.call(pager, 'ipc_answer', [request, draft.random.pick(['EOK', 'EOK', 'EOK', 'EREFUSED'])]);
}

/** Page-ins, and beside them what the same tasks do besides. */
export function pageIns(draft: Draft): void {
  const { random } = draft;
  const client = draft.thread('C');
  const pager = draft.thread('S');
  pageInLink(draft, client, pager);
  const more = random.below(9);
  if (more === 0) pageInLink(draft, client, pager);
  if (more === 1) pageInLink(draft, draft.thread('C'), pager);
  if (more === 2) pageInLink(draft, client, draft.thread('S'));
  if (more === 3) draft.call(random.pick([client, draft.thread('C')]), 'ipc_hangup', ['s']);
  if (more === 4) asyncLink(draft, { client, server: pager, third: null });
  if (more === 5) {
    const ticks = 1 + random.below(2);
    const lane = random.pick([client, pager]);
    draft.call(lane, 'thread_usleep', [ticks], { waits: true, ticks });
  }
  if (more === 7) {
    // The pager hangs up by its answer, and the next fault finds nobody to ask.
    draft.lanes[pager].cells.pop();
    draft.call(pager, 'ipc_answer', ['r0', 'EHANGUP']);
    draft.call(client, 'page_in', ['s']);
  }
  if (more === 6) {
    // The pager's pager: a fault is sent on.
    const last = draft.thread('D');
    const lane = draft.lanes[pager].cells;
    lane.pop();
    draft.call(pager, 'ipc_forward', ['r0', draft.phone('t', 'S', 'D')]);
    draft.call(last, 'ipc_answer', [receive(draft, last, 8), 'EOK']);
  }
}
