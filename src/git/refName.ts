// Names of refs: which ones git allows. git-check-ref-format.

/** A full name (`refs/heads/main`) as bytes, one character each, as in a BytePath. */
export type RefName = string;

const forbidden = /[\x00-\x20\x7f~^:?*[\\]|\.\.|@\{|\/\.|\.$|\.lock(?:\/|$)|\/\/|\/$/u;

/** Whether git would take a full name; `HEAD` and its like are none. */
export function isRefName(name: string): name is RefName {
  return name.startsWith('refs/') && !forbidden.test(name);
}

/** Whether git takes a name from packed-refs: there it may have one part alone, or stand outside of `refs/`. */
export function isPackedRefName(name: string): name is RefName {
  return name !== '' && name !== '@' && !/^[./]/u.test(name) && !forbidden.test(name);
}

const irregular = new Set([
  'AUTO_MERGE',
  'BISECT_EXPECTED_REV',
  'MERGE_AUTOSTASH',
  'NOTES_MERGE_PARTIAL',
  'NOTES_MERGE_REF',
]);

/**
 * Whether a file of a git directory is a pseudo ref such as ORIG_HEAD (gitglossary, "pseudoref"; refs.c,
 * is_root_ref). HEAD is none of them; FETCH_HEAD is a list of what was fetched and no ref.
 */
export function isPseudoRef(name: string): boolean {
  if (name === 'HEAD' || name === 'FETCH_HEAD') return false;
  return irregular.has(name) || /^[A-Z][A-Z_-]*_HEAD$/u.test(name);
}
