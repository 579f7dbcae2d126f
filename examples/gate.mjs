// Fails a build when a secret of severity high or above stands in the files of HEAD, whatever the history
// holds: node gate.mjs [REPOSITORY]
import { audit } from 'leaktrail';

const blocking = new Set(['critical', 'high']);
const run = audit(process.argv[2] ?? '.', { minConfidence: 'high', cache: false });
let count = 0;

for await (const { severity, state, title, headPlaces = [] } of run) {
  if (state !== 'head' || !blocking.has(severity)) continue;
  count++;
  for (const { path, line } of headPlaces) console.error(`${path}:${line} ${title} (${severity})`);
}

const { coverage } = await run.report;
if (!coverage.complete) console.error('not everything could be read');
console.log(count === 0 ? 'no secret in HEAD' : `${count} in HEAD`);
process.exitCode = count === 0 && coverage.complete ? 0 : 1;
