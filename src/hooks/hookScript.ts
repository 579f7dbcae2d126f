// The text of a hook: POSIX sh, for dash, busybox, bash as sh and the sh of Git for Windows. It runs the hook that was
// there before, then leaktrail, and knows its own bytes again (a digest in line 2), so that neither an update nor an
// uninstall takes lines that the user added.
import { createHash } from 'node:crypto';
import { hookKind, keptName } from './hookName.ts';
import type { HookKind, HookName } from './hookName.ts';

/** Where this leaktrail is, for hooks that are run with a bare PATH (by an editor or a server). */
export interface Program {
  /** Absolute paths of the Node binary and of bin/leaktrail.js, with slashes on Windows, too. */
  readonly node: string;
  readonly script: string;
}

export interface HookOptions {
  /** Written in as a place to look; null for a hook that is shared with other machines. */
  readonly program: Program | null;
  /** Whether to look into node_modules of the repository: only where the user installs into that repository. */
  readonly looksInProject: boolean;
}

/** What a file that leaktrail wrote says of itself. */
export interface OwnScript {
  /** Of the script's form, not of leaktrail. */
  readonly version: number;
  /** Whether it still is what was written. */
  readonly isIntact: boolean;
  readonly program: Program | null;
  readonly looksInProject: boolean;
}

const scriptVersion = 1;
const inProject = 'node_modules/.bin/leaktrail';
const shebang = '#!/bin/sh\n';

/** The whole hook. The same options give the same bytes. */
export function hookScript(name: HookName, options: HookOptions): string {
  const body = scriptBody(name, options);
  return `${shebang}# leaktrail hook ${scriptVersion} ${digest(body)}\n${body}`;
}

/** Recognises a hook that leaktrail wrote, of any version; undefined for any other file. */
export function readOwnScript(text: string): OwnScript | undefined {
  const head = /^#!\/bin\/sh\n# leaktrail hook (\d+) ([0-9a-f]+)\n/u.exec(text);
  if (head === null) return undefined;
  return {
    version: Number(head[1]),
    isIntact: digest(text.slice(head[0].length)) === head[2],
    program: readProgram(text),
    looksInProject: text.includes(`[ -f ${inProject} ]`),
  };
}

/** A text as one word of sh. */
export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

function digest(body: string): string {
  return createHash('sha256').update(body).digest('hex').slice(0, 16);
}

function scriptBody(name: HookName, options: HookOptions): string {
  const kind = hookKind(name);
  const kept = keptName(name);
  return `# Written by \`leaktrail hook install\`, taken out by \`leaktrail hook uninstall\`. Lines of your own
# belong in ${kept} beside it, which is run first.
${kind.readsInput ? inputLines : ''}
case $0 in
  */*) leaktrail_before=\${0%/*}/${kept} ;;
  *) leaktrail_before=./${kept} ;;
esac
if [ -f "$leaktrail_before" ] && [ -x "$leaktrail_before" ]; then
  ${feed(kind)}"$leaktrail_before" "$@" || exit $?
fi
${kind.skip === null ? '' : skipLines}
# Node.js reads them at each start, which takes longer than the check; leaktrail calls nobody.
unset NODE_EXTRA_CA_CERTS
leaktrail_status=127
leaktrail_missing() {
  [ "$leaktrail_status" -eq 126 ] || [ "$leaktrail_status" -eq 127 ]
}
${placeLines(kind, options)}
if leaktrail_missing; then
  echo 'leaktrail: not found, so this ${kind.gate} was not checked and is refused.' >&2
  echo 'leaktrail: install it: npm install --global leaktrail${options.looksInProject ? ' (or --save-dev in this project)' : ''}' >&2
${kind.skip === null ? '' : `  echo 'leaktrail: to go on without the check, once: ${kind.skip}' >&2\n`}  exit 1
fi
${kind.skip === null ? '' : refusedLines(kind.gate, kind.skip)}exit "$leaktrail_status"
`.replaceAll(/\n{3,}/gu, '\n\n');
}

/** The report says what was found; not how to go on from a refusal. */
function refusedLines(gate: string, skip: string): string {
  // A push is checked with the baseline that its remote has: a new one would not help it.
  const accept = gate === 'commit' ? '; `leaktrail baseline` accepts what is no secret' : '';
  return `if [ "$leaktrail_status" -ne 0 ]; then
  echo 'leaktrail: this ${gate} is refused${accept}' >&2
  echo 'leaktrail: to go on without the check, once: ${skip}' >&2
fi
`;
}

/** A here-document, not a pipe: a reader that leaves early must not make the writer fail. Nothing sent stays nothing. */
const inputLines = `
leaktrail_input=$(cat)
leaktrail_feed() {
  if [ -n "$leaktrail_input" ]; then
    "$@" <<LEAKTRAIL_INPUT
$leaktrail_input
LEAKTRAIL_INPUT
  else
    "$@" </dev/null
  fi
}
`;

const skipLines = `
case ",\${SKIP-}," in
  *[,\\ ]leaktrail[,\\ ]*)
    echo 'leaktrail: skipped, as SKIP says' >&2
    exit 0
    ;;
esac
`;

/** The places to look at, in the order of findProgram.ts. */
function placeLines(kind: HookKind, { program, looksInProject }: HookOptions): string {
  const project = looksInProject ? projectLines(kind) : '';
  const recorded = program === null ? '' : programLines(kind, program);
  return kind.prefers === 'path'
    ? pathLines(kind) + project + recorded
    : recorded + pathLines(kind) + project;
}

function pathLines(kind: HookKind): string {
  return `if leaktrail_missing && command -v leaktrail >/dev/null 2>&1; then
  ${feed(kind)}leaktrail ${kind.command}
  leaktrail_status=$?
fi
`;
}

/** What a commit brought into node_modules is not run: who can push there could run anything here. */
function projectLines(kind: HookKind): string {
  return `if leaktrail_missing && [ -f ${inProject} ]; then
  if leaktrail_tracked=$(git ls-files -- ':(icase)node_modules') && [ -z "$leaktrail_tracked" ]; then
    ${feed(kind)}${inProject} ${kind.command}
    leaktrail_status=$?
  else
    echo 'leaktrail: node_modules is part of the repository; the leaktrail in it is not run' >&2
  fi
fi
`;
}

function programLines(kind: HookKind, { node, script }: Program): string {
  return `leaktrail_node=${shellQuote(node)}
leaktrail_script=${shellQuote(script)}
if leaktrail_missing && [ -f "$leaktrail_node" ] && [ -f "$leaktrail_script" ]; then
  ${feed(kind)}"$leaktrail_node" "$leaktrail_script" ${kind.command}
  leaktrail_status=$?
fi
`;
}

function feed(kind: HookKind): string {
  return kind.readsInput ? 'leaktrail_feed ' : '';
}

function readProgram(text: string): Program | null {
  const value = (variable: string): string | undefined =>
    new RegExp(`^leaktrail_${variable}='(.*)'$`, 'mu').exec(text)?.[1]?.replaceAll(`'\\''`, "'");
  const node = value('node');
  const script = value('script');
  return node === undefined || script === undefined ? null : { node, script };
}
