// Values that only say where the secret is: ${NAME}, {{ name }}, <name>, %NAME%, $(command), @name@; and pieces
// of code between two literals: " + name + ".

// And lists of numbers: a search index tells in which pages a word such as "password" stands. A key written as
// its bytes has as many as keys have.
const numberList = /^\d{1,7}(?:,\d{1,7})+$/u;

function isNumberList(value: string): boolean {
  if (!numberList.test(value)) return false;
  const numbers = value.split(',');
  const isKey = numbers.length >= 16 && numbers.length % 8 === 0;
  return !isKey || numbers.some((number) => Number(number) > 255);
}

/** Whether a value is a reference to a secret kept elsewhere, or a list of numbers. */
export function isReference(value: string): boolean {
  if (isNumberList(value)) return true;
  return (
    value.length < 200 &&
    (/^(?:\$\{[^}]*\}|\$\w+|\$?\{\{[^}]*\}\}|<[^<>]*>|%[\w.]+%|\$\([^)]*\)|#\{[^}]*\}|@\w+@|@?\{[\w. ]*\}|\[[\w ]+\]|%\(\w+\)s|%s|<%.*%>|##?\w+##?|__\w+__)$/u.test(
      value,
    ) ||
      /^["'`]?\s*[+.&]\s?[\w$.[\]()'"]+\s?[+.&]\s*["'`]?$/u.test(value))
  );
}
