/**
 * Tests whose lanes may be permuted, so that among them every field of a record which names a lane,
 * or what goes with one, is moved (equivariance.test.ts).
 */
export interface SymmetricProgram {
  readonly name: string;
  readonly design: string;
  /** How many permutations it has. */
  readonly size: number;
  readonly text: string;
}

/** `table`, then metadata, objects, lanes and rows. */
function litmus(
  name: string,
  size: number,
  design: string,
  meta: readonly string[],
  body: string,
): SymmetricProgram {
  const text = `SYS ${name}\n"lanes that may be permuted"\n${meta.join('\n')}\n${body}\nexists (true)\n`;
  return { name, size, design, text };
}

export const SYMMETRIC_PROGRAMS: readonly SymmetricProgram[] = [
  litmus(
    'timed.2012',
    6,
    'ticket',
    ['Table=helenos-2012', 'Aborts=any<=1', 'Asserts=R2,R17', 'Ticks=6'],
    `{ }
 P0 | P1 | P2 ;
 r0 = thread_usleep(1) | r0 = thread_usleep(1) | r0 = thread_usleep(1) ;`,
  ),
  litmus(
    'queue.2026',
    6,
    'ticket',
    ['Table=helenos-2026', 'Aborts=any<=1', 'Asserts=R2,R7,R17', 'Ticks=6'],
    `{ waitq q; waitq w; }
 P0 | P1 | P2 | P3 ;
 r0 = waitq_sleep(w, 2, FUTEX) | r0 = waitq_sleep(w, 2, FUTEX) | r0 = waitq_sleep(w, 2, FUTEX) | r0 = waitq_wakeup(w) ;`,
  ),
  litmus(
    'three.2026',
    6,
    'ticket',
    ['Table=helenos-2026', 'Aborts=any<=1', 'Asserts=R1,R7,R9,R15'],
    `{ waitq q; }
 P0 | P1 | P2 ;
 r0 = waitq_sleep(q, 0, FUTEX) | r0 = waitq_sleep(q, 0, FUTEX) | r0 = waitq_sleep(q, 0, FUTEX) ;`,
  ),
  litmus(
    'six.2012',
    720,
    'ticket',
    ['Table=helenos-2012', 'Asserts=R1'],
    `{ futex f = 2; }
 P0 | P1 | P2 | P3 | P4 | P5 ;
 r0 = futex_down(f) | r0 = futex_down(f) | r0 = futex_down(f) | r0 = futex_down(f) | r0 = futex_down(f) | r0 = futex_down(f) ;`,
  ),
  litmus(
    'budgets.2026',
    2,
    'ticket',
    ['Table=helenos-2026', 'Aborts=P0:L0<=1,P1:L1<=1', 'Asserts=R1,R3,R11'],
    `{ waitq q; }
 P0 | P1 ;
 L0: r0 = waitq_sleep(q, 0, FUTEX) | L1: r0 = waitq_sleep(q, 0, FUTEX) ;`,
  ),
  litmus(
    'own-queues.2026',
    2,
    'ticket',
    ['Table=helenos-2026', 'Aborts=any<=1', 'Asserts=R3,R17'],
    `{ waitq a; waitq b; }
 P0 | P1 | P2 | P3 ;
 r0 = waitq_sleep(a, 0, FUTEX) | r0 = waitq_sleep(b, 0, FUTEX) | r0 = waitq_wakeup(a) | r0 = waitq_wakeup(b) ;`,
  ),
  litmus(
    'futex.2012',
    4,
    'ticket',
    ['Table=helenos-2012', 'Aborts=any<=1', 'Asserts=R1'],
    `{ futex f = 0; }
 P0@A | P1@B | P2@C | P3@C ;
 r0 = futex_down(f) | r0 = futex_down(f) | r0 = futex_up(f) | r0 = futex_up(f) ;`,
  ),
  litmus(
    'clients.2012',
    2,
    'syncCall=two-stage',
    ['Table=helenos-2012', 'Aborts=any<=1', 'Asserts=R5,R8,R14'],
    `{ phone s = C -> S; phone t = D -> S; }
 P0@C | P1@D | P2@S ;
 r0 = ipc_call_sync(s, 1) | r0 = ipc_call_sync(t, 1) | r0 = ipc_wait(0, 0) ;
 | | r1 = ipc_answer(r0, 5) ;
 | | r2 = ipc_wait(0, 0) ;
 | | r3 = ipc_answer(r2, 5) ;`,
  ),
  litmus(
    'clients.2026',
    2,
    'ticket',
    ['Table=helenos-2026', 'Aborts=any<=1', 'Asserts=R5,R8,R14'],
    `{ phone s = C -> S; phone t = D -> S; }
 P0@C | P1@D | P2@S ;
 r0 = ipc_call_async(s, 1) | r0 = ipc_call_async(t, 1) | r0 = ipc_wait(0, 0) ;
 r1 = ipc_wait(0, 0) | r1 = ipc_wait(0, 0) | r1 = ipc_answer(r0, EHANGUP) ;
 | | r2 = ipc_wait(0, 0) ;
 | | r3 = ipc_answer(r2, 5) ;`,
  ),
  litmus(
    'servers.2026',
    2,
    'ticket',
    ['Table=helenos-2026', 'Asserts=R14'],
    `{ phone s = C -> S; phone t = D -> T; }
 P0@C | P1@D | P2@S | P3@T ;
 r0 = ipc_call_async(s, 1) | r0 = ipc_call_async(t, 1) | r0 = ipc_wait(0, 0) | r0 = ipc_wait(0, 0) ;
 r1 = ipc_wait(0, 0) | r1 = ipc_wait(0, 0) | r1 = ipc_answer(r0, 5) | r1 = ipc_answer(r0, 5) ;`,
  ),
  litmus(
    'page-in.2026',
    6,
    'ticket',
    ['Table=helenos-2026', 'Aborts=any<=1', 'Asserts=R5,R14'],
    `{ phone s = C -> S; }
 P0@C | P1@C | P2@C | P3@S ;
 r0 = page_in(s) | r0 = page_in(s) | r0 = page_in(s) | r0 = ipc_wait(0, 0) ;
 | | | r1 = ipc_answer(r0, EOK) ;`,
  ),
  litmus(
    'subscribers.2026',
    2,
    'ticket',
    ['Table=helenos-2026', 'Asserts=R14'],
    `{ event a; event b; }
 P0@C | P1@D | P2@S ;
 r0 = event_subscribe(a, 3) | r0 = event_subscribe(b, 3) | r0 = ipc_wait(0, 0) ;
 r1 = event_notify(a) | r1 = event_notify(b) | ;
 r2 = ipc_wait(0, 0) | r2 = ipc_wait(0, 0) | ;`,
  ),
  litmus(
    'connect.2012',
    2,
    'ticket',
    ['Table=helenos-2012', 'Asserts=R14'],
    `{ phone s = C -> S; phone t = D -> T; }
 P0@C | P1@D | P2@S | P3@T ;
 r0 = ipc_call_sync(s, CONNECT_ME_TO) | r0 = ipc_call_sync(t, CONNECT_ME_TO) | r0 = ipc_wait(0, 0) | r0 = ipc_wait(0, 0) ;
 | | r1 = ipc_answer(r0, EOK) | r1 = ipc_answer(r0, EOK) ;`,
  ),
  litmus(
    'connect.2026',
    2,
    'ticket',
    ['Table=helenos-2026', 'Asserts=R14'],
    `{ phone s = C -> S; phone t = D -> T; }
 P0@C | P1@D | P2@S | P3@T ;
 r0 = ipc_call_async(s, CONNECT_ME_TO) | r0 = ipc_call_async(t, CONNECT_ME_TO) | r0 = ipc_wait(0, 0) | r0 = ipc_wait(0, 0) ;
 r1 = ipc_wait(0, 0) | r1 = ipc_wait(0, 0) | r1 = ipc_answer(r0, EOK) | r1 = ipc_answer(r0, EOK) ;`,
  ),
  litmus(
    'route.2012',
    2,
    'ticket',
    ['Table=helenos-2012', 'Asserts=R14'],
    `{ phone s = C -> F; phone t = D -> G; phone u = F -> C; phone v = G -> D; }
 P0@C | P1@D | P2@F | P3@G ;
 r0 = ipc_call_async(s, 1) | r0 = ipc_call_async(t, 1) | r0 = ipc_wait(0, 0) | r0 = ipc_wait(0, 0) ;
 r1 = ipc_wait(0, 0) | r1 = ipc_wait(0, 0) | r1 = ipc_forward(r0, u, ROUTE_FROM_ME) | r1 = ipc_forward(r0, v, ROUTE_FROM_ME) ;`,
  ),
  litmus(
    'exits.2012',
    2,
    'ticket',
    ['Table=helenos-2012', 'Asserts=R14'],
    `{ phone s = C -> S; phone t = D -> T; }
 P0@C | P1@D | P2@S | P3@T ;
 r0 = ipc_call_async(s, 1) | r0 = ipc_call_async(t, 1) | r0 = ipc_wait(0, 0) | r0 = ipc_wait(0, 0) ;
 thread_exit() | thread_exit() | | ;`,
  ),
  litmus(
    'mutex.2026',
    6,
    'today',
    ['Table=kernel-2026'],
    `{ mutex m; }
 P0 | P1 | P2 ;
 r0 = mutex_lock(m, 0, 0) | r0 = mutex_lock(m, 0, 0) | r0 = mutex_lock(m, 0, 0) ;
 r1 = mutex_unlock(m) | r1 = mutex_unlock(m) | r1 = mutex_unlock(m) ;
 r2 = mutex_unlock(m) | r2 = mutex_unlock(m) | r2 = mutex_unlock(m) ;`,
  ),
  litmus(
    'interrupt.2012',
    2,
    'today',
    ['Table=kernel-2012'],
    `{ waitq q; }
 P0 | P1 | P2 ;
 r0 = waitq_sleep_timeout(q, 0, INTERRUPTIBLE) | r0 = thread_interrupt(P0) | r0 = thread_interrupt(P0) ;`,
  ),
];
