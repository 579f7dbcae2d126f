// The names of commands: those of this version, and those of the contract that later versions bring.

export const commandNames: readonly string[] = [
  'audit',
  'staged',
  'range',
  'push',
  'receive',
  'files',
  'env',
  'trace',
  'baseline',
  'rules',
  'report',
  'explain',
  'hook',
  'help',
];

/** Named by the contract, not there yet: asked for, they must not pass for the folder of a repository. */
export const laterCommandNames: readonly string[] = ['plan'];
