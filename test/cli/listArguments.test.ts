import { describe, expect, it } from 'vitest';
import { repeatListOptions } from '../../src/cli/listArguments.ts';

describe('repeatListOptions', () => {
  it.each([
    ['nothing', '', ''],
    ['one value', '--rules a.yaml .', '--rules a.yaml .'],
    ['several rule files', '--rules a.yaml b.yml .', '--rules a.yaml --rules b.yml .'],
    ['a first value of any shape', '--rules odd repo', '--rules odd repo'],
    ['rule files that exist', '--rules a.yaml repo.yaml', '--rules a.yaml --rules repo.yaml'],
    ['several ids', '--disable jwt npm-token', '--disable jwt --disable npm-token'],
    ['an id and a folder that exists', '--disable jwt repo', '--disable jwt repo'],
    ['ids, then a path', '--enable jwt aws-* ./x y', '--enable jwt --enable aws-* ./x y'],
    ['two lists', '--enable a b --disable c d', '--enable a --enable b --disable c --disable d'],
    ['an option between', '--enable a --quiet b', '--enable a --quiet b'],
    ['a value joined by =', '--rules=a.yaml b.yaml', '--rules=a.yaml b.yaml'],
    [
      'what follows --',
      'files --rules a.yaml -- --rules b.yaml c.yaml',
      'files --rules a.yaml -- --rules b.yaml c.yaml',
    ],
    ['other options', '--format json x', '--format json x'],
  ])('%s', (_title, given, expected) => {
    const words = (text: string): string[] => text.split(' ').filter((word) => word !== '');
    const exists = (path: string): boolean => path.startsWith('repo');
    expect(repeatListOptions(words(given), exists)).toEqual(words(expected));
  });
});
