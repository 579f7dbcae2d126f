// The colours of a plot on a canvas: those of the style sheet, as they are under the present theme.
import type { Severity } from '../model/rule.ts';

export type PlotColours = Readonly<
  Record<Severity | 'text' | 'dim' | 'line' | 'surface' | 'accent', string>
>;

/** Reads them anew: they change with the theme. */
export function readColours(canvas: HTMLCanvasElement): PlotColours {
  const style = getComputedStyle(canvas);
  const of = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    critical: of('critical'),
    high: of('high'),
    medium: of('medium'),
    low: of('low'),
    text: of('text'),
    dim: of('dim'),
    line: of('line'),
    surface: of('surface'),
    accent: of('accent'),
  };
}
