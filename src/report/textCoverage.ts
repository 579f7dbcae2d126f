// The receipt of the text report: what was scanned, what was left out and why, and, loudly, what should
// have been scanned and was not, with what to do about it.
import { problemKinds } from '../model/problem.ts';
import type { Problem, ProblemKind } from '../model/problem.ts';
import type { Coverage, Target } from '../model/report.ts';
import type { ReportDocument } from './document.ts';
import { receiptParts } from './gaps.ts';
import { byteSize, counted, groupDigits } from './quantities.ts';
import { sanitize } from './sanitize.ts';
import { block, heading, row } from './textLayout.ts';
import type { TextStyle } from './textLayout.ts';
import { unbroken } from './wrap.ts';

const problemsListed = 5;
const examplesListed = 3;

const remedies: Readonly<Record<ProblemKind, string>> = {
  'missing-object':
    'fetch from a complete copy, or clone it again; `git fsck` names what is missing',
  'corrupt-object': '`git fsck --full` names what is damaged; fetch it from another copy',
  'corrupt-pack': '`git fsck --full` names what is damaged; clone again from another copy',
  'pack-without-index': '`git index-pack FILE.pack` writes the missing index',
  'broken-ref': '`git for-each-ref` names the broken ref; delete it or fetch its commit',
  'unreadable-file': 'check the permissions of these files',
  unsupported: 'see whether a newer leaktrail reads them',
  limit: 'scan again with a higher limit (--timeout, --max-blob)',
  'archive-limit':
    'unpack these archives (`git show ID > FILE`) and scan them with `leaktrail files`',
};

/** The section of what was scanned; INCOMPLETE with its reasons where something is missing. */
export function coverageLines(document: ReportDocument, style: TextStyle): string[] {
  const { coverage, target } = document;
  return [
    ...heading('Scanned', style),
    ...block(scannedText(document), style),
    ...skippedLines(coverage, style),
    ...incompleteLines(coverage, target, style),
  ];
}

function scannedText(document: ReportDocument): string {
  const parts = receiptParts(document);
  return parts.length === 0 ? 'nothing: there was nothing to scan' : parts.map(unbroken).join(', ');
}

function skippedLines(coverage: Coverage, style: TextStyle): string[] {
  return coverage.skipped.flatMap(({ reason, count, bytes, examples }, index) => {
    const size = bytes > 0 ? ` (${byteSize(bytes)})` : '';
    const shown = style.verbose ? examples.slice(0, examplesListed).map(sanitize) : [];
    const list = shown.length > 0 ? `: ${shown.join(', ')}` : '';
    return row(
      index === 0 ? 'left out' : '',
      `${sanitize(reason)}: ${groupDigits(count)}${size}${list}`,
      style,
      style.palette.dim,
    );
  });
}

function incompleteLines(coverage: Coverage, target: Target, style: TextStyle): string[] {
  if (coverage.complete)
    return coverage.problems.flatMap((problem) => problemLines(problem, style));
  const { palette } = style;
  const lines = [
    '',
    palette.bold(palette.yellow('INCOMPLETE: some of what should have been scanned was not')),
  ];
  if (target.shallow) {
    lines.push(...reasonLines('the clone is shallow, older commits are absent', style));
    lines.push(...remedyLines('git fetch --unshallow', style));
  }
  if (target.partial) {
    lines.push(...reasonLines('the clone is partial, some objects are absent', style));
    lines.push(...remedyLines('clone it again without --filter', style));
  }
  for (const kind of problemKinds) {
    const problems = coverage.problems.filter((problem) => problem.kind === kind);
    if (problems.length === 0) continue;
    const listed = style.verbose ? problems : problems.slice(0, problemsListed);
    lines.push(...listed.flatMap((problem) => problemLines(problem, style)));
    const rest = problems.length - listed.length;
    if (rest > 0) {
      lines.push(
        ...block(`and ${counted(rest, 'more', 'more')} of this kind (--verbose lists all)`, style),
      );
    }
    lines.push(...remedyLines(remedies[kind], style));
  }
  return lines;
}

function reasonLines(reason: string, style: TextStyle): string[] {
  return block(reason, style, 1, style.palette.yellow);
}

function problemLines({ message, oid, path }: Problem, style: TextStyle): string[] {
  const place = [path, oid].filter((part) => part !== undefined && !message.includes(part));
  const text = [message, ...place].join('  ');
  return block(sanitize(text), style, 1, style.palette.yellow);
}

function remedyLines(remedy: string, style: TextStyle): string[] {
  const [first = '', ...rest] = block(remedy, style, 3);
  return [first.replace(/^ {6}/u, '    → '), ...rest];
}
