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

// What describes secrets is none: a regular expression (a class with its count), a template with its placeholders.
export function isPattern(value: string): boolean {
  return (
    /\[[^\]\n]{2,60}\](?:\{\d+(?:,\d*)?\}|[+*])/u.test(value) ||
    /\\[dwSs](?:\{\d+(?:,\d*)?\}|[+*])/u.test(value) ||
    /<[a-z][\w-]{0,20}:[\w -]{1,30}>/iu.test(value)
  );
}

// `password_here`, `put your unique phrase here`; `not-set`, `not_needed`
const sayso =
  /^(?:[a-z]+(?:[_ -][a-z]+)*[_ -]here|(?:not|no)[_ -](?:a[_ -])?(?:set|used|needed|required|secret|real|available|configured|provided|applicable|password|token|key))$/iu;

// `.npmrc`, `.env.example`: the file that holds it, or an ending.
const dotFile = /^\.[a-z]{2,12}(?:\.[a-z]{2,12})?$/u;

// A token in three parts that the rule for JSON Web Tokens did not take is none: unsigned, or out of a tutorial.
const webToken = /^eyJ[\w-]+\.eyJ[\w-]*\.[\w-]*$/u;

/** Whether a value is a reference to a secret kept elsewhere, a list of numbers, or a pattern. */
export function isReference(value: string): boolean {
  if (
    dotFile.test(value) ||
    (value.length < 80 && sayso.test(value)) ||
    isNumberList(value) ||
    webToken.test(value) ||
    (value.length < 1000 && isPattern(value))
  )
    return true;
  return (
    value.length < 200 &&
    (/^(?:\$\{[^}]*\}|\$\w+|\$?\{\{[^}]*\}\}|<[^<>]*>|%[\w.]+%|\$\([^)]*\)|#\{[^}]*\}|@\w+@|@?\{[\w. ]*\}|\[[\w ]+\]|%\(\w+\)s|%s|<%.*%>|##?\w+##?|__\w+__)$/u.test(
      value,
    ) ||
      /^["'`]?\s*[+.&]\s?[\w$.[\]()'"]+\s?[+.&]\s*["'`]?$/u.test(value))
  );
}
