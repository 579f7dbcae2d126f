// Which file names promise secrets. Names alone decide here; what may be either (`.npmrc`, `*.pem`, examples) is for
// its contents to decide, see credentialContents.ts.
import { baseName } from '../model/path.ts';

/**
 * Whether a path (or a bare name; upper or lower case) is that of a file made to hold secrets: dotenv files,
 * variables of Terraform, Streamlit's secrets.toml, service accounts, private keys, and the password files of
 * common tools. Examples and templates of these are not, nor are encrypted ones.
 */
export function isEnvLike(path: string): boolean {
  const name = baseName(path).toLowerCase();
  return exactNames.has(name) || (hasPattern(name) && !isExample(name) && !isEncrypted(name));
}

/** Whether such a file counts only by what it holds (.npmrc, PEM files, service accounts, examples of .env-like files). */
export function isEnvLikeByContent(path: string): boolean {
  const name = baseName(path).toLowerCase();
  if (exactNames.has(name)) return false;
  if (hasPattern(name)) return isEnvExample(path);
  return name === '.npmrc' || /\.(?:pem|key|json)$/u.test(name);
}

/**
 * Whether such a file is opened on disk to see what it holds. Of JSON only what is called as Google's console calls a
 * key (`my-project-0a1b2c3d4e5f.json`), or as people do: a project may have thousands of others.
 */
export function isOpenedForContent(path: string): boolean {
  const name = baseName(path).toLowerCase();
  if (!isEnvLikeByContent(name) || isEnvExample(name)) return false;
  return !name.endsWith('.json') || serviceAccountNames.some((pattern) => pattern.test(name));
}

const serviceAccountNames: readonly RegExp[] = [
  /^[a-z][a-z0-9-]+-[0-9a-f]{12}\.json$/u,
  /(?:^|[._-])(?:credentials?|creds|keyfile|key|sa)\.json$/u,
];

/** Whether it is an example or a template of such a file: `.env.example`, `prod.sample.env`. */
export function isEnvExample(path: string): boolean {
  const name = baseName(path).toLowerCase();
  return hasPattern(name) && !exactNames.has(name) && isExample(name) && !isEncrypted(name);
}

const exactNames: ReadonlySet<string> = new Set([
  '.env',
  '.env~',
  // direnv and Flask: both are code or settings by intent, and both end up with secrets in them.
  '.envrc',
  '.flaskenv',
  'secrets.toml',
  'application_default_credentials.json',
  'id_rsa',
  'id_dsa',
  'id_ecdsa',
  'id_ecdsa_sk',
  'id_ed25519',
  'id_ed25519_sk',
  '.pypirc',
  '.netrc',
  '_netrc',
  '.pgpass',
  '.htpasswd',
  '.git-credentials',
]);

const namePatterns: readonly RegExp[] = [
  /^\.env[._-]/u,
  /\.env$/u,
  /\.tfvars(?:\.json)?$/u,
  // Google Cloud: the names under which the console and firebase-admin save a service account's key.
  /service[._-]?account.*\.json$/u,
  /firebase-adminsdk.*\.json$/u,
  /^(?:gcp|gcloud|google)[._-](?:credentials?|creds|key).*\.json$/u,
  /^client_secret.*\.json$/u,
  // Containers of private keys (PuTTY, PKCS #12). `*.pem` and `*.key` are as often public: contents decide.
  /\.(?:ppk|p12|pfx)$/u,
];

function hasPattern(name: string): boolean {
  return namePatterns.some((pattern) => pattern.test(name));
}

const exampleWords =
  'example|examples|sample|samples|template|tmpl|tpl|dist|default|defaults|schema';
const examplePattern = new RegExp(`(?:^|[._-])(?:${exampleWords})(?:[._-]|$)`, 'u');

/** `.env.example`, `sample.env`, `.env.production.template`, `terraform.example.tfvars`. */
function isExample(name: string): boolean {
  return examplePattern.test(name);
}

/** `.env.vault` (dotenv-vault), `.env.gpg`, `.env.age`, …: made to be committed. */
function isEncrypted(name: string): boolean {
  return /\.(?:vault|gpg|asc|age|enc|encrypted|sops)$/u.test(name);
}
