/**
 * The procedures of `specs/lib/` as text, for rooms that read no disk. Written anew from the files by
 * `npx vitest run specs/library.test.ts -u`.
 */
export const LIBRARY_TEXTS: Readonly<Record<string, string>> = {
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
