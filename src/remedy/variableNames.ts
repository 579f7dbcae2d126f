// Names for the environment variables that take the place of secrets: after the name that the code gives the value, else
// after the rule.
import { baseName } from '../model/path.ts';

export interface NamedPlace {
  /** What stands on the line before the secret. */
  readonly before: string;
  /** The dozen lines above. */
  readonly above: string;
  readonly path: string;
  readonly ruleId: string;
  readonly provider: string;
}

/** Names that say too little where all variables of a process share one list. */
const vague =
  /^(?:KEY|SECRET|TOKEN|PASSWORD|PASSWD|PASS|PWD|PW|VALUE|DATA|DEFAULT|AUTH|CREDENTIALS?|API_KEY|APIKEY|USER|ID|URL|URI|DSN|HASH|STRING|TEXT|ARGS?)$/u;

/** An upper-case name of letters, digits and underscores, `APP_` before what says nothing by itself. */
export function variableName(place: NamedPlace): string {
  const asked = askedName(place.before);
  if (asked !== undefined) return asked;
  const tail = place.before.slice(-longestBefore);
  const url = /([a-z][a-z0-9+.-]*):\/\/[^\s"'`]*$/iu.exec(tail);
  const before = url === null ? tail : tail.slice(0, url.index);
  const assigned = upperSnake(assignedName(before));
  // Part of a URL is its password, whatever the URL is called.
  const name = url === null ? assigned : nameInUrl(assigned, url[1] ?? '');
  if (name === '' || /^\d/u.test(name)) return nameOfRule(place);
  return vague.test(name) ? `${prefixFor(place)}_${name}` : name;
}

function nameInUrl(assigned: string, scheme: string): string {
  const owner = assigned.replace(/_?(?:URL|URI|DSN|BROKER_URL)$/u, '');
  if (owner !== '') return /PASS/u.test(owner) ? owner : `${owner}_PASSWORD`;
  const service = upperSnake(scheme.replace(/\+.*$/u, ''));
  return /^HTTPS?$/u.test(service) ? 'URL_PASSWORD' : `${service}_PASSWORD`;
}

/** The names as given, or with a number behind it where another secret has that name already. */
export function uniqueNames(
  wanted: Iterable<readonly [id: string, name: string]>,
): Map<string, string> {
  const taken = new Set<string>();
  const names = new Map<string, string>();
  for (const [id, name] of wanted) {
    let unique = name;
    for (let number = 2; taken.has(unique); number++) unique = `${name}_${number}`;
    taken.add(unique);
    names.set(id, unique);
  }
  return names;
}

/** `os.environ.get("NAME", "…` names it. */
function askedName(before: string): string | undefined {
  const call =
    /(?:environ\.get|getenv|config|env(?:\.str)?)\(\s*["']([A-Za-z_]\w*)["']\s*,\s*(?:default\s*=\s*)?[a-z]{0,2}["']{1,3}$/iu;
  return call.exec(before)?.[1];
}

/** Of a line that is longer the end names the value; the expressions below would take long for more. */
const longestBefore = 500;

/** `NAME = "…`, `name: "…`, `"name": "…`, `name="…`, `<name>…`, `NAME=…`, the value begun or not. */
function assignedName(before: string): string {
  const match =
    /([\p{L}_][\p{L}\p{N}_.-]{0,99})["']?\]?\s{0,20}(?::\s{0,20}[A-Za-z_][\w.[\], |]{0,60})?(?:=>|:=|=|:)\s{0,20}\(?\s{0,20}[a-z]{0,2}["'`]{0,3}[^"'`=]*$/iu.exec(
      before,
    ) ?? /<([A-Za-z_][\w.-]*)>[^<]*$/u.exec(before);
  const name = match?.[1] ?? '';
  // `self.db_password`, `app.config.SECRET`: the last part names it.
  return name.slice(name.lastIndexOf('.') + 1);
}

function upperSnake(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/gu, '$1_$2')
    .replaceAll(/[^0-9A-Za-z]+/gu, '_')
    .replaceAll(/^_+|_+$/gu, '')
    .toUpperCase();
}

function prefixFor({ provider, before, above, path }: NamedPlace): string {
  if (provider !== 'generic') return upperSnake(provider);
  if (
    /django\.db|DATABASES|psycopg|pymysql|create_engine|\b(?:db|database)\b/iu.test(
      `${above}\n${before}`,
    )
  )
    return 'DB';
  const stem = upperSnake(baseName(path).replace(/\.[^.]*$/u, ''));
  return stem === '' || /^(?:SETTINGS|CONFIG|MAIN|APP|INIT|LOCAL|BASE|PRODUCTION|\d.*)$/u.test(stem)
    ? 'APP'
    : stem;
}

function nameOfRule({ ruleId, provider }: NamedPlace): string {
  const name = upperSnake(ruleId).replace(/^GENERIC_/u, 'APP_');
  if (name === 'PASSWORD_IN_URL') return 'URL_PASSWORD';
  return provider === 'generic' && vague.test(name) ? `APP_${name}` : name;
}
