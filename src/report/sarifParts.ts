// The small objects that SARIF repeats: messages and locations.
import type { Span } from '../model/match.ts';
import type { DisplayPath } from '../model/path.ts';
import type { Severity } from '../model/rule.ts';
import { pathUri } from './pathUri.ts';
import { sanitize } from './sanitize.ts';

/** The name under which paths are relative to the top of the work tree; GitHub and Azure know this spelling. */
export const sourceRoot = '%SRCROOT%';

/** §3.27.10. */
export const sarifLevels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
};

/** §3.11: braces are placeholders unless doubled (§3.11.5), `[text](1)` is a link (§3.11.6). */
export function plainMessage(text: string): { readonly text: string } {
  return { text: sanitize(text).replace(/[{}]/gu, '$&$&').replaceAll('](', '] (') };
}

/** §3.4; an absolute path (of `leaktrail files /etc`) has no base. */
export function artifactLocation(path: DisplayPath): {
  readonly uri: string;
  readonly uriBaseId?: string;
} {
  const uri = pathUri(path);
  return uri.startsWith('file:') ? { uri } : { uri, uriBaseId: sourceRoot };
}

/** §3.29 with its region (§3.30). */
export function physicalLocation(path: DisplayPath, span: Span): object {
  return { artifactLocation: artifactLocation(path), region: region(span) };
}

/** Spans of findings are those of SARIF: from 1, code points, the end after the last character. */
export function region({ line, column, endLine, endColumn }: Span): object {
  return { startLine: line, startColumn: column, endLine, endColumn };
}
