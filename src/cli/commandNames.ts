// The names of commands.

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
  'plan',
  'completion',
  'help',
];
