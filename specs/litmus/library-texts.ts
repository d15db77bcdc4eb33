/**
 * The procedures of `specs/lib/` as text, for rooms that read no disk. Written anew from the files by
 * `npx vitest run specs/library.test.ts -u`.
 */
export const LIBRARY_TEXTS: Readonly<Record<string, string>> = {
  'specs/lib/helenos-2012/async.proc': `Include=futex
(* The async manager of libc, 2012. a is async_futex, waiting counts the threads that wait for IPC. *)

(* async_manager_worker, uspace/lib/c/generic/async.c: up to a request; whatever returns none goes round *)
proc async_manager_worker(a, waiting) {
  again: futex_down(a);
  futex_up(a);
  waiting += 1;
  call = ipc_wait(0, 0);
  waiting += -1;
  if call = none goto again;
  return call;
}
`,
  'specs/lib/helenos-2012/fibril_synch.proc': `Include=futex
(* The condition wait of libc, 2012, on async_futex a and the poke. w: the one fibril that waits;
   ready: it is in the ready list; waiting: threads that wait for IPC. Its mutex is nobody else's. *)

(* fibril_manager for async_manager_worker, uspace/lib/c/generic/async.c: until it finds a fibril that is ready *)
proc fibril_manager(a, ready, waiting) {
  while cas(ready, 1, 0) <> 1 {
    futex_down(a);
    futex_up(a);
    waiting += 1;
    ipc_wait(0, 0);
    waiting += -1;
  }
}

(* fibril_condvar_wait, uspace/lib/c/generic/fibril_synch.c: up to the time when its fibril runs again *)
proc fibril_condvar_wait(a, w, ready, waiting) {
  futex_down(a);
  w = 1;
  futex_up(a);
  fibril_manager(a, ready, waiting);
}

(* fibril_condvar_signal with optimize_execution_power, uspace/lib/c/generic/fibril_synch.c *)
proc fibril_condvar_signal(a, w, ready, waiting) {
  futex_down(a);
  if cas(w, 1, 0) = 1 {
    ready = 1;
    if waiting >= 1 {
      ipc_poke();
    }
  }
  futex_up(a);
}
`,
  'specs/lib/helenos-2012/futex.proc': `(* Futexes of libc, 2012. A futex is one counter in user memory; the kernel finds it by its address. *)

(* futex_down, uspace/lib/c/generic/futex.c *)
proc futex_down(f) {
  if fetch_add(f, -1) <= 0 {
    rc = futex_sleep(f);
    return rc;
  }
  return EOK;
}

(* futex_trydown, uspace/lib/c/generic/futex.c *)
proc futex_trydown(f) {
  if cas(f, 1, 0) = 1 {
    return 1;
  }
  return 0;
}

(* futex_up, uspace/lib/c/generic/futex.c *)
proc futex_up(f) {
  if fetch_add(f, 1) <= -1 {
    rc = futex_wakeup(f);
    return rc;
  }
  return EOK;
}
`,
  'specs/lib/helenos-2026/async.proc': `Include=futex
(* The async manager of libc, 2026. f is ready_semaphore, waiting counts the threads that wait for IPC. *)

(* ready_list_pop for _ready_list_pop, uspace/lib/c/generic/thread/fibril.c: no fibril is ready, one waits for IPC *)
proc ready_list_pop(f, waiting) {
  rc = futex_down(f);
  if rc <> EOK {
    return EINTR;
  }
  waiting += 1;
  call = ipc_wait(0, 0);
  waiting += -1;
  futex_up(f);
  return call;
}

(* async_manager_worker, uspace/lib/c/generic/async/server.c: up to a request; what fails goes round *)
proc async_manager_worker(f, waiting) {
  again: call = ready_list_pop(f, waiting);
  if call = EINTR goto again;
  if call = ENOENT goto again;
  return call;
}
`,
  'specs/lib/helenos-2026/fibril_synch.proc': `Include=futex
(* Mutex and condition variable of fibrils, 2026, for two of them with a thread each, none of which waits
   for IPC. f is fibril_synch_futex, m the mutex' counter, cv one if somebody is among the waiters;
   an event is 0, 1 once it was triggered, 2 while its fibril waits; wake has the token of the ready
   list that its thread takes: one for each fibril, as threads are alike. *)

(* fibril_wait_for, uspace/lib/c/generic/thread/fibril.c: a token that could not be taken is tried again *)
proc fibril_wait_for(event, wake) {
  if cas(event, 0, 2) = 0 {
    while futex_down(wake) <> EOK {
    }
  }
  event = 0;
}

(* fibril_notify, uspace/lib/c/generic/thread/fibril.c *)
proc fibril_notify(event, wake) {
  if exchange(event, 1) = 2 {
    futex_up(wake);
  }
}

(* fibril_mutex_lock, uspace/lib/c/generic/thread/fibril_synch.c *)
proc fibril_mutex_lock(f, m, event, wake) {
  futex_lock(f);
  c = fetch_add(m, -1);
  futex_unlock(f);
  if c <= 0 {
    fibril_wait_for(event, wake);
  }
}

(* fibril_mutex_unlock, uspace/lib/c/generic/thread/fibril_synch.c: the mutex is that waiter's then *)
proc fibril_mutex_unlock(f, m, event, wake) {
  futex_lock(f);
  if fetch_add(m, 1) <= -1 {
    fibril_notify(event, wake);
  }
  futex_unlock(f);
}

(* fibril_condvar_wait, uspace/lib/c/generic/thread/fibril_synch.c: own event, then that of who waits for the mutex *)
proc fibril_condvar_wait(f, m, cv, event, wake, other, wakeother) {
  futex_lock(f);
  if fetch_add(m, 1) <= -1 {
    fibril_notify(other, wakeother);
  }
  cv = 1;
  futex_unlock(f);
  fibril_wait_for(event, wake);
  fibril_mutex_lock(f, m, event, wake);
}

(* fibril_condvar_signal, uspace/lib/c/generic/thread/fibril_synch.c *)
proc fibril_condvar_signal(f, cv, event, wake) {
  futex_lock(f);
  if cas(cv, 1, 0) = 1 {
    fibril_notify(event, wake);
  }
  futex_unlock(f);
}
`,
  'specs/lib/helenos-2026/futex.proc': `(* Futexes of libc, 2026. A futex is a counter in user memory and a wait queue capability. *)

(* futex_down_composable, uspace/lib/c/generic/private/futex.h *)
proc futex_down_composable(f, d) {
  if fetch_add(f, -1) <= 0 {
    rc = waitq_sleep(f, d, FUTEX);
    return rc;
  }
  return EOK;
}

(* futex_up, uspace/lib/c/generic/private/futex.h *)
proc futex_up(f) {
  if fetch_add(f, 1) <= -1 {
    rc = waitq_wakeup(f);
    return rc;
  }
  return EOK;
}

(* futex_down_timeout, uspace/lib/c/generic/private/futex.h: who failed gives back what he took *)
proc futex_down_timeout(f, d) {
  rc = futex_down_composable(f, d);
  if rc <> EOK {
    futex_up(f);
  }
  return rc;
}

(* futex_trydown, uspace/lib/c/generic/private/futex.h: a deadline that has passed, which may sleep still *)
proc futex_trydown(f) {
  if futex_down_timeout(f, EXPIRED) = EOK {
    return 1;
  }
  return 0;
}

(* futex_down, uspace/lib/c/generic/private/futex.h *)
proc futex_down(f) {
  rc = futex_down_timeout(f, 0);
  return rc;
}

(* futex_lock without CONFIG_DEBUG_FUTEX, uspace/lib/c/generic/private/futex.h: who failed enters as well *)
proc futex_lock(f) {
  futex_down(f);
}

(* futex_unlock without CONFIG_DEBUG_FUTEX, uspace/lib/c/generic/private/futex.h *)
proc futex_unlock(f) {
  futex_up(f);
}
`,
};
