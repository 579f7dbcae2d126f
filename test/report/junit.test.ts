import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { render } from './render.ts';
import { makeFinding, makeReport, sampleReport } from './sampleReport.ts';

/** Attributes that Jenkins' junit-10.xsd knows, and the elements that may stand below. */
const known: Readonly<Record<string, { attributes: readonly string[]; below: readonly string[] }>> =
  {
    testsuites: {
      attributes: ['name', 'time', 'tests', 'failures', 'errors'],
      below: ['testsuite'],
    },
    testsuite: {
      attributes: ['name', 'tests', 'failures', 'errors', 'time', 'skipped'],
      below: ['properties', 'testcase'],
    },
    properties: { attributes: [], below: ['property'] },
    property: { attributes: ['name', 'value'], below: [] },
    testcase: {
      attributes: ['name', 'classname'],
      below: ['skipped', 'error', 'failure', 'system-out'],
    },
    failure: { attributes: ['type', 'message'], below: [] },
    error: { attributes: ['type', 'message'], below: [] },
    skipped: { attributes: ['type', 'message'], below: [] },
    'system-out': { attributes: [], below: [] },
  };

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  text: string;
  readonly below: Element[];
}

const tag = /<(\/?)([a-z-]+)((?: [a-z]+="[^"<]*")*)(\/?)>/gu;

/** A reader as strict as is needed here: what it does not know is a failure. */
function parse(xml: string): Element {
  const [declaration, body = ''] = xml.split(/\n(.*)/su);
  expect(declaration).toBe('<?xml version="1.0" encoding="UTF-8"?>');
  const top: Element = { name: '', attributes: {}, text: '', below: [] };
  const open = [top];
  let position = 0;
  const addText = (text: string): void => {
    expect(text).not.toMatch(/[<>]|&(?!(?:amp|lt|gt|quot|apos);)/u);
    open.at(-1)!.text += text.replace(/&(\w+);/gu, (_, name: string) => characters[name] ?? '?');
  };
  for (const match of body.matchAll(tag)) {
    addText(body.slice(position, match.index));
    position = match.index + match[0].length;
    const [, isEnd, name = '', attributes = '', isEmpty] = match;
    if (isEnd === '/') {
      expect(open.pop()?.name).toBe(name);
      continue;
    }
    const pairs = [...attributes.matchAll(/ ([a-z]+)="([^"]*)"/gu)];
    const element: Element = {
      name,
      attributes: Object.fromEntries(pairs.map(([, key = '', value = '']) => [key, value])),
      text: '',
      below: [],
    };
    open.at(-1)!.below.push(element);
    if (isEmpty !== '/') open.push(element);
  }
  expect(open).toHaveLength(1);
  expect(body.slice(position)).toBe('\n');
  return top.below[0]!;
}

const characters: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

function check(element: Element): void {
  const rule = known[element.name]!;
  expect(rule).toBeDefined();
  expect(Object.keys(element.attributes).filter((name) => !rule.attributes.includes(name))).toEqual(
    [],
  );
  for (const child of element.below) {
    expect(rule.below).toContain(child.name);
    check(child);
  }
}

/** The suite of a report in which every element is known and all counts are right. */
async function suiteOf(report: Report): Promise<Element> {
  const root = parse(await render('junit', report));
  check(root);
  const [suite] = root.below;
  const cases = suite!.below.filter(({ name }) => name === 'testcase');
  const having = (kind: string): string =>
    String(cases.filter(({ below }) => below.some(({ name }) => name === kind)).length);
  expect(suite!.attributes).toMatchObject({
    tests: String(cases.length),
    failures: having('failure'),
    errors: having('error'),
    skipped: having('skipped'),
  });
  expect(root.attributes['failures']).toBe(suite!.attributes['failures']);
  return { ...suite!, below: cases };
}

describe('junitReport', () => {
  it('fails a test case for each finding and each .env file, and one for what was not scanned', async () => {
    const { attributes } = await suiteOf(sampleReport());
    expect(attributes).toMatchObject({ tests: '14', failures: '12', errors: '1', skipped: '1' });
    expect(attributes['time']).toBe('3.413');
  });

  it('passes one test case when there is nothing', async () => {
    const { attributes, below } = await suiteOf(makeReport([]));
    expect(attributes).toMatchObject({ tests: '1', failures: '0', errors: '0', skipped: '0' });
    expect(below[0]?.attributes['name']).toBe('everything was scanned');
  });

  it('skips a suppressed finding with its reason', async () => {
    const finding = makeFinding({ suppressed: { by: 'baseline', reason: 'it <is> "old" & gone' } });
    const { below } = await suiteOf(makeReport([finding]));
    expect(below[0]?.below[0]).toMatchObject({
      name: 'skipped',
      attributes: { message: 'baseline: it &lt;is&gt; &quot;old&quot; &amp; gone' },
    });
  });

  it('keeps characters out that XML 1.0 does not have, and markup', async () => {
    const title = `]]><!--&\u0000\u0008\ufffe\uffff\ud800<failure message='"'/>`;
    const { below } = await suiteOf(makeReport([makeFinding({ title })]));
    expect(below).toHaveLength(2);
    const xml = await render('junit', makeReport([makeFinding({ title })]));
    expect(xml).not.toMatch(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
  });
});
