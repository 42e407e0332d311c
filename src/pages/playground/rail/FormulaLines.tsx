/** Formulas, set by KaTeX. Loaded lazily: see `OptimizerAbout`. */
import 'katex/dist/katex.min.css';
import katex from 'katex';
import { useMemo } from 'react';
import styles from './rail.module.css';

/** One formula a line. The sources are ours, from the optimizers' descriptions. */
export function FormulaLines({ lines }: { readonly lines: readonly string[] }) {
  const html = useMemo(() => lines.map((line) => katex.renderToString(line, { displayMode: true, throwOnError: false })), [lines]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long formula scrolls sideways, also from the keyboard
    <section className={styles.formula} aria-label="Update rule" tabIndex={0}>
      {html.map((markup, index) => (
        // biome-ignore lint/security/noDangerouslySetInnerHtml: KaTeX's own output for a constant of this program
        <div key={lines[index]} dangerouslySetInnerHTML={{ __html: markup }} />
      ))}
    </section>
  );
}
