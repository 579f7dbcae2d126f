// The timeline on a canvas: thousands of bars are drawn in a few milliseconds, as elements they would take seconds.
import { scaleUtc } from 'd3';
import { severities } from '../model/rule.ts';
import type { Severity } from '../model/rule.ts';
import { readColours } from './plotColours.ts';
import type { PlotColours } from './plotColours.ts';
import { severityShapes } from './severityMark.tsx';
import type { Timeline, TimelineBar, TimelineView } from './timelineView.ts';

/** Pixels of the plot, without those of the device. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  /** Where names stand; 0 on narrow screens. */
  readonly gutter: number;
}

export interface TimelineScene {
  readonly timeline: Timeline;
  readonly view: TimelineView;
  readonly frame: Frame;
  /** Index of the bar under the pointer or the keyboard's; -1 for none. */
  readonly focused: number;
  /** Index of the finding that is open; -1 for none. */
  readonly open: number;
  /** Shares of the time in sight that are being chosen. */
  readonly chosen: readonly [from: number, to: number] | null;
}

export const axisHeight = 24;
/** From this height of a row on, marks and names are told apart. */
const legibleRow = 11;

// A worse secret has a thicker bar: the one sign of severity beside colour where rows are too thin for shapes.
const thickness: Readonly<Record<Severity, number>> = {
  critical: 0.8,
  high: 0.64,
  medium: 0.48,
  low: 0.34,
};

/** Draws the scene; the canvas has the size of the frame in pixels of the device. */
export function drawTimeline(canvas: HTMLCanvasElement, scene: TimelineScene): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  const { frame } = scene;
  const ratio = window.devicePixelRatio || 1;
  canvas.width = Math.round(frame.width * ratio);
  canvas.height = Math.round(frame.height * ratio);
  context.scale(ratio, ratio);
  const colours = readColours(canvas);
  context.font = '11px system-ui, sans-serif';
  drawAxis(context, scene, colours);
  context.save();
  context.beginPath();
  context.rect(0, 0, frame.width, plotHeight(frame));
  context.clip();
  drawBars(context, scene, colours);
  context.restore();
  drawChosen(context, scene, colours);
}

export function plotHeight({ height }: Frame): number {
  return height - axisHeight;
}

/** The pixel of a time. */
export function xOf(time: number, { start, end }: TimelineView, { width, gutter }: Frame): number {
  return gutter + ((time - start) / (end - start)) * (width - gutter);
}

/** Index of the bar at a height; -1 beside all. */
export function barAt(y: number, { timeline, view, frame }: TimelineScene): number {
  const index = Math.floor(view.top + (y / plotHeight(frame)) * (view.bottom - view.top));
  return y >= 0 && y < plotHeight(frame) && index < timeline.bars.length ? index : -1;
}

function drawAxis(
  context: CanvasRenderingContext2D,
  scene: TimelineScene,
  colours: PlotColours,
): void {
  const { view, frame } = scene;
  const scale = scaleUtc().domain([view.start, view.end]).range([frame.gutter, frame.width]);
  const ticks = scale.ticks(Math.max(2, Math.floor((frame.width - frame.gutter) / 90)));
  const format = scale.tickFormat();
  const bottom = plotHeight(frame);
  context.strokeStyle = colours.line;
  context.fillStyle = colours.dim;
  context.lineWidth = 1;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  for (const tick of ticks) {
    const x = Math.round(scale(tick)) + 0.5;
    context.beginPath();
    context.moveTo(x, 0);
    context.lineTo(x, bottom + 4);
    context.stroke();
    const text = format(tick);
    const half = context.measureText(text).width / 2;
    const middle = Math.min(Math.max(x, half + 2), frame.width - half - 2);
    context.fillText(text, middle, bottom + axisHeight / 2 + 2);
  }
  context.beginPath();
  context.moveTo(0, bottom + 0.5);
  context.lineTo(frame.width, bottom + 0.5);
  context.stroke();
}

function drawBars(
  context: CanvasRenderingContext2D,
  scene: TimelineScene,
  colours: PlotColours,
): void {
  const { timeline, view, frame, focused, open } = scene;
  const rowHeight = plotHeight(frame) / (view.bottom - view.top);
  const first = Math.max(0, Math.floor(view.top));
  const shapes = shapesOf();
  for (let index = first; index < Math.min(timeline.bars.length, view.bottom); index += 1) {
    const bar = timeline.bars[index];
    if (bar === undefined) continue;
    const y = (index - view.top) * rowHeight;
    if (index === focused || bar.row.index === open) {
      context.globalAlpha = bar.row.index === open ? 0.2 : 0.1;
      context.fillStyle = colours.accent;
      context.fillRect(0, y, frame.width, Math.max(rowHeight, 2));
    }
    context.globalAlpha = bar.row.finding.suppressed === null ? 1 : 0.4;
    drawBar(context, scene, { bar, y, rowHeight, colours, shapes });
    if (rowHeight >= legibleRow && frame.gutter > 0)
      drawName(context, scene, { bar, y, rowHeight, colours });
  }
  context.globalAlpha = 1;
}

interface BarPlace {
  readonly bar: TimelineBar;
  readonly y: number;
  readonly rowHeight: number;
  readonly colours: PlotColours;
}

function drawBar(
  context: CanvasRenderingContext2D,
  { view, frame, timeline }: TimelineScene,
  { bar, y, rowHeight, colours, shapes }: BarPlace & { readonly shapes: Shapes },
): void {
  const { severity, occurrences } = bar.row.finding;
  const from = xOf(bar.start, view, frame);
  const to = xOf(bar.end ?? timeline.newest, view, frame);
  const height = Math.max(1, Math.min(rowHeight, 16) * thickness[severity]);
  const middle = y + rowHeight / 2;
  const left = Math.max(from, frame.gutter);
  const right = Math.min(to, frame.width);
  context.fillStyle = colours[severity];
  const alpha = context.globalAlpha;
  if (right >= left) {
    context.globalAlpha = alpha * (rowHeight < legibleRow ? 0.9 : 0.45);
    context.fillRect(
      left,
      rowHeight < 1 ? y : middle - height / 2,
      Math.max(right - left, 1.5),
      height,
    );
    context.globalAlpha = alpha;
  }
  if (rowHeight < legibleRow) return;
  if (bar.end === null) drawArrow(context, Math.min(to, frame.width - 1), middle, height);
  else drawCap(context, to, middle, height + 4, frame);
  for (const step of occurrences) {
    if (step.event !== 'spread' || step.date === null) continue;
    const x = xOf(Date.parse(step.date), view, frame);
    if (x >= frame.gutter) context.fillRect(x - 1, middle - height / 2 - 1, 2, height + 2);
  }
  if (from < frame.gutter) return;
  context.save();
  const size = Math.min(12, rowHeight * 0.85);
  context.translate(from - size / 2, middle - size / 2);
  context.scale(size / 12, size / 12);
  context.fill(shapes[severity]);
  context.restore();
}

/** Still there at the newest commit. */
function drawArrow(
  context: CanvasRenderingContext2D,
  x: number,
  middle: number,
  height: number,
): void {
  const half = height / 2 + 2;
  context.beginPath();
  context.moveTo(x - half, middle - half);
  context.lineTo(x, middle);
  context.lineTo(x - half, middle + half);
  context.fill();
}

/** Taken out. */
function drawCap(
  context: CanvasRenderingContext2D,
  x: number,
  middle: number,
  height: number,
  { gutter }: Frame,
): void {
  if (x < gutter) return;
  context.fillRect(x - 1, middle - height / 2, 2.5, height);
}

function drawName(
  context: CanvasRenderingContext2D,
  { frame }: TimelineScene,
  { bar, y, rowHeight, colours }: BarPlace,
): void {
  context.save();
  context.beginPath();
  context.rect(0, y, frame.gutter - 14, rowHeight);
  context.clip();
  context.globalAlpha = 1;
  context.fillStyle = colours.text;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  const { title } = bar.row.finding;
  const middle = y + rowHeight / 2 + 0.5;
  context.fillText(title, 8, middle);
  context.fillStyle = colours.dim;
  context.fillText(bar.row.where, 8 + context.measureText(title).width + 8, middle);
  context.restore();
}

function drawChosen(
  context: CanvasRenderingContext2D,
  { chosen, frame }: TimelineScene,
  colours: PlotColours,
): void {
  if (chosen === null) return;
  const width = frame.width - frame.gutter;
  const [from, to] = [Math.min(...chosen), Math.max(...chosen)];
  context.globalAlpha = 0.18;
  context.fillStyle = colours.accent;
  context.fillRect(frame.gutter + from * width, 0, (to - from) * width, plotHeight(frame));
  context.globalAlpha = 1;
}

type Shapes = Readonly<Record<Severity, Path2D>>;

function shapesOf(): Shapes {
  const shapes = severities.map((severity) => [severity, new Path2D(severityShapes[severity])]);
  return Object.fromEntries(shapes) as Shapes;
}
