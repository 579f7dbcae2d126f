// What a path tells about a content: its kind of file and its marks; and the judgement of a path-free
// match under that path. Works on display paths and byte paths alike (only ASCII parts are looked at).
import type { PathMark } from '../model/finding.ts';
import type { Confidence, FileKind, Severity } from '../model/rule.ts';
import { fileKinds, severities } from '../model/rule.ts';
import { confidenceOf } from './confidence.ts';

/** The kind of file that a path names. Suffixes such as `.example`, `.j2`, `.bak` or `.gz` are looked through. */
export function fileKindOf(path: string): FileKind {
  const lower = path.toLowerCase();
  const name = lower.slice(lower.lastIndexOf('/') + 1);
  if (isNotebook(name)) return 'python';
  if (isCredentialFile(lower, name)) return 'credentials';
  if (isDotenvName(name)) return 'dotenv';
  if (lockNames.has(name) || /\.(?:lock|lockb|sum)$/u.test(name)) return 'lock';
  if (isTranslation(lower, name)) return 'translation';
  const known = kindOfName.get(name);
  if (known !== undefined) return known;
  if (/^(?:dockerfile|containerfile|makefile|gnumakefile|vagrantfile|jenkinsfile)\b/u.test(name)) {
    return /^(?:vagrantfile|jenkinsfile)/u.test(name) ? 'code' : 'shell';
  }
  return kindOfExtension.get(extensionOf(name)) ?? 'unknown';
}

/** Whether the path names a Jupyter notebook. */
export function isNotebook(path: string): boolean {
  return /\.ipynb$/iu.test(path);
}

/** Test, example, documentation, vendored and minified paths, in the order of `pathMarks`. */
export function marksOf(path: string): PathMark[] {
  const lower = path.toLowerCase();
  const name = lower.slice(lower.lastIndexOf('/') + 1);
  const original = path.slice(path.lastIndexOf('/') + 1);
  const marks: PathMark[] = [];
  if (testFolder.test(lower) || testName.test(name) || /Tests?\.\w+$|IT\.java$/u.test(original)) {
    marks.push('test');
  }
  if (exampleFolder.test(lower) || exampleName.test(name)) marks.push('example');
  if (docsFolder.test(lower) || docsName.test(name)) marks.push('docs');
  if (vendoredFolder.test(lower)) marks.push('vendored');
  if (/[.-]min\.\w+$|\.(?:js|css)\.map$|\.bundle\.js$/u.test(name)) marks.push('minified');
  return marks;
}

export interface Judgement {
  /** 0 to 1. */
  readonly score: number;
  readonly confidence: Confidence;
}

/** The judgement of a match under a kind of file; undefined where such a file cannot hold it. */
export function judge(
  match: { readonly scores: readonly number[] },
  kind: FileKind,
): Judgement | undefined {
  const score = match.scores[fileKinds.indexOf(kind)] ?? 0;
  return score > 0 ? { score, confidence: confidenceOf(score) } : undefined;
}

/** One step less severe where every reader expects invented values; nothing is dropped. */
export function severityUnder(severity: Severity, marks: readonly PathMark[]): Severity {
  if (marks.length === 0) return severity;
  return severities[Math.min(severities.indexOf(severity) + 1, severities.length - 1)] ?? severity;
}

/** No file system has longer names, but trees may. */
const longestName = 255;

// python-dotenv, docker compose and the frameworks: .env, .env.local, prod.env, .envrc, .flaskenv,
// env.example, app.env.sample, env.list
function isDotenvName(whole: string): boolean {
  const name = whole.length > longestName ? whole.slice(0, longestName) : whole;
  return (
    /^\.(?:env|flaskenv|envrc|djangoenv|secrets?|dev\.vars)(?:$|[._-])/u.test(name) ||
    /(?:^|[._-])env(?:\.(?:\w[\w.-]*)?(?:example|sample|template|dist|default|defaults|local|tmpl|tpl|j2|list|prod|production|dev|development|test|staging|bak|old|docker))?$/u.test(
      name,
    ) ||
    /\.env\.[\w.-]+$/u.test(name)
  );
}

// Files that programs write or read to log in somewhere: what stands there is meant, weak or not.
const credentialNames: ReadonlySet<string> = new Set(
  (
    '.netrc _netrc .authinfo .pgpass pgpass.conf .htpasswd htpasswd .htdigest shadow passwd master.passwd proftpdpasswd .npmrc .pypirc .yarnrc ' +
    '.git-credentials .dockercfg .dockerconfigjson .s3cfg .boto .my.cnf .mylogin.cnf .esmtprc .msmtprc .fetchmailrc .mutt .muttrc .ftpconfig ' +
    'sftp-config.json sftp.json .remote-sync.json .ftppass deployment-config.json robomongo.json robo3t.json .tugboat hub .hub ' +
    'wp-config.php configuration.php localsettings.php filezilla.xml sitemanager.xml recentservers.xml webservers.xml ' +
    'datasources.xml datasources.local.xml dbeaver-data-sources.xml credentials-config.json data-sources.json logins.json signons.sqlite ' +
    'ventrilo_srv.ini jenkins.plugins.publish_over_ssh.bapsshpublisherplugin.xml secrets.yml secrets.yaml credentials.xml ' +
    'irssi.conf heroku.json terraform.tfvars .vault-token .cargo-credentials .gem-credentials .terraformrc .bitcoin.conf bitcoin.conf'
  ).split(' '),
);

function isCredentialFile(lower: string, name: string): boolean {
  if (credentialNames.has(name)) return true;
  // One secret to a file: master.key, .vault_pass, db_password.txt
  if (
    /(?:^|[._-])(?:master\.key|vault[_-]?pass(?:word)?|passwords?|passwd|secret[_-]?key(?:[_-]base)?|api[_-]?key|access[_-]?token)(?:\.(?:txt|key|secret))?$/u.test(
      name,
    )
  ) {
    return true;
  }
  if (/\.(?:p12|pfx|pkcs12|jks|jceks|keystore|truststore)$/u.test(name)) return true;
  // The .env that is in use, not its example.
  if (
    /^\.env(?:\.(?:local|production|prod|staging|live))?$|^(?:prod|production|live)\.env$/u.test(
      name,
    )
  )
    return true;
  return /(?:^|\/)(?:\.aws\/(?:credentials|config)|\.docker\/config\.json|\.kube\/config|\.cargo\/credentials(?:\.toml)?|\.gem\/credentials|\.config\/gh\/hosts\.yml|\.irssi\/config|cloud\/\.credentials|\.credentials)$/u.test(
    lower,
  );
}

const lockNames: ReadonlySet<string> = new Set([
  'package-lock.json',
  'npm-shrinkwrap.json',
  'pnpm-lock.yaml',
  'packages.lock.json',
  'paket.lock',
  'conda-lock.yml',
  'pubspec.lock',
  'podfile.lock',
  'go.sum',
  'bun.lockb',
  'gradle.lockfile',
  '.terraform.lock.hcl',
  'cargo.lock',
  'deno.lock',
]);

const kindOfName = new Map<string, FileKind>([
  ...['.condarc', '.wgetrc', '.curlrc', '.gemrc', '.bowerrc'].map((name): [string, FileKind] => [
    name,
    'config',
  ]),
  ...['.gitconfig', '.editorconfig', '.hgrc', '.muttrc'].map((name): [string, FileKind] => [
    name,
    'config',
  ]),
  ...['credentials', 'config', 'pillar'].map((name): [string, FileKind] => [name, 'config']),
  ...['sconstruct', 'wscript', 'build', 'tiltfile', '.pythonrc'].map((name): [string, FileKind] => [
    name,
    'python',
  ]),
  ...['.bashrc', '.bash_profile', '.bash_history', '.zshrc', '.profile', '.bash_aliases'].map(
    (name): [string, FileKind] => [name, 'shell'],
  ),
  ...['.zsh_history', '.zshenv', '.exports', '.aliases', 'procfile', 'justfile'].map(
    (name): [string, FileKind] => [name, 'shell'],
  ),
  ...['readme', 'changelog', 'changes', 'license', 'news', 'history', 'contributing'].map(
    (name): [string, FileKind] => [name, 'markup'],
  ),
]);

const extensionsOfKind: readonly (readonly [FileKind, string])[] = [
  ['python', 'py pyi pyw pyx pxd pxi ipynb wsgi bzl star rpy'],
  [
    'config',
    'yml yaml json json5 jsonc jsonl ndjson ini cfg cnf conf config toml properties props xml plist tf tfvars ' +
      'tfstate hcl nomad service timer socket desktop reg cf rc rsp settings webmanifest xaml csproj vbproj ' +
      'fsproj pom avsc har postman_collection kdbx ovpn rdp pref prefs dsn cmake gn bowerrc npmrc pypirc netrc htpasswd ' +
      'har wsdl xsd xsl config-sample credentials creds pp sls nix dhall cue jsonnet libsonnet haml-lint edn ron kdl conf-sample',
  ],
  [
    'shell',
    'sh bash zsh ksh fish csh tcsh dockerfile containerfile bats bat cmd mk make profile bashrc zshrc envrc command ebuild',
  ],
  [
    'code',
    'js mjs cjs jsx ts mts cts tsx vue svelte java kt kts scala sc groovy gradle go rb rake gemspec ru php phtml php3 ' +
      'php5 cs vb fs fsx c h cc cpp cxx hpp hh hxx ino m mm rs swift dart lua pl pm t r jl ex exs erl hrl elm hs lhs clj ' +
      'cljs cljc ml mli nim zig d pas asm s sql psql pgsql plsql ddl dml cql ps1 psm1 psd1 tcl coffee ls sol vy proto ' +
      'graphql gql thrift erb haml slim ejs pug jade hbs mustache twig blade jsp jspx asp aspx ascx cshtml razor ' +
      'feature robot sbt vim el lisp scm rkt as hx bas vbs cob f90 f95 v vhd sv cls trigger apex css scss sass less styl',
  ],
  [
    'markup',
    'md markdown mdx mkd rst adoc asciidoc asc html htm xhtml tex org textile rdoc wiki pod man 1 5 7 8',
  ],
];

const kindOfExtension = new Map<string, FileKind>(
  extensionsOfKind.flatMap(([kind, list]) =>
    list.split(' ').map((extension): [string, FileKind] => [extension, kind]),
  ),
);

const wrappers =
  /\.(?:example|examples|sample|samples|template|templates|tmpl|tpl|dist|default|defaults|j2|jinja|jinja2|erb|in|bak|backup|orig|old|new|save|swp|local|enc|inc|disabled|live|prod|dev|test|ext|back|tmp|gz)$/u;

function extensionOf(name: string): string {
  let rest = name;
  for (let i = 0; i < 3 && wrappers.test(rest); i++) {
    const inner = rest.replace(wrappers, '');
    if (!inner.includes('.', 1)) break;
    rest = inner;
  }
  return rest.slice(rest.lastIndexOf('.') + 1);
}

const translationFolder =
  /(?:^|\/)(?:i18n|l10n|locales?|langs?|languages?|translations?|nls|lc_messages|localization)\//u;
const localeCode =
  /(?:^|[._-])(?:(?:ar|bg|ca|cs|cy|da|de|el|en|eo|es|et|eu|fa|fi|fr|ga|gl|he|hi|hr|hu|hy|it|ja|ka|kk|ko|lt|lv|mk|nb|nl|nn|pl|pt|ro|ru|sk|sl|sq|sr|sv|ta|th|tr|uk|ur|uz|vi|zh)(?:[_-](?:[a-z]{2}|hans|hant|latn|cyrl))?)\.(?:ya?ml|json|properties|php|jsx?|ts|ini|xml|toml|lang|txt)$/u;

function isTranslation(lower: string, name: string): boolean {
  if (/\.(?:po|pot|xlf|xliff|resx|strings|stringsdict|arb|ftl|lang|lng|tmx|qm)$/u.test(name))
    return true;
  if (/(?:^|\/)values(?:-[\w+-]+)?\/strings\.xml$/u.test(lower)) return true;
  if (
    /^(?:messages|strings|labels|translations?|i18n|locale|language)(?:[._-][a-z_-]{2,5})?\.(?:ya?ml|json|properties|php|jsx?|ts|xml)$/u.test(
      name,
    )
  ) {
    return true;
  }
  if (!/\.(?:ya?ml|json|properties|php|jsx?|mjs|ts|ini|xml|toml|txt|rb|py)$/u.test(name))
    return false;
  return (
    translationFolder.test(lower) ||
    (localeCode.test(name) &&
      // The last: Java's resource bundles, login_de.properties (java.util.ResourceBundle).
      /(?:devise|locale|lang|message|translat|simple_form|^[a-z]{2}[._-]|^[a-z]{2}[_-][a-z]{2}\.|_[a-z]{2}\.properties$)/u.test(
        name,
      ))
  );
}

const testFolder =
  /(?:^|\/)(?:tests?|testing|specs?|__tests__|__mocks__|testdata|test[_-]?(?:data|utils|fixtures|cases|resources)|fixtures?|mocks?|e2e|integration[_-]?tests?|unit[_-]?tests?|functional[_-]?tests?|cassettes|[\w-]*[._-]tests?|src\/test|androidtest)\//u;
const testName =
  /^(?:test_.*|tests?|conftest)\.\w+$|[._-](?:tests?|specs?|e2e|mock|mocks|fixture|fixtures)\.\w+$|^test[_-]|^mock[_-]/u;
const exampleFolder =
  /(?:^|\/)(?:examples?|samples?|demos?|tutorials?|quickstarts?|playground|snippets?|cookbook|[\w-]*[_-](?:examples?|samples?|demo))\//u;
const exampleName =
  /(?:^|[._-])(?:example|examples|sample|samples|demo|template|tmpl|dist)(?:[._-]|$)|\.(?:example|sample|dist|tmpl|template)$/u;
const docsFolder = /(?:^|\/)(?:docs?|documentation|man|guides?|website|site)\//u;
const docsName =
  /\.(?:md|markdown|mdx|rst|adoc|asciidoc|textile|rdoc|1)$|^(?:readme|changelog|changes|history|contributing|news)\b/u;
const vendoredFolder =
  /(?:^|\/)(?:node_modules|vendor|vendors|vendored|_vendor|third[_-]?party|3rdparty|external|site-packages|bower_components|jspm_packages|\.bundle|godeps|pods)\//u;
