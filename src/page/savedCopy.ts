// The page as a file again, with the decisions in it: what a colleague opens to go on from there.

/** The text of the page as it was opened, with these decisions (JSON) in place of those it came with. */
export function savedCopy(decisions: string): string {
  // Text of script and style elements is written back as it was read, so the policy's hashes hold.
  const copy = document.documentElement.cloneNode(true);
  if (!(copy instanceof HTMLElement)) throw new TypeError('the page has no root');
  delete copy.dataset['theme'];
  for (const id of ['page', 'print']) copy.querySelector(`#${id}`)?.replaceChildren();
  const block = copy.querySelector('#decisions');
  if (block !== null) block.textContent = decisions.replaceAll('<', String.raw`\u003c`);
  return `<!doctype html>\n${copy.outerHTML}\n`;
}
