// The web pages of commits at hosting services.
import { hostKind } from './hostKind.ts';
import { remoteUri } from './remoteUri.ts';

/** What stands between the address of a repository and the id of a commit. */
const between = { github: 'commit', gitlab: '-/commit', bitbucket: 'commits' } as const;

/**
 * The address of a commit's page without the id at its end, for a remote as `remoteUri` takes it: no credentials. Undefined
 * where no page is known: another service, a path, Bitbucket's Data Center.
 */
export function commitPages(remote: string, folder: string): string | undefined {
  const { protocol, hostname, host, pathname } = new URL(remoteUri(remote, folder));
  const isWeb = protocol === 'https:' || protocol === 'http:';
  if (!isWeb && protocol !== 'ssh:' && protocol !== 'git:') return undefined;
  // ssh over the port of https has a host of its own.
  const name = hostname.toLowerCase().replace(/^(?:alt)?ssh\.(?=[^.]+\.[^.]+$)/u, '');
  const kind = hostKind(name);
  if (kind === undefined || kind === 'azure') return undefined;
  if (kind === 'bitbucket' && name !== 'bitbucket.org') return undefined;
  const path = pathname.replace(/\/+$/u, '').replace(/\.git$/u, '');
  if (!/^\/[^/]+\/./u.test(path)) return undefined;
  const site = isWeb && name === hostname ? `${protocol}//${host}` : `https://${name}`;
  return `${site}${path}/${between[kind]}/`;
}
