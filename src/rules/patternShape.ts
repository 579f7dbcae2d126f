// Where keywords stand within a pattern: how many bytes a match may span before and after one, and
// whether a match without any keyword is possible. Works on an automaton in which whatever is no literal
// is one wide edge. Used when rules are loaded from YAML and by `rules check`.
import { parsePattern, widthOf, type PatternNode } from './patternSyntax.ts';

/** Bytes of a match before the first byte of a keyword, and from there to the match's end; may be Infinity. */
export interface KeywordReach {
  readonly before: number;
  readonly after: number;
}

export interface PatternShape {
  /** Greatest reach over all keywords. */
  readonly reach: KeywordReach;
  /** Keywords that stand nowhere in the pattern as a literal. */
  readonly foreignKeywords: readonly string[];
  /** Whether the pattern can match a text that holds none of the keywords. */
  readonly canMissKeywords: boolean;
}

/** Measures a pattern against its keywords (compared without case, as the prefilter does). */
export function shapeOf(pattern: string, keywords: readonly string[]): PatternShape {
  const tree = parsePattern(pattern);
  const graph = graphOf(tree);
  const lower = keywords.map((keyword) => keyword.toLowerCase());
  const places = lower.map((keyword) => placementsOf(graph, keyword));
  return {
    reach: reachIn(graph, places, widthOf(tree).max),
    foreignKeywords: keywords.filter((_, index) => places[index]?.length === 0),
    canMissKeywords: acceptsWithout(graph, lower),
  };
}

/** The reach of shapeOf alone: what loading a rule needs, in half the time. */
export function reachOf(pattern: string, keywords: readonly string[]): KeywordReach {
  const tree = parsePattern(pattern);
  const graph = graphOf(tree);
  const places = keywords.map((keyword) => placementsOf(graph, keyword.toLowerCase()));
  return reachIn(graph, places, widthOf(tree).max);
}

function reachIn(
  graph: Graph,
  places: readonly (readonly number[])[],
  total: number,
): KeywordReach {
  // A keyword that is not found as a literal may stand anywhere.
  if (places.some((starts) => starts.length === 0)) return { before: total, after: total };
  const toEnd = longestPaths(graph, graph.accept);
  const fromStart = longestPaths(reversedGraph(graph), graph.start);
  const starts = places.flat();
  return {
    before: Math.max(0, ...starts.map((state) => fromStart[state] ?? 0)),
    after: Math.max(0, ...starts.map((state) => toEnd[state] ?? 0)),
  };
}

// An edge consumes nothing (`width` 0), one known letter (`letter`, lower-cased) or up to `width` other bytes.
interface Edge {
  readonly to: number;
  readonly width: number;
  readonly letter?: string;
}
interface Graph {
  readonly edges: Edge[][];
  readonly start: number;
  readonly accept: number;
}

const expandedRepeats = 16;
/** Repeats of repeats multiply, and paths are followed by recursion. */
const mostStates = 4096;

function graphOf(tree: PatternNode): Graph {
  const edges: Edge[][] = [[], []];
  const build = (node: PatternNode, from: number, to: number): void => {
    const state = (): number => {
      if (edges.length >= mostStates) throw new SyntaxError('its repeats are too many to measure');
      return edges.push([]) - 1;
    };
    const add = (start: number, edge: Edge): void => void edges[start]?.push(edge);
    switch (node.kind) {
      case 'assertion':
        return add(from, { to, width: 0 });
      case 'chars': {
        const letters = lettersOf(node.set);
        if (letters.length > smallClass) return add(from, { to, width: 1 });
        return letters.forEach((letter) => add(from, { to, width: 1, letter }));
      }
      case 'group':
        return build(node.item, from, to);
      case 'choice':
        return node.items.forEach((item) => build(item, from, to));
      case 'sequence': {
        let at = from;
        for (const item of node.items) {
          const next = state();
          build(item, at, next);
          at = next;
        }
        return add(at, { to, width: 0 });
      }
      case 'repeat': {
        const width = widthOf(node);
        if (node.max > expandedRepeats || !holdsLetter(node.item)) {
          add(from, { to, width: width.max });
          if (width.min === 0) add(from, { to, width: 0 });
          return;
        }
        let at = from;
        for (let count = 0; count < node.max; count++) {
          if (count >= node.min) add(at, { to, width: 0 });
          const next = state();
          build(node.item, at, next);
          at = next;
        }
        return add(at, { to, width: 0 });
      }
    }
  };
  build(tree, 0, 1);
  return { edges, start: 0, accept: 1 };
}

// A class of a few characters (`[_-]`, `[0-9]`) counts as a choice of letters.
const smallClass = 10;

const largeClass = Array.from({ length: smallClass + 1 }, () => '');

function lettersOf(set: ReadonlySet<number>): readonly string[] {
  if (set.size > smallClass * 2) return largeClass;
  return [...new Set(Array.from(set, (code) => String.fromCharCode(code).toLowerCase()))];
}

function holdsLetter(node: PatternNode): boolean {
  if (node.kind === 'chars') return lettersOf(node.set).length <= smallClass;
  if (node.kind === 'group' || node.kind === 'repeat') return holdsLetter(node.item);
  return node.kind !== 'assertion' && node.items.some(holdsLetter);
}

function reversedGraph(graph: Graph): Graph {
  const edges: Edge[][] = graph.edges.map(() => []);
  graph.edges.forEach((list, from) => {
    for (const edge of list) edges[edge.to]?.push({ ...edge, to: from });
  });
  return { edges, start: graph.accept, accept: graph.start };
}

// The graph has no cycles: endless repeats are single edges of width Infinity.
function longestPaths(graph: Graph, target: number): readonly number[] {
  const longest: (number | undefined)[] = graph.edges.map(() => undefined);
  longest[target] = 0;
  const visit = (state: number): number => {
    const known = longest[state];
    if (known !== undefined) return known;
    let best = -Infinity;
    for (const edge of graph.edges[state] ?? []) best = Math.max(best, edge.width + visit(edge.to));
    longest[state] = best;
    return best;
  };
  return graph.edges.map((_, state) => Math.max(0, visit(state)));
}

function placementsOf(graph: Graph, keyword: string): readonly number[] {
  // Without this, optional letters one after the other would be passed again and again.
  const known = new Map<number, boolean>();
  const standsAt = (state: number, matched: number): boolean => {
    const key = state * keyword.length + matched;
    let stands = known.get(key);
    if (stands === undefined) {
      stands = (graph.edges[state] ?? []).some((edge) => {
        if (edge.width === 0) return standsAt(edge.to, matched);
        if (edge.letter !== keyword[matched]) return false;
        return matched + 1 === keyword.length || standsAt(edge.to, matched + 1);
      });
      known.set(key, stands);
    }
    return stands;
  };
  return graph.edges.flatMap((list, state) => {
    const startsHere = list.some((edge) => edge.letter === keyword[0]);
    return startsHere && standsAt(state, 0) ? [state] : [];
  });
}

function acceptsWithout(graph: Graph, keywords: readonly string[]): boolean {
  const seen = new Set<string>();
  const longest = Math.max(0, ...keywords.map((keyword) => keyword.length));
  const walk = (state: number, tail: string): boolean => {
    if (state === graph.accept) return true;
    const key = `${state} ${tail}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return (graph.edges[state] ?? []).some((edge) => {
      if (edge.width === 0) return walk(edge.to, tail);
      if (edge.letter === undefined) return walk(edge.to, '');
      const next = (tail + edge.letter).slice(-longest);
      return !keywords.some((keyword) => next.endsWith(keyword)) && walk(edge.to, next);
    });
  };
  return walk(graph.start, '');
}
