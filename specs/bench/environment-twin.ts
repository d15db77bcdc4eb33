/**
 * The environment of a Promela twin: what model/environment.ts may do to each thread.
 *
 * E abort: a thread in a system call that has no request gets one, if the budget allows. E kick:
 * the second half of a request wakes the thread, if it sleeps. (E resume is a step of the thread's
 * own process: only a held thread can be resumed, and nothing else can happen to it.)
 */

/** Where a thread that may sleep has its sleep; null: it never sleeps. */
export type Sleep = { readonly listed: string; readonly state: string } | null;

export function environmentTwin(sleeps: readonly Sleep[]): string {
  const steps = sleeps.flatMap((sleep, t) => {
    const wake =
      sleep === null
        ? ''
        : `; if :: inKernel[${t}] && ${sleep.listed} -> ${sleep.state} = 2 :: else fi`;
    return [
      `  :: d_step { /* E abort P${t} */`,
      `       budget > 0 && inKernel[${t}] && !requested[${t}] && !kick[${t}] ->`,
      `       requested[${t}] = 1; kick[${t}] = 1; budget-- }`,
      `  :: d_step { /* E kick P${t} */ kick[${t}] -> kick[${t}] = 0${wake} }`,
    ];
  });
  return ['active proctype Environment() {', 'end:', '  do', ...steps, '  od', '}', ''].join('\n');
}
