/** A target that is broken: it died, hung, said what nobody can read, or what is not so. */
export class TargetError extends Error {
  override readonly name = 'TargetError';
  /** What it said last, on either stream. */
  readonly lastWords: string;

  constructor(message: string, lastWords = '') {
    super(message);
    this.lastWords = lastWords;
  }
}
