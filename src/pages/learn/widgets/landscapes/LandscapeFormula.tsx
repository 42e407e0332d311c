/** The loss as a formula, where there is nothing about it to set. */
import 'katex/dist/katex.min.css';
import katex from 'katex';
import { memo } from 'react';
import styles from './landscapes.module.css';

/** @param tex of a landscape */
export const LandscapeFormula = memo(function LandscapeFormula({ tex }: { readonly tex: string }) {
  // biome-ignore lint/security/noDangerouslySetInnerHtml: KaTeX's own output for a constant of this program
  return <div className={styles.formula} dangerouslySetInnerHTML={{ __html: katex.renderToString(`\\ell = ${tex}`) }} />;
});
