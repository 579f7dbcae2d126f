// What a Dockerfile copies from the folder that it is built in: its COPY and ADD instructions, without those that copy from
// another stage or fetch from elsewhere. https://docs.docker.com/reference/dockerfile/

export interface DockerCopy {
  /** Where the instruction begins, 1-based. */
  readonly line: number;
  /** As written (latin1), one or more. */
  readonly sources: readonly string[];
  /** Patterns of `--exclude`. */
  readonly excluded: readonly string[];
}

interface Instruction {
  readonly line: number;
  /** On one line, without what continues it. */
  readonly text: string;
}

/** The copies of a Dockerfile, in its order; sources that hold a variable are left out, since nobody knows their values. */
export function copiesOf(bytes: Uint8Array): DockerCopy[] {
  return instructionsOf(Buffer.from(bytes).toString('latin1')).flatMap(({ line, text }) => {
    const arguments_ = /^\s*(?:COPY|ADD)\s+(.*)$/isu.exec(text)?.[1];
    if (arguments_ === undefined) return [];
    const { flags, rest } = flagsOf(arguments_);
    if (flags.some((flag) => /^--from=/iu.test(flag))) return [];
    const sources = wordsOf(rest).slice(0, -1).filter(isLocal);
    const excluded = flags
      .filter((flag) => flag.startsWith('--exclude='))
      .map((flag) => unquoted(flag.slice('--exclude='.length)));
    return sources.length === 0 ? [] : [{ line, sources, excluded }];
  });
}

function instructionsOf(text: string): Instruction[] {
  const lines = text.replace(/^\xef\xbb\xbf/u, '').split(/\r?\n/u);
  const escape = escapeOf(lines);
  const instructions: Instruction[] = [];
  for (let i = 0; i < lines.length; i++) {
    const first = i;
    const parts: string[] = [];
    for (; i < lines.length; i++) {
      const line = lines[i] ?? '';
      // Comments and empty lines do not end what a line before began.
      const isNothing = /^\s*(?:#|$)/u.test(line);
      if (isNothing && parts.length === 0) break;
      if (isNothing) continue;
      const end = line.trimEnd();
      const isContinued = end.endsWith(escape);
      parts.push(isContinued ? end.slice(0, -1) : line);
      if (!isContinued) break;
    }
    if (parts.length === 0) continue;
    const instruction = { line: first + 1, text: parts.join('') };
    instructions.push(instruction);
    i = afterHereDocuments(lines, i, instruction.text);
  }
  return instructions;
}

/** The parser directive `# escape=`, which must come before everything but other directives. */
function escapeOf(lines: readonly string[]): string {
  for (const line of lines) {
    const directive = /^\s*#\s*(\w+)\s*=\s*(\S+)\s*$/u.exec(line);
    if (directive === null) break;
    if (directive[1]?.toLowerCase() === 'escape') return directive[2] === '`' ? '`' : '\\';
  }
  return '\\';
}

/** The last line of the here-documents that an instruction begins (`RUN <<EOF`); where one does not end, the last of all. */
function afterHereDocuments(lines: readonly string[], end: number, text: string): number {
  if (!/^\s*(?:RUN|COPY|ADD)\s/iu.test(text)) return end;
  let at = end;
  for (const [, dash = '', , word = ''] of text.matchAll(/<<(-?)(["']?)([A-Za-z_]\w*)\2/gu)) {
    const ends = (line: string): boolean =>
      (dash === '' ? line : line.replace(/^\t+/u, '')) === word;
    do at++;
    while (at < lines.length && !ends(lines[at] ?? ''));
    if (at >= lines.length) break;
  }
  return at;
}

function flagsOf(text: string): { flags: string[]; rest: string } {
  const flags: string[] = [];
  let rest = text.trim();
  for (;;) {
    const flag = /^--[a-z][\w-]*(?:=\S*)?(?=\s|$)/iu.exec(rest)?.[0];
    if (flag === undefined) return { flags, rest };
    flags.push(flag);
    rest = rest.slice(flag.length).trimStart();
  }
}

/** The words of the shell form, or the texts of the JSON form, which takes over where it is one. */
function wordsOf(text: string): string[] {
  if (text.startsWith('[')) {
    try {
      const list: unknown = JSON.parse(text);
      if (Array.isArray(list)) return list.map(String);
    } catch {
      // A name that begins with a bracket.
    }
  }
  return text.split(/\s+/u).filter(Boolean).map(unquoted);
}

function unquoted(word: string): string {
  return word.replace(/^(["'])(.*)\1$/u, '$2');
}

/** Neither an address, nor a here-document, nor a variable. */
function isLocal(source: string): boolean {
  return !/:\/\/|^git@|^<<|\$/u.test(source);
}
