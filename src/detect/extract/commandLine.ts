// Passwords in short flags of well-known commands: curl -u user:password, mysql -ppassword, sshpass -p password.
// Long flags (--password) start from their own name.
import type { TextWindow } from '../assignment/textWindow.ts';
import type { Candidate } from '../assignment/candidate.ts';
import { candidateIn } from './candidateIn.ts';

/** A flag before a password: group 1 what stands before the value, 2 the value. */
interface Flag {
  readonly command: RegExp;
  readonly pattern: RegExp;
  readonly name: string;
}

const curlUser =
  /\s(?:-[a-zA-Z]{0,3}u|--user|-U|--proxy-user)[ \t=]*(["']?)([^\s:"'\\]{0,64}):(["']?)([^\s"'\\]{0,128})/g;
const value = `([^\\s"'\\\\;|&)$][^\\s"'\\\\;|&)]{1,64})`;

const flags: readonly Flag[] = [
  { command: /^mysqladmin/u, name: 'mysql.password', pattern: flag(`\\spassword[ \\t]+["']?`) },
  { command: /^mysql|^psql/u, name: 'mysql.password', pattern: flag(`[\\s"']-p["']?`) },
  { command: /^mongo/u, name: 'mongo.password', pattern: flag(`\\s-p[ \\t]+["']?`) },
  { command: /^redis/u, name: 'redis.password', pattern: flag(`\\s-a[ \\t]+["']?`) },
  { command: /^sshpass/u, name: 'sshpass.password', pattern: flag(`(?:^|\\s)-p[ \\t]*["']?`) },
  { command: /^docker/u, name: 'docker.password', pattern: flag(`\\s-p[ \\t]+["']?`) },
  { command: /^http/u, name: 'http.password', pattern: flag(`^[ \\t=]*["']?[^\\s:"']{1,64}:`) },
  { command: /^smb/u, name: 'smb.password', pattern: flag(`\\s-U[ \\t]*["']?[^\\s%"']{1,64}%`) },
];

function flag(before: string): RegExp {
  return new RegExp(`(${before})${value}`, 'g');
}

/** The passwords on the line of the command whose name ends at `to`. */
export function commandLineAt(window: TextWindow, from: number, to: number): Candidate[] {
  const { text } = window;
  if (text.charAt(from) === '|') return accountBefore(window, from);
  if (/[\w.-]/u.test(text.charAt(from - 1))) return [];
  // The keyword may have taken the space before the first flag along.
  const at = text.charAt(to - 1) === ' ' ? to - 1 : to;
  const line = lineFrom(window, at);
  if (line === undefined) return [];
  const command = (text.slice(from, to) + (/^\w*/u.exec(line)?.[0] ?? '')).trim().toLowerCase();
  if (command === 'curl') return curlAt(window, at, line);
  const { name, pattern } = flags.find((known) => known.command.test(command)) ?? {};
  if (name === undefined || pattern === undefined) return [];
  return Array.from(line.matchAll(pattern), ({ index, 1: before = '', 2: written = '' }) => {
    const start = at + index + before.length;
    const end = start + written.length;
    return candidateIn(window, { name, role: 'flag', syntax: 'bare', from: start, start, end });
  });
}

function curlAt(window: TextWindow, at: number, line: string): Candidate[] {
  return Array.from(line.matchAll(curlUser)).flatMap((match) => {
    // A token alone takes the place of the user or of the password.
    const isUserAlone = match[4] === '';
    const written = (isUserAlone ? match[2] : match[4]) ?? '';
    if (written === '') return [];
    const end =
      at + match.index + match[0].length - (isUserAlone ? 1 + (match[3]?.length ?? 0) : 0);
    const start = end - written.length;
    const name = 'curl.user.password';
    return candidateIn(window, { name, role: 'flag', syntax: 'bare', from: start, start, end });
  });
}

// echo "user:password" | chpasswd
function accountBefore(window: TextWindow, to: number): Candidate[] {
  const line = window.text.slice(window.text.lastIndexOf('\n', to) + 1, to);
  const match =
    /echo[ \t]+(?:-\w+[ \t]+)?["']?[\w.-]{1,32}:([^\s"'|$]{3,64})["']?[ \t]*(?:\|[ \t]*sudo[ \t]*)?$/u.exec(
      line,
    );
  const written = match?.[1];
  if (match === null || written === undefined) return [];
  const start = to - line.length + match.index + match[0].lastIndexOf(written);
  const end = start + written.length;
  const name = 'chpasswd.password';
  return [candidateIn(window, { name, role: 'flag', syntax: 'bare', from: start, start, end })];
}

// Up to the end of the command: backslash-newlines are part of it.
function lineFrom(window: TextWindow, at: number): string | undefined {
  const { text } = window;
  let end = text.indexOf('\n', at);
  while (end > 0 && text.charCodeAt(end - 1) === 92) end = text.indexOf('\n', end + 1);
  if (end < 0) {
    if (!window.atEnd) return undefined;
    end = text.length;
  }
  return text.slice(at, Math.min(end, at + 1500));
}
