// Formats of single files: notebooks, .env and credentials, Python, Dockerfiles.
import { readNotebook } from '../../../src/detect/notebook.ts';
import { copiesOf } from '../../../src/hygiene/dockerfile.ts';
import { dockerVerdict, parseDockerignore } from '../../../src/hygiene/dockerignore.ts';
import { parseEnvValues } from '../../../src/hygiene/envValues.ts';
import { pythonLiterals } from '../../../src/remedy/pythonLiterals.ts';
import { replaceInPython } from '../../../src/remedy/replaceInPython.ts';
import {
  codeCell,
  display,
  markdownCell,
  notebook,
  notebookFile,
  oldCodeCell,
  oldNotebook,
  stream,
} from '../../makeNotebook.ts';
import { demand, demandSame } from '../target.ts';
import type { Target } from '../target.ts';
import { texts, token, value } from './detection.ts';

const notebooks: Target = {
  name: 'notebook',
  seeds: () => [
    notebookFile(
      notebook(
        markdownCell('# T'),
        codeCell(
          ['a = 1\n', `token = "${token}"`],
          [stream('x\n'), display({ 'image/png': 'iVBORw0KGgo=', 'text/plain': ['<F>'] })],
        ),
      ),
    ),
    notebookFile(
      oldNotebook([oldCodeCell('x = 1', [{ output_type: 'pyout', png: 'aaaa', text: ['x'] }])]),
    ),
  ],
  words: [
    '"cells":',
    '"outputs":',
    '"source":',
    '"attachments":',
    '"data":',
    '"image/png":',
    '"',
    '\\',
    '\\"',
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '\xef\xbb\xbf',
    'null',
    '1e5',
    ' ',
  ],
  run(bytes) {
    const found = readNotebook(bytes);
    if (found === undefined) return;
    const isValid = isJson(bytes.toString('utf8').replace(/^\uFEFF/u, ''));
    for (const ranges of [found.values, found.images]) {
      let last = 0;
      for (const { startOffset, endOffset } of ranges) {
        demand(
          startOffset >= last && endOffset >= startOffset && endOffset <= bytes.length,
          'values in order within the file',
        );
        last = endOffset;
        const text = bytes.toString('utf8', startOffset, endOffset);
        demand(!isValid || isJson(text), `a value of JSON: ${text.slice(0, 40)}`);
      }
    }
    demand(
      found.values.every(({ cell }) => cell >= 1),
      'cells from 1',
    );
  },
};

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const envNames = [
  '.env',
  'key.json',
  '.netrc',
  '.pgpass',
  '.htpasswd',
  '.git-credentials',
  'id.pem',
];

const env: Target = {
  name: '.env and credentials',
  seeds: () => [
    `# c\nexport A=b # c\nB="x\\n\\"y\\"" \nC='raw \\n'\nD=\`t\`\nE="""a\nb"""\nF=\r\nJ: [1, "a", {k = "v"}]\n`,
    `{"a": {"private_key": "${value}"}, "b": ["c"]}`,
    `machine h login l password "p \\" q" account a\ndefault password x\n`,
    `db.example.com:5432:*:ada:a\\:b\n# c\nada:$apr1$x$y\nhttps://ada:p%40q@example.com\n`,
    ...texts().slice(-1),
  ],
  words: [
    'export ',
    '=',
    '="',
    '"',
    "'",
    '`',
    '"""',
    "'''",
    '\\',
    '\\n',
    '#',
    ' #',
    '\n',
    '\r\n',
    '\r',
    '[',
    ']',
    '{',
    '}',
    ',',
    ':',
    '\xef\xbb\xbf',
    '\xff\xfe',
    '%',
    '${A}',
    'machine ',
    'password ',
  ],
  run(bytes) {
    for (const name of envNames) {
      for (const each of parseEnvValues(bytes, name)) {
        demand(typeof each.name === 'string' && typeof each.value === 'string', `texts of ${name}`);
      }
    }
    // What is written in double quotes is read as it was.
    const plain = bytes.toString('latin1').replaceAll(/[\r\0$]/gu, '');
    const quoted = plain.replaceAll(/["\\]/gu, '\\$&').replaceAll('\n', '\\n');
    const read = parseEnvValues(Buffer.from(`A="${quoted}"\nB=x\n`), '.env');
    if (quoted.startsWith('\\"\\"') || quoted === '') return;
    demandSame(
      [read[0], read.at(-1)],
      [
        { name: 'A', value: plain },
        { name: 'B', value: 'x' },
      ],
      'as it was quoted',
    );
  },
};

const python: Target = {
  name: 'Python literals',
  seeds: () => [
    `a = 'b' + "c" 'd'\nx = f"""e\n{y}""" # "no"\nr'\\' + rb"\\""\n`,
    `DEBUG = os.environ.get('A', "b")\ns = 'it\\'s'\nt = '''a'b''c'''\n`,
  ],
  words: [
    '"',
    "'",
    '"""',
    "'''",
    '\\',
    '#',
    '\n',
    'f',
    'rb',
    'u',
    '\r\n',
    '{',
    '}',
    '+',
    '(',
    ')',
    ',',
  ],
  run(bytes) {
    const text = bytes.toString('utf8');
    const literals = pythonLiterals(text);
    let last = 0;
    for (const { start, end, bodyStart, bodyEnd, quote } of literals) {
      demand(
        start >= last &&
          bodyStart > start &&
          bodyEnd >= bodyStart &&
          end === bodyEnd + quote.length &&
          end <= text.length,
        'literals in order within the text',
      );
      demand(
        text.startsWith(quote, bodyEnd) && text.slice(start, bodyStart).endsWith(quote),
        'quotes at both ends',
      );
      last = end;
    }
    const ranges = literals
      .filter(({ bodyEnd, bodyStart }) => bodyEnd > bodyStart)
      .slice(0, 20)
      .map(({ bodyStart, bodyEnd }, i) => ({ start: bodyStart, end: bodyEnd, variable: `V${i}` }));
    const changes = replaceInPython(text, ranges);
    demand(
      changes.flatMap((change) => change.ranges).length === ranges.length,
      'a change for each range',
    );
    for (const { edit, reason, ranges: own } of changes) {
      demand((edit === undefined) !== (reason === undefined), 'an edit or a reason');
      if (edit === undefined) continue;
      demand(
        edit.start >= 0 && edit.end <= text.length && edit.start <= edit.end,
        'an edit within the text',
      );
      demand(
        own.every(({ start, end }) => start >= edit.start && end <= edit.end),
        'an edit around its secrets',
      );
    }
  },
};

const docker: Target = {
  name: 'Dockerfile and .dockerignore',
  seeds: () => [
    '# escape=`\nFROM a AS b\nCOPY --from=b x /y\nCOPY . /app\nADD ["a b", "c"] /d/\nRUN <<EOF\nCOPY x\nEOF\nCOPY --exclude=*.env --chown=a b `\n # c\n c /d\n',
    '# c\n**/.env\n!a/.env\n/b/*\n[a-c]?\\*\n  x/ \n!\n',
  ],
  words: [
    'COPY ',
    'ADD ',
    '\\\n',
    '`\n',
    '<<EOF',
    'EOF\n',
    '--exclude=',
    '["',
    '"]',
    '**',
    '*',
    '[',
    ']',
    '!',
    '\\',
    '/',
    '..',
    ' ',
    '\n',
    '\r\n',
  ],
  run(bytes) {
    const lines = bytes.toString('latin1').split('\n').length;
    let last = 0;
    for (const { line, sources } of copiesOf(bytes)) {
      demand(line > last && line <= lines, 'instructions in order');
      demand(sources.length > 0, 'a source');
      last = line;
    }
    const patterns = parseDockerignore(bytes);
    for (const path of ['.env', 'a/.env', 'b/c/d', '']) {
      const { isExcluded, line } = dockerVerdict(patterns, path);
      demand(line <= lines && (!isExcluded || line > 0), 'a line that decides');
    }
  },
};

export const contentTargets: readonly Target[] = [notebooks, env, python, docker];
