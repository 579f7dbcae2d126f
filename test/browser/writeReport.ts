// Reports as real runs write them: of a repository with a story, and of one whose names are hostile.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expandTemplate } from '../../src/rules/templates.ts';
import { githubToken, tokenLine } from '../e2e/githubToken.ts';
import { runLeaktrail } from '../e2e/runLeaktrail.ts';
import { makeRepository } from '../makeRepository.ts';
import type { TestRepository } from '../makeRepository.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

/** Three keys over some years, one of them taken out, one on a branch alone, and a .env file that is tracked. */
export function storyRepository(): TestRepository {
  const key = `AWS_ACCESS_KEY_ID = "${expandTemplate('<aws-key-id:AKIA>', 'page')}"`;
  const secret = `AWS_SECRET_ACCESS_KEY = "${expandTemplate('<base64:40>', 'page')}"`;
  return makeRepository([
    {
      write: { 'src/api/client.py': `${tokenLine('kept')}\n` },
      message: 'Add a client',
      date: '2021-03-01T10:00:00Z',
    },
    {
      write: { 'src/api/old.py': `${tokenLine('gone')}\n`, 'deploy/aws.py': `${key}\n${secret}\n` },
      message: 'Deploy by hand',
      date: '2022-06-01T10:00:00Z',
      author: 'Bo <bo@example.com>',
    },
    {
      branch: 'side',
      write: { 'tools/side.py': `${tokenLine('side')}\n` },
      message: 'Try',
      date: '2023-01-01T10:00:00Z',
    },
    {
      branch: 'main',
      remove: ['src/api/old.py'],
      message: 'Remove the old client',
      date: '2023-07-01T10:00:00Z',
    },
    {
      write: { '.env': 'DEBUG=1\n', 'docs/a.md': 'Text\n' },
      message: 'Add settings',
      date: '2024-02-01T10:00:00Z',
    },
  ]);
}

export const markup = '<img src=x onerror=alert(1)><b>';

/** Names, subjects, authors, branches and lines that would be markup, end the script, or turn text round. */
export function hostileRepository(): TestRepository {
  const text = `</script><script>alert(2)</script>${markup}`;
  return makeRepository([
    {
      write: {
        [`a/${markup}/x.py`]: `${tokenLine('hostile')}\n`,
        'b/\u202etxt.exe.py': `# ${text}\n${tokenLine('turned')}\n`,
      },
      message: `${text} \u202e {{constructor}}`,
      author: `${'"><svg onload=alert(3)>'.replaceAll(/[<>]/gu, '')} &lt;i&gt; <a@example.com>`,
    },
    {
      branch: 'x"><script>alert(4)</script',
      write: { 'c.py': `${tokenLine('branch')}\n` },
      message: text,
    },
  ]);
}

/** Runs leaktrail with these arguments in a folder and gives the path of the page it wrote. */
export async function writePage(cwd: string, args: readonly string[], input = ''): Promise<string> {
  const file = join(temporaryFolder('page'), 'report.html');
  const { exitCode, stderr } = await runLeaktrail([...args, '-o', file], { cwd, input });
  if (exitCode === 2) throw new Error(stderr);
  return file;
}

/** A folder with a file that holds a token. */
export function folderWithToken(): string {
  const folder = temporaryFolder('files');
  mkdirSync(join(folder, 'sub'));
  writeFileSync(join(folder, 'sub', 'a.py'), `${tokenLine('file')}\n`);
  return folder;
}

/** What may stand in no page. */
export function tokensOf(...seeds: string[]): string[] {
  return seeds.map(githubToken);
}
