/**
 * What a stop that finds no sleep, or that is taken back, makes of a thread, and what user code does that
 * runs on it while it is held: the right value first. All are what public kernels got wrong.
 */
export const RESUMING = {
  completed: {
    behind: 'a thread whose call has completed is held behind it, with its result',
    again: 'one whose call never sleeps is held at its trap, and makes the call again when resumed',
  },
  withdrawn: {
    reissues: 'a thread whose request was taken back is not held: its call is issued again at once',
    held: 'a thread that was taken out of its call is held, and nobody knows that it is',
  },
  handler: {
    nested:
      'user code that runs on a held thread finds no record, and leaves that of its frame alone',
    overwrites:
      'a call that it makes gives up the record of the call that waits to be issued again',
    finds: 'a call that it makes goes by the record of the call that waits to be issued again',
  },
} as const;
