// The few colours of the text report, as SGR sequences (ECMA-48, 8.3.117). Own code because
// util.styleText of Node 22 asks standard output whether it is a terminal, of Node 20 does not.

export type Paint = (text: string) => string;

export interface Palette {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly red: Paint;
  readonly yellow: Paint;
  readonly green: Paint;
  readonly cyan: Paint;
  readonly magenta: Paint;
}

/** Paints, or, without colour, leaves every text as it is. */
export function createPalette(color: boolean): Palette {
  const sgr = (open: number, close: number): Paint =>
    color
      ? (text) => (text === '' ? '' : `\u001b[${open}m${text}\u001b[${close}m`)
      : (text) => text;
  return {
    bold: sgr(1, 22),
    dim: sgr(2, 22),
    red: sgr(31, 39),
    yellow: sgr(33, 39),
    green: sgr(32, 39),
    cyan: sgr(36, 39),
    magenta: sgr(35, 39),
  };
}
