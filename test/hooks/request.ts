// A request of the hook commands for tests: git's settings as the test repositories have them.
import type { HookRequest } from '../../src/hooks/target.ts';
import { gitEnv } from '../makeRepository.ts';

export function request(repoPath: string | null, more: Partial<HookRequest> = {}): HookRequest {
  return {
    repoPath,
    prePush: false,
    env: gitEnv,
    version: '1.2.3',
    program: { node: '/no/such/node', script: "/no/such/leak trail's/leaktrail.js" },
    ...more,
  };
}
