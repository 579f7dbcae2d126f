// A filter that takes secrets out of a text, before it goes into a log, a ticket or a prompt: node redact.mjs <a.log >b.log
import { text } from 'node:stream/consumers';
import { scanText } from 'leaktrail';

let clean = await text(process.stdin);
const secrets = scanText(clean, { showSecrets: true, minConfidence: 'low' });
for (const { ruleId, secret } of secrets) clean = clean.replaceAll(secret.value, `<${ruleId}>`);

// What stands in the text in another form (base64, escapes) has no text of its own to be replaced.
const left = scanText(clean, { minConfidence: 'low' });
for (const { ruleId, introduced } of left) {
  console.error(`line ${introduced.line}: ${ruleId} could not be taken out`);
}
if (left.length === 0) process.stdout.write(clean);
process.exitCode = left.length === 0 ? 0 : 1;
