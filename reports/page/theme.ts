/** Light, dark, or as the system says; kept where the browser lets a page from disk keep things. */
import { h, type JSX } from 'preact';
import { createPortal } from 'preact/compat';
import { useLayoutEffect, useState } from 'preact/hooks';

const THEMES = ['auto', 'light', 'dark'] as const;
type Theme = (typeof THEMES)[number];

const KEY = 'fermata-theme';

export function ThemeSwitch(): JSX.Element {
  const [theme, setTheme] = useState<Theme>(keptTheme);
  useLayoutEffect(() => {
    document.documentElement.dataset.theme = theme;
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      // Not kept: the page still changes.
    }
  }, [theme]);
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
  const button = h(
    'button',
    { type: 'button', class: 'theme', title: `Change to ${next}`, onClick: () => setTheme(next) },
    `Theme: ${theme}`,
  );
  return createPortal(button, document.getElementById('tools')!) as JSX.Element;
}

function keptTheme(): Theme {
  try {
    const kept = localStorage.getItem(KEY);
    return THEMES.find((theme) => theme === kept) ?? 'auto';
  } catch {
    return 'auto';
  }
}
