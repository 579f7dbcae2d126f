import { describe, expect, test } from 'vitest';
import { copiesOf } from '../../src/hygiene/dockerfile.ts';
import { isDockerfile } from '../../src/hygiene/projectFiles.ts';

/** `line: sources`, and what is left out behind a minus. */
const copies = (text: string): string[] =>
  copiesOf(Buffer.from(text, 'latin1')).map(({ line, sources, excluded }) =>
    [`${line}:`, ...sources, ...excluded.map((each) => `-${each}`)].join(' '),
  );

const cases: readonly (readonly [title: string, text: string, expected: readonly string[]])[] = [
  ['COPY', 'FROM a\nCOPY . /app\n', ['2: .']],
  ['ADD and small letters', 'add ./ /app', ['1: ./']],
  ['several sources', 'COPY a b /app/', ['1: a b']],
  ['quotes', 'COPY "." \'/app\'', ['1: .']],
  ['flags', 'COPY --link --chown=a:b --chmod=644 . /app', ['1: .']],
  ['--exclude', 'COPY --exclude=.env --exclude=*.md . /app', ['1: . -.env -*.md']],
  ['another stage', 'COPY --from=build . /app\nCOPY --chown=a --from=x / /y', []],
  ['the JSON form', 'COPY ["a b", ".", "/app"]', ['1: a b .']],
  ['the JSON form behind a flag', 'ADD --chown=a [".", "/app"]', ['1: .']],
  ['a bracket that begins a glob', 'COPY [ab]*.json /app', ['1: [ab]*.json']],
  ['lines that go on', 'RUN a \\\n  b\nCOPY \\\n  --chown=a \\\n  . \\\n  /app\n', ['3: .']],
  ['a comment between them', 'COPY . \\\n# why\n\n  /app', ['1: .']],
  ['white space behind the backslash', 'COPY . \\  \n /app', ['1: .']],
  ['carriage returns', 'FROM a\r\nCOPY . \\\r\n /app\r\n', ['2: .']],
  ['another escape', '# syntax=x\n# escape=`\nCOPY . `\n /app', ['3: .']],
  ['no escape behind a line', 'FROM a\n# escape=`\nCOPY . \\\n /app', ['3: .']],
  ['comments', '# COPY . /app\n  # COPY . /app', []],
  ['addresses', 'ADD https://x.example/a.tgz git@h:r /b', []],
  ['an address beside a folder', 'ADD https://x.example/a.tgz . /b', ['1: .']],
  ['variables', 'COPY ${SRC} $A . /b', ['1: .']],
  ['here-documents', 'COPY <<EOF /x\nCOPY . /app\nEOF\nCOPY . /y', ['4: .']],
  ['one with tabs', 'RUN <<-"E" sh\nCOPY . /app\n\tE\nADD . /y', ['4: .']],
  ['two of them', 'COPY <<A <<B /x\nCOPY . 1\nA\nCOPY . 2\nB\nCOPY . 3', ['6: .']],
  ['one that does not end', 'RUN <<EOF\nCOPY . /app', []],
  ['a shift that is none', 'RUN echo $((1<<2))\nCOPY . /app', ['2: .']],
  ['no target', 'COPY .', []],
  ['other words', 'COPYING . /app\nRUN COPY . /app', []],
  ['what a child image copies', 'ONBUILD COPY . /app', []],
  ['nothing', '', []],
];

describe('copiesOf', () => {
  test.each(cases)('reads %s', (_title, text, expected) => {
    expect(copies(text)).toEqual(expected);
  });
});

describe('isDockerfile', () => {
  test.each(
    'Dockerfile a/dockerfile Dockerfile.prod api.Dockerfile Containerfile b/Containerfile.x'.split(
      ' ',
    ),
  )('%s is one', (path) => {
    expect(isDockerfile(path)).toBe(true);
  });

  test.each(
    'Dockerfile.dockerignore Dockerfiles MyDockerfile node_modules/a/Dockerfile Containerfile.containerignore .dockerignore'.split(
      ' ',
    ),
  )('%s is none', (path) => {
    expect(isDockerfile(path)).toBe(false);
  });
});

test('here-documents that do not end take time in proportion to the length', () => {
  const time = (count: number): number => {
    const text = `RUN ${'<<A '.repeat(count)}\n${'\n'.repeat(count)}`;
    const startedAt = performance.now();
    copies(text);
    return performance.now() - startedAt;
  };
  time(1000);
  const small = Math.max(20, time(25_000));
  expect(time(100_000)).toBeLessThan(small * 10);
});
