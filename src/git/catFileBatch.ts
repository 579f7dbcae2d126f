// One `git cat-file --batch` child: objects by id through git, for storage that leaktrail cannot read
// by itself. One request is under way at a time, so memory holds one object. Format: git-cat-file,
// "BATCH OUTPUT".
import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import type { ObjectType, Oid } from '../model/oid.ts';
import type { Environment } from './environment.ts';
import { gitEnvironment, gitSettings, gitStartFolder } from './gitEnvironment.ts';
import type { GitTarget } from './gitEnvironment.ts';
import type { GitObject } from './objectReader.ts';

type Child = ChildProcessByStdio<Writable, Readable, null>;

/** A pool of one: starts the child when it is first needed, and again when an object made it die. */
export class CatFileBatch {
  private readonly target: GitTarget;
  private readonly env: Environment;
  private child: Child | undefined;
  private answer: Answer | undefined;
  private queue: Promise<unknown> = Promise.resolve();

  constructor(target: GitTarget, env: Environment) {
    this.target = target;
    this.env = env;
  }

  /** The object, undefined when it is absent or git cannot read it. */
  read(oid: Oid): Promise<GitObject | undefined> {
    const result = this.queue.then(() => this.request(oid));
    this.queue = result;
    return result;
  }

  /** Ends the child after the requests made so far. Reading again starts a new one. */
  async close(): Promise<void> {
    await this.queue;
    const { child } = this;
    if (child === undefined) return;
    const ended = new Promise((resolve) => child.once('close', resolve));
    child.stdin.end();
    await ended;
  }

  private request(oid: Oid): Promise<GitObject | undefined> {
    if (!/^[0-9a-f]{40,64}$/u.test(oid)) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      const child = (this.child ??= this.start());
      this.answer = new Answer((object) => {
        this.answer = undefined;
        resolve(object);
      });
      child.stdin.write(`${oid}\n`);
    });
  }

  private start(): Child {
    const settings = gitSettings.flatMap((setting) => ['-c', setting]);
    const child = spawn('git', [...settings, 'cat-file', '--batch'], {
      cwd: gitStartFolder,
      env: gitEnvironment(this.target, this.env),
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const end = (): void => {
      if (this.child !== child) return;
      this.child = undefined;
      this.answer?.resolve(undefined);
    };
    child.stdout.on('data', (chunk: Buffer) => this.answer?.take(chunk));
    child.on('close', end);
    child.on('error', end);
    // A child that died is told by 'close'; writing to it fails with EPIPE before that.
    child.stdin.on('error', end);
    return child;
  }
}

const missing = /^[0-9a-f]+ (?:missing|ambiguous)$/u;
const header = /^[0-9a-f]+ (commit|tree|blob|tag) (\d+)$/u;

/** Collects one answer: a header line, then the content and a line break. */
class Answer {
  readonly resolve: (object: GitObject | undefined) => void;
  private head = '';
  private type: ObjectType | undefined;
  private bytes = Buffer.alloc(0);
  private filled = 0;

  constructor(resolve: (object: GitObject | undefined) => void) {
    this.resolve = resolve;
  }

  take(chunk: Buffer): void {
    let rest = chunk;
    if (this.type === undefined) {
      const end = chunk.indexOf(0x0a);
      this.head += chunk.toString('latin1', 0, end < 0 ? chunk.length : end);
      if (end < 0) return;
      rest = chunk.subarray(end + 1);
      if (!this.readHead()) return;
    }
    this.filled += rest.copy(this.bytes, this.filled);
    if (this.filled < this.bytes.length || this.type === undefined) return;
    this.resolve({ type: this.type, bytes: this.bytes.subarray(0, -1) });
  }

  private readHead(): boolean {
    const match = header.exec(this.head);
    const type = match?.[1];
    if (type !== 'commit' && type !== 'tree' && type !== 'blob' && type !== 'tag') {
      if (missing.test(this.head)) this.resolve(undefined);
      return false;
    }
    this.type = type;
    this.bytes = Buffer.allocUnsafe(Number(match?.[2]) + 1);
    return true;
  }
}
