// The notations around names and values, as patterns that are tried at one place (sticky) or on one short text.

/** An operator after a name: group 1 an operator, 2 a comma, 3 a parenthesis, 4 `>`, 5 a fallback. */
export const operatorAt =
  /[ \t]*(?:(===?|!==?|=~|\?\?=|\|\|=|\?=|\+=|:=|=>|<-|=|::|:(?!-))|(,)|(\(|\{(?=["']))|(>)|(\|\||\?\?|\?:|\bor\b|:-))[ \t]*/y;

/** A type between name and `=`: `password: str =`, `password string =`, `char password[] =`. */
export const annotation =
  /[ \t]*(?::[ \t]*&?(?:'static )?["']?[A-Za-z_[][\w.[\], |*&<>?"']{0,60}?|[ \t]+As[ \t]+\w{1,20}|[ \t]*\{[ \t]*get;[^{}"'\n]{0,40}\}|[ \t](?:string|String|\*?\[\]byte|str|NSString \*)|\[[\w ]{0,12}\])[ \t]*(:?=)[ \t]*(?=['"`bBrRuUfFL@({[A-Z]|[a-z_][\w.]{0,40}\()/y;

/** A call whose first argument is the value: `SecretStr(`, `new Key(`, `Field(default=`; groups: the callee, the argument's name. */
export const wrapperCall =
  /(?:await[ \t]+|new[ \t]+)?((?:\[\])?[A-Za-z_$][\w.$:]{0,60}?)(?:<[\w.<>]{1,30}>)?!?\([ \t\r\n]*(?:([\w.]{1,30})[ \t]*[=:][ \t]*)?/y;

/** A PowerShell command around a literal. */
export const wrapperCommand = /ConvertTo-SecureString[ \t]+(?:-String[ \t]+)?(?=["'])/iy;

/** Names of arguments that describe a field and are not its value. */
export const describes =
  /^(?:\w*alias|env|title|description|help|label|name|prompt|verbose_name|metavar|repr|init|type|cast|converter|validator|compare|exclude|min_length|max_length)$/u;

/** The default among a call's arguments: `alias="A", default=`, `repr=False, default_factory=lambda:`. */
export const defaultArgument =
  /[^()"']{0,80}?(?:["'][^"'\n]{0,60}["'][^()"']{0,40}?){0,3}\b(?:default|default_value|default_factory)[ \t]*=[ \t]*(?:lambda[ \t]*:[ \t]*)?(?:\w{1,30}\([ \t]*)?/y;

/** A value in the second place: `args.password or`, `a if b else`, `a ?: `. */
export const alternative =
  /(?:[^"'`\n;#{}]|"[^"\n]{0,60}"|'[^'\n]{0,60}'){1,120}?(?:[ \t](?:or|else)[ \t]+|[ \t]*(?:\|\||\?\?|\?:)[ \t]*)/y;

/** The name of a Docker, csh or fish variable that follows these, before its value. */
export const setsVariable = /(?:^|\s)(?:ENV|env|setenv|set[ \t]+-[gxUl]+)[ \t]+$/u;

/** Directives that take the name of a header and its value. */
export const setsHeader = /(?:set_header|add_header|RequestHeader[ \t]+set)[ \t]+$/u;

/** A comparison whose first argument follows. */
export const compares =
  /(?:strn?cmp|compare_digest|timingSafeEqual|hash_equals|ConstantTimeCompare|constant_time_compare|equals)\([ \t]*$/u;

/** Three attributes at most, and the end of a start tag. */
export const restOfTag =
  /(?:\s{1,20}[\w:.-]{1,30}=(?:"[^"<>\n]{0,80}"|'[^'<>\n]{0,80}')){1,3}[ \t]*>/y;

/** The value field right before a name field: `"value": "…", "name": `, `value="…" key=`, `value: …\n name: `. */
export const valueBefore =
  /(?:["']value["'][ \t]*:[ \t]*|\bvalue[ \t]*[:=][ \t]*)(?:(["'])([^"'\n<>]{1,160})\1|([^\s"',{}<>]{1,160}))[ \t]*,?\s{0,40}(?:[\w:-]{1,30}=["'][^"'<>\n]{0,60}["'][ \t]+)?["']?(?:name|key)["']?[ \t]*[:=][ \t]*$/iu;

/** More names before the value: `a = b =`. */
export const chain = /(?:[A-Za-z_$][\w.$]{0,60}[ \t]*=[ \t]*){1,3}/y;

/** The value field after a name field: `, "value":`. */
export const fieldValue =
  /(?:,?\s{0,40}(?:["'](?:name|type|key|id|kind|enabled|field|description|secure|encrypted|sensitive)["']\s?:\s?["']?[\w -]{0,40}["']?,)?\s{0,40}["'](?:[vV]alue|val|content|string|defaultValue|default|text|data|Value)["']\s{0,4}(?::|=>)\s{0,4})/y;

/** The value attribute after a name attribute: ` value=`. */
export const attributeValue =
  /\s{1,40}(?:[\w:-]{1,30}=["'][^"'<>]{0,60}["']\s{1,20}){0,3}(?:value|Value|default|val|content)\s?=\s?/y;

/** The value line after a name line. */
export const yamlFieldValue = /[ \t]*(?:\r?\n[ \t]+|,[ \t]*)(?:value|default|val):[ \t]*/y;

/** What may stand before an argument: `default=`, `with:`, `value =>`. */
export const keywordArgument =
  /\s{0,60}(?:(?:with|value|default|val|text|content|data|to|newValue|defaultValue|default_value)\s?(?:=>?|:)\s?)?/y;

/** The default among further arguments: `, type=str, default=`. */
export const laterDefault =
  /[^()'"]{0,80}?(?:["'][^"'\n]{0,60}["'][^()'"]{0,40}?){0,3}\b(?:default|value)\s?[=:]\s?/y;

/** What stands before a quoted name that is read from the environment or a configuration. */
export const envRead =
  /(?:environ(?:\.get|\.setdefault|\.pop)?|getenv|env(?:\.\w+)?|config|Config|decouple|settings\.get|getattr|get|pop|setdefault|getOrDefault|getProperty|os\.Getenv|fetch|GetEnv|getEnv|get_env|option|argument|add_argument|StringVar|String)[ \t]*[([][ \t\r\n]*(?:[\w.]{1,30},[ \t]*)?$/u;

/** A scheme before the credential of a header. */
export const authScheme =
  /^(?:basic|bearer|token|apikey|api-key|key|digest|ntlm|oauth|jwt|negotiate|splunk|bot|geniekey|ssws|hmac|pveapitoken=\S+)[ \t]+(?=\S+$)/iu;

/** A documented parameter before its description. */
export const documentsParameter =
  /(?::param|:type|:arg|:raises|:returns?|[@\\]param|[@\\]type)\b[^:]*$/u;

/** Names of methods whose argument is a name: `get`, `find`, `split`. */
export const looksUp =
  /(?:^|[._])(?:get|pop|has|find|setdefault|getattr|includes|contains|startswith|endswith|split|replace|format|join|index|indexOf|match|search|test|log|info|debug|warn|print|getItem|removeItem|delete|require|import)$/iu;

/** English before a flag that is only mentioned. */
export const proseBeforeFlag =
  /(?:^|\s)(?:the|and|or|with|via|using|use|a|an|of|to|set|pass|specify)\s+["'`]?-{0,2}$/iu;

/** Whether a name that follows `before` starts its line: indentation, a comment mark, a dash, export, ENV. */
export function startsLine(before: string): boolean {
  return /^\W{0,40}(?:(?:export|set|setx|ENV|ARG|env|declare|readonly|local|let|const|var|Environment=|public|private|static|final|val|def)[ \t]+){0,3}(?:[\w.]+[ \t]+)?["']?$/u.test(
    before,
  );
}

/** An odd number of double or single quotes before the name on its line. */
export function insideString(before: string): boolean {
  let quotes = 0;
  for (let i = 0; i < before.length; i++) {
    const code = before.charCodeAt(i);
    if (code === 34 || code === 96) quotes++;
    else if (
      code === 39 &&
      !(isLetter(before.charCodeAt(i - 1)) && isLetter(before.charCodeAt(i + 1)))
    )
      quotes++;
  }
  return quotes % 2 === 1;
}

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}
