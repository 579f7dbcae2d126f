// What becomes of lines of Python that hold a secret; `SECRET` stands for it. The results are also handed to Python itself.
import { expect, test } from 'vitest';
import { needsOsImport, replaceInPython } from '../../src/remedy/replaceInPython.ts';
import { runPython } from '../python.ts';

function replaced(text: string, value = 'SECRET'): string {
  const ranges = [...text.matchAll(new RegExp(value, 'gu'))].map(({ index }, i) => ({
    start: index,
    end: index + value.length,
    variable: i === 0 ? 'NAME' : `NAME_${i + 1}`,
  }));
  let result = text;
  for (const { edit, reason } of replaceInPython(text, ranges).toReversed()) {
    if (edit === undefined) return `reason: ${reason}`;
    result = result.slice(0, edit.start) + edit.text + result.slice(edit.end);
  }
  return result;
}

const cases: readonly (readonly [before: string, after: string])[] = [
  [`KEY = "SECRET"`, `KEY = os.environ["NAME"]`],
  [`KEY = 'SECRET'  # live`, `KEY = os.environ["NAME"]  # live`],
  [`case = "SECRET"`, `case = os.environ["NAME"]`],
  [`KEY = b"SECRET"`, `KEY = os.environ["NAME"].encode()`],
  [`KEY = r'''SECRET'''`, `KEY = os.environ["NAME"]`],
  [`KEY = u"SECRET".strip()`, `KEY = os.environ["NAME"].strip()`],
  [`f(key="SECRET", other='x')`, `f(key=os.environ["NAME"], other='x')`],
  [`D = {"key": "SECRET"}`, `D = {"key": os.environ["NAME"]}`],
  [`K = "postgres://u:SECRET@h/d"`, `K = f"postgres://u:{os.environ['NAME']}@h/d"`],
  [`K = 'postgres://u:SECRET@h/d'`, `K = f'postgres://u:{os.environ["NAME"]}@h/d'`],
  [`K = "u={x}:SECRET"`, `K = f"u={{x}}:{os.environ['NAME']}"`],
  [`K = f"{x}:SECRET"`, `K = f"{x}:{os.environ['NAME']}"`],
  [`K = r"\\d:SECRET"`, `K = fr"\\d:{os.environ['NAME']}"`],
  [`K = "SECRET:SECRET@h"`, `K = f"{os.environ['NAME']}:{os.environ['NAME_2']}@h"`],
  [`K = "a" "SECRET"`, `K = "a" f"{os.environ['NAME']}"`],
  [`K = ("a"\n  "SECRET")`, `K = ("a"\n  f"{os.environ['NAME']}")`],
  [`A = "a"\nK = "SECRET"\n"b"`, `A = "a"\nK = os.environ["NAME"]\n"b"`],
  [`K = os.environ.get("DB", "SECRET")`, `K = os.environ["DB"]`],
  [`K = os.getenv('DB', 'SECRET')`, `K = os.environ["DB"]`],
  [`K = environ.get('DB', 'SECRET')`, `K = environ["DB"]`],
  [`K = config("DB", default="SECRET")`, `K = config("DB")`],
  [`K = env.str("DB", "SECRET", )`, `K = env.str("DB")`],
  [`a, b = "SECRET", "SECRET"`, `a, b = os.environ["NAME"], os.environ["NAME_2"]`],
  [`K = "it\\"s SECRET"`, `K = f"it\\"s {os.environ['NAME']}"`],
  [`K = """\nSECRET\n"""`, `K = os.environ["NAME"]`],
  [`K = "SECRET\\n"`, `K = os.environ["NAME"]`],
  [`K = "\\N{BULLET} {x} SECRET"`, `K = f"\\N{BULLET} {{x}} {os.environ['NAME']}"`],
  [`K = r"\\N{x} SECRET"`, `K = fr"\\N{{x}} {os.environ['NAME']}"`],
  [`K = f"{{{x}}} SECRET"`, `K = f"{{{x}}} {os.environ['NAME']}"`],
  [`x = "#"; K = "SECRET"`, `x = "#"; K = os.environ["NAME"]`],
];

test.each(cases)('%s becomes %s', (before, after) => {
  expect(replaced(before)).toBe(after);
});

test.each([
  [`match x:\n  case "SECRET":\n    pass`, 'guard'],
  [`match x:\n  case ("a" | "SECRET"):\n    pass`, 'guard'],
  [`# SECRET`, 'comment'],
  [`K = SECRET`, 'comment'],
  [`K = "%s:SECRET" % user`, 'formatted'],
  [`K = "{}:SECRET".format(user)`, 'formatted'],
  [`K = b"u:SECRET"`, 'bytes'],
  [`K = b"a" b"SECRET"`, 'bytes'],
  [`K = """a\nSECRET\nb"""`, 'several lines'],
  [`K = t"x SECRET"`, 'template'],
])('%s is left to the reader, who is told why', (before, reason) => {
  expect(replaced(before)).toMatch(new RegExp(`^reason: .*${reason}`, 'u'));
});

test('a value in pieces is replaced where it is all that the pieces are', () => {
  expect(replaced(`K = "SEC" + "RET"`, 'SEC" \\+ "RET')).toBe(`K = os.environ["NAME"]`);
  expect(replaced(`K = "xSEC" + "RET"`, 'SEC" \\+ "RET')).toMatch(/^reason: .*several literals/u);
});

test('all results are Python', () => {
  const program =
    'import json, sys\nfor text in json.load(sys.stdin): compile(text, "case", "exec")';
  const input = JSON.stringify(cases.map(([, after]) => after));
  expect(runPython(['-c', program], input)).toMatchObject({ status: 0, stderr: '' });
});

test.each([
  ['import os\n', false],
  ['import sys, os\n', false],
  ['import os.path\n', false],
  ['import os as system\n', true],
  ['from os import path\n', true],
  ['# import os\n', true],
])('%j: os is still to be imported: %s', (text, needed) => {
  expect(needsOsImport(text)).toBe(needed);
});

test.each([`K = f"{f('SECRET')}"`, `K = f"{x}}} {{{'SECRET'}"`])(
  'what stands in an expression is left to the reader: %s',
  (text) => {
    expect(replaced(text)).toBe(
      'reason: it stands in an expression of an f-string: take it out by hand',
    );
  },
);

test('literals that do not end take time in proportion to the length', () => {
  const time = (length: number): number => {
    const startedAt = performance.now();
    for (const piece of ['"\\', "'''", "b'", 'f']) {
      replaceInPython(`${piece.repeat(length / piece.length)}x\nK = "SECRET"\n`, []);
    }
    return performance.now() - startedAt;
  };
  time(1200);
  const small = Math.max(20, time(60_000));
  expect(time(240_000)).toBeLessThan(small * 10);
});
