// The trail against the definitions, over random histories: any graph of commits (several roots, octopus and
// criss-cross merges, absent parents), any change of files, skewed clocks, refs to anything.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ObjectFormat, Oid } from '../../src/model/oid.ts';
import type { BytePath } from '../../src/model/path.ts';
import { resolveTrail } from '../../src/trail/resolveTrail.ts';
import type { Trail, TrailInput } from '../../src/trail/resolveTrail.ts';
import type { SoughtMatch } from '../../src/trail/soughtSecrets.ts';
import { SoughtTrees } from '../../src/trail/soughtTrees.ts';
import { comparableTrails } from './comparable.ts';
import { memoryObjects } from './memoryObjects.ts';
import type { MemoryObjects } from './memoryObjects.ts';
import { naiveOrder, naiveTrails } from './naiveTrail.ts';
import type { NaiveCommit, NaiveTarget, NaiveTrail } from './naiveTrail.ts';

/** Contents that occur; `S1@3` = secret 1 in line 3. The last ones hold nothing sought. */
const contents: readonly string[] = [
  'S1@3',
  'S1@4',
  'S1@3 S1@9',
  'S2@1',
  'S1@3 S2@3',
  'S3@7 S3@7 S3@8',
  'S1@1 S2@2 S3@3 S4@4',
  'S4@5',
  'S5@1',
  'nothing',
  'nothing else',
];
const paths: readonly BytePath[] = [
  'a',
  'a/b',
  'a/b/c',
  'a/b/d',
  'a.b',
  'a0',
  'd/a',
  'd/b',
  'e',
  '\xff',
];

const change = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('write' as const),
      path: fc.constantFrom(...paths),
      content: fc.nat(contents.length - 1),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('remove' as const), path: fc.constantFrom(...paths) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('move' as const),
      path: fc.constantFrom(...paths),
      to: fc.constantFrom(...paths),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('revert' as const), commit: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('clear' as const) }) },
);
const commitPlan = fc.record({
  /** How far back each parent is; 0 = an absent one. */
  parents: fc.oneof(
    { weight: 5, arbitrary: fc.constant<number[]>([1]) },
    { weight: 3, arbitrary: fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 4 }) },
    { weight: 1, arbitrary: fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 3 }) },
  ),
  /** Whose files a merge starts from. */
  base: fc.nat(3),
  takesAll: fc.boolean(),
  changes: fc.array(change, { maxLength: 4 }),
  day: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.nat(40) }),
});
const tipPlan = fc.record({
  kind: fc.constantFrom(
    'commit',
    'commit',
    'commit',
    'tag',
    'tag of tag',
    'tree',
    'blob',
    'absent',
  ),
  at: fc.nat(),
  content: fc.nat(contents.length - 1),
});
const historyPlan = fc.record({
  format: fc.constantFrom<ObjectFormat>('sha1', 'sha1', 'sha256'),
  commits: fc.array(commitPlan, { minLength: 1, maxLength: 14 }),
  refs: fc.array(tipPlan, { maxLength: 5 }),
  others: fc.array(tipPlan, { maxLength: 2 }),
  head: fc.option(tipPlan),
  selection: fc.option(fc.array(fc.boolean(), { minLength: 14, maxLength: 14 }), { freq: 3 }),
  guesses: fc.boolean(),
  messages: fc.array(fc.record({ secret: fc.constantFrom('S1', 'S2', 'S9'), at: fc.nat() }), {
    maxLength: 3,
  }),
});
type HistoryPlan = typeof historyPlan extends fc.Arbitrary<infer Plan> ? Plan : never;
type TipPlan = typeof tipPlan extends fc.Arbitrary<infer Plan> ? Plan : never;

const firstDay = 1_700_000_000;

interface History {
  readonly memory: MemoryObjects;
  readonly commits: Map<Oid, NaiveCommit>;
  readonly blobs: readonly Oid[];
  readonly sought: Map<Oid, SoughtMatch[]>;
}

function build(plan: HistoryPlan): History {
  const memory = memoryObjects(plan.format);
  const blobs = contents.map((content) => memory.put('blob', content));
  const sought = new Map<Oid, SoughtMatch[]>();
  for (const [i, content] of contents.entries()) {
    const matches = [...content.matchAll(/(S\d)@(\d)/gu)].map(([, id = '', at], column) => {
      const line = Number(at);
      return { secretId: id, line, column: column + 1, endLine: line, endColumn: column + 8 };
    });
    if (matches.length > 0) sought.set(blobs[i]!, matches);
  }
  const states: Map<BytePath, Oid>[] = [];
  const oids: Oid[] = [];
  const commits = new Map<Oid, NaiveCommit>();
  for (const [position, step] of plan.commits.entries()) {
    const near = step.parents.filter((back) => back <= position).map((back) => position - back);
    const known = near.filter((parent) => parent !== position);
    const sources = step.takesAll
      ? known
      : known.slice(step.base % Math.max(1, known.length)).slice(0, 1);
    const files = new Map(sources.flatMap((parent) => [...states[parent]!]));
    for (const item of step.changes) apply(files, item, states, blobs);
    separate(files);
    const tree = memory.files(files);
    const parents = near.map((parent) =>
      parent === position ? '12'.repeat(blobs[0]!.length / 2) : oids[parent]!,
    );
    const seconds = firstDay + (step.day ?? position) * 86_400;
    const authorSeconds = seconds - (position % 3) * 5000;
    const oid = memory.commit({
      tree,
      parents,
      seconds,
      authorSeconds,
      message: `commit ${position}`,
    });
    oids.push(oid);
    states.push(files);
    commits.set(oid, { oid, parents, commitSeconds: seconds, authorSeconds, files: [...files] });
  }
  return { memory, commits, blobs, sought };
}

function apply(
  files: Map<BytePath, Oid>,
  item: HistoryPlan['commits'][number]['changes'][number],
  states: readonly ReadonlyMap<BytePath, Oid>[],
  blobs: readonly Oid[],
): void {
  if (item.kind === 'write') put(files, item.path, blobs[item.content]!);
  if (item.kind === 'remove') files.delete(item.path);
  if (item.kind === 'clear') files.clear();
  if (item.kind === 'move') {
    const blob = files.get(item.path);
    files.delete(item.path);
    if (blob !== undefined) put(files, item.to, blob);
  }
  if (item.kind === 'revert' && states.length > 0) {
    files.clear();
    for (const [path, blob] of states[item.commit % states.length]!) files.set(path, blob);
  }
}

/** Writes a file; what stands in its way (a file as a folder, a folder as a file) goes. */
function put(files: Map<BytePath, Oid>, path: BytePath, blob: Oid): void {
  for (const other of files.keys()) {
    if (other.startsWith(`${path}/`) || path.startsWith(`${other}/`)) files.delete(other);
  }
  files.set(path, blob);
}

/** A merge may have brought a file and a folder of the same name together. */
function separate(files: Map<BytePath, Oid>): void {
  for (const [path, blob] of files) put(files, path, blob);
}

function addTip(
  history: History,
  plan: TipPlan,
): { oid: Oid; target: NaiveTarget; tags?: readonly Oid[] } {
  const { memory, commits, blobs } = history;
  const list = [...commits.values()];
  const commit = list[plan.at % list.length]!;
  const blob = blobs[plan.content]!;
  const files = new Map([
    ['x/y', blob],
    ['z', blobs[plan.at % blobs.length]!],
  ]);
  switch (plan.kind) {
    case 'commit':
      return { oid: commit.oid, target: { commit: commit.oid } };
    case 'tag': {
      const tag = memory.tag(commit.oid, 'commit');
      return { oid: tag, target: { commit: commit.oid }, tags: [tag] };
    }
    case 'tag of tag': {
      const inner = memory.tag(blob, 'blob');
      const outer = memory.tag(inner, 'tag');
      return { oid: outer, target: { blobs: [blob] }, tags: [inner, outer] };
    }
    case 'tree':
      return { oid: memory.files(files), target: { blobs: [...files.values()] } };
    case 'blob':
      return { oid: blob, target: { blobs: [blob] } };
    case 'absent':
      return { oid: '34'.repeat(blob.length / 2), target: null };
  }
}

/** A mayHold that knows, as the scan does, and one that lets everything through. */
function mayHoldOf({ memory, sought }: History): (oids: Uint8Array, offset: number) => boolean {
  const size = memory.format === 'sha1' ? 20 : 32;
  const holds = (tree: Oid): boolean => {
    const bytes = memory.objects.get(tree)!.bytes;
    for (let at = 0; at < bytes.length;) {
      const end = bytes.indexOf(0, at);
      const oid = bytes.toString('hex', end + 1, end + 1 + size);
      if (sought.has(oid)) return true;
      if (bytes.toString('latin1', at, at + 2) === '40' && holds(oid)) return true;
      at = end + 1 + size;
    }
    return false;
  };
  return (oids, offset) => holds(Buffer.from(oids.subarray(offset, offset + size)).toString('hex'));
}

function resolve(
  history: History,
  plan: HistoryPlan,
): { trail: Trail; naive: Map<string, NaiveTrail> } {
  const { memory, commits, sought } = history;
  const refs = plan.refs.map((tip, i) => ({
    name: `refs/heads/${9 - i}`,
    ...addTip(history, tip),
  }));
  const others = plan.others.map((tip) => addTip(history, tip));
  const head = plan.head === null ? null : addTip(history, plan.head);
  const table = memory.table();
  const speakers = [...refs.flatMap(({ tags = [] }) => tags), ...commits.keys()];
  const messages = plan.messages.map(({ secret, at }) => ({
    secretId: secret,
    oid: speakers[at % speakers.length]!,
  }));
  const chosen = plan.selection;
  const selectedOids = new Set([...commits.keys()].filter((_, i) => chosen?.[i]));
  const selection = Uint8Array.from({ length: table.count }, (_, i) =>
    Number(selectedOids.has(table.oids.hexAt(i))),
  );
  const input: TrailInput = {
    commits: table,
    trees: new SoughtTrees({
      objects: memory.reader,
      objectFormat: memory.format,
      blobs: sought.keys(),
      ...(plan.guesses ? {} : { mayHold: mayHoldOf(history) }),
    }),
    objects: memory.reader,
    sought,
    messages,
    refs,
    reflogOids: others.slice(0, 1).map(({ oid }) => oid),
    otherRoots: others.slice(1).map(({ oid }) => oid),
    head: head?.oid ?? null,
    ...(chosen === null ? {} : { selection }),
  };
  const naive = naiveTrails({
    commits,
    sought,
    messages,
    refs,
    others: others.map(({ target }) => target),
    head: head?.target ?? null,
    headTags: head?.tags ?? [],
    ...(chosen === null ? {} : { selected: selectedOids }),
  });
  return { trail: resolveTrail(input), naive };
}

test('The trail of every secret is what the definitions say, whatever the history', () => {
  fc.assert(
    fc.property(historyPlan, (plan) => {
      const history = build(plan);
      const { trail, naive } = resolve(history, plan);
      expect(comparableTrails(trail)).toEqual(Object.fromEntries(naive));
      expect(trail.isTruncated).toBe(false);
    }),
    { numRuns: 1500 },
  );
}, 120_000);

test('The order of commits is the oldest first whose parents are all placed', () => {
  fc.assert(
    fc.property(historyPlan, (plan) => {
      const { memory, commits } = build(plan);
      const table = memory.table();
      const order = Array.from(table.order, (commit) => table.oids.hexAt(commit));
      expect(order).toEqual(naiveOrder(commits).map(({ oid }) => oid));
    }),
    { numRuns: 300 },
  );
});

test('No tree is read twice, and none that cannot hold a sought blob', () => {
  fc.assert(
    fc.property(historyPlan, (plan) => {
      const history = build({ ...plan, guesses: false });
      const mayHold = mayHoldOf(history);
      const { trail } = resolve(history, {
        ...plan,
        guesses: false,
        refs: [],
        others: [],
        head: null,
      });
      for (const secretId of trail.secretIds) trail.of(secretId);
      for (const [oid, count] of history.memory.reads) {
        if (history.memory.objects.get(oid)?.type !== 'tree') continue;
        expect(count).toBe(1);
        expect(mayHold(Buffer.from(oid, 'hex'), 0)).toBe(true);
      }
    }),
    { numRuns: 200 },
  );
});
