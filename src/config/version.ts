// The version, from package.json; two folders up both from src/config and from dist/lib.
import { readFileSync } from 'node:fs';

/** The version of this package: "1.2.3". */
export function version(): string {
  const manifest: unknown = JSON.parse(
    readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  );
  if (typeof manifest !== 'object' || manifest === null || !('version' in manifest)) {
    throw new TypeError('package.json holds no version');
  }
  return String(manifest.version);
}
