/** A formula with its terms as elements, set by KaTeX. */
import 'katex/dist/katex.min.css';
import katex from 'katex';
import { memo } from 'react';
import { formulaParts, formulaWithTerms, fragmentsOf, type Mark } from '../../../code-view/marks';
import styles from './code.module.css';
import { formulaOptions } from './formula-options';

interface FormulaTextProps {
  readonly lines: readonly string[];
  /** Where the terms lie; `text` is the number of the line. */
  readonly marks: readonly Mark[];
}

/** One formula a line, or more where its parts find no room. Nothing in it changes while terms are looked at: the effect that highlights them owns their attributes. */
export const FormulaText = memo(function FormulaText({ lines, marks }: FormulaTextProps) {
  return lines.map((line, number) => {
    const own = marks.filter(({ text }) => text === number);
    return (
      <div key={line} className={styles.formulaLine}>
        {formulaParts(line).map(({ start, end }) => {
          const markup = katex.renderToString(formulaWithTerms(fragmentsOf(line, own, start, end)), formulaOptions);
          // biome-ignore lint/security/noDangerouslySetInnerHtml: KaTeX's own output for a constant of this program
          return <div key={start} dangerouslySetInnerHTML={{ __html: markup }} />;
        })}
      </div>
    );
  });
});
