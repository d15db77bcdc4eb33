/** How the footprints of a program are made: with objects joined, or, for tests, with some left out. */

/** Objects, from one number to before another, that one declaration leaves out. */
export interface FootprintMutant {
  /** A step by its number, or who: the agents' next moves, or what they can do to one who waits. */
  readonly of: number | 'next agent' | 'frozen agent' | 'clock' | 'lane';
  readonly from: number;
  readonly to: number;
}

export interface FootprintOptions {
  /** A thread and its flags are one object, and all of IPC is. */
  readonly joined?: boolean;
  /** What is left out on purpose, to see that a test notices. */
  readonly mutant?: FootprintMutant | undefined;
}
