// Options of other programs that pages name without the program.

export const foreignOptions: Readonly<Record<string, readonly string[]>> = {
  git: ['--until', '--mirror'],
  'git filter-repo': [
    '--replace-message',
    '--invert-paths',
    '--paths-from-file',
    '--strip-blobs-with-ids',
  ],
  node: [
    '--always-sparkplug',
    '--cpu-prof',
    '--maglev',
    '--minor-mc',
    '--no-lazy-feedback-allocation',
    '--no-opt',
    '--single-threaded-gc',
    '--sparkplug',
  ],
  'redis-server': ['--requirepass'],
};
