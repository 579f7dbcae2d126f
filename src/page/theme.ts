// Light or dark: as the system has it, until the reader says otherwise; that is kept for all reports.
const key = 'leaktrail theme';

export type Theme = 'light' | 'dark';

/** What the reader chose before, else what the system has. */
export function firstTheme(): Theme {
  try {
    const kept = localStorage.getItem(key);
    if (kept === 'light' || kept === 'dark') return kept;
  } catch {
    // No storage: the system decides.
  }
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

export function applyTheme(theme: Theme): void {
  document.documentElement.dataset['theme'] = theme;
}

export function keepTheme(theme: Theme): void {
  try {
    localStorage.setItem(key, theme);
  } catch {
    // It holds until the page is closed.
  }
}
