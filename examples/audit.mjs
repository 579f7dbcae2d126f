// Audits a repository, shows how far it is, and ends at Ctrl-C or after a minute: node audit.mjs [REPOSITORY]
import { audit } from 'leaktrail';

const aborter = new AbortController();
process.once('SIGINT', () => aborter.abort(new Error('stopped by Ctrl-C')));

const run = audit(process.argv[2] ?? '.', {
  signal: aborter.signal,
  timeoutMs: 60_000,
  onProgress({ phase, done, total, findings }) {
    const share = total === 0 ? '' : ` ${Math.floor((100 * done) / total)} %`;
    console.error(`${phase}${share}, ${findings} found`);
  },
  onWarning: (message) => console.error(message),
});

try {
  for await (const { severity, title, introduced, removed, secret } of run) {
    const place = `${introduced.path ?? 'message'}:${introduced.line}`;
    const gone = removed === null ? '' : `, gone since ${removed.commit.slice(0, 10)}`;
    console.log(`${severity} ${title} ${secret.redacted} at ${place}${gone}`);
  }
  const { coverage, summary, verdict } = await run.report;
  console.log(`${coverage.blobs} blobs read; ${verdict?.verdict}`);
  for (const { message } of coverage.problems) console.error(message);
  // 0 nothing found, 1 findings, 3 nothing found but not everything could be read.
  process.exitCode = summary.exitCode;
} catch (error) {
  console.error(error.message);
  process.exitCode = 2;
}
