/**
 * How a debugger examines and sets a thread that is held: policies, the right value first.
 */
export const EXAMINING = {
  set: {
    live: 'what is set is what the thread runs on; a restart record that it contradicts is given up',
    'stale-record': 'the restart record of the old call stays, and the new one goes by it',
    'live-frame': 'a thread is written whether it is held or not',
    'leaves-call':
      'a call that was sent stays behind when its record is given up (2012, as EINTR does)',
  },
  examine: {
    pure: 'looking at a held thread changes nothing',
    clears: 'looking at a held thread takes its restart record away',
  },
} as const;
