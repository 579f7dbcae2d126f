// leaktrail's lines in a script of husky's user (.husky/pre-commit). husky runs it with `sh -e`, from the top of the work
// tree; only version 9 puts node_modules/.bin at the front of the PATH, so the lines do. The file is the user's and shared:
// only the lines between our marks are ours.
import { UsageError } from '../model/errors.ts';
import { hookKind } from './hookName.ts';
import type { HookKind, HookName } from './hookName.ts';

const firstLine = '# >>> leaktrail: written by `leaktrail hook install`';
const lastLine = '# <<< leaktrail';
/** Stands on the first line where a line end had to be added before it, which an uninstall takes out again. */
const joinedMark = ' (after a last line without an end)';

const block = new RegExp(
  `^${escape(firstLine)}(?<joined>${escape(joinedMark)})?\n[^]*?^${escape(lastLine)}\n`,
  'mu',
);

/** Whether the script has our lines. */
export function hasHuskyBlock(text: string): boolean {
  return block.test(text);
}

/**
 * The script with our lines, those of an older version replaced where they stand. `pre-commit` gets them at its end,
 * where formatters have done their work, or at its start where it may leave before its end; `pre-push` at its start,
 * because what git tells can be read once: it is handed on to the lines that follow. Throws UsageError for a script
 * not in sh.
 */
export function withHuskyBlock(text: string, name: HookName): string {
  const kind = hookKind(name);
  const found = block.exec(text);
  if (found !== null) {
    const lines = blockLines(kind, found.groups?.['joined'] ?? '');
    return text.slice(0, found.index) + lines + text.slice(found.index + found[0].length);
  }
  const shebang = /^#!.*/u.exec(text)?.[0] ?? '';
  if (shebang !== '' && !/\b(?:sh|bash|dash|zsh)\b/u.test(shebang)) {
    throw new UsageError(
      `the ${name} script of husky starts with ${shebang}: call \`leaktrail ${name === 'pre-push' ? 'push' : 'staged'}\` from it yourself`,
    );
  }
  const at = kind.readsInput || mayLeave(text) ? afterHead(text) : text.length;
  const isJoined = at > 0 && text[at - 1] !== '\n';
  const lines = (isJoined ? '\n' : '') + blockLines(kind, isJoined ? joinedMark : '');
  return text.slice(0, at) + lines + text.slice(at);
}

/** The script as it was before. */
export function withoutHuskyBlock(text: string): string {
  const found = block.exec(text);
  if (found === null) return text;
  const start = found.groups?.['joined'] === undefined ? found.index : found.index - 1;
  return text.slice(0, start) + text.slice(found.index + found[0].length);
}

/** Behind the first line and the one with which versions 5 to 8 start themselves. */
function afterHead(text: string): number {
  const head = /^(?:#!.*(?:\n|$))?(?:(?:[ \t]*(?:#.*)?\n)*\. .*husky\.sh.*(?:\n|$))?/u.exec(text);
  return head?.[0].length ?? 0;
}

/** Going by the words: one in a string moves our lines to the start, where they run as well. */
function mayLeave(text: string): boolean {
  return /^(?!\s*#).*\b(?:exit|exec)\b/mu.test(text);
}

function blockLines({ command, readsInput, gate, skip }: HookKind, joined: string): string {
  const before = readsInput ? 'leaktrail_input=$(cat)\n' : '';
  const feed = readsInput ? `printf '%s\\n' "$leaktrail_input" | ` : '';
  const after = readsInput
    ? `exec <<LEAKTRAIL_INPUT
$leaktrail_input
LEAKTRAIL_INPUT
[ -n "$leaktrail_input" ] || exec </dev/null
`
    : '';
  return `${firstLine}${joined}
${before}case ",\${SKIP-}," in
  *[,\\ ]leaktrail[,\\ ]*) echo 'leaktrail: skipped, as SKIP says' >&2 ;;
  *)
    ${feed}PATH="node_modules/.bin:$PATH" leaktrail ${command} || {
      leaktrail_status=$?
      [ $leaktrail_status -ne 127 ] ||
        echo 'leaktrail: not found, so this ${gate} was not checked: npm install --save-dev leaktrail (without the check, once: ${skip ?? ''})' >&2
      exit $leaktrail_status
    }
    ;;
esac
${after}${lastLine}
`;
}

function escape(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}]/gu, String.raw`\$&`);
}
