/**
 * What libc's wrapper of a system call does when it is told that an abort has taken the thread out
 * (result=eintr): the ticket's value, under which nobody is told, first.
 */
export const RETRYING = {
  retry: {
    none: 'the wrapper in user space returns what it was told',
    deadline:
      'it issues the system call again, with what is left of the time that it noted at first',
    full: 'it issues the system call again, with its whole timeout',
  },
} as const;
