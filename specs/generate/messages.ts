/**
 * Conversations between tasks: somebody sends, somebody receives, and most requests are answered and
 * their answers picked up. Each function adds one link, in an order in which it can happen.
 */
import type { Draft } from './draft.ts';

/** Who talks: a client of task C, a server of task S, and in some a third of task D. */
export interface Talkers {
  readonly client: number;
  readonly server: number;
  readonly third: number | null;
}

/** A task of the draft's thread; those of no named task are threads of T. */
function taskOf(draft: Draft, lane: number): string {
  return draft.lanes[lane].task ?? 'T';
}

/** `ipc_wait` with or without a timeout; its register. */
export function receive(draft: Draft, lane: number, mayTimeOut = 20): string {
  const { random } = draft;
  if (!random.chance(mayTimeOut)) return draft.call(lane, 'ipc_wait', [0, 0], { waits: true });
  if (random.chance(20)) return draft.call(lane, 'ipc_wait', [0, 'NONBLOCK']);
  const ticks = 1 + random.below(2);
  return draft.call(lane, 'ipc_wait', [ticks, 0], { waits: true, ticks });
}

function answer(draft: Draft, lane: number, register: string, value: string | number): void {
  const slow = draft.random.chance(8);
  draft.call(lane, slow ? 'ipc_answer_slow' : 'ipc_answer', [register, value]);
}

/** What a server says to a request of this method. */
function reply({ random }: Draft, method: string | number): string | number {
  if (typeof method === 'number') return random.pick([0, 5, 5, 'EREFUSED']);
  return random.pick(['EOK', 'EOK', 'EREFUSED']);
}

/** A method of the user's own, or one of the kernel's; declares the phones that it makes. */
function someMethod(draft: Draft, { client, server }: Talkers): string | number {
  const { random } = draft;
  const own = 1 + random.below(3);
  const kind = random.pick([
    own,
    own,
    own,
    own,
    own,
    'DATA_WRITE',
    'DATA_READ',
    'CONNECT_ME_TO',
    'CONNECT_TO_ME',
  ]);
  if (kind === 'CONNECT_ME_TO' && random.chance(50)) {
    draft.phone('n', taskOf(draft, client), null);
  }
  if (kind === 'CONNECT_TO_ME' && random.chance(50)) {
    draft.phone('n', taskOf(draft, server), null);
  }
  return kind;
}

/** The phone of this name, or its successor where it was hung up. */
function phoneTo(draft: Draft, name: string, from: number, to: number): string {
  const used = draft.hungUp.has(name) ? `${name}${draft.hungUp.size}` : name;
  return draft.phone(used, taskOf(draft, from), taskOf(draft, to));
}

/** An asynchronous request; received, as a rule answered, and the answer picked up. */
export function asyncLink(draft: Draft, talkers: Talkers): void {
  const { client, server } = talkers;
  const { random } = draft;
  const s = phoneTo(draft, 's', client, server);
  const what = someMethod(draft, talkers);
  const slow = random.chance(10);
  draft.call(client, slow ? 'ipc_call_async_slow' : 'ipc_call_async', [s, what]);
  const request = receive(draft, server);
  if (random.chance(20)) return;
  // The callee hangs up by its answer: the phone is of no use then.
  const slams = random.chance(5);
  if (slams) draft.hungUp.add(s);
  answer(draft, server, request, slams ? 'EHANGUP' : reply(draft, what));
  if (random.chance(75)) receive(draft, client);
}

/** Two requests over one phone, which are to be received in their order; the last is answered. */
export function burstLink(draft: Draft, { client, server }: Talkers): void {
  const s = phoneTo(draft, 's', client, server);
  draft.call(client, 'ipc_call_async', [s, 1]);
  draft.call(client, 'ipc_call_async', [s, 2]);
  const [first, last] = [receive(draft, server), receive(draft, server)];
  if (draft.random.chance(50)) answer(draft, server, draft.random.pick([first, last]), 5);
}

/** A request that cannot be read, copied or served as it is; the kernel's code for that is its own. */
export function carelessLink(draft: Draft, { client, server }: Talkers): void {
  const { random } = draft;
  const s = phoneTo(draft, 's', client, server);
  // 2012 fails an assertion over data that it cannot read, so nothing could end.
  const unread = draft.isOld ? 'debug' : 'bad data';
  const kind = random.pick(['debug', unread, 'bad buffer', 'bad answer', 'debt']);
  if (kind === 'bad data') {
    draft.call(client, 'ipc_call_async_slow', [s, 'DATA_WRITE', 'BAD_DATA']);
    // The kernel's own answer is there already.
    draft.call(client, 'ipc_wait', [0, 0]);
  }
  if (kind !== 'bad data') {
    draft.call(client, 'ipc_call_async', [s, kind === 'debug' ? 'DEBUG' : 1]);
  }
  if (kind === 'bad buffer') draft.call(server, 'ipc_wait', [0, 'BAD_BUFFER'], { waits: true });
  if (kind === 'debt' && draft.isNew) {
    const ticks = 1 + random.below(2);
    draft.call(server, 'ipc_wait', [ticks, 'FUTEX'], { waits: true, ticks });
  }
  // Who waits for it waits for the next one: it is dropped, not sent, answered by the kernel, or its
  // wakeup pays the debt.
  if (/debug|bad data|bad buffer/.test(kind) || (kind === 'debt' && draft.isNew)) {
    draft.call(client, 'ipc_call_async', [s, 2]);
  }
  const request = receive(draft, server);
  answer(draft, server, request, 5);
  if (kind === 'bad answer') draft.call(client, 'ipc_wait', [0, 'BAD_BUFFER'], { waits: true });
  else if (random.chance(50)) receive(draft, client);
}

/** 2012: a request whose sender waits for the answer. */
export function syncLink(draft: Draft, talkers: Talkers): void {
  const { client, server } = talkers;
  const s = phoneTo(draft, 's', client, server);
  const what = someMethod(draft, talkers);
  const slow = draft.random.chance(10);
  draft.call(client, slow ? 'ipc_call_sync_slow' : 'ipc_call_sync', [s, what], { waits: true });
  answer(draft, server, receive(draft, server, 10), reply(draft, what));
}

/** A request that the server sends on to a third task, which answers. */
export function forwardLink(draft: Draft, { client, server, third }: Talkers): void {
  const { random } = draft;
  const s = phoneTo(draft, 's', client, server);
  const t = phoneTo(draft, 't', server, third ?? server);
  const isSync = draft.isOld && random.chance(40);
  if (isSync) draft.call(client, 'ipc_call_sync', [s, 1], { waits: true });
  else draft.call(client, 'ipc_call_async', [s, 1]);
  const request = receive(draft, server, 10);
  const flags = random.chance(20) ? ['ROUTE_FROM_ME'] : [];
  draft.call(server, 'ipc_forward', [request, t, ...flags]);
  const last = third ?? server;
  answer(draft, last, receive(draft, last, 10), random.pick([0, 5, 'EREFUSED']));
  if (flags.length > 0) receive(draft, server, 10);
  else if (!isSync) receive(draft, client, 10);
}

/** The client hangs up; the server receives that, and may answer it. */
export function hangupLink(draft: Draft, { client, server }: Talkers): void {
  const s = phoneTo(draft, 's', client, server);
  draft.call(client, 'ipc_hangup', [s]);
  draft.hungUp.add(s);
  const request = receive(draft, server);
  if (draft.random.chance(50)) answer(draft, server, request, 0);
}

/** Somebody of the same task pokes who waits; alone, a task pokes before it waits. */
export function pokeLink(draft: Draft, { client }: Talkers): void {
  const task = taskOf(draft, client);
  const mates = [...draft.lanes.keys()].filter(
    (lane) => lane !== client && taskOf(draft, lane) === task,
  );
  if (mates.length === 0) draft.call(client, 'ipc_poke');
  receive(draft, client, 40);
  if (mates.length > 0) draft.call(draft.random.pick(mates), 'ipc_poke');
}

/** The server subscribes to an event or an interrupt, the client is what notifies. */
export function notifyLink(draft: Draft, { client, server }: Talkers): void {
  if (draft.random.chance(60)) {
    draft.object('event', 'e');
    // A masked event notifies nobody, so that this one comes it must be unmasked.
    if (draft.masked.has('e')) draft.call(server, 'event_unmask', ['e']);
    else draft.call(server, 'event_subscribe', ['e', 5]);
    const masks = draft.random.chance(30);
    if (masks) draft.masked.add('e');
    draft.call(client, 'event_notify', masks ? ['e', 'MASK'] : ['e']);
  } else {
    draft.object('irq', 'i');
    draft.call(server, 'ipc_irq_subscribe', ['i', 6]);
    draft.call(client, 'ipc_irq_send_msg', ['i']);
  }
  receive(draft, server);
}

/** Client, server and, as often as said, a third: another client's thread, server's, or task D's. */
function talkersOf(draft: Draft, thirds: number): Talkers {
  const client = draft.thread('C');
  const server = draft.thread('S');
  const third = draft.random.chance(thirds)
    ? draft.thread(draft.random.pick(['C', 'S', 'D']))
    : null;
  return { client, server, third };
}

type Link = (draft: Draft, talkers: Talkers) => void;

/** IPC of the table's revision. */
export function messages(draft: Draft): void {
  const { random } = draft;
  const links: Link[] = [
    asyncLink,
    asyncLink,
    asyncLink,
    burstLink,
    burstLink,
    hangupLink,
    notifyLink,
  ];
  if (draft.isOld) links.push(syncLink, syncLink, syncLink, syncLink);
  const kind = random.below(20);
  if (kind < 2) {
    const client = draft.thread('C');
    const server = draft.thread('S');
    return forwardLink(draft, { client, server, third: draft.thread('D') });
  }
  if (kind < 4) {
    const [client, server] = draft.threads(2, 'C');
    return pokeLink(draft, { client, server, third: null });
  }
  const all = talkersOf(draft, 30);
  if (kind === 4) links.splice(0, links.length, carelessLink);
  random.pick(links)(draft, all);
  const more = random.below(3);
  for (let i = 0; i < more && draft.size < 6; i++) {
    const { client, server, third } = all;
    const asThird = third !== null && random.chance(60);
    const mate = third === null ? null : draft.lanes[third].task;
    if (asThird && mate === 'S') random.pick(links)(draft, { client, server: third, third: null });
    else if (asThird && mate === 'C')
      random.pick(links)(draft, { client: third, server, third: null });
    else random.pick(links)(draft, all);
  }
  if (all.third !== null && draft.lanes[all.third].cells.length === 0) lend(draft, all);
}

/** A third lane that nothing has used yet does what its task does. */
function lend(draft: Draft, { client, server, third: lane }: Talkers): void {
  if (lane === null) return;
  const mate = draft.lanes[lane].task;
  if (mate === 'S') asyncLink(draft, { client, server: lane, third: null });
  else if (mate === 'C') asyncLink(draft, { client: lane, server, third: null });
  else {
    draft.call(lane, 'ipc_call_async', [draft.phone('u', 'D', 'S'), 1]);
    receive(draft, server);
  }
}
