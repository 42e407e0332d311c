/** Colours of the charts in a report: those of the light scheme, resolved, since a file on paper knows no custom properties. */
import type { Theme } from '../charts/chart-spec';
import { colors, colorVariables } from '../state/palette';

/** Custom properties that the charts ask for (`charts.module.css`). */
const properties: Readonly<Record<string, string>> = {
  ...colorVariables('light'),
  '--chart-ink': '#1c2126',
  '--chart-dimmed': '#4d565f',
  '--chart-axis': '#8b949c',
  '--chart-grid': '#e3e6e9',
  '--chart-border': '#e1e5e9',
  '--chart-problem': '#b42318',
  '--chart-surface': '#ffffff',
};

/** What a name of a custom property, or a reference to it, stands for; other colours as they are. */
function resolve(css: string): string {
  const name = /^var\((--[\w-]+)(?:,[^)]*)?\)$/.exec(css.trim())?.[1] ?? css.trim();
  return name.startsWith('--') ? (properties[name] ?? colors.light.runs[5] ?? '#2b2b2b') : css;
}

/** Fonts of a report. No font is fetched. */
export const reportFont = "system-ui, -apple-system, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif";

export const reportTheme: Theme = {
  text: resolve('--chart-ink'),
  dimmed: resolve('--chart-dimmed'),
  grid: resolve('--chart-grid'),
  surface: '#ffffff',
  font: reportFont,
  color: resolve,
};
