import { expect, test } from 'vitest';
import { isProjectFile } from '../../src/hygiene/projectFiles.ts';

test.each([
  'manage.py',
  'a/pyproject.toml',
  'setup.py',
  'requirements.txt',
  'Pipfile',
  'web/package.json',
  'docker-compose.yml',
  'docker-compose.prod.yaml',
  'compose.yaml',
  'compose.override.yml',
])('%s says that a project lives beside it', (path) => {
  expect(isProjectFile(path)).toBe(true);
});

test.each([
  'README.md',
  'composer.json',
  'recompose.yml',
  'package.json/x',
  'requirements.txt.in',
  'node_modules/x/package.json',
  'a/.venv/lib/setup.py',
  '.tox/x/pyproject.toml',
])('%s does not', (path) => {
  expect(isProjectFile(path)).toBe(false);
});
