// What `--help` says there is: commands, their subcommands, and the options of each.
import { runLeaktrail } from '../runLeaktrail.ts';

export interface Help {
  /** By `range` or `hook install`; the empty name is leaktrail itself. */
  readonly commands: ReadonlyMap<string, ReadonlySet<string>>;
  /** All options of all commands. */
  readonly options: ReadonlySet<string>;
}

/** Asks every command for its help. */
export async function readHelp(): Promise<Help> {
  const commands = new Map<string, ReadonlySet<string>>();
  const ask = async (...path: string[]): Promise<void> => {
    const { stdout } = await runLeaktrail([...path, '--help']);
    commands.set(path.join(' '), optionsOf(stdout));
    const names = path.length < 2 ? commandsOf(stdout) : [];
    await Promise.all(names.map(async (name) => ask(...path, name)));
  };
  await ask();
  // It has no help of its own: it prints that of others.
  commands.set('help', new Set());
  return { commands, options: new Set([...commands.values()].flatMap((options) => [...options])) };
}

function optionsOf(help: string): Set<string> {
  const listed = [...help.matchAll(/^ {2}(-\w)?(?:, )?(--[\w-]+)?/gmu)];
  return new Set(listed.flatMap(([, short, long]) => [short ?? [], long ?? []].flat()));
}

function commandsOf(help: string): string[] {
  const section = /^Commands:\n((?: {2}.*\n)+)/mu.exec(help)?.[1] ?? '';
  const names = [...section.matchAll(/^ {2}([a-z]\w+)/gmu)].flatMap(([, name]) => name ?? []);
  return names.filter((name) => name !== 'help');
}
