// A rule file of a made-up provider, as users write theirs.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './temporaryFolder.ts';

/** Writes a file with one rule, `acme-token`, and returns its path. */
export function acmeRules(): string {
  const file = join(temporaryFolder('rules'), 'acme.yaml');
  writeFileSync(
    file,
    `provider: acme
rules:
  - id: acme-token
    title: Acme token
    keywords: [acme_]
    token: 'acme_[a-z0-9]{16}'
    examples: { positive: ['acme_<lowalnum:16>'], negative: ['acme_<lowalnum:9>'] }
`,
  );
  return file;
}
