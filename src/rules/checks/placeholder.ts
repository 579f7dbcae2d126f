// Values that stand for a secret without being one: masks, samples, sequences, templates.

/** False for text that a reader would replace: `xxxx`, `your-key-here`, `${VAR}`, `<token>`, `12345678`. */
export function isNoPlaceholder(value: string): boolean {
  if (templates.test(value) || words.test(value)) return false;
  return !isRepetitive(value) && !isMostlySequence(value);
}

// Interpolation of shells, templates and printf; a lookup in the environment.
const templates =
  /\$\{|\$\(|\{\{|<%|%\(|^\$[A-Za-z_]+$|^%[A-Za-z_]+%$|^<[^>]*>$|^\[[^\]]*\]$|getenv|process\.env|os\.environ/iu;

const words =
  /x{5,}|\*{4,}|\.{4,}|_{5,}|-{6,}|example|sample|placeholder|changeme|change[-_]me|replace[-_]?(?:me|with|this)|your[-_]|[-_]here\b|insert[-_]|redacted|dummy|notreal|not[-_]a[-_]real|fake[-_]|[-_]fake|todo|foobar|deadbeef|abcdefgh|12345678|0{8,}/iu;

// At most five different characters, or one that makes up more than half of twelve and more.
function isRepetitive(value: string): boolean {
  const counts = new Map<string, number>();
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
  if (value.length < 12) return counts.size <= 2;
  return counts.size <= 4 || Math.max(...counts.values()) > value.length / 2;
}

// abcdef, 987654, qwerty-like runs are left to the words above; here steps of +1 and -1.
function isMostlySequence(value: string): boolean {
  let steps = 0;
  for (let index = 1; index < value.length; index++) {
    const step = value.charCodeAt(index) - value.charCodeAt(index - 1);
    if (step === 1 || step === -1) steps++;
  }
  return value.length >= 8 && steps > value.length * 0.6;
}
