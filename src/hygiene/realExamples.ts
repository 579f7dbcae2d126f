// Which examples of .env-like files (`.env.example`) hold real values: those of a local .env file, or secrets that a rule
// found in them. Tells the names, never the values.
import { displayPath } from '../model/path.ts';
import type { BytePath } from '../model/path.ts';
import { parseEnvValues } from './envValues.ts';
import type { EnvValue } from './envValues.ts';

/** Which values tell something, and what else of them does: the password within a URL. */
export type TellingValues = (
  values: readonly EnvValue[],
) => readonly Pick<EnvValue, 'name' | 'value'>[];

export interface RealExamplesInput {
  /** Paths of examples with their contents: of the work tree, the index and HEAD. */
  readonly examples: ReadonlyMap<BytePath, readonly Uint8Array[]>;
  /** The .env-like files of the work tree. */
  readonly local: ReadonlyMap<BytePath, Uint8Array>;
  /** Values of secrets found with high confidence, by path. */
  readonly secretsAt: ReadonlyMap<BytePath, ReadonlySet<string>>;
  readonly tellingValues: TellingValues;
}

/** By path the names of the real values: `API_KEY (as in .env)`, `TOKEN`, `line 3` for one outside of all variables. */
export function findRealExamples(input: RealExamplesInput): Map<BytePath, readonly string[]> {
  const localFiles = localValues(input);
  const real = new Map<BytePath, readonly string[]>();
  for (const [path, contents] of input.examples) {
    const names = contents.flatMap((bytes) => {
      const values = parseEnvValues(bytes, path);
      return [
        ...values.flatMap((value) => localName(value, localFiles, input.tellingValues)),
        ...[...(input.secretsAt.get(path) ?? [])].flatMap((secret) =>
          secretName(secret, bytes, values, localFiles),
        ),
      ];
    });
    if (names.length > 0) real.set(path, [...new Set(names)]);
  }
  return real;
}

/** By value the file that holds it. */
function localValues({ local, tellingValues }: RealExamplesInput): Map<string, BytePath> {
  const files = new Map<string, BytePath>();
  for (const [path, bytes] of local) {
    for (const { value } of tellingValues(parseEnvValues(bytes, path))) {
      if (!files.has(value)) files.set(value, path);
    }
  }
  return files;
}

function localName(
  value: EnvValue,
  localFiles: ReadonlyMap<string, BytePath>,
  tellingValues: TellingValues,
): string[] {
  if (localFiles.size === 0) return [];
  const found = [value, ...tellingValues([value])].find((each) => localFiles.has(each.value));
  const file = found === undefined ? undefined : localFiles.get(found.value);
  return file === undefined ? [] : [`${value.name} (as in ${displayPath(file)})`];
}

/** A secret that stands there no more gives nothing; one that is told by its local file is not told twice. */
function secretName(
  secret: string,
  bytes: Uint8Array,
  values: readonly EnvValue[],
  localFiles: ReadonlyMap<string, BytePath>,
): string[] {
  const holding = values.filter(({ value }) => value.includes(secret));
  if (holding.length > 0) {
    return holding.flatMap(({ name, value }) => (localFiles.has(value) ? [] : [name]));
  }
  const text = Buffer.from(bytes).toString('utf8');
  const at = text.indexOf(secret);
  return at < 0 ? [] : [`line ${text.slice(0, at).split('\n').length}`];
}
