/** Mantine in this page's colours and density. */
import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';
import { colors, colorVariables } from './state/palette';

/** Shade 6 is the accent on light, shade 4 the accent on dark. */
const accent: MantineColorsTuple = [
  '#fff1e7',
  '#ffe0cb',
  '#ffc29b',
  '#ffa566',
  colors.dark.accent,
  '#e56a14',
  colors.light.accent,
  '#a84300',
  '#8a3700',
  '#6d2b00',
];

const dark: MantineColorsTuple = [
  '#e9e7e3',
  '#c6c4c0',
  '#a8a6a1',
  '#76777d',
  '#3c3d42',
  '#303136',
  '#232428',
  colors.dark.panel,
  '#17181a',
  '#0f1011',
];

export const theme = createTheme({
  colors: { accent, dark },
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 4 },
  autoContrast: true,
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Liberation Sans", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", "Roboto Mono", Menlo, Consolas, "Liberation Mono", monospace',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  defaultRadius: 'sm',
  radius: { sm: '4px' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  // The focus goes to a menu's first entry: a placeholder in front of it would be no part of a menu, and nothing would show where one is.
  components: { Menu: { defaultProps: { withInitialFocusPlaceholder: false } } },
});

/** The runs' colours for both schemes, and Mantine's own background, border and muted text in the page's greys. */
export const cssVariablesResolver: CSSVariablesResolver = () => {
  const shared = {
    '--mantine-color-body': 'var(--panel)',
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-dimmed': 'var(--ink-dim)',
    '--mantine-color-default-border': 'var(--line)',
    '--mantine-color-error': 'var(--danger)',
  };
  return {
    variables: {},
    light: { ...colorVariables('light'), ...shared },
    dark: { ...colorVariables('dark'), ...shared },
  };
};
