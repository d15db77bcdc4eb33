/**
 * What is wrong with one file, as far as it can be said at once: a fault that leaves the rest
 * readable is kept, and reading goes on behind it. The first is the one that a reader who stops there
 * would have found. Nothing is said of what may be wrong only because of another fault.
 */
import { LitmusError } from './litmus-error.ts';

/** So many are kept; nobody mends more of them in one go. */
export const FAULTS_MAX = 10;

export class Faults {
  readonly #kept: LitmusError[] = [];

  get isNone(): boolean {
    return this.#kept.length === 0;
  }

  /** What `read` returns, or `otherwise` where it refuses. @throws LitmusError when there are enough */
  attempt<T>(read: () => T, otherwise: T): T {
    try {
      return read();
    } catch (error) {
      this.#keep(error);
      if (this.#kept.length >= FAULTS_MAX) this.end();
      return otherwise;
    }
  }

  /** Runs all of it. @throws LitmusError, the first fault with the others, if there is one */
  all<T>(read: () => T): T {
    let result: T;
    try {
      result = read();
    } catch (error) {
      // When there are enough they are thrown already.
      if (error !== this.#kept[0]) this.#keep(error);
      throw this.#first(error);
    }
    this.end();
    return result;
  }

  /** @throws LitmusError, the first fault with the others, if there is one */
  end(): void {
    const [first] = this.#kept;
    if (first !== undefined) throw this.#first(first);
  }

  #keep(error: unknown): void {
    if (!(error instanceof LitmusError)) throw error;
    this.#kept.push(error);
  }

  #first(error: unknown): unknown {
    const [first, ...others] = this.#kept;
    if (first === undefined) return error;
    first.others = others;
    return first;
  }
}
