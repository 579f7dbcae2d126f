// What a stream can show: colour or not, and how many columns.

/** The parts of a tty.WriteStream that matter here; a pipe or a file has none of them. */
export interface TerminalStream {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

const defaultWidth = 80;

/**
 * Whether to use colour: --no-color and NO_COLOR (https://no-color.org) switch it off, FORCE_COLOR on; else a
 * terminal that is not dumb has it.
 */
export function usesColor(stream: TerminalStream, env: Environment, allowed: boolean): boolean {
  if (!allowed || isSet(env['NO_COLOR'])) return false;
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return canRedraw(stream, env);
}

/** Whether a line can be written over. */
export function canRedraw(stream: TerminalStream, env: Environment): boolean {
  return stream.isTTY === true && env['TERM'] !== 'dumb';
}

/** Whether nobody watches: a terminal that a CI system pretends to have is a log. */
export function isCi(env: Environment): boolean {
  const ci = env['CI'];
  return isSet(ci) && ci !== 'false' && ci !== '0';
}

/** Columns of the terminal, else COLUMNS, else 80. */
export function terminalWidth(stream: TerminalStream, env: Environment): number {
  if (stream.columns !== undefined && stream.columns > 0) return stream.columns;
  const columns = Number(env['COLUMNS']);
  return Number.isInteger(columns) && columns > 0 ? columns : defaultWidth;
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}
