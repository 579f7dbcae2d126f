// Git's configuration files, read without git. Tolerant: a line git would die of is left out and counted.
// Format: git-config, "CONFIGURATION FILE". Which files belong to a repository or a user is said in
// configFiles.ts. `include.path` is a matter of the caller: here it is an entry like any other.

export interface ConfigEntry {
  /** Section and name in lower case, subsection as written: `remote.Origin.url`. */
  readonly key: string;
  /** null for a name without `=`, which git takes as true. */
  readonly value: string | null;
}

export interface ParsedConfig {
  readonly entries: readonly ConfigEntry[];
  /** 1-based numbers of the lines that could not be understood. */
  readonly badLines: readonly number[];
}

/** Values by key. Later entries win; keys are compared as git does (subsections by case). */
export interface GitConfig {
  readonly entries: readonly ConfigEntry[];
  /** The last value; undefined when there is none or when the name stands without a value. */
  get(key: string): string | undefined;
  /** All values in order. */
  all(key: string): readonly string[];
  /** The last value as git's boolean; undefined when there is none or when it is no boolean. */
  boolean(key: string): boolean | undefined;
  /** Names of the subsections of a section (`remote` gives the remotes), in order of appearance. */
  subsections(section: string): readonly string[];
}

/** Looks values up in entries, given in the order in which git reads them. */
export function gitConfig(entries: readonly ConfigEntry[]): GitConfig {
  const byKey = new Map<string, (string | null)[]>();
  const subsections = new Map<string, Set<string>>();
  for (const { key, value } of entries) {
    const values = byKey.get(key);
    if (values === undefined) byKey.set(key, [value]);
    else values.push(value);
    const { section, subsection } = splitKey(key);
    if (subsection === undefined) continue;
    const names = subsections.get(section) ?? new Set<string>();
    subsections.set(section, names.add(subsection));
  }
  const last = (key: string): string | null | undefined => byKey.get(normalKey(key))?.at(-1);
  return {
    entries,
    get: (key) => last(key) ?? undefined,
    all: (key) => (byKey.get(normalKey(key)) ?? []).filter((value) => value !== null),
    boolean: (key) => {
      const value = last(key);
      return value === undefined ? undefined : configBoolean(value);
    },
    subsections: (section) => [...(subsections.get(section.toLowerCase()) ?? [])],
  };
}

/**
 * A value as git's boolean: no value, `true`, `yes`, `on` and numbers other than 0 are true; an empty
 * value, `false`, `no`, `off` and 0 are false (git-config, "Values"); else undefined.
 */
export function configBoolean(value: string | null): boolean | undefined {
  if (value === null || /^(true|yes|on)$/iu.test(value)) return true;
  if (value === '' || /^(false|no|off)$/iu.test(value)) return false;
  return /^[-+]?\d+[kmg]?$/iu.test(value) ? !/^[-+]?0+[kmg]?$/iu.test(value) : undefined;
}

/** Reads the text of one file. */
export function parseConfig(text: string): ParsedConfig {
  return new ConfigParser(text).parse();
}

function splitKey(key: string): { section: string; subsection?: string; name: string } {
  const first = Math.max(key.indexOf('.'), 0);
  const last = key.lastIndexOf('.');
  const section = key.slice(0, first).toLowerCase();
  const name = key.slice(last + 1).toLowerCase();
  return last <= first
    ? { section, name }
    : { section, subsection: key.slice(first + 1, last), name };
}

/** A key in the form `ConfigEntry` has it. */
export function normalKey(key: string): string {
  const { section, subsection, name } = splitKey(key);
  return subsection === undefined ? `${section}.${name}` : `${section}.${subsection}.${name}`;
}

const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  n: '\n',
  t: '\t',
  b: '\b',
};

/** What git takes for white space: neither vertical tabs and form feeds, nor any beyond ASCII. */
function isSpace(character: string): boolean {
  return character === ' ' || character === '\t' || character === '\n' || character === '\r';
}

/** A cursor over the text; after an error it goes on at the next line. */
class ConfigParser {
  private readonly text: string;
  private readonly entries: ConfigEntry[] = [];
  private readonly badLines: number[] = [];
  private at = 0;
  private line = 1;
  /** Heading of the entries that follow; null after one that could not be understood. */
  private prefix: string | null = '';

  constructor(text: string) {
    const unmarked = text.startsWith('\uFEFF') ? text.slice(1) : text;
    this.text = unmarked.replaceAll('\r\n', '\n');
  }

  parse(): ParsedConfig {
    while (this.at < this.text.length) {
      const line = this.line;
      if (!this.item()) {
        this.badLines.push(line);
        this.skipLine();
      }
    }
    return { entries: this.entries, badLines: this.badLines };
  }

  /** One blank, comment, heading or entry; false when it cannot be understood. */
  private item(): boolean {
    const character = this.text[this.at] ?? '';
    if (isSpace(character)) {
      this.next();
      return true;
    }
    if (character === '#' || character === ';') return this.skipLine();
    return character === '[' ? this.heading() : this.entry();
  }

  private heading(): boolean {
    this.prefix = null;
    const heading = /\[([A-Za-z0-9.-]+)\]/uy;
    // Bounded: megabytes would overflow the stack of the expression, and stand in every key below.
    const quoted = /\[([A-Za-z0-9.-]+)[ \t\r]+"((?:[^"\\\n]|\\[^\n]){0,1000})"\]/uy;
    const match = this.take(heading) ?? this.take(quoted);
    if (match === null) return false;
    const section = (match[1] ?? '').toLowerCase();
    const subsection = match[2]?.replaceAll(/\\(.)/gu, '$1');
    this.prefix = subsection === undefined ? section : `${section}.${subsection}`;
    return true;
  }

  private entry(): boolean {
    const name = this.take(/([A-Za-z][A-Za-z0-9-]*)[ \t]*/uy)?.[1];
    if (name === undefined || this.prefix === null) return false;
    const key = `${this.prefix}.${name.toLowerCase()}`.replace(/^\./u, '');
    const following = this.text[this.at];
    if (following === '=') {
      this.at++;
      const value = this.value();
      if (value === undefined) return false;
      this.entries.push({ key, value });
      return true;
    }
    // Not even a comment may follow.
    if (following !== undefined && following !== '\n') return false;
    this.entries.push({ key, value: null });
    return true;
  }

  /** The rest of a line after `=`, without blanks at its ends; undefined for a bad escape or an open quote. */
  private value(): string | undefined {
    let value = '';
    let keep = 0;
    let isQuoted = false;
    for (;;) {
      const character = this.next();
      if (character === '' || character === '\n') {
        if (isQuoted) return this.stepBack(character);
        return value.slice(0, keep);
      }
      if (!isQuoted && (character === '#' || character === ';')) {
        this.skipLine();
        return value.slice(0, keep);
      }
      if (!isQuoted && isSpace(character)) {
        if (value !== '') value += character;
        continue;
      }
      if (character === '"') {
        isQuoted = !isQuoted;
        keep = value.length;
        continue;
      }
      if (character === '\\') {
        const escaped = this.next();
        // The line goes on, or the file ends; the blanks before are kept.
        if (escaped === '\n' || escaped === '') {
          keep = value.length;
          continue;
        }
        const plain = escapes[escaped];
        if (plain === undefined) return this.stepBack(escaped);
        value += plain;
      } else value += character;
      keep = value.length;
    }
  }

  /** Leaves a line break for `skipLine` to find. */
  private stepBack(character: string): undefined {
    if (character !== '\n') return;
    this.at--;
    this.line--;
  }

  private take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (match !== null) this.at = pattern.lastIndex;
    return match;
  }

  private next(): string {
    const character = this.text[this.at] ?? '';
    if (character !== '') this.at++;
    if (character === '\n') this.line++;
    return character;
  }

  private skipLine(): boolean {
    const end = this.text.indexOf('\n', this.at);
    this.at = end < 0 ? this.text.length : end + 1;
    if (end >= 0) this.line++;
    return true;
  }
}
