// All features of a candidate, named. Those that depend on the kind of file come apart, so that the rest
// is computed once for all kinds.
import type { FileKind } from '../../model/rule.ts';
import type { Candidate } from '../assignment/candidate.ts';
import { readName, type NameReading } from './nameFeatures.ts';
import { readValue, type ValueReading } from './valueFeatures.ts';
import { wordsOf } from './words.ts';

export interface Features {
  readonly common: readonly string[];
  /** Those that hold under one kind of file. */
  ofKind(kind: FileKind): readonly string[];
  /** Candidates with the same key have the same features of kinds. */
  readonly kindKey: string;
}

/** The features of a candidate. */
export function featuresOf(candidate: Candidate): Features {
  const name = readName(candidate.name);
  const value = readValue(candidate.value);
  const { role, syntax } = candidate;
  const nameGroup = groupOf(name.nameClass);
  const common = [
    ...name.features,
    ...value.features,
    `role:${role}`,
    `syntax:${syntax}`,
    `role.name:${role}.${nameGroup}`,
    `len.name:${value.lengthBucket}.${nameGroup}`,
    `cls.name:${value.classes}.${nameGroup}`,
    `word.name:${value.likeness}.${nameGroup}`,
    `word.len:${value.likeness}.${lengthClass(candidate.value.length)}`,
    ...value.features
      .filter((feature) => feature.startsWith('vs:'))
      .map((feature) => `${feature}.${nameGroup}`),
    ...likenessToName(name, value, candidate),
    ...contextFeatures(candidate),
  ];
  // get_password("service"), checkPassword(…): what is given is not the password
  if (
    role === 'setter' &&
    /^(?:get|check|verify|validate|has|is|find|fetch|read|load|prompt|ask|input|show|print|require)$/u.test(
      verbOf(candidate.name),
    )
  ) {
    common.push('setter:getter');
  }
  if (role === 'url') common.push(...urlFeatures(candidate));
  const kindTraits = [
    `syntax:${syntax}`,
    `role:${role}`,
    `name:${nameGroup}`,
    ...(candidate.inString ? ['inString'] : []),
    ...(syntax === 'bare' ? bareTraits(candidate) : []),
  ];
  return {
    common,
    ofKind: (kind) => [`k:${kind}`, ...kindTraits.map((trait) => `k.${kind}.${trait}`)],
    kindKey: kindTraits.join(' '),
  };
}

// The first word of a method's own name: `get` of keyring.get_password
function verbOf(name: string): string {
  return wordsOf(name.slice(name.lastIndexOf('.') + 1))[0] ?? '';
}

// Passwords may be words, the rest may not.
function groupOf(nameClass: string): string {
  return nameClass === 'P'
    ? 'P'
    : nameClass === 'k' || nameClass === 'o' || nameClass === 'A'
      ? 'w'
      : 's';
}

function lengthClass(length: number): string {
  return length < 4 ? '0' : length < 8 ? '4' : length < 14 ? '8' : length < 24 ? '14' : '24';
}

function likenessToName(name: NameReading, value: ValueReading, candidate: Candidate): string[] {
  const features: string[] = [];
  const flatName = candidate.name.toLowerCase().replace(/[^a-z0-9]/gu, '');
  const flatValue = candidate.value.toLowerCase().replace(/[^a-z0-9]/gu, '');
  if (flatValue !== '' && flatName === flatValue) features.push('eq:name');
  else if (flatValue.length > 2 && flatName.includes(flatValue)) features.push('eq:in name');
  else if (flatValue.length > 3 && flatName.length > 3 && flatValue.includes(flatName))
    features.push('eq:holds name');
  const shared = value.words.filter((word) => word.length > 2 && name.words.includes(word)).length;
  if (shared > 0) features.push(shared === value.words.length ? 'eq:all words' : 'eq:some words');
  return features;
}

// Constructors and decoders that take the secret itself.
const knownCallee =
  /(?:secret|securestring|field|setting|str|bytes|fromhex|unhexlify|from|b64decode|base64|encode|decode|getbytes|hash|encrypt|password|passwd|token|key|credentials?|string|hex|buffer|value|literal|\bb|\bu|text|c_str|const|var|sensitive|new|some|ok|just|pack)$/iu;

const commentMark = /^\s*(?:#|\/\/|\/?\*|--|;|<!--|%|')/u;

function contextFeatures(candidate: Candidate): string[] {
  const { before, after, operator, callee, inString, prefix } = candidate;
  const features = [`op:${operator}`];
  if (inString) features.push('inString');
  if (prefix !== '') features.push(`prefix:${prefix}`);
  for (const word of wordsOf(callee).slice(-4)) features.push(`callee:${word}`);
  if (commentMark.test(before)) features.push('c:comment');
  if (/>>>|\.\. |^\s*\*/u.test(before)) features.push('c:doctest');
  const near = /([\w@:.$-]+|[^\w\s])\s*["'`]?$/u.exec(before)?.[1]?.toLowerCase();
  features.push(`b:${near === undefined ? '^' : near.slice(-16)}`);
  features.push(`a:${afterShape(after)}`, `role.after:${candidate.role}.${afterShape(after)}`);
  if (candidate.role === 'argument') {
    features.push(`arg:${neighbourBefore(before)}`);
    if (/^\s*,\s*["']/u.test(after)) features.push('arg:literal after');
    if (/^[A-Za-z_ -]+$/u.test(candidate.value)) features.push('arg:word');
  }
  const words = new Set([
    ...wordsOf(before).slice(-12),
    ...wordsOf(after)
      .slice(0, 8)
      .map((word) => word),
  ]);
  for (const word of words) if (word.length > 2) features.push(`l:${word}`);
  if (before.length >= 155 && after.length >= 70) features.push('c:long line');
  if (/\btypeof\b/u.test(before)) features.push('c:typeof');
  if (callee !== '' && !knownCallee.test(callee)) features.push('c:other callee');
  if (before.trim() === '') features.push('c:line start');
  return features;
}

// What stands before a name that is one of several arguments: the call itself, another literal, a key.
function neighbourBefore(before: string): string {
  const text = before.trimEnd();
  if (/["'`]\s*,$/u.test(text)) return 'literal';
  if (/\w\($/u.test(text)) return 'call';
  if (/[[{]$/u.test(text)) return 'list start';
  return text === '' ? 'line start' : text.slice(-1);
}

function afterShape(after: string): string {
  const text = after.trimStart().toLowerCase();
  if (text === '') return 'end';
  if (/^\.\w+/u.test(text)) return /^\.\w+/u.exec(text)?.[0].slice(0, 12) ?? '';
  return text.slice(0, 1);
}

function bareTraits(candidate: Candidate): string[] {
  const { value, after, operator } = candidate;
  const traits: string[] = [];
  if (/^[A-Za-z_$][\w$.]*$/u.test(value)) traits.push('identifier');
  if (/^[[({<]|[)\]}>]$|[()[\]{}]/u.test(value)) traits.push('bracket');
  if (/^\s*[,;)]/u.test(after)) traits.push('listed');
  if (operator === ':' || operator === '=') traits.push(`op:${operator}`);
  return traits;
}

function urlFeatures(candidate: Candidate): string[] {
  const [, scheme = '', ...rest] = candidate.name.split('.');
  const user = rest.join('.');
  const host = candidate.callee.toLowerCase();
  const features = [`u:${scheme}`];
  if (user === '') features.push('u:no user');
  if (user.toLowerCase() === candidate.value.toLowerCase()) features.push('u:user is password');
  if (
    /^(?:user|username|name|usr|login|foo|myuser|userid|joe|scott|me|you|bob|alice|u)$/iu.test(user)
  )
    features.push('u:example user');
  if (/[${%<[]/u.test(user)) features.push('u:template user');
  if (/^(?:localhost|127\.|0\.0\.0\.0|\[::1)/u.test(host)) features.push('u:localhost');
  else if (
    /example|(?:^|\.)(?:test|invalid|local)$|^(?:host|hostname|server|domain|your|my)/u.test(host)
  )
    features.push('u:example host');
  else if (/[${%<(]/u.test(host)) features.push('u:template host');
  else if (!host.includes('.')) features.push('u:short host');
  else features.push('u:real host');
  for (const word of wordsOf(host).slice(0, 4)) features.push(`uh:${word}`);
  return features;
}
