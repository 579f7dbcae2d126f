import { describe, expect, test } from 'vitest';
import { fileKindOf, judge, marksOf, severityUnder } from '../../src/detect/paths.ts';
import { fileKinds, type FileKind } from '../../src/model/rule.ts';

describe('fileKindOf', () => {
  test.each<[FileKind, string]>([
    ['python', 'src/app.py'],
    ['python', 'notebooks/train.ipynb'],
    ['python', 'Settings.env.IPYNB'],
    ['python', 'stubs/os.pyi'],
    ['credentials', '.env'],
    ['credentials', 'deploy/.env.production'],
    ['dotenv', '.env.example'],
    ['dotenv', 'web/.env.test'],
    ['dotenv', 'docker/app.env'],
    ['dotenv', '.envrc'],
    ['dotenv', 'env.sample'],
    ['config', 'docker-compose.yml'],
    ['config', 'settings.ini.j2'],
    ['config', 'ci.yml'],
    ['config', 'db.properties'],
    ['config', 'app/appsettings.json'],
    ['config', 'main.tf'],
    ['shell', 'Dockerfile'],
    ['shell', 'scripts/deploy.sh'],
    ['shell', 'Makefile'],
    ['code', 'src/main.rs'],
    ['code', 'web/app.tsx'],
    ['code', 'db/schema.sql'],
    ['markup', 'README.md'],
    ['markup', 'docs/index.rst'],
    ['lock', 'package-lock.json'],
    ['lock', 'poetry.lock'],
    ['lock', 'go.sum'],
    ['unknown', 'notes.txt'],
    ['unknown', 'bin/tool'],
    ['translation', 'locale/de/LC_MESSAGES/django.po'],
    ['translation', 'src/i18n/en.json'],
    ['translation', 'config/locales/devise.pt-BR.yml'],
    ['translation', 'res/values-de/strings.xml'],
    ['translation', 'messages_fr.properties'],
    ['translation', 'hudson/LoginPage/config_zh_CN.properties'],
    ['translation', 'src/Login_de.properties'],
    ['config', 'src/application-it.properties'],
    ['config', 'db_main.properties'],
    ['credentials', 'home/.netrc'],
    ['credentials', '.aws/credentials'],
    ['credentials', 'public/wp-config.php'],
    ['credentials', 'config/master.key'],
  ])('is %s for %s', (kind, path) => {
    expect(fileKindOf(path)).toBe(kind);
  });
});

describe('marksOf', () => {
  test.each([
    ['tests/test_app.py', ['test']],
    ['src/app.test.ts', ['test']],
    ['src/AppTests.cs', ['test']],
    ['spec/models/user_spec.rb', ['test']],
    ['examples/demo.py', ['example']],
    ['.env.example', ['example']],
    ['docs/setup.md', ['docs']],
    ['node_modules/x/index.js', ['vendored']],
    ['static/jquery.min.js', ['minified']],
    ['src/app.py', []],
    ['src/latest/contest.py', []],
  ])('marks %s as %j', (path, marks) => {
    expect(marksOf(path)).toEqual(marks);
  });
});

describe('judge', () => {
  test('takes the score of the kind of file', () => {
    const scores = fileKinds.map((kind) => (kind === 'dotenv' ? 0.95 : 0));
    expect(judge({ scores }, 'dotenv')).toEqual({ score: 0.95, confidence: 'high' });
    expect(judge({ scores }, 'python')).toBeUndefined();
  });

  test('is one step less severe in marked paths, never below low', () => {
    expect(severityUnder('critical', ['test'])).toBe('high');
    expect(severityUnder('low', ['docs'])).toBe('low');
    expect(severityUnder('high', [])).toBe('high');
  });
});
