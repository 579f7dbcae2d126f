// Values that only say where the secret is: ${NAME}, {{ name }}, <name>, %NAME%, $(command), @name@; and pieces
// of code between two literals: " + name + ".

/** Whether a value is a reference to a secret kept elsewhere. */
export function isReference(value: string): boolean {
  return (
    value.length < 200 &&
    (/^(?:\$\{[^}]*\}|\$\w+|\$?\{\{[^}]*\}\}|<[^<>]*>|%[\w.]+%|\$\([^)]*\)|#\{[^}]*\}|@\w+@|@?\{[\w. ]*\}|\[[\w ]+\]|%\(\w+\)s|%s|<%.*%>|##?\w+##?|__\w+__)$/u.test(
      value,
    ) ||
      /^["'`]?\s*[+.&]\s?[\w$.[\]()'"]+\s?[+.&]\s*["'`]?$/u.test(value))
  );
}
