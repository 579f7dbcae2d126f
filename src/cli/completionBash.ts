// The completion script for bash (3.2 and newer; needs nothing of the bash-completion package).
import { shellWord } from '../git/shellWord.ts';
import type { CommandOutline, OptionOutline, Values } from './programOutline.ts';

/** A script to be sourced. */
export function bashCompletion(commands: readonly CommandOutline[]): string {
  const all = commands.flatMap(({ options }) => options);
  const taking = distinctNames(all.filter(({ values }) => values !== undefined));
  const [program, ...others] = commands;
  const common = namesOf(program?.options ?? []);
  return `# bash completion for leaktrail; made by: leaktrail completion bash
_leaktrail() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]}
  local command='' word i operands=0
  # bash takes --option=value apart at the sign.
  if [[ $cur == = ]]; then
    cur=''
  elif [[ $prev == = ]]; then
    prev=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    case $word in
      ${taking.join('|')})
        ((i++))
        [[ \${COMP_WORDS[i]} == = ]] && ((i++))
        ;;
      -?*) ;;
      *)
        case "$command $word" in
          ${others.map(({ name }) => shellWord(commandCase(name))).join(' | ')})
            command="\${command:+$command }$word"
            ;;
          *) ((operands++)) ;;
        esac
        ;;
    esac
  done
  COMPREPLY=()
  case "$command $prev" in
${optionCases(commands)}
  esac
  if [[ $cur == -* ]]; then
    case $command in
${others
  .map(
    ({ name, options }) =>
      `      ${shellWord(name)}) _leaktrail_words ${shellWord(namesOf(options))} ;;`,
  )
  .join('\n')}
    esac
    _leaktrail_words ${shellWord(common)}
    return
  fi
  case $command in
${others.map(operandCase).join('\n')}
    '')
      ((operands == 0)) && _leaktrail_words ${shellWord((program?.commands ?? []).map(({ name }) => name).join(' '))}
      _leaktrail_folders
      ;;
  esac
}

_leaktrail_words() {
  local word
  while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -W "$1" -- "$cur")
}

_leaktrail_folders() {
  local word
  compopt -o filenames 2>/dev/null
  while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -d -- "$cur")
}

_leaktrail_rules() {
  local line ids=''
  while IFS= read -r line; do ids+=" \${line%% *}"; done < <(leaktrail rules list 2>/dev/null)
  _leaktrail_words "$ids"
}

# What is said nothing of are files: the default.
complete -o bashdefault -o default -F _leaktrail leaktrail
`;
}

/** The option before the cursor with its values; one of that name may mean something else to a command. */
function optionCases(commands: readonly CommandOutline[]): string {
  const [program, ...others] = commands;
  const own = others.flatMap(({ name, options }) =>
    options.map((option) => casesOf(option, [name])),
  );
  const shared = (program?.options ?? []).map((option) => casesOf(option, undefined));
  return [...own, ...shared].filter((text) => text !== '').join('\n');
}

function casesOf(
  { names, values }: OptionOutline,
  commands: readonly string[] | undefined,
): string {
  if (values === undefined) return '';
  const patterns = names.flatMap((name) =>
    commands === undefined
      ? [`*' '${name}`]
      : commands.map((command) => shellWord(`${command} ${name}`)),
  );
  return `    ${patterns.join(' | ')}) ${answer(values)}return ;;`;
}

function operandCase({ name, commands, operandValues }: CommandOutline): string {
  const action =
    commands.length > 0 ? answer(commands.map((below) => below.name)) : answer(operandValues);
  return `    ${shellWord(name)}) ${action}return ;;`;
}

function answer(values: Values): string {
  if (values === 'file') return '';
  if (values === 'text') return 'compopt +o default +o bashdefault 2>/dev/null; ';
  if (values === 'rule') return '_leaktrail_rules; ';
  if (values === 'folder') return '_leaktrail_folders; ';
  return `_leaktrail_words ${shellWord(values.join(' '))}; `;
}

/** With the command that it stands below before it, nothing for the program. */
function commandCase(name: string): string {
  return name.includes(' ') ? name : ` ${name}`;
}

function namesOf(options: readonly OptionOutline[]): string {
  return options.flatMap(({ names }) => names).join(' ');
}

function distinctNames(options: readonly OptionOutline[]): string[] {
  return [...new Set(options.flatMap(({ names }) => names))];
}
