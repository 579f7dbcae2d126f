// Parents before children. Among commits whose parents are all placed the oldest comes first, so that side
// branches interleave by date; equal dates go by id: the order depends on the commits alone.
import type { OidTable } from './oidTable.ts';

export interface CommitGraph {
  readonly count: number;
  readonly oids: OidTable;
  readonly parentStart: Int32Array;
  readonly parents: Int32Array;
  readonly commitSeconds: Float64Array;
}

export interface TopologicalOrder {
  readonly order: Int32Array;
  readonly rank: Int32Array;
}

/**
 * Kahn's algorithm (Topological sorting of large networks, 1962) with a binary heap: O(n log n). A cycle,
 * which hashing rules out, does not hang: the oldest commit of what is left is placed against its parents.
 */
export function topologicalOrder(graph: CommitGraph): TopologicalOrder {
  const { count, parentStart } = graph;
  const children = invert(graph);
  const waitingFor = new Int32Array(count);
  const heap = new CommitHeap(graph);
  for (let i = 0; i < count; i++) {
    waitingFor[i] = parentStart[i + 1]! - parentStart[i]!;
    if (waitingFor[i] === 0) heap.push(i);
  }
  const order = new Int32Array(count);
  const rank = new Int32Array(count).fill(-1);
  for (let placed = 0; placed < count; placed++) {
    const commit = heap.length > 0 ? heap.pop() : oldestUnplaced(graph, rank);
    order[placed] = commit;
    rank[commit] = placed;
    for (let i = children.start[commit]!; i < children.start[commit + 1]!; i++) {
      const child = children.list[i]!;
      if (--waitingFor[child]! === 0 && rank[child]! < 0) heap.push(child);
    }
  }
  return { order, rank };
}

function invert({ count, parentStart, parents }: CommitGraph): {
  start: Int32Array;
  list: Int32Array;
} {
  const start = new Int32Array(count + 1);
  for (const parent of parents) start[parent + 1]!++;
  for (let i = 0; i < count; i++) start[i + 1]! += start[i]!;
  const list = new Int32Array(parents.length);
  const next = start.slice(0, count);
  for (let i = 0; i < count; i++) {
    for (let at = parentStart[i]!; at < parentStart[i + 1]!; at++) list[next[parents[at]!]!++] = i;
  }
  return { start, list };
}

function oldestUnplaced(graph: CommitGraph, rank: Int32Array): number {
  let oldest = -1;
  for (let i = 0; i < graph.count; i++) {
    if (rank[i]! < 0 && (oldest < 0 || isOlder(graph, i, oldest))) oldest = i;
  }
  return oldest;
}

function isOlder({ commitSeconds, oids }: CommitGraph, a: number, b: number): boolean {
  const difference = commitSeconds[a]! - commitSeconds[b]!;
  return difference === 0 ? oids.compare(a, b) < 0 : difference < 0;
}

/** Commits, the oldest on top. */
class CommitHeap {
  private readonly graph: CommitGraph;
  private readonly items: number[] = [];

  constructor(graph: CommitGraph) {
    this.graph = graph;
  }

  get length(): number {
    return this.items.length;
  }

  push(commit: number): void {
    const { items } = this;
    let at = items.push(commit) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!isOlder(this.graph, commit, items[above]!)) break;
      items[at] = items[above]!;
      at = above;
    }
    items[at] = commit;
  }

  /** Removes and returns the oldest; the heap must not be empty. */
  pop(): number {
    const { items } = this;
    const top = items[0]!;
    const last = items.pop()!;
    if (items.length === 0) return top;
    let at = 0;
    for (;;) {
      let below = at * 2 + 1;
      if (below >= items.length) break;
      if (below + 1 < items.length && isOlder(this.graph, items[below + 1]!, items[below]!))
        below++;
      if (!isOlder(this.graph, items[below]!, last)) break;
      items[at] = items[below]!;
      at = below;
    }
    items[at] = last;
    return top;
  }
}
