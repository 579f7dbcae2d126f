// A candidate: a value that stands where a secret with a telling name would stand. What it is worth is
// left to score.ts.
import type { ValueEncoding } from '../../model/match.ts';

/** How the value is tied to its name. */
export type Role =
  | 'assign' // name = value, name := value, name: T = value
  | 'entry' // name: value, 'name' => value, {"name": "value"}
  | 'compare' // name == value
  | 'argument' // "name", "value" as neighbours in a list or call
  | 'default' // getenv("NAME", "value"), option("--name", default="value"), NAME or "value", ${NAME:-value}
  | 'setter' // name("value")
  | 'call' // name = f("value")
  | 'flag' // --name value
  | 'tag' // <name>value</name>
  | 'field' // name="name" value="value", name: NAME and value: VALUE on two lines
  | 'sql' // PASSWORD 'value', IDENTIFIED BY 'value'
  | 'header' // Basic value, Bearer value
  | 'list' // name = ["value", …]
  | 'netrc' // login name password value
  | 'login' // auth=("user", "value"), login("user", "value")
  | 'url' // scheme://user:value@host
  | 'manifest' // a value of a Kubernetes Secret
  | 'hash' // an account's password hash
  | 'jwk'; // "d": "value" beside "kty"

/** How the value is written. */
export type Syntax = 'quoted' | 'bare' | 'text' | 'number';

export interface Candidate {
  /** As written, without quotes and sigils: `self.db_password`, `DB_PASSWORD`. */
  readonly name: string;
  readonly role: Role;
  readonly syntax: Syntax;
  /** Byte offsets in the content, half-open, without quotes. */
  readonly startOffset: number;
  readonly endOffset: number;
  /** The secret, decoded where `encoding` says so. */
  readonly value: string;
  readonly encoding?: ValueEncoding;
  /** The line before the name and the text after the value up to the line's end, both cut. */
  readonly before: string;
  readonly after: string;
  /** Whether the name stands inside a string literal, as far as its line tells. */
  readonly inString: boolean;
  /** The operator as written (`=`, `:`, `==`, …); empty where there is none. */
  readonly operator: string;
  /** Callee of `call`, empty otherwise. */
  readonly callee: string;
  /** Prefix letters of the literal (`b`, `r`, `f`, …). */
  readonly prefix: string;
}
