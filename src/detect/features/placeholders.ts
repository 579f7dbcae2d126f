// Words and names that stand where a secret would stand and are none: those of examples, tests, templates and types.

/** Words that stand for a secret in examples, tests and templates. */
export const placeholderWords: ReadonlySet<string> = new Set(
  (
    'test tests testing example examples sample samples dummy fake mock foo bar baz qux foobar change changeme changeit your my some insert ' +
    'enter put here todo tbd fixme none null nil undefined empty default value string str text secret secrets password passwords ' +
    'passwd passw pass pwd passphrase token tokens key keys user username admin administrator root guest demo hello world abc xyz xxx xxxx xxxxx asdf ' +
    'qwerty qwertyuiop invalid wrong bad incorrect hidden redacted removed masked placeholder replace replaceme lorem ipsum ' +
    'letmein welcome topsecret mypassword mysecret unused unknown na notset unset blank whatever something anything required optional ' +
    'hunter hunter2 quux blah blahblah tiger aaaa aaaaa correct correcthorse newpass oldpass pw pwd mypass pass1 pass2 somepass good better new old first second other another anyone nobody always never once ' +
    'true false yes no on off auto login credential credentials temp tmp private public secure supersecret super pw api apikey'
  ).split(' '),
);

const glued =
  /^(?:my|new|old|another|an|test|your|the|some|any|user|client|server|admin|correct|wrong|bad|good|super|top|very|secret|secrets|secure|password|passwd|passw|pass|pw|pwd|token|key|access|auth|login|api|app|db|database|root|example|sample|demo|dummy|fake|invalid|valid|default|temp|random|plain|hidden|private|public|shared|first|second|other|changeme|change|me|is|a|not|real|no|this|foo|bar|baz|name|value|string|word|account|host|guest|hello|world|abc|xyz|blah){2,}\d{0,4}[!.]?$/;

// The words overlap: longer values could be cut up in too many ways.
const longestGlued = 40;

/** Names of types and of parts of syntax. */
export const typeNames =
  /^(?:string|str|function|object|number|boolean|bool|undefined|int|integer|long|float|double|bytes?|char|varchar|text|datetime|date|timestamp|uuid|array|list|dict|map|symbol|bigint|any|void|hidden|email|checkbox|submit|button|textarea|select|utf-?8|ascii|hex|base64|binary|latin1|html|json|xml|plaintext|variable(?:-\d)?|keyword|operator|atom|builtin|comment|meta|tag|attribute|property|qualifier|include|same-origin|omit|required|optional|always|on_create|never|none)$/iu;

/** Whether a text is two or more such words in a row, glued: mypassword, testpass, newpw1. */
export function isGlued(text: string): boolean {
  return text.length <= longestGlued && glued.test(text.toLowerCase());
}
