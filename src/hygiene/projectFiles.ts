// Which files say "a project lives in this folder", so that a .env may well be created beside them, and which
// folders belong to tools and other people's packages.
import { baseName } from '../model/path.ts';
import type { BytePath } from '../model/path.ts';

const projectNames: ReadonlySet<string> = new Set([
  'manage.py',
  'pyproject.toml',
  'setup.py',
  'requirements.txt',
  'Pipfile',
  'package.json',
]);

/** docker-compose.yml, docker-compose.prod.yaml, compose.yaml and their like. */
const composePattern = /^(?:docker-compose[^/]*|compose(?:\.[^/]+)?)\.ya?ml$/u;

/** Whether a project lives in the folder of this path. Installed packages bring project files of their own: they do not count. */
export function isProjectFile(path: BytePath): boolean {
  const name = baseName(path);
  return (projectNames.has(name) || composePattern.test(name)) && !isInToolFolder(path);
}

/** Dockerfile, Containerfile, api.Dockerfile, Dockerfile.prod: the names that docker and its users know. */
const dockerfilePattern =
  /^(?:(?:Dockerfile|Containerfile)(?:\.[^/]+)?|[^/]+\.(?:Dockerfile|Containerfile))$/iu;

/** Whether a path has the name of a recipe for an image. */
export function isDockerfile(path: BytePath): boolean {
  const name = baseName(path);
  return dockerfilePattern.test(name) && !/ignore$/iu.test(name) && !isInToolFolder(path);
}

function isInToolFolder(path: BytePath): boolean {
  return path.split('/').some(isToolFolder);
}

const toolFolders: ReadonlySet<string> = new Set([
  'node_modules',
  'bower_components',
  'site-packages',
  'venv',
  '.venv',
  '.tox',
  '.nox',
  '__pycache__',
  '.mypy_cache',
  '.pytest_cache',
  '.ruff_cache',
  '.terraform',
  '.gradle',
  '.yarn',
  '.hg',
  '.svn',
]);

/** Whether a folder of this name is filled by a tool: large, and nobody's place for settings. */
export function isToolFolder(name: string): boolean {
  return toolFolders.has(name);
}

/** A name in a folder. */
export function pathIn(folder: BytePath, name: string): BytePath {
  return folder === '' ? name : `${folder}/${name}`;
}
