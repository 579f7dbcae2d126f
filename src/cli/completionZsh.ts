// The completion script for zsh: a file `_leaktrail` in the fpath, or to be sourced.
import { shellWord } from '../git/shellWord.ts';
import type { CommandOutline, OptionOutline, Values } from './programOutline.ts';

/** A script that works in both ways. */
export function zshCompletion(commands: readonly CommandOutline[]): string {
  const [program, ...others] = commands;
  const bodies = others.map((command) => {
    const own = command.options.flatMap(optionSpecs);
    const operands =
      command.commands.length > 0
        ? [shellWord(`1:command:${choices(command.commands)}`), "'*:: :->below'"]
        : [
            shellWord(
              `*:${command.operandValues === 'rule' ? 'rule' : 'operand'}:${action(command.operandValues)}`,
            ),
          ];
    return { command, specs: [...own, ...operands] };
  });
  return `#compdef leaktrail
# zsh completion for leaktrail; made by: leaktrail completion zsh
_leaktrail() {
  local curcontext=$curcontext state state_descr line
  local -a common
  typeset -A opt_args
  common=(
${(program?.options ?? [])
  .flatMap(optionSpecs)
  .map((spec) => `    ${spec}`)
  .join('\n')}
  )
  _arguments -C $common '1: :->command' '*:: :->operands' && return
  case $state in
    command)
      local -a commands
      commands=(
${
  program === undefined
    ? ''
    : program.commands
        .map(
          ({ name, description }) =>
            `        ${shellWord(`${name}:${description.replaceAll(':', '\\:')}`)}`,
        )
        .join('\n')
}
      )
      _describe -t commands command commands
      _directories
      ;;
    operands)
      case $words[1] in
${bodies
  .filter(({ command }) => !command.name.includes(' '))
  .map(({ command, specs }) => commandBody(command, specs, bodies))
  .join('\n')}
        *) _arguments $common '*:folder:_directories' ;;
      esac
      ;;
  esac
}

_leaktrail_rules() {
  local -a ids
  ids=(\${\${\${(f)"$(leaktrail rules list 2>/dev/null)"}:# *}%% *})
  compadd -a ids
}

if [[ $funcstack[1] == _leaktrail ]]; then
  _leaktrail "$@"
else
  compdef _leaktrail leaktrail
fi
`;
}

interface Body {
  readonly command: CommandOutline;
  readonly specs: readonly string[];
}

function commandBody(
  { name }: CommandOutline,
  specs: readonly string[],
  all: readonly Body[],
): string {
  const below = all.filter(({ command }) => command.name.startsWith(`${name} `));
  const first = `        ${name}) _arguments -C $common ${specs.join(' ')}`;
  if (below.length === 0) return `${first} ;;`;
  return `${first} && return
          [[ $state == below ]] && case $words[1] in
${below
  .map(({ command, specs: own }) => {
    const [, last = ''] = command.name.split(' ');
    return `            ${last}) _arguments $common ${own.join(' ')} ;;`;
  })
  .join('\n')}
          esac
          ;;`;
}

/** \`((list\\:"all rules" …))\`. */
function choices(commands: CommandOutline['commands']): string {
  const items = commands.map(
    ({ name, description }) => `${name}\\:"${description.replaceAll(/["\\`$]/gu, '')}"`,
  );
  return `((${items.join(' ')}))`;
}

/** One for each name: \`'*--format[…]:value:(text json)'\`; a star, for most may be repeated. */
function optionSpecs({ names, values, description }: OptionOutline): string[] {
  const text = description.replaceAll(/[[\]\\]/gu, (character) => `\\${character}`);
  const value = values === undefined ? '' : `:value:${action(values)}`;
  return names.map((name) => {
    const equals = values !== undefined && name.startsWith('--') ? '=' : '';
    return shellWord(`*${name}${equals}[${text}]${value}`);
  });
}

function action(values: Values): string {
  if (values === 'file') return '_files';
  if (values === 'folder') return '_directories';
  if (values === 'rule') return '_leaktrail_rules';
  if (values === 'text') return ' ';
  return `(${values.join(' ')})`;
}
