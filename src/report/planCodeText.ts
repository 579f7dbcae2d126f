// The part of a plan about the code of today: lines as they are and as they should be, and those of .env.
import type { PlanDocument } from './planDocument.ts';
import { sanitize } from './sanitize.ts';
import { block, heading } from './textLayout.ts';
import type { LayoutStyle } from './textLayout.ts';

export function replaceLines(
  { replacements, variables }: PlanDocument,
  style: LayoutStyle,
): string[] {
  const { palette } = style;
  if (replacements.length === 0) {
    return [
      ...heading('2. Replace them in the code', style),
      ...block('No file of today holds them.', style, 0),
    ];
  }
  return [
    ...heading('2. Replace them in the code', style),
    ...replacements.flatMap(({ path, line, endLine, before, after, needsImport, how }, index) => [
      '',
      ...block(
        `${sanitize(path)}:${line}${endLine === line ? '' : `-${endLine}`}`,
        style,
        0,
        palette.bold,
      ),
      ...(before === '' ? [] : codeLines('-', before, palette.red)),
      ...(after === null ? [] : codeLines('+', after, palette.green)),
      ...(needsImport && firstToImport(replacements, path) === index
        ? block('and "import os" at the top of the file', style)
        : []),
      ...(how === '' ? [] : block(sanitize(how), style)),
    ]),
    ...(variables.length === 0
      ? []
      : [
          '',
          ...block('.env (ignored by git; the new values, not the old ones):', style, 0),
          ...variables.map((name) => `    ${name}=THE_NEW_VALUE`),
          ...block('.env.example (committed, without values):', style, 0),
          ...variables.map((name) => `    ${name}=`),
        ]),
    '',
    ...block('Commit that (leaktrail staged looks at it first).', style, 0),
  ];
}

/** Once for each file. */
function firstToImport(replacements: PlanDocument['replacements'], path: string): number {
  return replacements.findIndex((each) => each.needsImport && each.path === path);
}

function codeLines(sign: string, text: string, paint: (line: string) => string): string[] {
  return text.split(/\r?\n/u).map((line) => paint(`  ${sign} ${sanitize(line)}`));
}
