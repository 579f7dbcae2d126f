// The lines around a secret, cut where it stands, each part harmless. Columns are those of the lines as stored, so they are
// cut first and made harmless afterwards.
import type { Excerpt } from '../model/occurrence.ts';
import { sanitize } from '../report/sanitize.ts';

export interface ExcerptPart {
  readonly text: string;
  readonly isSecret: boolean;
}

export interface ExcerptLine {
  /** 1-based, in the file. */
  readonly number: number;
  readonly parts: readonly ExcerptPart[];
}

export function excerptLines({ startLine, lines, marks }: Excerpt): ExcerptLine[] {
  return lines.map((text, index) => {
    const spans = marks.filter(({ line }) => line === index).toSorted((a, b) => a.start - b.start);
    const parts: ExcerptPart[] = [];
    let at = 0;
    for (const { start, end } of spans) {
      // Marks that overlap are one.
      const from = Math.max(at, start);
      if (end <= from) continue;
      parts.push({ text: shown(text.slice(at, from)), isSecret: false });
      parts.push({ text: shown(text.slice(from, end)), isSecret: true });
      at = end;
    }
    parts.push({ text: shown(text.slice(at)), isSecret: false });
    return { number: startLine + index, parts: parts.filter((part) => part.text !== '') };
  });
}

/** Tabs are what indentation is made of: they stay tabs. */
function shown(text: string): string {
  return text.replace(/\r$/u, '').split('\t').map(sanitize).join('\t');
}
