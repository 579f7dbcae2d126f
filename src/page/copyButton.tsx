// Takes a text to the clipboard, and says whether that worked.
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

export function CopyButton({ text }: { readonly text: string }): JSX.Element {
  const [outcome, setOutcome] = useState('');
  const copy = async (): Promise<void> => {
    setOutcome((await toClipboard(text)) ? 'Copied' : 'Select it and copy it by hand');
  };
  return (
    <>
      <button type="button" onClick={() => void copy()}>
        Copy
      </button>
      <span class="hint" role="status">
        {outcome}
      </span>
    </>
  );
}

async function toClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Not allowed for this page, or no clipboard at all.
    return false;
  }
}
