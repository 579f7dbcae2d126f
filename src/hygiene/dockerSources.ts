// Where Dockerfiles and their ignore files come from: a work tree, or the tree of HEAD where there is none.
import { existsSync } from 'node:fs';
import { worktreeFile } from '../git/ignoreSources.ts';
import { readSmallFile } from '../git/smallFile.ts';
import { baseName } from '../model/path.ts';
import type { BytePath } from '../model/path.ts';
import type { DockerSources } from './checkDocker.ts';
import { isDockerfile } from './projectFiles.ts';

/** The Dockerfiles at these paths of a work tree; ignore files are followed where they are links, as docker does. */
export function worktreeDockerSources(
  workTree: string,
  dockerfiles: readonly BytePath[],
): DockerSources {
  return {
    dockerfiles,
    exists: (path) => existsSync(worktreeFile(workTree, path)),
    read: (path) => readSmallFile(worktreeFile(workTree, path)),
  };
}

/** Those of HEAD's tree; `contents` has the files that `isDockerFile` names. */
export function treeDockerSources(
  paths: Iterable<BytePath>,
  contents: ReadonlyMap<BytePath, Uint8Array>,
): DockerSources {
  const there = new Set<BytePath>();
  for (const path of paths) {
    for (
      let at = path;
      at !== '' && !there.has(at);
      at = at.slice(0, Math.max(at.lastIndexOf('/'), 0))
    ) {
      there.add(at);
    }
  }
  return {
    dockerfiles: [...contents.keys()].filter(isDockerfile),
    exists: (path) => there.has(path),
    read: (path) => contents.get(path),
  };
}

/** Whether a path is that of a Dockerfile or of an ignore file for one. */
export function isDockerFile(path: BytePath): boolean {
  return isDockerfile(path) || /\.(?:docker|container)ignore$/u.test(baseName(path));
}
