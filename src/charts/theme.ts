/** The page's colours for the canvas, which knows no CSS variables; read again when the colour scheme changes. */
import type { Theme } from './chart-spec';

/** A colour as CSS: a bare custom property becomes a reference to it. */
export function cssColor(color: string): string {
  return color.startsWith('--') ? `var(${color})` : color;
}

/** Reads colours and font as they are computed inside `host`. Good until the scheme changes. */
export function readTheme(host: HTMLElement): Theme {
  const known = new Map<string, string>();
  const color = (css: string): string => {
    const found = known.get(css);
    if (found) return found;
    // Only the browser can resolve nested variables and light-dark(): a probe element asks it.
    const probe = document.createElement('span');
    probe.style.display = 'none';
    probe.style.color = cssColor(css);
    host.append(probe);
    const resolved = getComputedStyle(probe).color;
    probe.remove();
    known.set(css, resolved);
    return resolved;
  };
  return {
    text: color('--chart-ink'),
    dimmed: color('--chart-dimmed'),
    grid: color('--chart-grid'),
    surface: color('--chart-surface'),
    font: getComputedStyle(host).fontFamily || 'sans-serif',
    color,
  };
}

/**
 * Calls `listener` when the page turns light or dark.
 * @returns a function that ends the subscription
 */
export function onSchemeChange(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-mantine-color-scheme', 'class'] });
  const system = matchMedia('(prefers-color-scheme: dark)');
  system.addEventListener('change', listener);
  return () => {
    observer.disconnect();
    system.removeEventListener('change', listener);
  };
}
