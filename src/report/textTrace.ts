// What a search for the values of .env files looked for, in the text report: names and files, never values.
import type { LeftOutReason, TraceScope } from '../model/trace.ts';
import { counted } from './quantities.ts';
import { sanitize } from './sanitize.ts';
import { heading, row } from './textLayout.ts';
import type { TextStyle } from './textLayout.ts';

/** Why a value was not looked for, in words. */
export const leftOutReasons: Readonly<Record<LeftOutReason, string>> = {
  empty: 'empty',
  short: 'too short to be told from other text',
  common: 'common, or no secret by its looks',
  reference: 'a reference to another variable',
  undecodable: 'not in UTF-8',
};

/** The section; nothing where the report is of another command. */
export function traceLines(scope: TraceScope | undefined, style: TextStyle): string[] {
  if (scope === undefined) return [];
  const { files, sought, leftOut } = scope;
  return [
    ...heading('Values looked for', style),
    ...files.flatMap(({ path, values }) =>
      row('file', `${sanitize(path)} (${counted(values, 'value')})`, style),
    ),
    ...row('sought', namesOf(sought), style),
    ...(Object.keys(leftOutReasons) as LeftOutReason[]).flatMap((reason) => {
      const names = leftOut.filter((each) => each.reason === reason);
      if (names.length === 0) return [];
      return row(
        'left out',
        `${namesOf(names)}: ${leftOutReasons[reason]}`,
        style,
        style.palette.yellow,
      );
    }),
  ];
}

function namesOf(values: readonly { readonly name: string }[]): string {
  return sanitize([...new Set(values.map(({ name }) => name))].join(', '));
}
