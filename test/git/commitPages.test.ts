import { expect, it } from 'vitest';
import { commitPages } from '../../src/git/commitPages.ts';

it.each([
  ['https://github.com/team/shop.git', 'https://github.com/team/shop/commit/'],
  [`https://me:${'word'}@github.com/team/shop`, 'https://github.com/team/shop/commit/'],
  ['git@github.com:team/shop.git', 'https://github.com/team/shop/commit/'],
  ['ssh://git@ssh.github.com:443/team/shop.git', 'https://github.com/team/shop/commit/'],
  ['git://github.com/team/shop.git/', 'https://github.com/team/shop/commit/'],
  ['https://github.acme.example:8443/t/s.git', 'https://github.acme.example:8443/t/s/commit/'],
  ['git@gitlab.com:group/sub/shop.git', 'https://gitlab.com/group/sub/shop/-/commit/'],
  ['https://altssh.gitlab.com/g/shop', 'https://gitlab.com/g/shop/-/commit/'],
  ['https://bitbucket.org/team/shop.git', 'https://bitbucket.org/team/shop/commits/'],
  ['git@github.com:team/a b\u001b]8;;x.git', 'https://github.com/team/a%20b%1B]8;;x/commit/'],
  ['https://bitbucket.acme.example/scm/t/s.git', undefined],
  ['https://dev.azure.com/o/p/_git/r', undefined],
  ['https://git.example/team/shop.git', undefined],
  ['https://github.com/', undefined],
  ['https://github.com/team', undefined],
  ['/srv/github.com/team/shop.git', undefined],
  ['https://me:p/w@github.com/team/shop.git', undefined],
])('pages of commits at %s: %s', (remote, pages) => {
  expect(commitPages(remote, '/srv/shop')).toBe(pages);
});
