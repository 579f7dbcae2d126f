// Options that take a list: `--rules a.yaml b.yaml`, `--disable jwt generic-password`. A greedy option
// would swallow the folder that may follow it, so an argument joins the list only if it cannot be one.

const envFile = /(?:^|[/\\])[^/\\]*\.env[^/\\]*$|^-$/iu;

const shapes: Readonly<Record<string, RegExp>> = {
  '--rules': /\.ya?ml$/iu,
  '--enable': /^[a-z0-9*][a-z0-9*,-]*$/u,
  '--from': envFile,
  '--env-file': envFile,
  '--disable': /^[a-z0-9*][a-z0-9*,-]*$/u,
};

/**
 * Repeats the option before each further value of its list, for a parser that takes one value at a time. A value
 * joins when it looks like one and, for ids, names nothing on disk (`exists`). What follows `--` is left alone.
 */
export function repeatListOptions(
  args: readonly string[],
  exists: (path: string) => boolean,
): string[] {
  const result: string[] = [];
  let option: string | undefined;
  for (const [index, argument] of args.entries()) {
    if (argument === '--') return [...result, ...args.slice(index)];
    const shape = option === undefined ? undefined : shapes[option];
    const isFirstValue = result.at(-1) === option;
    if (argument.startsWith('-')) {
      option = argument in shapes ? argument : undefined;
    } else if (option !== undefined && !isFirstValue) {
      if (shape?.test(argument) === true && (!isId(option) || !exists(argument))) {
        result.push(option);
      } else {
        option = undefined;
      }
    }
    result.push(argument);
  }
  return result;
}

/** Whether the option takes ids: a file or folder of that name is none. */
function isId(option: string): boolean {
  return option === '--enable' || option === '--disable';
}
