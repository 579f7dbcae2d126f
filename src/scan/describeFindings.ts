// Adds to findings what a reader wants who decides on them: the lines around their places, and why each was taken for a
// secret. Only where the run asks for it: contents are read and scanned once more.
import type { Detector } from '../detect/detector.ts';
import { createExplainer } from '../detect/explain.ts';
import type { ExplainLine } from '../detect/explain.ts';
import { fileKindOf } from '../detect/paths.ts';
import type { Explanation } from '../model/explanation.ts';
import type { Finding, Judgement } from '../model/finding.ts';
import type { Excerpt, Occurrence } from '../model/occurrence.ts';
import type { FileKind } from '../model/rule.ts';
import type { RunContext } from '../model/run.ts';
import type { RuleSet } from '../rules/ruleSet.ts';
import { mostBytesShown, openContentView } from './contentView.ts';
import type { ContentView } from './contentView.ts';
import { groupBy } from '../triage/groupBy.ts';
import { hidingDetector } from './hidingDetector.ts';
import { leastScoreOf } from './judgement.ts';
import type { ContentOf } from './occurrenceContents.ts';
import { occurrenceKey } from './secretSpans.ts';
import type { DetectorSettings } from './shared.ts';
import { createTurns } from './turns.ts';

export interface DescribeInput {
  readonly findings: readonly Finding[];
  /** Its options say what is to be told. Aborted: what is not told yet is left out. */
  readonly run: Pick<RunContext, 'options' | 'signal'>;
  readonly contentOf: ContentOf;
  readonly detector: () => Detector;
  readonly rules: RuleSet;
  readonly settings: DetectorSettings;
}

/** Steps of a trail beyond these come without lines: nobody reads a hundred excerpts of one secret. */
const mostExcerpts = 12;
/** Places of a finding that are asked why it is one; the first usually tells. */
const mostAsked = 4;

interface OpenContent {
  readonly view: () => ContentView | undefined;
  readonly reported: (kind: FileKind) => ReportedOn;
}

type ExplainedValue = Explanation['values'][number];

/** The value that is reported at a place of a line under a rule, else one that is under it on the same line. */
type ReportedOn = (place: Occurrence, ruleId: string) => ExplainedValue | undefined;

/** What is to be known of the content at a place. */
interface Question {
  readonly place: Occurrence;
  readonly answer: (content: OpenContent) => void;
}

/** The findings in their order, with what `options` asks for. */
export async function describeFindings(input: DescribeInput): Promise<readonly Finding[]> {
  const { findings, run } = input;
  const { contextLines, wantsJudgements = false } = run.options;
  if (findings.length === 0 || (contextLines === undefined && !wantsJudgements)) return findings;
  const openContent = contentOpener(input);
  const excerpts = contextLines === undefined ? [] : findings.map(excerptsOf(contextLines));
  const judgements = wantsJudgements ? findings.map(createJudgement) : [];
  let questions = excerpts.flatMap((each) => each.questions);
  for (let round = 0; round < mostAsked; round++) {
    const asked = [...questions, ...judgements.flatMap(({ question }) => question(round))];
    await answer(asked, openContent, run.signal);
    questions = [];
  }
  return findings.map((finding, i) => ({
    ...finding,
    ...excerpts[i]?.added(),
    ...judgements[i]?.added(),
  }));
}

/** Opens each content once, however many findings stand in it, and however they are sorted. */
async function answer(
  questions: readonly Question[],
  openContent: (place: Occurrence) => OpenContent | undefined,
  signal: AbortSignal,
): Promise<void> {
  const turns = createTurns();
  for (const asked of groupBy(questions, ({ place }) => occurrenceKey(place)).values()) {
    if (turns.isDue()) await turns.giveWay();
    if (signal.aborted) return;
    const content = asked[0] && openContent(asked[0].place);
    if (content !== undefined) for (const question of asked) question.answer(content);
  }
}

function contentOpener(input: DescribeInput): (place: Occurrence) => OpenContent | undefined {
  const { contentOf, rules, settings, run } = input;
  const threshold = leastScoreOf(run.options.minConfidence);
  const detector = hidingDetector(input);
  let explainer: ReturnType<typeof createExplainer> | undefined;
  return (place) => {
    const bytes = contentOf(place);
    if (bytes === undefined || bytes.length > mostBytesShown) return undefined;
    const byKind = new Map<FileKind, ReportedOn>();
    let view: { readonly opened: ContentView | undefined } | undefined;
    return {
      view: () => (view ??= { opened: openContentView(bytes, detector()) }).opened,
      reported(kind) {
        explainer ??= createExplainer(rules, settings);
        const reported = byKind.get(kind) ?? reportedBy(explainer(bytes, kind, threshold));
        byKind.set(kind, reported);
        return reported;
      },
    };
  };
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

/** Asks for the lines around the first places of a finding. */
function excerptsOf(contextLines: number): (finding: Finding) => {
  readonly questions: readonly Question[];
  readonly added: () => Pick<Finding, 'introduced' | 'occurrences'>;
} {
  const keyOf = (place: Occurrence): string =>
    `${occurrenceKey(place)} ${place.line} ${place.column}`;
  return ({ introduced, occurrences }) => {
    const excerpts = new Map<string, Excerpt | undefined>();
    const places = new Map([introduced, ...occurrences].map((place) => [keyOf(place), place]));
    const withExcerpt = (place: Occurrence): Occurrence => {
      const context = excerpts.get(keyOf(place));
      return context === undefined ? place : { ...place, context };
    };
    return {
      questions: [...places].slice(0, mostExcerpts).map(([key, place]) => ({
        place,
        answer: (content) => excerpts.set(key, content.view()?.(place, contextLines)),
      })),
      added: () => ({
        introduced: withExcerpt(introduced),
        occurrences: occurrences.map(withExcerpt),
      }),
    };
  };
}

/** Asks one place after the other, until one tells why, under the rule of the finding. */
function createJudgement({ ruleId, introduced, occurrences }: Finding): {
  readonly question: (round: number) => readonly Question[];
  readonly added: () => Pick<Finding, 'judgement'>;
} {
  const places = new Map<string, Occurrence>();
  for (const place of [introduced, ...occurrences]) {
    if (places.size >= mostAsked) break;
    places.set(`${occurrenceKey(place)} ${place.path} ${place.line} ${place.column}`, place);
  }
  const inOrder = [...places.values()];
  let judgement: Judgement | undefined;
  return {
    question(round) {
      const place = judgement === undefined ? inOrder[round] : undefined;
      return place === undefined
        ? []
        : [
            {
              place,
              answer(content) {
                const telling = content.reported(kindOf(place))(place, ruleId);
                if (telling === undefined) return;
                judgement = { verdict: telling.verdict, reasons: telling.reasons };
              },
            },
          ];
    },
    added: () => (judgement === undefined ? {} : { judgement }),
  };
}

/** How a place is judged when `explain` is asked about it. */
export function kindOf({ path, commit }: Occurrence): FileKind {
  if (path !== null) return fileKindOf(path);
  return commit === null ? 'unknown' : 'message';
}
