// Files that the reader takes away. Nothing is sent anywhere: a link to bytes in memory is followed.

/** Offers a text as a file of this name. */
export function download(name: string, type: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // The browser has taken the bytes by then; without it they stay in memory.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
