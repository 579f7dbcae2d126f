// What the treemap shows: findings by rule, or by what lies in one folder, largest first.
import { severities } from '../model/rule.ts';
import type { Severity } from '../model/rule.ts';
import type { FindingRow } from './findingRow.ts';

export interface Tile {
  /** A rule's id, a file, or a folder that ends in a slash. */
  readonly key: string;
  readonly label: string;
  readonly count: number;
  /** The worst among them. */
  readonly severity: Severity;
  readonly bySeverity: Readonly<Record<Severity, number>>;
  readonly kind: 'rule' | 'folder' | 'file' | 'rest';
}

/** More are put together as one. */
const mostTiles = 60;

/** A tile for each rule. */
export function ruleTiles(rows: readonly FindingRow[]): Tile[] {
  return tilesOf(rows, ({ finding }) => ({
    key: finding.ruleId,
    label: finding.title,
    kind: 'rule',
  }));
}

/**
 * A tile for each file and folder right in `folder` (empty: the top). Folders that hold nothing but one folder are one
 * tile with it. What has no path is a tile that leads nowhere.
 */
export function pathTiles(rows: readonly FindingRow[], folder: string): Tile[] {
  const inside = rows.filter(({ path }) =>
    path === null ? folder === '' : path.startsWith(folder),
  );
  const tiles = tilesOf(inside, ({ path }) => {
    if (path === null) return { key: '', label: 'no path (messages, objects)', kind: 'rest' };
    const end = path.indexOf('/', folder.length);
    const key = end < 0 ? path : path.slice(0, end + 1);
    return { key, label: key.slice(folder.length), kind: end < 0 ? 'file' : 'folder' };
  });
  return tiles.map((tile) => (tile.kind === 'folder' ? joined(tile, inside, folder) : tile));
}

/** `src/` as `src/main/java/` where all that is in it is in there. */
function joined(tile: Tile, rows: readonly FindingRow[], folder: string): Tile {
  const paths = rows.flatMap(({ path }) => (path?.startsWith(tile.key) ? [path] : []));
  const [first = ''] = paths;
  let { key } = tile;
  for (;;) {
    const end = first.indexOf('/', key.length);
    const longer = first.slice(0, end + 1);
    if (end < 0 || !paths.every((path) => path.startsWith(longer))) break;
    key = longer;
  }
  return { ...tile, key, label: key.slice(folder.length) };
}

/** The folders on the way to a path: `a/b/c.py` gives `''`, `a/`, `a/b/`. */
export function foldersTo(path: string): string[] {
  const ends = [...path.matchAll(/\//gu)].map(({ index }) => index + 1);
  return ['', ...ends.map((end) => path.slice(0, end))];
}

function tilesOf(
  rows: readonly FindingRow[],
  nameOf: (row: FindingRow) => Pick<Tile, 'key' | 'label' | 'kind'>,
): Tile[] {
  const groups = new Map<string, Pick<Tile, 'key' | 'label' | 'kind'> & { rows: FindingRow[] }>();
  for (const row of rows) {
    const name = nameOf(row);
    const group = groups.get(name.key);
    if (group === undefined) groups.set(name.key, { ...name, rows: [row] });
    else group.rows.push(row);
  }
  const sorted = [...groups.values()].sort(
    (a, b) => b.rows.length - a.rows.length || (a.key < b.key ? -1 : 1),
  );
  const shown = sorted.length > mostTiles ? sorted.slice(0, mostTiles - 1) : sorted;
  const rest = sorted.slice(shown.length).flatMap((group) => group.rows);
  const tiles = shown.map(({ rows: held, ...name }) => ({ ...name, ...countsOf(held) }));
  if (rest.length === 0) return tiles;
  const label = `${sorted.length - shown.length} more`;
  return [...tiles, { key: '', label, kind: 'rest', ...countsOf(rest) }];
}

function countsOf(rows: readonly FindingRow[]): Pick<Tile, 'count' | 'severity' | 'bySeverity'> {
  const bySeverity = { critical: 0, high: 0, medium: 0, low: 0 };
  for (const { finding } of rows) bySeverity[finding.severity] += 1;
  const severity = severities.find((each) => bySeverity[each] > 0) ?? 'low';
  return { count: rows.length, severity, bySeverity };
}
