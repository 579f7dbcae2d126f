// Whether anything checks commits or pushes of a repository already.
import { readHuskyScript } from './huskyFile.ts';
import { hasHuskyBlock } from './huskyScript.ts';
import { findTargets } from './target.ts';
import type { HookRequest, Target } from './target.ts';

/** True where one of its hooks runs leaktrail, by itself or through a hook manager. Throws GitError, and what the system refuses. */
export async function hasHook(request: HookRequest): Promise<boolean> {
  const targets = await findTargets(request, 'status');
  return (await Promise.all(targets.map(isInstalled))).includes(true);
}

async function isInstalled(target: Target): Promise<boolean> {
  switch (target.way) {
    case 'husky': {
      const text = await readHuskyScript(target.script);
      return text !== undefined && hasHuskyBlock(text);
    }
    case 'manager':
      return target.manager.knowsLeaktrail;
    case 'plain':
      return target.hook.own !== null;
  }
}
