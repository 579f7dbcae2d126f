// The completion script for fish.
import type { CommandOutline, OptionOutline, Values } from './programOutline.ts';

/** A script to be sourced. */
export function fishCompletion(commands: readonly CommandOutline[]): string {
  const [program, ...others] = commands;
  const taking = commands
    .flatMap(({ options }) => options)
    .filter(({ values }) => values !== undefined)
    .flatMap(({ names }) => names);
  const lines = [
    ...(program?.options ?? []).map((option) => optionLine(option, undefined)),
    ...(program === undefined ? [] : commandLines(program)),
    line(["-n '__leaktrail_at'", '-a', quoted('(__fish_complete_directories)')]),
    ...others.flatMap((command) => [
      ...command.options.map((option) => optionLine(option, command.name)),
      ...(command.commands.length > 0
        ? commandLines(command)
        : [operandLine(command.name, command.operandValues)]),
    ]),
  ];
  return `# fish completion for leaktrail; made by: leaktrail completion fish
function __leaktrail_command
    # The command, and the one below it, without options and their values.
    set -l found
    set -l skip 0
    for word in (commandline -opc)[2..-1]
        if test $skip -eq 1
            set skip 0
        else if contains -- $word ${[...new Set(taking)].join(' ')}
            set skip 1
        else if not string match -q -- '-?*' $word
            switch (string join ' ' $found $word)
                case ${others.map(({ name }) => quoted(name)).join(' ')}
                    set -a found $word
                case '*'
                    # An operand: what follows is none of the commands.
                    test -n "$found" || set found -
                    break
            end
        end
    end
    string join ' ' $found
end

function __leaktrail_at
    test "$(__leaktrail_command)" = "$argv"
end

function __leaktrail_rules
    leaktrail rules list 2>/dev/null | string match -r '^[^ ]+'
end

complete -c leaktrail -f
${lines.join('\n')}
`;
}

function commandLines({ name, commands }: CommandOutline): string[] {
  return commands.map((below) =>
    line([at(name), '-a', below.name, '-d', quoted(below.description)]),
  );
}

function optionLine(
  { names, values, description }: OptionOutline,
  command: string | undefined,
): string {
  return line([
    ...(command === undefined ? [] : [at(command)]),
    ...names.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`)),
    ...(values === undefined ? [] : ['-r', ...valueParts(values)]),
    '-d',
    quoted(description),
  ]);
}

function operandLine(command: string, values: Values): string {
  return line([at(command), ...valueParts(values)]);
}

function valueParts(values: Values): string[] {
  if (values === 'file') return ['-F'];
  if (values === 'text') return ['-f'];
  if (values === 'rule') return ['-f', '-a', quoted('(__leaktrail_rules)')];
  if (values === 'folder') return ['-f', '-a', quoted('(__fish_complete_directories)')];
  return ['-f', '-a', quoted(values.join(' '))];
}

function at(command: string): string {
  return `-n ${quoted(`__leaktrail_at ${command}`.trimEnd())}`;
}

function line(parts: readonly string[]): string {
  return ['complete -c leaktrail', ...parts].join(' ');
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}'`;
}
