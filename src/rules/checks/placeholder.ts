// Values that stand for a secret without being one: masks, samples, sequences, templates.

/**
 * False for what nobody could take for a secret: interpolations (`${VAR}`, `{{ x }}`), masks (`xxxx`, `****`),
 * words such as EXAMPLE or your-key-here, one character over and over. For values whose format already says
 * what they are.
 */
export function isNoMask(value: string): boolean {
  return !templates.test(value) && !words.test(value) && !isRepetitive(value);
}

/** As isNoMask, and also false for sequences (`12345678`, `abcdef…`). For values that only a name gives away. */
export function isNoPlaceholder(value: string): boolean {
  return isNoMask(value) && !sequences.test(value) && !isMostlySequence(value);
}

// Interpolation of shells, templates and printf; a lookup in the environment.
const templates =
  /\$\{|\$\(|\{\{|<%|%\(|^\$[A-Za-z_]+$|^%[A-Za-z_]+%$|^<[^>]*>$|^\[[^\]]*\]$|getenv|process\.env|os\.environ/iu;

const words =
  /x{6,}|\*{4,}|\.{4,}|_{6,}|-{6,}|example|placeholder|change[-_]?me|replace[-_]?(?:me|with|this)|your[-_](?!$)|[-_]here$|insert[-_]|redacted|dummy|fake[-_]|[-_]fake|not[-_]?a?[-_]?real|deadbeefdeadbeef/iu;

const sequences = /abcdefgh|12345678|0{8,}|qwertyui|abc123|a1b2c3d4/iu;

// At most four different characters, or one that makes up more than half; short values: one or two.
function isRepetitive(value: string): boolean {
  const counts = new Map<string, number>();
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
  if (value.length < 12) return counts.size <= 2;
  return counts.size <= 4 || Math.max(...counts.values()) > value.length / 2;
}

// Steps of +1 and -1 between neighbours.
function isMostlySequence(value: string): boolean {
  let steps = 0;
  for (let index = 1; index < value.length; index++) {
    const step = value.charCodeAt(index) - value.charCodeAt(index - 1);
    if (step === 1 || step === -1) steps++;
  }
  return value.length >= 8 && steps > value.length * 0.6;
}
