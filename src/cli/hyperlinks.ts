// Whether a terminal has hyperlinks (OSC 8). Own code: supports-hyperlinks asks the environment of the process itself.
import { canRedraw, isCi } from './terminal.ts';
import type { TerminalStream } from './terminal.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Variables that only terminals with hyperlinks set. */
const signs = ['WT_SESSION', 'DOMTERM', 'KITTY_WINDOW_ID', 'WEZTERM_PANE', 'GHOSTTY_RESOURCES_DIR'];
const terms = /^(?:xterm-kitty|xterm-ghostty|alacritty|foot|contour|wezterm)\b/u;
/** By TERM_PROGRAM: the first version that has them. */
const programs: Readonly<Record<string, readonly [major: number, minor: number]>> = {
  'iTerm.app': [3, 1],
  WezTerm: [20_200_620, 0],
  vscode: [1, 72],
  ghostty: [1, 0],
  zed: [0, 0],
  Hyper: [3, 0],
  Tabby: [1, 0],
  rio: [0, 0],
  mintty: [3, 3],
};

/**
 * FORCE_HYPERLINK switches them on (`0` off); else a terminal has them that is known to, that is not dumb and that no CI
 * system pretends to have. Colour is another matter: NO_COLOR leaves them.
 */
export function hasHyperlinks(stream: TerminalStream, env: Environment): boolean {
  const forced = env['FORCE_HYPERLINK'];
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false';
  if (!canRedraw(stream, env) || isCi(env)) return false;
  if (signs.some((name) => (env[name] ?? '') !== '') || terms.test(env['TERM'] ?? '')) return true;
  const vte = Number(env['VTE_VERSION']);
  // 0.50.0 crashes at them.
  if (vte > 5000 || Number(env['KONSOLE_VERSION']) >= 201_200) return true;
  const least = programs[env['TERM_PROGRAM'] ?? ''];
  if (least === undefined) return false;
  const [major = 0, minor = 0] = (env['TERM_PROGRAM_VERSION'] ?? '').split(/[.-]/u).map(Number);
  return major > least[0] || (major === least[0] && minor >= least[1]);
}
