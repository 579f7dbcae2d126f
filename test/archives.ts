// Archives for tests, made when they run. Dates are fixed, so that the same calls give the same bytes.
import { zipSync, Zip, ZipDeflate } from 'fflate';
import { createTar } from 'nanotar';

export type Files = Readonly<Record<string, string | Buffer>>;

const mtime = Date.UTC(2024, 0, 1);

/** A zip; level 0 stores the files as they are. */
export function zipOf(files: Files, level: 0 | 6 = 6): Buffer {
  const entries = Object.entries(files).map(([name, content]) => [name, Buffer.from(content)]);
  return Buffer.from(zipSync(Object.fromEntries(entries), { level, mtime }));
}

/** A zip as programs write it to a pipe: sizes stand behind the files instead of before them. */
export function streamedZipOf(files: Files): Buffer {
  const parts: Uint8Array[] = [];
  const zip = new Zip((_error, part) => {
    parts.push(part);
  });
  for (const [name, content] of Object.entries(files)) {
    const file = new ZipDeflate(name);
    file.mtime = mtime;
    zip.add(file);
    file.push(Buffer.from(content), true);
  }
  zip.end();
  return Buffer.concat(parts);
}

export function tarOf(files: Files): Buffer {
  const items = Object.entries(files).map(([name, data]) => ({ name, data: Buffer.from(data) }));
  return Buffer.from(createTar(items, { attrs: { mtime } }));
}

/** What a command that packs with a password would write: its flag is set, and the bytes mean nothing. */
export function encrypted(zip: Buffer): Buffer {
  const locked = Buffer.from(zip);
  const signature = Buffer.from('PK\u0003\u0004');
  for (let at = 0; (at = locked.indexOf(signature, at)) >= 0; at += signature.length) {
    locked[at + 6] = (locked[at + 6] ?? 0) | 1;
  }
  return locked;
}
