// Values that only say where the secret is: ${NAME}, {{ name }}, <name>, %NAME%, $(command), @name@; and pieces
// of code between two literals: " + name + ".

// And lists of numbers: a search index tells in which pages a word such as "password" stands.
const numberList = /^\d{1,7}(?:,\s?\d{1,7})+,?$/u;

/** Whether a value is a reference to a secret kept elsewhere, or a list of numbers. */
export function isReference(value: string): boolean {
  if (numberList.test(value)) return true;
  return (
    value.length < 200 &&
    (/^(?:\$\{[^}]*\}|\$\w+|\$?\{\{[^}]*\}\}|<[^<>]*>|%[\w.]+%|\$\([^)]*\)|#\{[^}]*\}|@\w+@|@?\{[\w. ]*\}|\[[\w ]+\]|%\(\w+\)s|%s|<%.*%>|##?\w+##?|__\w+__)$/u.test(
      value,
    ) ||
      /^["'`]?\s*[+.&]\s?[\w$.[\]()'"]+\s?[+.&]\s*["'`]?$/u.test(value))
  );
}
