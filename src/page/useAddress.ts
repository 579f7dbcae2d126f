// Keeps the fragment of the page's address and what is shown the same.
import { useEffect } from 'preact/hooks';
import { fromFragment, toFragment } from './pageAddress.ts';
import type { Shown } from './pageAddress.ts';

/** Browsers refuse an address that changes with every key stroke. */
const restMs = 200;

export function useAddress(shown: Shown, onShown: (shown: Shown) => void): void {
  useEffect(() => {
    const timer = setTimeout(() => {
      const fragment = toFragment(shown);
      if (fragment === toFragment(fromFragment(location.hash))) return;
      try {
        history.replaceState(null, '', fragment === '' ? '#' : fragment);
      } catch {
        // A page in a frame without an address of its own: what is shown is not kept then.
      }
    }, restMs);
    return () => clearTimeout(timer);
  }, [shown]);
  useEffect(() => {
    const onHashChange = (): void => onShown(fromFragment(location.hash));
    addEventListener('hashchange', onHashChange);
    return () => removeEventListener('hashchange', onHashChange);
  }, [onShown]);
}
