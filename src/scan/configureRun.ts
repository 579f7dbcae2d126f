// Which configuration a run obeys, and what it makes of the run's options: built-in defaults, then the configuration, then
// the command line.
import { loadNamedSettings, loadSettings } from '../config/loadSettings.ts';
import { folderReader, namedPath } from '../config/configFolder.ts';
import type { ReadFile } from '../config/configFolder.ts';
import { openStorage } from '../git/storage.ts';
import { createObjectStore } from '../git/objectStore.ts';
import { readHeadAlone } from '../git/refs.ts';
import type { Repository } from '../git/repository.ts';
import { noSettings } from '../model/settings.ts';
import type { RunContext, RunOptions } from '../model/run.ts';
import type { Settings } from '../model/settings.ts';
import { commitReader } from './commitReader.ts';

/**
 * The run with the configuration of its repository in its options: of the work tree, or, where there is none, of HEAD's tree.
 * A run that has its settings stays as it is. Throws ConfigError.
 */
export async function configureRun<Run extends RunContext>(
  run: Run,
  repository: Repository,
): Promise<Run> {
  if (repository.workTree !== null) return configureWith(run, folderReader(repository.workTree));
  if (!wantsOwn(run)) return configureWith(run, () => undefined);
  const { storage } = openStorage(repository.objectDirs, repository.objectFormat, 0);
  const store = createObjectStore(storage);
  try {
    const head = await readHeadAlone(repository, run.env);
    return configureWith(run, commitReader(store, head.oid, repository.objectFormat));
  } finally {
    store.close();
  }
}

/**
 * The run with the configuration that `readFile` finds, unless the command line names another (`--config`) or wants none
 * (`--no-config`); `names` are looked for at the top. For a range or a push: `commitReader` of the base. Throws ConfigError.
 */
export function configureWith<Run extends RunContext>(
  run: Run,
  readFile: ReadFile,
  names?: readonly string[],
): Run {
  const { options, cwd } = run;
  if (options.settings !== undefined) return run;
  const { config } = options;
  const settings =
    typeof config === 'string'
      ? loadNamedSettings(namedPath(cwd, config), config)
      : config === false
        ? noSettings
        : loadSettings(readFile, names);
  return { ...run, options: withSettings(options, settings) };
}

/** Says which configuration counts and what of it was not understood. */
export function announceSettings({ options, onWarning, onDetail }: RunContext): void {
  const { settings } = options;
  if (settings === undefined) return;
  onDetail?.(`configuration: ${settings.source ?? 'none'}`);
  for (const warning of settings.warnings) onWarning?.(warning);
}

/** Options of the command line over those of a configuration. */
export function withSettings(options: RunOptions, settings: Settings): RunOptions {
  const maxBlobBytes = options.maxBlobBytes ?? settings.maxBlobBytes;
  const choosesRules = options.enable.length > 0;
  return {
    ...options,
    settings,
    enable: choosesRules ? options.enable : settings.enable,
    // Who asks for rules by name gets them.
    disable: choosesRules ? options.disable : [...settings.disable, ...options.disable],
    minConfidence:
      options.asksForConfidence === true
        ? options.minConfidence
        : (settings.minConfidence ?? options.minConfidence),
    ...(maxBlobBytes === undefined ? {} : { maxBlobBytes }),
  };
}

function wantsOwn({ options }: RunContext): boolean {
  return options.config === undefined && options.settings === undefined;
}
