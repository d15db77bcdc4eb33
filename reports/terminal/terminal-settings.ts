/**
 * How wide the terminal is and whether it wants colour: what the stream is, and what the
 * environment says about it.
 *
 * Colours are for terminals. `NO_COLOR` (not empty) turns them off whatever else is set,
 * `FORCE_COLOR` turns them on elsewhere, and with 0 or false off. A terminal that is `dumb` gets
 * neither colours nor lines that are drawn over.
 */
export interface Stream {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Columns where nobody says how many there are. */
const WIDTH_DEFAULT = 100;

/** Columns of a terminal; elsewhere what `COLUMNS` says, if it is a number. */
export function columnsOf(
  stream: Stream = process.stdout,
  { COLUMNS = '' }: Environment = process.env,
): number {
  // A terminal that does not know its width says 0.
  if (stream.columns !== undefined && stream.columns > 0) return stream.columns;
  return /^[1-9]\d{0,4}$/.test(COLUMNS) ? Number(COLUMNS) : WIDTH_DEFAULT;
}

/** Columns of lists and help: outside a terminal no line is broken, unless `COLUMNS` asks for it. */
export function listColumnsOf(
  stream: Stream = process.stdout,
  environment: Environment = process.env,
): number {
  const isAsked = /^[1-9]\d{0,4}$/.test(environment.COLUMNS ?? '');
  return stream.isTTY === true || isAsked ? columnsOf(stream, environment) : Infinity;
}

export function wantsColour(
  stream: Stream = process.stdout,
  environment: Environment = process.env,
): boolean {
  const { NO_COLOR = '', FORCE_COLOR } = environment;
  if (NO_COLOR !== '') return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return canDrawOver(stream, environment);
}

/** Is it a terminal that understands escape sequences? */
export function canDrawOver({ isTTY }: Stream, { TERM }: Environment = process.env): boolean {
  return isTTY === true && TERM !== 'dumb';
}
