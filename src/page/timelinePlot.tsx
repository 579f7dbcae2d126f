// The timeline of exposure: a bar for each secret from the commit that brought it in to the one that took it out. Drawing
// is left to drawTimeline.ts, what is in sight to timelineView.ts.
import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { counted, days } from '../report/quantities.ts';
import { barAt, drawTimeline, plotHeight } from './drawTimeline.ts';
import type { Frame, TimelineScene } from './drawTimeline.ts';
import type { FindingRow } from './findingRow.ts';
import { plotGestures } from './plotGestures.ts';
import { TimelineWords } from './timelineWords.tsx';
import { isWhole, moved, timelineOf, zoomed } from './timelineView.ts';
import type { TimelineBar, TimelineView } from './timelineView.ts';

export interface TimelinePlotProps {
  readonly rows: readonly FindingRow[];
  /** Of the report, in milliseconds since 1970. */
  readonly newest: number;
  readonly open: FindingRow | undefined;
  /** Another one means other colours. */
  readonly theme: string;
  readonly onOpen: (row: FindingRow) => void;
}

const greatestHeight = 380;
const usualRow = 18;
/** Rows are never fewer in sight than fit at this height. */
const greatestRow = 26;
const step = 1.6;
const tipWidth = 300;

export function TimelinePlot({
  rows,
  newest,
  open,
  theme,
  onOpen,
}: TimelinePlotProps): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  const timeline = useMemo(() => timelineOf(rows, newest), [rows, newest]);
  const { whole, bars } = timeline;
  const [view, setView] = useState<TimelineView>(whole);
  const [focused, setFocused] = useState(-1);
  const [chosen, setChosen] = useState<TimelineScene['chosen']>(null);
  const [width, setWidth] = useState(900);
  const height = Math.min(greatestHeight, Math.max(4, bars.length) * usualRow + 34);
  const frame: Frame = { width, height, gutter: width > 640 ? 250 : 10 };
  const leastRows = plotHeight(frame) / greatestRow;
  // Of other findings the whole is shown again: what was in sight of the last ones says nothing of them.
  const [seen, setSeen] = useState(timeline);
  if (seen !== timeline) {
    setSeen(timeline);
    setView(whole);
    setFocused(-1);
  }
  const inSight = seen === timeline ? view : whole;
  const scene: TimelineScene = {
    timeline,
    view: inSight,
    frame,
    focused,
    open: open?.index ?? -1,
    chosen,
  };

  useEffect(() => {
    if (canvas.current !== null) drawTimeline(canvas.current, scene);
  }, [timeline, inSight, width, height, focused, open, chosen, theme]);
  useEffect(() => {
    const box = canvas.current?.parentElement;
    if (box === null || box === undefined) return undefined;
    const observer = new ResizeObserver(() => setWidth(Math.max(240, box.clientWidth)));
    observer.observe(box);
    return () => observer.disconnect();
  }, []);

  const latest = useRef(scene);
  latest.current = scene;
  useEffect(() => {
    if (canvas.current === null) return undefined;
    return plotGestures(canvas.current, {
      scene: () => latest.current,
      leastRows: () => plotHeight(latest.current.frame) / greatestRow,
      onView: setView,
      onFocus: setFocused,
      onChoose: setChosen,
      onOpen: (y) => {
        const bar = latest.current.timeline.bars[barAt(y, latest.current)];
        if (bar !== undefined) onOpen(bar.row);
      },
    });
  }, [onOpen]);

  const zoom = (factor: number): void =>
    setView(zoomed(inSight, { factor, x: 0.5, y: 0.5, leastRows }, whole));
  const focusBar = (index: number): void => {
    const next = Math.min(Math.max(index, 0), bars.length - 1);
    setFocused(next);
    const rowsInSight = inSight.bottom - inSight.top;
    const outside =
      next < inSight.top ? next - inSight.top : Math.max(0, next + 1 - inSight.bottom);
    if (outside !== 0) setView(moved(inSight, 0, outside / rowsInSight, whole));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const actions: Readonly<Record<string, () => void>> = {
      '+': () => zoom(step),
      '=': () => zoom(step),
      '-': () => zoom(1 / step),
      '0': () => setView(whole),
      ArrowLeft: () => setView(moved(inSight, -0.2, 0, whole)),
      ArrowRight: () => setView(moved(inSight, 0.2, 0, whole)),
      ArrowUp: () => focusBar(focused - 1),
      ArrowDown: () => focusBar(focused + 1),
      PageUp: () => setView(moved(inSight, 0, -0.9, whole)),
      PageDown: () => setView(moved(inSight, 0, 0.9, whole)),
      Home: () => focusBar(0),
      End: () => focusBar(bars.length - 1),
      Enter: () => {
        const bar = bars[focused];
        if (bar !== undefined) onOpen(bar.row);
      },
    };
    const action = event.ctrlKey || event.metaKey || event.altKey ? undefined : actions[event.key];
    if (action === undefined) return;
    event.preventDefault();
    action();
  };
  const bar = bars[focused];
  return (
    <section class="panel" aria-labelledby="timeline-title">
      <div class="panel-head">
        <h2 id="timeline-title">Exposure over time</h2>
        <p class="hint" id="timeline-hint">
          A bar runs from the commit that brought a secret in to the one that took it out; an arrow:
          still there. Wheel, pinch or drag to zoom; keys: + − 0, arrows, Enter.
        </p>
        <div class="buttons" role="group" aria-label="Zoom of the timeline">
          <button type="button" onClick={() => zoom(1 / step)} aria-label="Zoom out">
            −
          </button>
          <button type="button" onClick={() => zoom(step)} aria-label="Zoom in">
            +
          </button>
          <button type="button" disabled={isWhole(inSight, whole)} onClick={() => setView(whole)}>
            Show all
          </button>
        </div>
      </div>
      <div class="plot" data-zoomed={isWhole(inSight, whole) ? 'no' : 'yes'}>
        <canvas
          ref={canvas}
          class="timeline"
          role="img"
          tabIndex={0}
          aria-label={`Timeline of ${counted(bars.length, 'secret')}`}
          aria-describedby="timeline-hint"
          style={{ height: `${height}px` }}
          onKeyDown={onKeyDown}
          onBlur={() => setFocused(-1)}
        />
        {bar !== undefined && <BarTip bar={bar} scene={scene} />}
      </div>
      <p class="visually-hidden" aria-live="polite">
        {bar === undefined ? '' : barText(bar)}
      </p>
      {timeline.undated > 0 && (
        <p class="hint">{counted(timeline.undated, 'finding')} without a date: not in the plot.</p>
      )}
      <TimelineWords bars={bars} />
    </section>
  );
}

function BarTip({
  bar,
  scene,
}: {
  readonly bar: TimelineBar;
  readonly scene: TimelineScene;
}): JSX.Element {
  const { frame, view, focused } = scene;
  const rowHeight = plotHeight(frame) / (view.bottom - view.top);
  const y = (focused - view.top + 1) * rowHeight + 8;
  const middle =
    ((bar.start + (bar.end ?? scene.timeline.newest)) / 2 - view.start) / (view.end - view.start);
  const x = frame.gutter + (frame.width - frame.gutter) * Math.min(Math.max(middle, 0), 1);
  const left = Math.max(4, Math.min(x - tipWidth / 2, frame.width - tipWidth - 4));
  return (
    <div class="tip" style={{ left: `${left}px`, top: `${y}px`, width: `${tipWidth}px` }}>
      <strong>{bar.row.finding.title}</strong>
      <span class="path">{bar.row.where}</span>
      <span>{periodText(bar)}</span>
    </div>
  );
}

function barText(bar: TimelineBar): string {
  const { severity, title } = bar.row.finding;
  return `${severity}, ${title}, ${bar.row.where}, ${periodText(bar)}`;
}

function periodText({ row }: TimelineBar): string {
  const { removed, exposedDays } = row.finding;
  const until = removed === null ? 'still there' : `removed ${removed.date.slice(0, 10)}`;
  const exposed = exposedDays === null ? '' : `, ${days(exposedDays)}`;
  return `${row.introducedDay}, ${until}${exposed}`;
}
