import { expect, test } from 'vitest';
import { parseTag, tagSummary } from '../../src/git/tag.ts';
import { makeRepository } from '../makeRepository.ts';

test('agrees with git on tags of commits, blobs and tags', () => {
  const repo = makeRepository([{ write: { a: '1' }, message: 'x' }]);
  repo.git('tag', '-a', '-m', 'Release one\n\nNotes', 'v1');
  repo.git('tag', '-a', '-m', 'A file', 'file', 'HEAD:a');
  repo.git('tag', '-a', '-m', 'Again', 'again', 'v1');
  for (const name of ['v1', 'file', 'again']) {
    const bytes = repo.gitBytes(['cat-file', 'tag', name]);
    const tag = parseTag(bytes);
    const format = '%(object)%0a%(type)%0a%(tag)%0a%(taggername)%0a%(taggerdate:unix)%0a%(subject)';
    const seen = [tag.object, tag.type, tag.tag, tag.tagger?.name, String(tag.tagger?.seconds)];
    expect([...seen, tagSummary(bytes, tag)]).toEqual(
      repo.git('for-each-ref', `--format=${format}`, `refs/tags/${name}`).split('\n'),
    );
  }
});

test('takes tags without tagger or message, and damaged ones', () => {
  const oid = 'b'.repeat(40);
  const bytes = Buffer.from(`object ${oid}\ntype commit\ntag old\n`);
  expect(parseTag(bytes)).toEqual({
    object: oid,
    type: 'commit',
    tag: 'old',
    tagger: null,
    messageStart: bytes.length,
  });
  expect(parseTag(Buffer.from('object 12\ntype thing\n\nx'))).toMatchObject({
    object: null,
    type: null,
  });
});
