/**
 * Asynchronous calls of 2026 twice: a litmus, and its twin in Promela with the same states.
 *
 * Each of `callers` tasks sends one request through its own phone; one server waits as many times
 * for a message; the environment makes up to `aborts` requests, on the ticket's design.
 *
 * Each location of the twin is a step of our model, by the name that traces and coverage give it.
 * Its variables are the bytes of our record that change and that are not told by where a thread is.
 * What is told by that, and so is left out to SPIN's advantage: of a phone its lock (nobody else
 * takes it), its counter and its references; of a message its flags, handle, references and place
 * in its sender's active calls; the registers, the counters of the callers' boxes.
 *
 * model/ipc/send.ts, wait.ts, receive.ts, caps.ts; model/synch/wait-queue-2026.ts;
 * model/syscall/syscall.ts, model/proc/boundary.ts, model/environment.ts.
 */
import { environmentTwin } from './environment-twin.ts';

export interface IpcSize {
  readonly callers: number;
  readonly aborts: number;
}

export function ipcLitmus({ callers, aborts }: IpcSize): string {
  const all = Array.from({ length: callers }, (_, i) => i);
  const rows = all.map((row) => {
    const calls = all.map((i) => (row === 0 ? `r0 = ipc_call_async(s${i}, 1)` : ''));
    return ` ${[...calls, `r${row} = ipc_wait(0, 0)`].join(' | ')} ;`;
  });
  return [
    `SYS PERF+twin+ipc+${callers}+${aborts}`,
    `"the twin of a Promela model: ${callers} call one server, ${aborts} aborts"`,
    'Table=helenos-2026',
    ...(aborts > 0 ? [`Aborts=any<=${aborts}`] : []),
    'Asserts=R1',
    `{ ${all.map((i) => `phone s${i} = C${i} -> S;`).join(' ')} }`,
    ` ${[...all.map((i) => `P${i}@C${i}`), `P${callers}@S`].join(' | ')} ;`,
    ...rows,
    `exists (${callers}:r0=req:1)`,
    '',
  ].join('\n');
}

export function ipcTwin({ callers, aborts }: IpcSize): string {
  return `#define CALLERS ${callers}
#define SERVER ${callers}

/* FLAGS: requested is ABORT, kick is KICK; inKernel: the thread is in a system call. */
bit inKernel[CALLERS + 1], requested[CALLERS + 1], kick[CALLERS + 1];
/* The server's box: requests in the order in which they came (number + 1), those received. */
byte calls[CALLERS], waiting, taken[CALLERS];
/* Its queue and who sleeps there, the server alone. STATE: 0 INITIAL, 1 ASLEEP, 2 WOKE. */
byte state, balance, ledger;
/* Of the server: LINK, and the ghosts TOKEN, WOKEN and RESTARTED. */
bit link, token, woken, restarted;
byte budget = ${aborts};

active [CALLERS] proctype Caller() {
trap: /* trap: finds the phone, allocates the call */
  atomic { inKernel[_pid] = 1 };
lock: /* waitq_sleep-enter of the phone's lock, which is free */
  atomic { true -> skip };
locked: /* ipc_call-locked: the phone is connected, the call is counted */
  atomic { true -> skip };
listed: /* ipc_call-active: into the sender's active calls */
  atomic { true -> skip };
append: /* ipc_call-append: to the box */
  atomic { calls[waiting] = _pid + 1; waiting++ };
wake: /* waitq_wake_one of the box's queue: banks the wakeup, or wakes the server */
  if
  :: atomic { link == 0 -> ledger++; balance++ }
  :: atomic { link == 1 -> ledger++; state = 2; token = 1; woken = 1; link = 0 }
  fi;
unlock: /* ipc_call-unlock */
  atomic { true -> skip };
unlocked: /* waitq_wake_one of the phone's lock: nobody waits for it */
  atomic { true -> skip };
sent: /* ipc_call_async-sent: leaves; a late request holds it after the call */
  atomic {
    inKernel[_pid] = 0;
    if :: requested[_pid] -> requested[_pid] = 0 :: else -> goto end_over fi
  };
heldOver: /* E resume */
  atomic { true -> skip };
end_over:
  false
}

active proctype Server() {
  byte i, d;
trap: /* trap: the wait number i */
  atomic { inKernel[SERVER] = 1; restarted = 0; woken = 0 };
enter: /* waitq_sleep-enter: takes a banked wakeup; or finds a request; or joins the queue */
  if
  :: atomic { balance > 0 -> woken = 0; balance--; token = 1; goto dequeue }
  :: atomic { balance == 0 && requested[SERVER] -> woken = 0; goto failed }
  :: atomic { balance == 0 && !requested[SERVER] -> woken = 0; link = 1; state = 0 }
  fi;
wait: /* thread_wait_finish: is switched out, unless woken meanwhile */
  if
  :: atomic { state != 0 -> goto relock }
  :: atomic { state == 0 -> state = 1 }
  fi;
end_asleep: /* asleep-2026: runs again once it has been woken */
  atomic { state == 2 -> skip };
relock: /* waitq_sleep-relock: off the list: done; else a request ends it; else once more */
  if
  :: atomic { link == 0 -> state = 0; goto dequeue }
  :: atomic { link == 1 && requested[SERVER] -> link = 0; state = 0; goto failed }
  :: atomic { link == 1 && !requested[SERVER] -> state = 0; goto wait }
  fi;
failed: /* ipc_wait_for_call-dequeue with ERESTART */
  atomic { true -> skip };
exitRestart: /* syscall-exit with ERESTART: the request is answered, the thread is held */
  atomic { requested[SERVER] = 0; inKernel[SERVER] = 0 };
held: /* E resume */
  atomic { true -> skip };
restart: /* restart: issues the same call again */
  atomic { woken = 0; restarted = 1; inKernel[SERVER] = 1; goto enter };
dequeue: /* ipc_wait_for_call-dequeue: takes the first request; its wakeup is used */
  atomic {
    token = 0; ledger--; taken[i] = calls[0]; waiting--; d = 0;
    do :: d + 1 < CALLERS -> calls[d] = calls[d + 1]; d++ :: else -> break od;
    calls[CALLERS - 1] = 0; d = 0
  };
copyOut: /* ipc_wait-copy-out */
  atomic { true -> skip };
return_: /* ipc_wait-return: leaves; a late request holds it after the call */
  atomic {
    woken = 0; restarted = 0; inKernel[SERVER] = 0; i++;
    if
    :: requested[SERVER] -> requested[SERVER] = 0
    :: !requested[SERVER] && i < CALLERS -> goto trap
    :: !requested[SERVER] && i == CALLERS -> goto end_over
    fi
  };
heldOver: /* E resume, after the call */
  if
  :: atomic { i < CALLERS -> goto trap }
  :: atomic { i == CALLERS -> skip }
  fi;
end_over:
  false
}

${environmentTwin([...Array.from({ length: callers }, () => null), { listed: 'link', state: 'state' }])}`;
}
