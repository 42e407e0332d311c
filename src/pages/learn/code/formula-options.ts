/** How KaTeX sets a formula with terms. Only the one command that marks a term is trusted. */
import type { KatexOptions } from 'katex';

export const formulaOptions: KatexOptions = {
  displayMode: true,
  throwOnError: false,
  trust: ({ command }) => command === '\\htmlData',
  strict: (problem) => (problem === 'htmlExtension' ? 'ignore' : 'error'),
};
