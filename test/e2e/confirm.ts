// Holds every reported place to what git itself shows there.
import { spawnSync } from 'node:child_process';
import { expect } from 'vitest';
import type { Occurrence } from '../../src/model/occurrence.ts';
import type { ReportDocument } from '../../src/report/document.ts';
import type { TestRepository } from '../makeRepository.ts';
import { knownTokens } from './githubToken.ts';

/**
 * Each occurrence at a commit: `git show COMMIT:PATH` has a planted token at that line and column
 * (of a removal: a parent of the commit has it there, the commit has it at this path no more), and the
 * author, date and summary are the commit's. Messages: the commit or tag object holds it. Returns
 * how many occurrences were looked at.
 */
export function confirmOccurrences(repo: TestRepository, report: ReportDocument): number {
  const occurrences = report.findings.flatMap((finding) => {
    expect(finding.occurrences).toContainEqual(finding.introduced);
    expect(finding.occurrenceCount).toBe(finding.occurrences.length);
    return finding.occurrences;
  });
  for (const occurrence of occurrences) confirm(repo, occurrence);
  return occurrences.length;
}

function confirm(repo: TestRepository, occurrence: Occurrence): void {
  const { commit, path, blob, event, line, column } = occurrence;
  if (commit === null) {
    if (blob !== null && path === null) expectTokenAt(show(repo, blob), line, column);
    return;
  }
  if (path === null) {
    const object = show(repo, commit, ['cat-file', '-p']);
    expectTokenAt(object?.slice(object.indexOf('\n\n') + 2), line, column);
    return;
  }
  const here = show(repo, `${commit}:${path}`);
  if (event === 'removed') {
    const token = parentsOf(repo, commit)
      .map((parent) => tokenAt(show(repo, `${parent}:${path}`), line, column))
      .find((value) => value !== undefined);
    expect(token, `removed ${commit}:${path}:${line}:${column}`).toBeDefined();
    expect(here?.includes(token ?? '') ?? false).toBe(false);
  } else {
    expectTokenAt(here, line, column);
    expect(repo.git('rev-parse', `${commit}:${path}`)).toBe(blob);
  }
  const format = repo.git('log', '-1', '--format=%an%n%ae%n%aI%n%s', commit).split('\n');
  const [name, email, date = '', summary] = format;
  expect(occurrence.author).toEqual({ name, email });
  expect(Date.parse(occurrence.date ?? '')).toBe(Date.parse(date));
  expect(occurrence.summary).toBe(summary);
}

function expectTokenAt(text: string | undefined, line: number, column: number): void {
  expect(tokenAt(text, line, column), `line ${line}, column ${column} of:\n${text}`).toBeDefined();
}

/** The planted token that starts at a 1-based line and column (code points). */
function tokenAt(text: string | undefined, line: number, column: number): string | undefined {
  const rest = Array.from(text?.split('\n')[line - 1] ?? '')
    .slice(column - 1)
    .join('');
  return [...knownTokens].find((token) => rest.startsWith(token));
}

/** What git prints of an object; undefined when there is none of that name. */
function show(repo: TestRepository, name: string, command = ['show']): string | undefined {
  const run = spawnSync('git', [...command, name], {
    cwd: repo.dir,
    env: { ...repo.env },
    encoding: 'utf8',
  });
  return run.status === 0 ? run.stdout : undefined;
}

function parentsOf(repo: TestRepository, commit: string): string[] {
  return repo.git('rev-list', '--parents', '-n', '1', commit).split(' ').slice(1);
}
