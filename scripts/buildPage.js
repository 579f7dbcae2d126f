// The page of the HTML report as one text: src/page/ as one script, its style, and a policy under which nothing else runs
// and nothing is fetched. The report comes in later (src/report/html.ts).
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { asciiCode } from './asciiCode.js';

/** The files of the style, in the order in which their rules win over each other. */
const styleParts = [
  'tokens',
  'elements',
  'frame',
  'overview',
  'severity',
  'timeline',
  'treemap',
  'filters',
  'table',
  'decisionsBar',
  'finding',
  'hygiene',
  'narrow',
  'print',
].map((name) => `${name}.css`);

/** `html`, in ASCII, and the `chunks` of the bundle, which name the packages in it. */
export async function buildPage(root) {
  const chunks = await bundle(root);
  const script = asciiCode(chunks[0].code).trim();
  const style = compactStyle(readStyle(join(root, 'src/page/style')));
  if (/<\/script|<!--|\r/iu.test(script)) throw new Error('the script would end its element');
  // What the reports share with the page comes from rooms that run on Node.js.
  const [, node] = /\b(Buffer|process)\.\w/u.exec(script) ?? [];
  if (node !== undefined) throw new Error(`the page uses ${node}, which no browser has`);
  if (/<\/style|[^\n -~]/iu.test(style)) throw new Error('the style would end its element');
  return { html: pageOf(script, style), chunks };
}

function pageOf(script, style) {
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>leaktrail report</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<div id="page"><noscript>This report needs JavaScript, all of which is in this file. Without it: leaktrail report FILE.json -f text</noscript></div>
<div id="print"></div>
<script type="application/json" id="report"></script>
<script type="application/json" id="decisions">{"schema":"leaktrail.decisions/1","decisions":[]}</script>
<script>${script}</script>
</body>
</html>
`;
}

async function bundle(root) {
  const build = await rolldown({
    cwd: root,
    input: 'src/page/main.tsx',
    platform: 'browser',
    tsconfig: join(root, 'src/page/tsconfig.json'),
    transform: { define: { 'process.env.NODE_ENV': '"production"' } },
  });
  const { output } = await build.generate({ format: 'iife', minify: true, comments: false });
  await build.close();
  return output;
}

function readStyle(folder) {
  const others = readdirSync(folder).filter(
    (name) => name.endsWith('.css') && !styleParts.includes(name),
  );
  if (others.length > 0) throw new Error(`no part of the style: ${others.join(', ')}`);
  return styleParts.map((name) => readFileSync(join(folder, name), 'utf8')).join('');
}

function compactStyle(css) {
  return css
    .replaceAll(/\/\*[\s\S]*?\*\//gu, '')
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/ ?([{};,]) ?/gu, '$1')
    .trim();
}

function hashOf(text) {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
