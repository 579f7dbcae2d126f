// The pages of the documentation as the tests see them: fenced blocks, prose, headings, links and inline code.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../../', import.meta.url));

export interface Block {
  /** `docs/CI.md`. */
  readonly page: string;
  /** Line of the opening fence, from 1. */
  readonly line: number;
  /** The word behind the fence; empty where there is none. */
  readonly language: string;
  /** Without the fences and their indentation; ends with a line end. */
  readonly text: string;
}

export interface Words {
  readonly line: number;
  readonly text: string;
}

export interface Page {
  readonly path: string;
  readonly blocks: readonly Block[];
  /** Lines outside of fenced blocks. */
  readonly prose: readonly Words[];
  /** What may stand behind `#` in an address of this page. */
  readonly anchors: ReadonlySet<string>;
}

/** README.md, CONTRIBUTING.md, SECURITY.md and docs/*.md. */
export function readPages(): Page[] {
  const inDocs = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'));
  const names = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md'];
  return [...names, ...inDocs.toSorted().map((name) => `docs/${name}`)].map((path) =>
    parsePage(path, readFileSync(join(root, path), 'utf8')),
  );
}

/** Parses one page; throws where a fence is not closed. */
export function parsePage(path: string, markdown: string): Page {
  const blocks: Block[] = [];
  const prose: Words[] = [];
  let open: { line: number; indent: string; language: string; lines: string[] } | undefined;
  for (const [index, text] of markdown.split('\n').entries()) {
    const [, indent = '', language = ''] = /^( *)```(\S*)/u.exec(text) ?? [];
    const isFence = /^ *```/u.test(text);
    if (open !== undefined && isFence) {
      const lines = open.lines.map((line) => line.slice(open?.indent.length));
      blocks.push({ page: path, ...open, text: `${lines.join('\n')}\n` });
      open = undefined;
    } else if (open !== undefined) open.lines.push(text);
    else if (isFence) open = { line: index + 1, indent, language, lines: [] };
    else prose.push({ line: index + 1, text });
  }
  if (open !== undefined) throw new Error(`${path}:${open.line}: this block has no end`);
  const headings = prose.flatMap(({ text }) => /^#{1,6} (.+)$/u.exec(text)?.[1] ?? []);
  return { path, blocks, prose, anchors: new Set(headings.map(anchorOf)) };
}

/** The anchor that GitHub gives a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
    .replaceAll(' ', '-');
}

/** The targets of links and pictures of a page, with their lines. */
export function linksOf({ prose }: Page): Words[] {
  return prose.flatMap(({ line, text }) =>
    [...text.matchAll(/\]\(([^)\s]+)\)/gu)].map(([, target = '']) => ({ line, text: target })),
  );
}

/** Inline code of a page; `\|` of tables is a plain bar. */
export function inlineCodeOf({ prose }: Page): Words[] {
  return prose.flatMap(({ line, text }) =>
    [...text.matchAll(/(`+)(.+?)\1(?!`)/gu)].map(([, , code = '']) => ({
      line,
      text: code.trim().replaceAll('\\|', '|'),
    })),
  );
}
