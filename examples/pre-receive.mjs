// A pre-receive hook of a bare repository: refuses a push that brings secrets in. git writes a line for each ref to standard
// input: OLD NEW REF (githooks, pre-receive). `leaktrail receive` does the same, and takes a first push as well.
import { text } from 'node:stream/consumers';
import { range } from 'leaktrail';

const nothing = /^0+$/;
const lines = (await text(process.stdin)).split('\n').filter((line) => line !== '');

for (const line of lines) {
  const [before, after, ref] = line.split(' ');
  if (nothing.test(after)) continue;
  // A new branch is compared with the default one.
  const base = nothing.test(before) ? 'HEAD' : before;
  const run = range('.', `${base}..${after}`, { timeoutMs: 20_000 });
  for await (const { title, introduced } of run) {
    const { commit, path, line: at } = introduced;
    console.error(`${ref}: ${title} in ${path}:${at}, commit ${commit?.slice(0, 10)}`);
    process.exitCode = 1;
  }
  // What could not be read in time may hold one.
  const { coverage } = await run.report;
  if (!coverage.complete) {
    console.error(`${ref}: not all of it could be read`);
    process.exitCode = 1;
  }
}
