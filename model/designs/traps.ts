/**
 * Traps: what an implementation of the ticket may get wrong although its design is right.
 *
 * Each was met when the ticket was patched into a real kernel, or read beside its C. They are policies
 * like the others, the right value first; each wrong one is a known-bad preset. Two more of them are
 * older than this file: request=lost, and what becomes of the debt (policies.ts).
 */

/** Policies of the implementation, in the order of docs/designs.md. */
export const TRAPS = {
  status: {
    flag: 'a flag of the thread says that its call is to be issued again',
    'in-band': 'a return value says so; a call that returns that word by itself is issued again',
  },
  deadlineAt: {
    entry: 'the deadline of a call is fixed when it enters the kernel',
    'first-sleep':
      'the first sleep fills the record and nothing empties it: a call that has not slept has none, or an old one',
  },
  reentry: {
    looks: 'a restarted call looks whether its deadline has passed, and does not sleep then',
    arms: 'a restarted call arms its timeout all the same, and the next tick fires it',
  },
  flags: {
    checked: "the kernel's own flag is taken out of the flags that user space gives",
    raw: "user space's flags go to the sleep as they are, the kernel's own flag among them",
  },
  unwind: {
    plain: 'a call that was taken out goes to the boundary, and is held there alone',
    'stoppable-end':
      "a call that was taken out ends today's stoppable section first, and waits in it for GO",
  },
  frame: {
    redispatch: 'the handler is called again with the arguments that the entry has saved',
    'full-exit': 'the whole frame is reloaded, and user mode enters the kernel again with it',
    rewind: 'the program counter alone is set back; what the way out does not reload is 0',
  },
  erased: {
    kept: 'looking for a request and clearing it are one step',
    cleared: 'the way out clears the request after it has looked for it',
  },
  clock: {
    local: 'deadlines go by the tick counter of the CPU that the thread runs on (2026)',
    global: 'deadlines go by one tick counter for all CPUs',
  },
} as const;
