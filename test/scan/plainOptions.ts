import type { RunOptions } from '../../src/model/run.ts';

/** A run as it is asked for by default, but for the cache. */
export const plainOptions: RunOptions = {
  ruleFiles: [],
  enable: [],
  disable: [],
  minConfidence: 'medium',
  useCache: false,
  incremental: true,
};
