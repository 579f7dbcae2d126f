// Which hosting service answers at a host, by its name: own servers mostly carry that of what runs on them.

export type HostKind = 'github' | 'gitlab' | 'bitbucket' | 'azure';

const names: Readonly<Record<HostKind, RegExp>> = {
  github: /(?:^|\.)github\./u,
  gitlab: /(?:^|\.)gitlab\./u,
  bitbucket: /(?:^|\.)bitbucket\./u,
  azure: /(?:^|\.)(?:dev\.azure\.com|visualstudio\.com)$/u,
};

/** The service of a host name in lower case; undefined for one that its name does not tell. */
export function hostKind(host: string): HostKind | undefined {
  return (Object.keys(names) as HostKind[]).find((kind) => names[kind].test(host));
}
