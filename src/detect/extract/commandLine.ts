// Passwords in short flags of well-known commands: curl -u user:password, mysql -ppassword. Long flags
// (--password) start from their own name.
import type { TextWindow } from '../assignment/textWindow.ts';
import type { Candidate } from '../assignment/candidate.ts';
import { candidateIn } from './candidateIn.ts';

const curlUser =
  /\s(?:-u|--user|-U|--proxy-user)[ \t=]*(["']?)([^\s:"'\\]{0,64}):(["']?)([^\s"'\\]{0,128})/g;
const mysqlPassword = /\s-p(["']?)([^\s"'\\;|&)]{2,64})/g;

/** The passwords on the line of the command whose name ends at `to`. */
export function commandLineAt(window: TextWindow, from: number, to: number): Candidate[] {
  const { text } = window;
  if (/[\w.-]/u.test(text.charAt(from - 1))) return [];
  // The keyword may have taken the space before the first flag along.
  const at = text.charAt(to - 1) === ' ' ? to - 1 : to;
  const line = lineFrom(window, at);
  if (line === undefined) return [];
  const command = text.slice(from, to).trim().toLowerCase();
  const pattern = command === 'curl' ? curlUser : mysqlPassword;
  const name = command === 'curl' ? 'curl.user.password' : `${command}.password`;
  return Array.from(line.matchAll(pattern)).flatMap((match) => {
    // A token alone takes the place of the user or of the password.
    const isUserAlone = match[4] === '';
    const value = (isUserAlone ? match[2] : (match[4] ?? match[2])) ?? '';
    if (value === '') return [];
    const end =
      at + match.index + match[0].length - (isUserAlone ? 1 + (match[3]?.length ?? 0) : 0);
    const start = end - value.length;
    return candidateIn(window, { name, role: 'flag', syntax: 'bare', from: start, start, end });
  });
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
