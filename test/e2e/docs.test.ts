// Every block of the documentation is run, or checked for what it is. A block with neither a way to be run nor a check
// fails. After a change of the output: `DOCS_UPDATE=1 npx vitest run --project e2e test/e2e/docs.test.ts` writes it into the
// pages, where a block shows all of it.
import { describe, expect, onTestFinished, test } from 'vitest';
import { checks, checksByLanguage } from './docs/checks.ts';
import {
  alternatives,
  endings,
  inProject,
  placeholders,
  setUps,
  stories,
} from './docs/expectations.ts';
import { expectOutput, updatesPages, writeOutputs } from './docs/output.ts';
import { readPages } from './docs/pages.ts';
import type { Block } from './docs/pages.ts';
import { openSandbox } from './docs/sandbox.ts';
import type { Sandbox } from './docs/sandbox.ts';
import { runStatements, statementsOf } from './docs/statements.ts';
import type { Ending } from './docs/statements.ts';
import { plantedIn } from './plantedSecrets.ts';

const shells: ReadonlySet<string> = new Set(['sh', 'bash', 'console']);
const pages = readPages();
const blocks = pages.flatMap((page) => page.blocks);
const used = new Set<unknown>();

/** A block of shell with the block behind it that shows its output. */
interface Step {
  readonly block: Block;
  readonly output: Block | undefined;
}

function stepsOf(page: string): Step[] {
  const own = blocks.filter((block) => block.page === page);
  return own.flatMap((block, i) => {
    if (!shells.has(block.language)) return [];
    const next = own[i + 1];
    const showsOutput = next?.language === 'text' && checkOf(next) === undefined;
    return [{ block, output: showsOutput ? next : undefined }];
  });
}

function checkOf({ page, text, language }: Block) {
  const named = checks.find((check) => check.page === page && check.word.test(text));
  return named ?? checksByLanguage[language];
}

/** Runs the steps one after the other in one sandbox. */
async function play(steps: readonly Step[]): Promise<void> {
  const place = steps.some(({ block }) => inProject[block.page]?.test(block.text));
  let sandbox = openSandbox(place ? 'project' : 'shop');
  for (const [i, { block, output }] of steps.entries()) {
    const text = placeholders.reduce((all, [from, to]) => all.replaceAll(from, to), block.text);
    const statements = statementsOf({ ...block, text });
    const isChoice = alternatives.some(([page, word]) => page === block.page && word.test(text));
    const ends: Ending[] = [];
    for (const [j, part] of (isChoice ? statements : [statements]).entries()) {
      if (j > 0) sandbox = openSandbox(place ? 'project' : 'shop');
      const list = typeof part === 'string' ? [part] : part;
      ends.push(...(await runIn(sandbox, block.page, list, `${i}-${j}`)));
    }
    for (const end of ends) expectEnding(block, end);
    if (output !== undefined) {
      expectOutput(output, ends.map(({ stdout }) => stdout).join(''), sandbox.folder);
    }
  }
}

async function runIn(
  { cwd, env, logs }: Sandbox,
  page: string,
  statements: readonly string[],
  name: string,
): Promise<Ending[]> {
  const text = statements.join('');
  const before = setUps.filter((setUp) => setUp.page === page && setUp.word.test(text));
  for (const setUp of before) {
    used.add(setUp);
    const lines = [`${setUp.script}\n`];
    const [end] = await runStatements(lines, { cwd, env, logs: `${logs}/${name}-before` });
    expect(end, `what ${page} takes for granted`).toMatchObject({ status: 0 });
  }
  return runStatements(statements, { cwd, env, logs: `${logs}/${name}` });
}

function expectEnding(block: Block, end: Ending): void {
  const listed = endings[block.page]?.[end.statement];
  if (listed !== undefined) used.add(`${block.page} ${end.statement}`);
  const said = `${end.stdout}${end.stderr}`;
  const where = `${block.page}:${block.line}: ${end.statement}\n${said}`;
  expect(end.status, where).toBe(end.told ?? listed ?? 0);
  expect(said, where).not.toMatch(/^\s+at .*:\d+:\d+/mu);
  expect(plantedIn(said), where).toBeUndefined();
}

describe('documentation', () => {
  describe.concurrent('commands do what the page says', () => {
    const steps = pages.flatMap(({ path }) => (stories.includes(path) ? [] : stepsOf(path)));
    test.each(steps)('$block.page:$block.line', async (step) => play([step]));
    test.each(stories)('%s from top to bottom', async (page) => play(stepsOf(page)));
  });

  describe.concurrent('configuration and samples are valid', () => {
    const others = blocks.filter(
      (block) => !shells.has(block.language) && checkOf(block) !== undefined,
    );
    test.each(others)('$page:$line', async (block) => {
      const check = checkOf(block);
      used.add(check);
      await check?.run(block, openSandbox());
    });
  });

  test('each block is run, checked or the output of one', () => {
    const outputs = new Set(pages.flatMap(({ path }) => stepsOf(path).map(({ output }) => output)));
    const rest = blocks.filter(
      (block) =>
        !shells.has(block.language) &&
        checkOf(block) === undefined &&
        !outputs.has(block) &&
        // libraryDocs.test.ts runs its programs, all of them.
        !(block.page === 'docs/LIBRARY.md' && block.language === 'js'),
    );
    expect(rest.map(({ page, line, language }) => `${page}:${line} ${language}`)).toEqual([]);
  });

  test('no entry of the tables is left over', () => {
    const entries = Object.entries(endings).flatMap(([page, statements]) =>
      Object.keys(statements).map((statement) => `${page} ${statement}`),
    );
    expect(entries.filter((entry) => !used.has(entry))).toEqual([]);
    expect([...setUps, ...checks].filter((entry) => !used.has(entry))).toEqual([]);
    if (updatesPages) onTestFinished(writeOutputs);
  });
});
