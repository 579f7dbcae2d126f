// A repository that takes an audit long enough to be stopped.
import { makeRepository } from '../makeRepository.ts';
import type { TestRepository } from '../makeRepository.ts';

/** 200 MB of lines that each hold a keyword and no secret: seconds of work in a small pack. */
export function slowRepository(): TestRepository {
  const line = 'password = settings["password"] or ask_for_password()\n';
  const commits = Array.from({ length: 200 }, (_, i) => {
    const text = `# ${i}\n${line.repeat(Math.floor(1e6 / line.length))}`;
    const head = `commit refs/heads/main\ncommitter Ada <ada@example.com> ${1.7e9 + i} +0000\n`;
    return `${head}data 4\nStep\nM 100644 inline a${i}.py\ndata ${text.length}\n${text}\n`;
  });
  const repo = makeRepository({ bare: true });
  const settings = ['-c', 'core.compression=1'];
  repo.gitBytes([...settings, 'fast-import', '--quiet', '--depth=0'], commits.join(''));
  return repo;
}
