/**
 * The wait queue of 2026 twice: a litmus, and its twin in Promela with the same states.
 *
 * `sleepers` threads sleep on one queue (FUTEX: a failure would book a debt), `wakers` threads wake
 * one each, and the environment makes up to `aborts` requests, on the ticket's design.
 *
 * Each location of the twin is a step of our model, by the name that traces and coverage give it,
 * and has that step's conditions and writes. Its variables are the bytes of our record that change
 * and that are not told by where a thread is: what a thread is about to do (PC, OP, RET, RC and the
 * arguments on its stack) is the location of its process. The ledger and the tokens are ghosts, as
 * they are with us: R1 compares them with the balance. SPIN is asked nothing of them.
 *
 * model/synch/wait-queue-2026.ts, model/syscall/syscall.ts, model/proc/boundary.ts,
 * model/environment.ts.
 */
import { environmentTwin } from './environment-twin.ts';

export interface WaitQueueSize {
  readonly sleepers: number;
  readonly wakers: number;
  readonly aborts: number;
}

export function waitQueueLitmus({ sleepers, wakers, aborts }: WaitQueueSize): string {
  const lanes = Array.from({ length: sleepers + wakers }, (_, t) => `P${t}`);
  const cells = lanes.map((_, t) =>
    t < sleepers ? 'r0 = waitq_sleep(q, 0, FUTEX)' : 'r0 = waitq_wakeup(q)',
  );
  return [
    `SYS PERF+twin+waitq+${sleepers}x${wakers}+${aborts}`,
    `"the twin of a Promela model: ${sleepers} sleep, ${wakers} wake, ${aborts} aborts"`,
    'Table=helenos-2026',
    ...(aborts > 0 ? [`Aborts=any<=${aborts}`] : []),
    'Asserts=R1',
    '{ waitq q; }',
    ` ${lanes.join(' | ')} ;`,
    ` ${cells.join(' | ')} ;`,
    'exists (0:r0=EOK)',
    '',
  ].join('\n');
}

export function waitQueueTwin({ sleepers, wakers, aborts }: WaitQueueSize): string {
  return `#define SLEEPERS ${sleepers}
#define THREADS ${sleepers + wakers}

/* FLAGS: requested is ABORT, kick is KICK; inKernel: the thread is in a system call. */
bit inKernel[THREADS], requested[THREADS], kick[THREADS];
/* STATE: 0 INITIAL, 1 ASLEEP, 2 WOKE. LINK, and the ghosts TOKEN, WOKEN and RESTARTED. */
byte state[SLEEPERS];
bit link[SLEEPERS], token[SLEEPERS], woken[SLEEPERS], restarted[SLEEPERS];
/* The queue: who sleeps, first come first (number + 1), how many, the balance; its ledger. */
byte queue[SLEEPERS], sleeping, balance, ledger;
byte budget = ${aborts};

/* The first of the queue is out, or with d the one at that place; those behind it move up. */
inline shift() {
  do
  :: d + 1 < SLEEPERS -> queue[d] = queue[d + 1]; d++
  :: else -> break
  od;
  queue[SLEEPERS - 1] = 0; sleeping--; d = 0
}

active [SLEEPERS] proctype Sleeper() {
  byte d;
trap: /* trap: enters the kernel */
  atomic { inKernel[_pid] = 1; restarted[_pid] = 0; woken[_pid] = 0 };
enter: /* waitq_sleep-enter: takes a banked wakeup; or finds a request; or joins the queue */
  if
  :: atomic { balance > 0 -> woken[_pid] = 0; balance--; token[_pid] = 1; goto exitOk }
  :: atomic { balance == 0 && requested[_pid] -> woken[_pid] = 0; goto exitRestart }
  :: atomic { balance == 0 && !requested[_pid] ->
       woken[_pid] = 0; queue[sleeping] = _pid + 1; sleeping++; link[_pid] = 1; state[_pid] = 0 }
  fi;
wait: /* thread_wait_finish: is switched out, unless woken meanwhile */
  if
  :: atomic { state[_pid] != 0 -> goto relock }
  :: atomic { state[_pid] == 0 -> state[_pid] = 1 }
  fi;
end_asleep: /* asleep-2026: runs again once it has been woken */
  atomic { state[_pid] == 2 -> skip };
relock: /* waitq_sleep-relock: off the list: done; else a request ends it; else once more */
  if
  :: atomic { link[_pid] == 0 -> state[_pid] = 0; goto exitOk }
  :: atomic { link[_pid] == 1 && requested[_pid] ->
       d = 0;
       do :: queue[d] != _pid + 1 -> d++ :: else -> break od;
       shift(); link[_pid] = 0; state[_pid] = 0; goto exitRestart }
  :: atomic { link[_pid] == 1 && !requested[_pid] -> state[_pid] = 0; goto wait }
  fi;
exitRestart: /* syscall-exit with ERESTART: the request is answered, the thread is held */
  atomic { requested[_pid] = 0; inKernel[_pid] = 0 };
held: /* E resume */
  atomic { true -> skip };
restart: /* restart: issues the same call again */
  atomic { woken[_pid] = 0; restarted[_pid] = 1; inKernel[_pid] = 1; goto enter };
exitOk: /* syscall-exit with EOK: the wakeup is used; a late request holds it after the call */
  atomic {
    ledger = ledger - token[_pid]; token[_pid] = 0; woken[_pid] = 0; restarted[_pid] = 0;
    inKernel[_pid] = 0;
    if :: requested[_pid] -> requested[_pid] = 0 :: else -> goto end_over fi
  };
heldOver: /* E resume, after the call */
  atomic { true -> skip };
end_over:
  false
}

active [THREADS - SLEEPERS] proctype Waker() {
  byte d;
trap: /* trap */
  atomic { inKernel[_pid] = 1 };
wake: /* waitq_wake_one: banks the wakeup, or wakes the first sleeper */
  if
  :: atomic { sleeping == 0 -> ledger++; balance++ }
  :: atomic { sleeping > 0 ->
       ledger++;
       d = queue[0] - 1; state[d] = 2; token[d] = 1; woken[d] = 1; link[d] = 0; d = 0;
       shift() }
  fi;
exit: /* syscall-exit */
  atomic {
    inKernel[_pid] = 0;
    if :: requested[_pid] -> requested[_pid] = 0 :: else -> goto end_over fi
  };
heldOver: /* E resume */
  atomic { true -> skip };
end_over:
  false
}

${environmentTwin(
  Array.from({ length: sleepers + wakers }, (_, t) =>
    t < sleepers ? { listed: `link[${t}]`, state: `state[${t}]` } : null,
  ),
)}`;
}
