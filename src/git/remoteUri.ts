// The address of a remote, fit to be told.
import { isAbsolute, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * A remote's address as an absolute URI: `host:path` as ssh (git-clone, "Git URLs"), a path as a `file:` URI, no
 * credentials, query or fragment. The folder's own where the text cannot be taken apart for certain.
 */
export function remoteUri(remote: string, folder: string): string {
  const isAddress = /^[^/]*:/u.test(remote) && !isAbsolute(remote);
  // Nothing that reads like `user:password@` is printed, not even of a path.
  if (!isAddress) {
    return pathToFileURL(/:[^/]*@/u.test(remote) ? folder : resolve(folder, remote)).href;
  }
  const [, login, path] = /^([^/:]+):(?!\/\/)(?!:)(.*)$/su.exec(remote) ?? [];
  const text = login === undefined ? remote : `ssh://${login}/${path?.replace(/^\/+/u, '') ?? ''}`;
  const url = /^[^:]+:\/\//u.test(text) && URL.canParse(text) ? new URL(text) : undefined;
  // A `/`, `?` or `#` in a password ends the host before it: what is taken for a path holds the rest, up to the `@`.
  const isCertain = url !== undefined && !`${url.pathname}${url.search}${url.hash}`.includes('@');
  if (!isCertain) return pathToFileURL(folder).href;
  url.password = '';
  if (url.protocol !== 'ssh:') url.username = '';
  url.search = '';
  url.hash = '';
  return url.href;
}
