import { describe, expect, test } from 'vitest';
import { isEnvLike, isEnvLikeByContent, isOpenedForContent } from '../../src/hygiene/envLike.ts';

const words = (text: string): string[] => text.trim().split(/\s+/u);

describe('isEnvLike', () => {
  test.each(
    words(`
      .env .env.local .env.production .env-prod .env_prod .env~ .ENV .Env.Local prod.env app.prod.env .prod.env
      services/api/.env .envrc .flaskenv secrets.toml .streamlit/secrets.toml terraform.tfvars prod.auto.tfvars
      prod.tfvars.json service-account.json my_service_account_key.json serviceAccountKey.json
      app-firebase-adminsdk-x1y2.json gcp-credentials.json google-key.json client_secret_1.json
      application_default_credentials.json id_rsa .ssh/id_ed25519 id_ecdsa_sk key.ppk cert.p12 cert.pfx
      .pypirc .netrc _netrc .pgpass .htpasswd .git-credentials
    `),
  )('%s is made to hold secrets', (path) => {
    expect(isEnvLike(path)).toBe(true);
  });

  test.each(
    words(`
      env .environment .env/readme environment.yml src/env.py env.d.ts .envoy id_rsa.pub id_rsa/config
      .env.example .env.sample .env.template .env.dist .env.defaults .env.local.example .env-example example.env
      prod.example.env terraform.tfvars.example example.tfvars service-account.example.json .env.vault .env.gpg
      .npmrc server.pem server.key secrets.yaml package.json config/prod.env.py
    `),
  )('%s is not', (path) => {
    expect(isEnvLike(path)).toBe(false);
    expect(isEnvLike(`.env/${path}`)).toBe(false);
  });
});

describe('isOpenedForContent', () => {
  test.each(
    words(`.npmrc server.pem a/server.KEY my-project-0a1b2c3d4e5f.json credentials.json prod-key.json sa.json
      prod_creds.json keyfile.json`),
  )('%s is opened', (path) => {
    expect(isOpenedForContent(path)).toBe(true);
  });

  test.each(
    words(`.env .env.example package.json monkey.json my-project-0a1b2c.json a.json.txt keys/a.json id_rsa
      service-account.json service-account.example.json`),
  )('%s is not', (path) => {
    expect(isOpenedForContent(path)).toBe(false);
  });
});

describe('isEnvLikeByContent', () => {
  test.each(words('.npmrc web/.npmrc server.pem tls/server.key .env.example sample.env gcp.json'))(
    '%s counts when its contents are secret',
    (path) => {
      expect(isEnvLikeByContent(path)).toBe(true);
    },
  );

  test.each(words('.env prod.env .env.vault npmrc README.md id_rsa keyboard'))(
    '%s counts by its name or never',
    (path) => {
      expect(isEnvLikeByContent(path)).toBe(false);
    },
  );
});
