// The treemap: where findings are, by rule or by path, their number as area. A tile narrows the filter; a folder opens.
import { hierarchy, treemap, treemapSquarify } from 'd3';
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { severities } from '../model/rule.ts';
import { groupDigits } from '../report/quantities.ts';
import { SeverityMark } from './severityMark.tsx';
import { foldersTo } from './tiles.ts';
import type { Tile } from './tiles.ts';

export type TreemapKind = 'rule' | 'path';

export interface TreemapProps {
  readonly kind: TreemapKind;
  readonly tiles: readonly Tile[];
  /** What the filter names: a rule, or a path. */
  readonly current: string;
  readonly onKind: (kind: TreemapKind) => void;
  readonly onChoose: (key: string) => void;
}

const leastHeight = 260;

export function Treemap({ kind, tiles, current, onKind, onChoose }: TreemapProps): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width: 500, height: leastHeight });
  useEffect(() => {
    const { current: element } = box;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() =>
      setSize({
        width: Math.max(160, element.clientWidth),
        height: Math.max(leastHeight, element.clientHeight),
      }),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return (
    <section class="panel treemap-panel" aria-labelledby="treemap-title">
      <div class="panel-head">
        <h2 id="treemap-title">Where they are</h2>
        <div class="buttons" role="group" aria-label="Group findings by">
          <button type="button" aria-pressed={kind === 'path'} onClick={() => onKind('path')}>
            By path
          </button>
          <button type="button" aria-pressed={kind === 'rule'} onClick={() => onKind('rule')}>
            By rule
          </button>
        </div>
      </div>
      {kind === 'path' && <Trail path={current} onChoose={onChoose} />}
      <div ref={box} class="treemap">
        {placed(tiles, size).map(({ tile, x, y, w, h }) => (
          <button
            type="button"
            key={`${tile.kind} ${tile.key}`}
            class={`tile ${tile.severity}`}
            disabled={tile.kind === 'rest'}
            aria-pressed={current !== '' && tile.key === current}
            title={tileText(tile)}
            style={{ left: `${x}px`, top: `${y}px`, width: `${w}px`, height: `${h}px` }}
            onClick={() => onChoose(tile.key === current ? '' : tile.key)}
          >
            <span class={w > 46 && h > 20 ? 'tile-name' : 'visually-hidden'}>
              <SeverityMark severity={tile.severity} />
              <span>{tile.label}</span>
            </span>{' '}
            <span class={w > 46 && h > 38 ? 'tile-count' : 'visually-hidden'}>
              {groupDigits(tile.count)} <span class="visually-hidden">{severityText(tile)}</span>
            </span>
            <span class="strip">
              {severities.map((severity) => (
                <span
                  key={severity}
                  class={severity}
                  style={{ flexGrow: String(tile.bySeverity[severity]) }}
                />
              ))}
            </span>
          </button>
        ))}
        {tiles.length === 0 && <p class="hint">Nothing to show.</p>}
      </div>
    </section>
  );
}

function Trail({
  path,
  onChoose,
}: {
  readonly path: string;
  readonly onChoose: (key: string) => void;
}): JSX.Element {
  const folders = foldersTo(path);
  return (
    <nav class="crumbs" aria-label="Folder">
      {folders.map((folder, index) => (
        <button type="button" key={folder} onClick={() => onChoose(folder)}>
          {index === 0 ? 'top' : folder.slice(folders[index - 1]?.length)}
        </button>
      ))}
    </nav>
  );
}

interface PlacedTile {
  readonly tile: Tile;
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

function placed(
  tiles: readonly Tile[],
  { width, height }: { readonly width: number; readonly height: number },
): PlacedTile[] {
  interface Node {
    readonly tile?: Tile;
    readonly children?: readonly Node[];
  }
  const root = hierarchy<Node>(
    { children: tiles.map((tile) => ({ tile })) },
    ({ children }) => children,
  ).sum(({ tile }) => tile?.count ?? 0);
  const layout = treemap<Node>()
    .size([width, height])
    .paddingInner(2)
    .tile(treemapSquarify.ratio(1.6));
  return layout(root)
    .leaves()
    .flatMap(({ data: { tile }, x0, y0, x1, y1 }) =>
      tile === undefined ? [] : [{ tile, x: x0, y: y0, w: x1 - x0, h: y1 - y0 }],
    );
}

function tileText(tile: Tile): string {
  return `${tile.label}: ${groupDigits(tile.count)} ${severityText(tile)}`;
}

/** `findings (1 critical, 2 high)`. */
function severityText({ count, bySeverity }: Tile): string {
  const parts = severities
    .filter((severity) => bySeverity[severity] > 0)
    .map((severity) => `${bySeverity[severity]} ${severity}`);
  return `${count === 1 ? 'finding' : 'findings'} (${parts.join(', ')})`;
}
