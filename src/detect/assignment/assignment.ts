// The generic extractor: from a telling name to the values that may belong to it. Reads one bounded
// window of latin1 text around a keyword hit; knows no path, so it offers what any language could mean
// (candidate.syntax and role say which) and leaves the choice to the score.
import type { Candidate, Role, Syntax } from './candidate.ts';
import { bareValueAt } from './bareValue.ts';
import { decodeLiteral, decodeText, literalAt, opensLiteral, type Literal } from './literal.ts';
import { nameAt, type NameSpan } from './nameAt.ts';
import { isReference } from './reference.ts';

/** A window of a content as text, one character a byte. */
export interface TextWindow {
  readonly text: string;
  /** Offset of the window in the content. */
  readonly offset: number;
  /** Whether the window starts and ends where the content does. */
  readonly atStart: boolean;
  readonly atEnd: boolean;
}

/** Candidates for the name around the keyword that stands at `text[from, to)`. */
export function assignmentsAt(window: TextWindow, from: number, to: number): Candidate[] {
  const name = nameAt(window.text, from, to);
  if (name === undefined) return [];
  if (name.start === 0 && !window.atStart) return [];
  const reader = new Reader(window, name);
  reader.read();
  return reader.found;
}

const operatorAt =
  /[ \t]*(?:(===?|!==?|=~|\?\?=|\|\|=|\?=|\+=|:=|=>|<-|=|::|:(?!-))|(,)|(\()|(>)|(\|\||\?\?|\bor\b|:-))[ \t]*/y;
const annotation =
  /[ \t]*(?::[ \t]*&?(?:'static )?[A-Za-z_][\w.[\], |*&<>?"']{0,60}?|[ \t](?:string|String|\*?\[\]byte|str|NSString \*)|\[[\w ]{0,12}\])[ \t]*(:?=)[ \t]*(?=['"`bBrRuUfFL@({[A-Z])/y;
const wrapperCall =
  /(?:await[ \t]+|new[ \t]+)?([A-Za-z_$][\w.$:]{0,60}?)(?:<[\w.<>]{1,30}>)?!?\([ \t\r\n]*(?:[\w.]{1,30}[ \t]*[=:][ \t]*)?/y;
const chain = /(?:[A-Za-z_$][\w.$]{0,60}[ \t]*=[ \t]*){1,3}/y;
const fieldValue =
  /(?:,?\s{0,40}(?:["'](?:name|type|key|id|kind|enabled|field|description|secure|encrypted|sensitive)["']\s?:\s?["']?[\w -]{0,40}["']?,)?\s{0,40}["'](?:[vV]alue|val|content|string|defaultValue|default|text|data|Value)["']\s{0,4}(?::|=>)\s{0,4})/y;
const attributeValue =
  /\s{1,40}(?:[\w:-]{1,30}=["'][^"'<>]{0,60}["']\s{1,20}){0,3}(?:value|Value|default|val|content)\s?=\s?/y;
const yamlFieldValue = /[ \t]*\r?\n[ \t]+(?:value|default|val):[ \t]*/y;
const keywordArgument =
  /\s{0,60}(?:(?:with|value|default|val|text|content|data|to|newValue|defaultValue|default_value|password|token|secret|key)\s?(?:=>?|:)\s?)?/y;
const laterDefault =
  /[^()'"]{0,80}?(?:["'][^"'\n]{0,60}["'][^()'"]{0,40}?){0,3}\b(?:default|value)\s?[=:]\s?/y;
const envRead =
  /(?:environ(?:\.get|\.setdefault|\.pop)?|getenv|env(?:\.\w+)?|config|Config|decouple|settings\.get|getattr|get|pop|setdefault|getOrDefault|getProperty|os\.Getenv|fetch|GetEnv|getEnv|get_env|option|argument|add_argument|StringVar|String)[ \t]*[([][ \t\r\n]*(?:[\w.]{1,30},[ \t]*)?$/u;
const authScheme =
  /^(?:basic|bearer|token|apikey|api-key|key|digest|ntlm|oauth|jwt|negotiate|splunk|bot|geniekey|ssws|hmac|pveapitoken=\S+)[ \t]+(?=\S+$)/iu;
const documentsParameter = /(?::param|:type|:arg|:raises|:returns?|[@\\]param|[@\\]type)\b[^:]*$/u;
// The argument of a look-up is a name.
const looksUp =
  /(?:^|[._])(?:get|pop|has|find|setdefault|getattr|includes|contains|startswith|endswith|split|replace|format|join|index|indexOf|match|search|test|log|info|debug|warn|print|getItem|removeItem|delete|require|import)$/iu;
const proseBeforeFlag =
  /(?:^|\s)(?:the|and|or|with|via|using|use|a|an|of|to|set|pass|specify)\s+["'`]?-{0,2}$/iu;
const longestList = 12;

class Reader {
  readonly found: Candidate[] = [];
  private readonly text: string;
  private readonly lineStart: number;
  private readonly before: string;

  private readonly window: TextWindow;
  private readonly name: NameSpan;

  constructor(window: TextWindow, name: NameSpan) {
    this.window = window;
    this.name = name;
    this.text = window.text;
    this.lineStart = this.text.lastIndexOf('\n', name.start - 1) + 1;
    this.before = this.text.slice(Math.max(this.lineStart, name.outer - 160), name.outer);
  }

  read(): void {
    const { text, name } = this;
    if (this.readAnnotated()) return;
    let at = name.next;
    if (name.quote !== '') {
      if (this.readQuotedName(at)) return;
      // data['password'] = …, ENV['PASSWORD'] || …, os.environ.get("X") or "…"
      const closer = /[ \t]{0,4}(?:[\])}]{1,2}|\*{1,2})/y;
      closer.lastIndex = at;
      if (closer.test(text)) at = closer.lastIndex;
    }
    // **password**: value
    if (text.startsWith('**', at)) at += 2;
    operatorAt.lastIndex = at;
    const match = operatorAt.exec(text);
    if (match === null) return this.readSpaced(at);
    const [, operator, comma, paren, greater, fallback] = match;
    const next = operatorAt.lastIndex;
    // A Ruby symbol or a type: `name :string`
    if (operator === ':' && /^[ \t]+:$/u.test(match[0])) return;
    if (operator !== undefined) this.readOperator(operator, next);
    else if (comma !== undefined) this.readComma(next);
    else if (paren !== undefined) this.readSetter(next);
    else if (greater !== undefined) this.readTag(next);
    else if (fallback !== undefined) this.readFallback(fallback, next);
  }

  private readAnnotated(): boolean {
    annotation.lastIndex = this.name.next;
    const match = annotation.exec(this.text);
    if (match === null) return false;
    this.readValue(annotation.lastIndex, { role: 'assign', operator: match[1] ?? '=' });
    return this.found.length > 0;
  }

  // "name" followed by a comma, an attribute or a block: the value is a neighbour.
  private readQuotedName(at: number): boolean {
    const { text } = this;
    for (const pattern of [fieldValue, attributeValue]) {
      pattern.lastIndex = at;
      if (pattern.test(text) && opensLiteral(text, pattern.lastIndex)) {
        const literal = literalAt(text, pattern.lastIndex);
        if (literal !== undefined) this.addLiteral(literal, { role: 'field', operator: '' });
        return true;
      }
    }
    const block =
      /[ \t]*\{[^{}'"]{0,200}?(?:["'][^"'\n]{0,80}["'][^{}'"]{0,80}?){0,3}\bdefault[ \t]*=[ \t]*/y;
    block.lastIndex = at;
    if (block.test(text)) {
      this.readValue(block.lastIndex, { role: 'default', operator: '=' });
      return true;
    }
    return false;
  }

  private readOperator(operator: string, at: number): void {
    if (operator === '::' || operator === '=~') return;
    const role: Role = /^[!=]==?$/u.test(operator)
      ? 'compare'
      : operator === ':' || operator === '=>'
        ? 'entry'
        : 'assign';
    this.readValue(at, { role, operator });
  }

  private readValue(from: number, how: How): void {
    const { text } = this;
    let at = from;
    if (how.role === 'assign' && how.operator === '=') at = this.skipChain(at);
    const space = /(?:\\\r?\n|\s){1,80}/y;
    space.lastIndex = at;
    const afterSpace = space.test(text) ? space.lastIndex : at;
    if (opensLiteral(text, afterSpace)) {
      const literal = literalAt(text, afterSpace);
      if (literal !== undefined && this.namesAnother(literal)) return;
      if (literal !== undefined) return this.readLiteral(literal, how);
      if (afterSpace !== at) return;
      return this.readDamaged(at, how);
    }
    if (this.readBytes(afterSpace, how)) return;
    const bracket = text.charAt(afterSpace);
    if (bracket === '[' || bracket === '(' || (bracket === '{' && how.role !== 'compare')) {
      if (this.readList(afterSpace + 1, how)) return;
    }
    wrapperCall.lastIndex = afterSpace;
    const call = wrapperCall.exec(text);
    if (call !== null) return this.readCall(call[1] ?? '', wrapperCall.lastIndex, how);
    if (afterSpace === at || !/[\r\n]/u.test(text.slice(at, afterSpace)))
      this.readBare(afterSpace, how);
  }

  // {"key": "X-Api-Key", "value": "…"}, <add key="Password" value="…">: the literal is a name itself
  private namesAnother(literal: Literal): boolean {
    if (!/^(?:key|token)$/iu.test(this.text.slice(this.name.start, this.name.end))) return false;
    return [fieldValue, attributeValue].some((pattern) => {
      pattern.lastIndex = literal.next;
      return pattern.test(this.text);
    });
  }

  // []byte{18, 170, …}, new byte[] {0x12, …}, bytes([1, 2, …])
  private readBytes(at: number, how: How): boolean {
    const array =
      /(?:new[ \t]+)?(?:\[\]byte|byte\s?\[\d*\]|u8|bytes|bytearray|Uint8Array|(?:std::)?(?:array|vector)<[\w, ]{1,30}>)?[ \t]*[([{]{1,2}\s*((?:(?:0x[0-9a-fA-F]{1,2}|-?\d{1,3})(?:u8)?\s*,\s*){7,}(?:0x[0-9a-fA-F]{1,2}|-?\d{1,3})?)/y;
    array.lastIndex = at;
    const list = array.exec(this.text)?.[1];
    if (list === undefined) return false;
    const end = array.lastIndex;
    this.add(end - list.length, end - (/[,\s]*$/u.exec(list)?.[0].length ?? 0), {
      ...how,
      role: 'list',
      syntax: 'number',
    });
    return true;
  }

  // a = b = "x"
  private skipChain(at: number): number {
    chain.lastIndex = at;
    return chain.test(this.text) && opensLiteral(this.text, chain.lastIndex) ? chain.lastIndex : at;
  }

  private readLiteral(first: Literal, how: How): void {
    const { text } = this;
    const place = this.placeInTuple();
    let literal: Literal | undefined = first;
    for (let i = 0; i < place && literal !== undefined; i++) {
      const comma = /[ \t]*,\s*/y;
      comma.lastIndex = literal.next;
      literal = comma.test(text) ? literalAt(text, comma.lastIndex) : undefined;
    }
    if (literal !== undefined) this.addLiteral(literal, how);
  }

  // login, password = "x", "y": how many names stand before this one
  private placeInTuple(): number {
    const names =
      /^[ \t]*(?:(?:const|let|var|local|my)[ \t]*[([]?)?((?:[A-Za-z_$][\w.$]*[ \t]*,[ \t]*)+)$/u.exec(
        this.before,
      );
    return names?.[1]?.split(',').length === undefined ? 0 : names[1].split(',').length - 1;
  }

  private readList(from: number, how: How): boolean {
    const { text } = this;
    const filler = /(?:\s|None,|null,|nil,|0x|\\[nr]|[[(]){0,40}/y;
    let at = from;
    let any = false;
    for (let i = 0; i < longestList; i++) {
      filler.lastIndex = at;
      if (filler.test(text)) at = filler.lastIndex;
      const literal = literalAt(text, at);
      if (literal === undefined) break;
      const after = /\s{0,20}([,\])]?)/y;
      after.lastIndex = literal.next;
      const mark = after.exec(text)?.[1] ?? '';
      // {"password": {"name": "…"}}: a key, not a value; {"credentials": {"name": "value"}}: both
      if (mark === '') {
        const inner = this.valueOfKey(literal);
        if (inner !== undefined) {
          this.addLiteral(inner, { ...how, role: 'list' });
          const next = /\s{0,20},\s{0,40}/y;
          next.lastIndex = inner.next;
          any = true;
          if (!next.test(text)) break;
          at = next.lastIndex;
          continue;
        }
        if (text.charAt(from - 1) === '(' && i === 0) {
          this.addLiteral(literal, how);
          return true;
        }
        break;
      }
      const role = text.charAt(from - 1) === '(' && mark === ')' && i === 0 ? how.role : 'list';
      this.addLiteral(literal, { ...how, role });
      any = true;
      if (mark !== ',') break;
      at = after.lastIndex;
    }
    return any;
  }

  private valueOfKey(key: Literal): Literal | undefined {
    const name = this.text.slice(this.name.start, this.name.end);
    if (!/(?:credentials|passwords|secrets|tokens|keys|auths|passwd_map)$/iu.test(name))
      return undefined;
    const colon = /\s{0,4}(?::|=>)\s{0,4}/y;
    colon.lastIndex = key.next;
    return colon.test(this.text) ? literalAt(this.text, colon.lastIndex) : undefined;
  }

  private readCall(callee: string, at: number, how: How): void {
    const { text } = this;
    if (/^(?:function|lambda|if|for|while|return|switch|catch|import|require)$/u.test(callee))
      return;
    if (this.placeInTuple() > 0) return;
    const literal = literalAt(text, at);
    if (literal === undefined) {
      this.readBytes(at, how);
      // f(g("x")): one level deeper, no more
      wrapperCall.lastIndex = at;
      const inner = wrapperCall.exec(text);
      if (inner === null || how.callee !== undefined) return;
      return this.readCall(inner[1] ?? '', wrapperCall.lastIndex, { ...how, callee });
    }
    const name = how.callee === undefined ? callee : `${how.callee}.${callee}`;
    if (/(?:getenv|environ|env|config|get|getproperty|option|fetch)\b[^.]*$/iu.test(callee)) {
      keywordArgument.lastIndex = literal.next;
      const comma = /\s{0,4},/y;
      comma.lastIndex = literal.next;
      if (comma.test(text)) {
        keywordArgument.lastIndex = comma.lastIndex;
        keywordArgument.test(text);
        const second = literalAt(text, keywordArgument.lastIndex);
        if (second !== undefined) this.addLiteral(second, { ...how, role: 'default' });
      }
      return;
    }
    this.addLiteral(literal, { ...how, role: 'call', callee: name });
  }

  private readBare(from: number, how: How): void {
    const { text, window } = this;
    let at = from;
    const block = /[|>][+-]?[ \t]*\r?\n[ \t]+/y;
    block.lastIndex = at;
    if (how.operator === ':' && block.test(text)) at = block.lastIndex;
    else if (
      how.operator === ':' &&
      /^(?:[|>]|!\w+[\s]|&\w+\s|\*\w+\s*$)/u.test(text.slice(at, at + 40))
    )
      return;
    if (documentsParameter.test(this.before)) return;
    const code = text.charCodeAt(at);
    if (Number.isNaN(code) || code === 10 || code === 13 || code === 44 || code === 59) return;
    const isLineStart = this.name.quote === '' && startsLine(this.before);
    const enclosing = isLineStart ? (/["'`]$/u.exec(this.before)?.[0] ?? '') : '';
    const value = bareValueAt(text, at, { isLineStart, reachesEnd: window.atEnd, enclosing });
    if (value === undefined || value.end - value.start > 1800) return;
    // f(x) and a[i] are code in every language.
    if (!value.isLine && /[([]/u.test(text.charAt(value.end))) return;
    const written = text.slice(value.start, value.end);
    if (
      /^(?:self|this|cls|os|process|window|\$this|request|req|settings|config|options?|args|params|ctx|event|props|state|user|data|app)\b[.[(-]/u.test(
        written,
      )
    ) {
      return;
    }
    if (
      value.isLine &&
      /[,;]$/u.test(text.slice(at, value.end + 1)) &&
      /^[A-Za-z_][\w.]*$/u.test(written)
    )
      return;
    const isNumber = /^-?\d[\d_]*$/u.test(written);
    this.add(value.start, value.end, { ...how, syntax: isNumber ? 'number' : 'bare' });
  }

  // A quote that opens and does not close on its line: YAML, .env and damaged files.
  private readDamaged(at: number, how: How): void {
    const { text } = this;
    const feed = text.indexOf('\n', at);
    const end = feed < 0 ? (this.window.atEnd ? text.length : -1) : feed;
    const value = text.slice(at + 1, Math.max(at + 1, end)).trimEnd();
    if (value.length < 4 || value.length > 200 || !startsLine(this.before) || /\s/u.test(value))
      return;
    this.add(at + 1, at + 1 + value.length, { ...how, syntax: 'quoted' });
  }

  // ("name", "value"), getenv("NAME", "value"), option("--name", default="value"), name, other = "x", "y"
  private readComma(at: number): void {
    const { text, name } = this;
    if (name.quote === '') {
      if (text.endsWith(':', name.start)) return this.readNeighbour(at, 'argument');
      return this.readTupleHead(at);
    }
    const isEnvRead = envRead.test(this.before);
    this.readNeighbour(at, isEnvRead ? 'default' : name.isFlag ? 'flag' : 'argument');
    if (this.found.length > 0) return;
    laterDefault.lastIndex = at;
    if (laterDefault.test(text)) {
      const literal = literalAt(text, laterDefault.lastIndex);
      if (literal !== undefined) this.addLiteral(literal, { role: 'default', operator: ',' });
    }
  }

  private readNeighbour(at: number, role: Role): void {
    keywordArgument.lastIndex = at;
    if (!keywordArgument.test(this.text)) return;
    const literal = literalAt(this.text, keywordArgument.lastIndex);
    if (literal === undefined) return;
    const isKey = /\s{0,4}:(?!:)/y;
    isKey.lastIndex = literal.next;
    if (isKey.test(this.text)) return;
    // `user`, `password`, `port`: an enumeration in prose
    if (literal.quote === '`' && this.name.quote === '`') return;
    if (this.text.charAt(literal.start) === '-' && role !== 'default') return;
    // One string to a line: a list of names more often than a pair.
    const isOnNextLine = this.text.slice(at, keywordArgument.lastIndex).includes('\n');
    this.addLiteral(literal, { role, operator: isOnNextLine ? ',\n' : ',' });
  }

  // password, other = "x", "y"
  private readTupleHead(at: number): void {
    const rest =
      /(?:[A-Za-z_$][\w.$]*[ \t]*,[ \t]*){0,3}[A-Za-z_$][\w.$]*[ \t]*[)\]]?[ \t]*=[ \t]*[([]?(?=['"bBrRuU])/y;
    rest.lastIndex = at;
    if (!rest.test(this.text) || !/^[ \t]*(?:[\w.$, ]*)$/u.test(this.before)) return;
    const literal = literalAt(this.text, rest.lastIndex);
    if (literal !== undefined) this.readLiteral(literal, { role: 'assign', operator: '=' });
  }

  private readSetter(at: number): void {
    if (looksUp.test(this.text.slice(this.name.start, this.name.end))) return;
    const space = /\s{0,60}/y;
    space.lastIndex = at;
    space.test(this.text);
    const literal = literalAt(this.text, space.lastIndex);
    if (literal !== undefined) this.addLiteral(literal, { role: 'setter', operator: '(' });
  }

  // <password>value</password>, key="password">value<
  private readTag(at: number): void {
    const { text, name } = this;
    const isTag = /<[\w.-]*:?$/u.test(text.slice(Math.max(0, name.outer - 40), name.outer));
    if (!isTag && name.quote === '') return;
    const start = /\s{0,40}(?:<(?:value|string)>)?\s{0,20}/y;
    start.lastIndex = at;
    start.test(text);
    const from = start.lastIndex;
    const end = text.indexOf('<', from);
    if (end <= from || end - from > 400) return;
    if (isTag && !text.startsWith('</', end) && !text.startsWith('<!', end)) return;
    const value = text.slice(from, end).trimEnd();
    if (value !== '')
      this.add(from, from + value.length, { role: 'tag', operator: '>', syntax: 'text' });
  }

  // environ.get("X") or "value", process.env.X || "value", ${X:-value}
  private readFallback(fallback: string, at: number): void {
    if (fallback === ':-') {
      const value = bareValueAt(this.text, at, {
        isLineStart: false,
        reachesEnd: this.window.atEnd,
        terminator: '}',
      });
      if (value !== undefined && this.text.endsWith('{', this.name.start)) {
        this.add(value.start, value.end, { role: 'default', operator: fallback, syntax: 'bare' });
      }
      return;
    }
    const literal = literalAt(this.text, at);
    if (literal !== undefined) this.addLiteral(literal, { role: 'default', operator: fallback });
  }

  // What follows a name without an operator: flags, SQL, C macros, .netrc, YAML name and value lines.
  private readSpaced(at: number): void {
    const { text, name } = this;
    yamlFieldValue.lastIndex = at;
    if (yamlFieldValue.test(text)) {
      if (/(?:name|key):[ \t]*$/u.test(this.before)) {
        this.readValue(yamlFieldValue.lastIndex, {
          role: 'field',
          operator: ':',
          isLineStart: true,
        });
      }
      return;
    }
    const space = /[ \t]{1,20}/y;
    space.lastIndex = at;
    if (!space.test(text)) return;
    const next = space.lastIndex;
    const written = text.slice(name.start, name.end);
    if (name.isFlag || /(?:^|\s)--?$/u.test(this.before)) {
      if (opensLiteral(text, next)) {
        const literal = literalAt(text, next);
        if (literal !== undefined) this.addLiteral(literal, { role: 'flag', operator: ' ' });
      } else this.readWord(next, 'flag');
      return;
    }
    // psql's \set NAME value, CREATE ROLE x LOGIN PASSWORD value;
    if (/\\set[ \t]+$/u.test(this.before)) return this.readWord(next, 'flag');
    if (
      /^password$/iu.test(written) &&
      /\b(?:with|login|role|user|superuser|createdb|encrypted)\b[^;]*$/iu.test(this.before) &&
      /^[\w$!@#%^&*.-]{3,64};/u.test(text.slice(next, next + 66))
    ) {
      return this.readWord(next, 'sql');
    }
    const literal = opensLiteral(text, next) ? literalAt(text, next) : undefined;
    if (literal !== undefined) {
      const isMacro = /#\s*define[ \t]+$/u.test(this.before);
      const isSql = /^(?:password|passphrase)$/iu.test(written) && name.quote === '';
      if (isMacro) this.addLiteral(literal, { role: 'assign', operator: ' ' });
      else if (isSql) this.addLiteral(literal, { role: 'sql', operator: ' ' });
      else if (/^\s*$/u.test(this.before) && /^[\w-]+$/u.test(written)) {
        // Ruby and Nginx style: password "value"
        this.addLiteral(literal, { role: 'setter', operator: ' ' });
      }
      return;
    }
    const line = text.slice(Math.max(0, name.start - 120), name.start);
    if (/\blogin\s+\S+\s+$/u.test(line)) {
      if (written === 'password' || written === 'passwd') this.readWord(next, 'netrc');
    }
  }

  private readWord(at: number, role: Role): void {
    const value = bareValueAt(this.text, at, { isLineStart: false, reachesEnd: this.window.atEnd });
    if (value === undefined || this.text.charAt(at) === '-') return;
    // Prose: "the --username and --password options instead of"
    const written = this.text.slice(value.start, value.end);
    if (role === 'flag' && /^[a-z]+$/u.test(written)) {
      if (/^ [a-z]/u.test(this.text.slice(value.end, value.end + 2))) return;
      if (proseBeforeFlag.test(this.before)) return;
    }
    this.add(value.start, value.end, { role, operator: ' ', syntax: 'bare' });
  }

  private addLiteral(first: Literal, how: How): void {
    const { text } = this;
    const parts = [first];
    if (how.role !== 'list' && how.role !== 'argument') this.collectParts(parts);
    const last = parts[parts.length - 1] ?? first;
    if (parts.length === 1) {
      if (first.end === first.start) return;
      // "'value'": quoted twice
      const isTwice = /^(["'])[^"']{3,}\1$/u.test(text.slice(first.start, first.end));
      const literal = isTwice ? { ...first, start: first.start + 1, end: first.end - 1 } : first;
      const { value, encoding } = decodeLiteral(text, literal);
      this.push(
        literal.start,
        literal.end,
        { ...how, syntax: 'quoted', next: first.next, prefix: first.prefix },
        value,
        encoding,
      );
      return;
    }
    const value = parts.map((part) => decodeLiteral(text, part).value).join('');
    this.push(
      first.start,
      last.end,
      { ...how, syntax: 'quoted', next: last.next, prefix: first.prefix },
      value,
      'joined',
    );
  }

  // "a" "b", "a" + "b": one value
  private collectParts(parts: Literal[]): void {
    const glue = /(?:[ \t]*\\?\r?\n[ \t]*(?:\+[ \t]*)?|[ \t]*\+[ \t]*(?:\r?\n[ \t]*)?|[ \t]+)/y;
    while (parts.length < 40) {
      const last = parts[parts.length - 1];
      if (last === undefined) return;
      glue.lastIndex = last.next;
      if (!glue.test(this.text)) return;
      const part = literalAt(this.text, glue.lastIndex);
      if (part === undefined || part.quote !== last.quote || part.level !== last.level) return;
      // {"a": "x" \n "b": …} in damaged JSON and "x" \n "key": lines are no continuation.
      const isKey = /\s{0,4}[:=]/y;
      isKey.lastIndex = part.next;
      if (isKey.test(this.text)) return;
      parts.push(part);
    }
  }

  private add(start: number, end: number, how: How & { readonly syntax: Syntax }): void {
    this.push(start, end, how, decodeText(this.text.slice(start, end)), undefined);
  }

  private push(
    start: number,
    end: number,
    how: How & { readonly syntax: Syntax; readonly next?: number; readonly prefix?: string },
    value: string,
    encoding: Candidate['encoding'],
  ): void {
    const { text, window, name } = this;
    if (isReference(value)) return;
    // Authorization: ApiKey <value>
    const scheme = encoding === undefined ? authScheme.exec(value)?.[0] : undefined;
    if (scheme !== undefined && /auth/iu.test(text.slice(name.start, name.end))) {
      return this.push(
        start + scheme.length,
        end,
        { ...how, role: 'header' },
        value.slice(scheme.length),
        encoding,
      );
    }
    const next = how.next ?? end;
    const feed = text.indexOf('\n', next);
    const lineEnd = Math.min(feed < 0 ? text.length : feed, next + 80);
    this.found.push({
      name: decodeText(text.slice(name.start, name.end)),
      role: how.role,
      syntax: how.syntax,
      startOffset: window.offset + start,
      endOffset: window.offset + end,
      value,
      ...(encoding === undefined ? {} : { encoding }),
      before: this.before,
      after: text.slice(next, lineEnd),
      inString: name.quote === '' && insideString(this.before),
      operator: how.operator,
      callee: how.callee ?? '',
      prefix: how.prefix ?? '',
    });
  }
}

interface How {
  readonly role: Role;
  readonly operator: string;
  readonly callee?: string;
  readonly isLineStart?: boolean;
}

// Indentation, a comment mark, a list dash, export, set, ENV: then the name.
function startsLine(before: string): boolean {
  return /^\W{0,40}(?:(?:export|set|setx|ENV|ARG|env|declare|readonly|local|let|const|var|Environment=|public|private|static|final|val|def)[ \t]+){0,3}(?:[\w.]+[ \t]+)?["']?$/u.test(
    before,
  );
}

// An odd number of double or single quotes before the name on its line.
function insideString(before: string): boolean {
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
