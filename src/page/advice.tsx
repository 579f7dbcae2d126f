// What to do about a finding; addresses in it become links, which only a click follows.
import type { JSX } from 'preact';
import { linksIn } from '../report/findingFacts.ts';

export function Advice({ lines }: { readonly lines: readonly string[] }): JSX.Element {
  return (
    <ul class="advice">
      {lines.map((line, index) => (
        <li key={index}>{withLinks(line)}</li>
      ))}
    </ul>
  );
}

function withLinks(line: string): (string | JSX.Element)[] {
  const parts: (string | JSX.Element)[] = [];
  let rest = line;
  for (const link of linksIn([line])) {
    const at = rest.indexOf(link);
    if (at < 0) continue;
    parts.push(
      rest.slice(0, at),
      <a key={link} href={link} target="_blank" rel="noreferrer noopener">
        {link}
      </a>,
    );
    rest = rest.slice(at + link.length);
  }
  return [...parts, rest];
}
