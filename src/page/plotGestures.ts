// Wheel, dragging and pinching over the timeline. What they mean for the view is said in timelineView.ts.
import { barAt, plotHeight } from './drawTimeline.ts';
import type { TimelineScene } from './drawTimeline.ts';
import { isWhole, moved, period, zoomed } from './timelineView.ts';
import type { TimelineView } from './timelineView.ts';

export interface PlotGestures {
  readonly scene: () => TimelineScene;
  readonly leastRows: () => number;
  readonly onView: (view: TimelineView) => void;
  /** Index of the bar under the pointer; -1 for none. */
  readonly onFocus: (index: number) => void;
  readonly onChoose: (chosen: TimelineScene['chosen']) => void;
  /** A click at this height. */
  readonly onOpen: (y: number) => void;
}

/** Pixels of a press that is a click all the same. */
const clickSlack = 4;

interface Place {
  readonly x: number;
  readonly y: number;
}

/** Listens on the canvas; the function returned ends it. */
export function plotGestures(canvas: HTMLCanvasElement, gestures: PlotGestures): () => void {
  const pointers = new Map<number, Place>();
  let pressed: (Place & { readonly view: TimelineView; readonly chooses: boolean }) | null = null;
  let hasMoved = false;

  const placeOf = (event: MouseEvent): Place => {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const shareX = (x: number): number => {
    const { gutter, width } = gestures.scene().frame;
    return Math.min(Math.max((x - gutter) / (width - gutter), 0), 1);
  };
  const shareY = (y: number): number =>
    Math.min(Math.max(y / plotHeight(gestures.scene().frame), 0), 1);
  const zoomAt = ({ x, y }: Place, factor: number): void => {
    const { view, timeline } = gestures.scene();
    const zoom = { factor, x: shareX(x), y: shareY(y), leastRows: gestures.leastRows() };
    gestures.onView(zoomed(view, zoom, timeline.whole));
  };

  const onWheel = (event: WheelEvent): void => {
    const { view, timeline } = gestures.scene();
    // Nothing is left to zoom out of: the page scrolls.
    if (event.deltaY > 0 && isWhole(view, timeline.whole)) return;
    event.preventDefault();
    if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      gestures.onView(moved(view, (event.deltaX || event.deltaY) / 800, 0, timeline.whole));
    } else {
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 20 : 1;
      zoomAt(placeOf(event), Math.exp(-Math.max(-300, Math.min(300, event.deltaY * lines)) / 400));
    }
  };
  const onDown = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    const place = placeOf(event);
    pointers.set(event.pointerId, place);
    const { view, timeline } = gestures.scene();
    hasMoved = false;
    pressed = { ...place, view, chooses: event.shiftKey || isWhole(view, timeline.whole) };
  };
  const onMove = (event: PointerEvent): void => {
    const place = placeOf(event);
    const before = pointers.get(event.pointerId);
    if (before === undefined || pressed === null) {
      gestures.onFocus(barAt(place.y, gestures.scene()));
      return;
    }
    const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
    pointers.set(event.pointerId, place);
    if (other !== undefined) {
      hasMoved = true;
      gestures.onChoose(null);
      const middle = { x: (place.x + other.x) / 2, y: (place.y + other.y) / 2 };
      zoomAt(middle, distance(place, other) / Math.max(1, distance(before, other)));
      return;
    }
    if (!hasMoved && distance(place, pressed) < clickSlack) return;
    hasMoved = true;
    const { timeline, frame } = gestures.scene();
    if (pressed.chooses) {
      gestures.onChoose([shareX(pressed.x), shareX(place.x)]);
    } else {
      const x = (pressed.x - place.x) / (frame.width - frame.gutter);
      const y = (pressed.y - place.y) / plotHeight(frame);
      gestures.onView(moved(pressed.view, x, y, timeline.whole));
    }
  };
  const onUp = (event: PointerEvent): void => {
    if (!pointers.delete(event.pointerId) || pressed === null) return;
    const { chosen, view, timeline } = gestures.scene();
    if (!hasMoved && event.type === 'pointerup') gestures.onOpen(placeOf(event).y);
    else if (chosen !== null) gestures.onView(period(view, chosen[0], chosen[1], timeline.whole));
    gestures.onChoose(null);
    if (pointers.size === 0) pressed = null;
  };
  const onLeave = (): void => gestures.onFocus(-1);

  const ends = new AbortController();
  const { signal } = ends;
  canvas.addEventListener('wheel', onWheel, { passive: false, signal });
  canvas.addEventListener('pointerdown', onDown, { signal });
  canvas.addEventListener('pointermove', onMove, { signal });
  canvas.addEventListener('pointerup', onUp, { signal });
  canvas.addEventListener('pointercancel', onUp, { signal });
  canvas.addEventListener('pointerleave', onLeave, { signal });
  return () => ends.abort();
}

function distance(a: Place, b: Place): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
