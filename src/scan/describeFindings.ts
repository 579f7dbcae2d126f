// Adds to findings what a reader wants who decides on them: the lines around their places, and why each was taken for a
// secret. Only where the run asks for it: contents are read and scanned once more.
import { createDetector } from '../detect/detector.ts';
import type { Detector } from '../detect/detector.ts';
import { createExplainer } from '../detect/explain.ts';
import type { ExplainLine } from '../detect/explain.ts';
import { fileKindOf } from '../detect/paths.ts';
import type { Explanation } from '../model/explanation.ts';
import type { Finding, Judgement } from '../model/finding.ts';
import type { Excerpt, Occurrence } from '../model/occurrence.ts';
import type { FileKind } from '../model/rule.ts';
import type { RunOptions } from '../model/run.ts';
import type { RuleSet } from '../rules/ruleSet.ts';
import { mostBytesShown, openContentView } from './contentView.ts';
import type { ContentView } from './contentView.ts';
import { leastScoreOf } from './judgement.ts';
import type { ContentOf } from './occurrenceContents.ts';
import { occurrenceKey } from './secretSpans.ts';
import type { DetectorSettings } from './shared.ts';
import { rulesFor } from './thread.ts';

export interface DescribeInput {
  readonly findings: readonly Finding[];
  readonly options: RunOptions;
  readonly contentOf: ContentOf;
  readonly detector: () => Detector;
  readonly rules: RuleSet;
  readonly settings: DetectorSettings;
}

/** Steps of a trail beyond these come without lines: nobody reads a hundred excerpts of one secret. */
const mostExcerpts = 12;
/** Places of a finding that are asked why it is one; the first usually tells. */
const mostAsked = 4;
/** Findings are sorted by path: the next one is often in the same content. */
const contentsKept = 8;

interface OpenContent {
  readonly view: ContentView | undefined;
  readonly reported: (kind: FileKind) => ReportedOn;
}

type ExplainedValue = Explanation['values'][number];

/** The value that is reported at a place of a line under a rule, else one that is under it on the same line. */
type ReportedOn = (place: Occurrence, ruleId: string) => ExplainedValue | undefined;

/** The findings in their order, with what `options` asks for. */
export function describeFindings(input: DescribeInput): readonly Finding[] {
  const { findings, options } = input;
  const { contextLines, wantsJudgements = false } = options;
  if (findings.length === 0 || (contextLines === undefined && !wantsJudgements)) return findings;
  const open = contentOpener(input);
  return findings.map((finding) => ({
    ...finding,
    ...(contextLines === undefined ? {} : withExcerpts(finding, contextLines, open)),
    ...(wantsJudgements ? judgementOf(finding, open) : {}),
  }));
}

type Open = (place: Occurrence) => OpenContent | undefined;

/** Keeps the last few contents open. */
function contentOpener(input: DescribeInput): Open {
  const { contentOf, rules, settings, options } = input;
  const threshold = leastScoreOf(options.minConfidence);
  const detector = hidingDetector(input);
  let explainer: ReturnType<typeof createExplainer> | undefined;
  const kept = new Map<string, OpenContent | undefined>();
  return (place) => {
    const key = occurrenceKey(place);
    if (kept.has(key)) return kept.get(key);
    const found = contentOf(place);
    let opened: OpenContent | undefined;
    if (found !== undefined && found.length <= mostBytesShown) {
      // What is read is good until the next read only.
      const bytes = Buffer.from(found);
      const byKind = new Map<FileKind, ReportedOn>();
      opened = {
        view: openContentView(bytes, detector()),
        reported(kind) {
          explainer ??= createExplainer(rules, settings);
          const reported = byKind.get(kind) ?? reportedBy(explainer(bytes, kind, threshold));
          byKind.set(kind, reported);
          return reported;
        },
      };
    }
    for (const oldest of kept.keys()) {
      if (kept.size < contentsKept) break;
      kept.delete(oldest);
    }
    kept.set(key, opened);
    return opened;
  };
}

/** What a neighbouring line holds is a secret under a rule that this run leaves out, too. */
function hidingDetector({ detector, settings }: DescribeInput): () => Detector {
  if (settings.enable.length + settings.disable.length === 0) return detector;
  const all = { ...settings, enable: [], disable: [] };
  let made: Detector | undefined;
  return () => (made ??= createDetector(rulesFor(all), all));
}

/** Each line is explained once, and its values by their places: a minified file has thousands of findings on one. */
function reportedBy(explain: ExplainLine): ReportedOn {
  const lines = new Map<number, ReadonlyMap<string, ExplainedValue>>();
  return ({ line, column }, ruleId) => {
    const known = lines.get(line) ?? valuesByPlace(explain(line)?.values ?? []);
    lines.set(line, known);
    return known.get(`${ruleId} ${line} ${column}`) ?? known.get(ruleId);
  };
}

function valuesByPlace(values: readonly ExplainedValue[]): ReadonlyMap<string, ExplainedValue> {
  const byPlace = new Map<string, ExplainedValue>();
  for (const value of values) {
    if (!value.isReported) continue;
    const { ruleId, line, column } = value;
    for (const key of [ruleId, `${ruleId} ${line} ${column}`]) {
      if (!byPlace.has(key)) byPlace.set(key, value);
    }
  }
  return byPlace;
}

function withExcerpts(
  { introduced, occurrences }: Finding,
  contextLines: number,
  open: Open,
): Pick<Finding, 'introduced' | 'occurrences'> {
  const excerpts = new Map<string, Excerpt | undefined>();
  const withExcerpt = (place: Occurrence): Occurrence => {
    const key = `${occurrenceKey(place)} ${place.line} ${place.column}`;
    if (!excerpts.has(key)) {
      if (excerpts.size >= mostExcerpts) return place;
      excerpts.set(key, open(place)?.view?.(place, contextLines));
    }
    const context = excerpts.get(key);
    return context === undefined ? place : { ...place, context };
  };
  return { introduced: withExcerpt(introduced), occurrences: occurrences.map(withExcerpt) };
}

/** The first place that tells why, under the rule of the finding. */
function judgementOf(
  { ruleId, introduced, occurrences }: Finding,
  open: Open,
): { readonly judgement?: Judgement } {
  const places = new Map<string, Occurrence>();
  for (const place of [introduced, ...occurrences]) {
    if (places.size >= mostAsked) break;
    places.set(`${occurrenceKey(place)} ${place.path} ${place.line} ${place.column}`, place);
  }
  for (const place of places.values()) {
    const telling = open(place)?.reported(kindOf(place))(place, ruleId);
    if (telling !== undefined) {
      const { verdict, reasons } = telling;
      return { judgement: { verdict, reasons } };
    }
  }
  return {};
}

/** How a place is judged when `explain` is asked about it. */
export function kindOf({ path, commit }: Occurrence): FileKind {
  if (path !== null) return fileKindOf(path);
  return commit === null ? 'unknown' : 'message';
}
