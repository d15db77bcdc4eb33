/**
 * What an aborted synchronous call does that cancels its request (syncCall=cancel): the right value first.
 *
 * The wrong ones are what public kernels and protocols had to mend: a request may be under way when its
 * cancel comes, and its answer may have been given.
 */
export const CANCELLING = {
  cancel: {
    acknowledged:
      'it learns whether its request came back; if not, it takes the answer, whenever that comes',
    unacknowledged: 'it goes on without asking whether its request came back, and sends it again',
    'drops-answer': 'it waits for the answer, drops it, and sends its request again',
    'reused-name': 'it goes on at once, and sends its request again under the same name',
  },
} as const;
