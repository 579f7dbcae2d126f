// The hooks that leaktrail can install, and what each one runs (githooks(5)).

export type HookName = 'pre-commit' | 'pre-push' | 'pre-receive';

export interface HookKind {
  /** The arguments of leaktrail, as shell text; `"$@"` are those that git gave the hook. */
  readonly command: string;
  /** Whether git tells on standard input what is about to happen; both leaktrail and a kept hook need all of it. */
  readonly readsInput: boolean;
  /** What is refused, in words. */
  readonly gate: string;
  /**
   * How to go on without the check, for its message. Null on a server: local pushes hand the pusher's environment over,
   * and who is checked must not switch the check off.
   */
  readonly skip: string | null;
  /** Which leaktrail it runs where there are several; on a server the PATH may be the pusher's own. */
  readonly prefers: 'path' | 'recorded';
}

const kinds: Readonly<Record<HookName, HookKind>> = {
  'pre-commit': {
    command: 'staged',
    readsInput: false,
    gate: 'commit',
    skip: 'SKIP=leaktrail git commit',
    prefers: 'path',
  },
  'pre-push': {
    command: 'push "$@"',
    readsInput: true,
    gate: 'push',
    skip: 'SKIP=leaktrail git push',
    prefers: 'path',
  },
  'pre-receive': {
    command: 'receive',
    readsInput: true,
    gate: 'push',
    skip: null,
    prefers: 'recorded',
  },
};

export function hookKind(name: HookName): HookKind {
  return kinds[name];
}

/** The name under which the hook that was there before is kept, beside ours: relative links in it still lead where they did. */
export function keptName(name: HookName): string {
  return `${name}.before-leaktrail`;
}
