// Makes the picture of the README: builds a small repository with a story (keys committed, deleted a day later, a
// .env that came along), audits it with this build, and draws what the terminal shows as SVG.
//   node bench/run.mjs picture
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expandTemplate } from '../src/rules/templates.ts';

const openai = expandTemplate('sk-proj-<base64url:74>T3BlbkFJ<base64url:74>', 'picture');
const awsId = expandTemplate('<aws-key-id:AKIA>', 'picture');
const awsSecret = expandTemplate('<base64:40>', 'picture');
const phrase = ['brisk', 'otter', '41', 'Lantern'].join('-');

const story: readonly { day: string; files: Record<string, string | null>; message: string }[] = [
  {
    day: '2026-03-02T09:12:00Z',
    files: {
      'shop/settings.py': 'import os\n\nDEBUG = False\nALLOWED_HOSTS = ["shop.example.org"]\n',
      '.gitignore': '__pycache__/\n',
      'manage.py': 'print("manage")\n',
    },
    message: 'Start the shop',
  },
  {
    day: '2026-03-09T16:40:00Z',
    files: {
      'shop/assistant.py': `import openai\n\nopenai.api_key = "${openai}"\n`,
      'shop/storage.py': `AWS_ACCESS_KEY_ID = "${awsId}"\nAWS_SECRET_ACCESS_KEY = "${awsSecret}"\n`,
    },
    message: 'Let customers ask the assistant',
  },
  {
    day: '2026-03-10T08:05:00Z',
    files: {
      'shop/assistant.py':
        'import os\nimport openai\n\nopenai.api_key = os.environ["OPENAI_API_KEY"]\n',
      'shop/storage.py': 'import os\n\nAWS_ACCESS_KEY_ID = os.environ["AWS_ACCESS_KEY_ID"]\n',
    },
    message: 'Read keys from the environment',
  },
  {
    day: '2026-03-11T11:30:00Z',
    files: { '.env': `DEBUG=0\nDB_PASSWORD=${phrase}\n` },
    message: 'Add deployment settings',
  },
];

const folder = mkdtempSync(join(tmpdir(), 'leaktrail-picture-'));
try {
  tell(folder);
  const { stdout } = spawnSync(process.execPath, [join('bin', 'leaktrail.js'), 'audit', folder], {
    encoding: 'utf8',
    env: { ...process.env, FORCE_COLOR: '1', COLUMNS: '80' },
  });
  const shown = stdout.replaceAll(folder, 'shop');
  mkdirSync(join('docs', 'images'), { recursive: true });
  writeFileSync(
    join('docs', 'images', 'audit.svg'),
    drawTerminal(`$ leaktrail audit shop\n\n${shown}`),
  );
  process.stdout.write(shown);
} finally {
  rmSync(folder, { recursive: true });
}

function tell(dir: string): void {
  const git = (args: readonly string[], date = ''): void => {
    const env = { ...process.env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
    const result = spawnSync('git', args, { cwd: dir, env, encoding: 'utf8' });
    if (result.status !== 0) throw new Error(result.stderr);
  };
  git(['init', '-q', '-b', 'main']);
  for (const { day, files, message } of story) {
    for (const [path, text] of Object.entries(files)) {
      const file = join(dir, path);
      mkdirSync(dirname(file), { recursive: true });
      if (text === null) rmSync(file);
      else writeFileSync(file, text);
    }
    git(['add', '-A']);
    const author = ['-c', 'user.name=Robin Example', '-c', 'user.email=robin@example.org'];
    git([...author, 'commit', '-q', '-m', message], day);
  }
}

/** The SGR codes that the text report uses, as SVG attributes. */
function styleOf(code: string): string {
  const styles: Readonly<Record<string, string>> = {
    '1': 'font-weight="bold"',
    '2': 'fill-opacity="0.6"',
    '31': 'fill="#ff7b72"',
    '32': 'fill="#7ee787"',
    '33': 'fill="#e3b341"',
    '35': 'fill="#d2a8ff"',
    '36': 'fill="#79c0ff"',
  };
  return styles[code] ?? '';
}

function drawTerminal(text: string): string {
  const lines = text.trimEnd().split('\n');
  const [lineHeight, charWidth, margin] = [18, 8.05, 20];
  const height = lines.length * lineHeight + 2 * margin;
  const width = Math.ceil(82 * charWidth + 2 * margin);
  const rows = lines.map((line, i) => {
    const y = margin + (i + 0.75) * lineHeight;
    return `<text x="${margin}" y="${y}" xml:space="preserve">${drawLine(line)}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="leaktrail audit in a terminal">
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="13.3" fill="#e6edf3">
${rows.join('\n')}
</g>
</svg>
`;
}

/** Opens a tspan for each sequence that sets something and closes them in turn. */
function drawLine(line: string): string {
  let open = 0;
  const parts = line.split(/\u001b\[(\d+)m/u);
  const drawn = parts.map((part, i) => {
    if (i % 2 === 0) return escapeXml(part);
    const style = styleOf(part);
    if (style !== '') {
      open++;
      return `<tspan ${style}>`;
    }
    if (open === 0) return '';
    open--;
    return '</tspan>';
  });
  return drawn.join('') + '</tspan>'.repeat(open);
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
