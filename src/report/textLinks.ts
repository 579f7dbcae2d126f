// Hyperlinks of the text report (OSC 8, https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda), for terminals
// that have them. What a link leads to is percent-encoded: no name of a repository can end the sequence.
import type { DisplayPath } from '../model/path.ts';
import type { Oid } from '../model/oid.ts';
import { pathUri } from './pathUri.ts';

/** Where links lead; what is absent gets none. */
export interface LinkTargets {
  /** `file:` URI of the folder that paths of the report are relative to, without a slash at its end. */
  readonly folderUri?: string;
  /** The name of this machine: a terminal must not open paths of another one. */
  readonly host: string;
  /** Address of a commit's page on the web, up to its id. */
  readonly commitPages?: string;
}

export interface Links {
  /** The text as a link to a file that stands there now. */
  readonly file: (path: DisplayPath, text: string) => string;
  /** The text as a link to a commit that the server has. */
  readonly commit: (oid: Oid, text: string) => string;
}

/** Longer addresses are ignored by some terminals (VTE: 2,083 bytes). */
const longestUri = 2000;

/** Makes links, or, without targets, leaves every text as it is. Texts are harmless already. */
export function createLinks(targets: LinkTargets | undefined): Links {
  const { folderUri, host = '', commitPages } = targets ?? {};
  const withHost = (uri: string): string =>
    uri.replace(/^file:\/\/(?=\/)/u, `file://${encodeURIComponent(host)}`);
  return {
    file: (path, text) => {
      if (folderUri === undefined) return text;
      const uri = pathUri(path);
      return linked(text, withHost(path.startsWith('/') ? uri : `${folderUri}/${uri}`));
    },
    commit: (oid, text) => (commitPages === undefined ? text : linked(text, commitPages + oid)),
  };
}

/** Each word by itself: lines are broken between them. */
function linked(text: string, uri: string): string {
  if (uri.length > longestUri) return text;
  return text
    .split(' ')
    .map((word) => (word === '' ? '' : `\u001b]8;;${uri}\u001b\\${word}\u001b]8;;\u001b\\`))
    .join(' ');
}
