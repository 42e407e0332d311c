/** What an optimizer does, its update as a formula, and where it comes from. */
import { lazy, Suspense } from 'react';
import type { OptimizerDefinition } from '../../../optimizers/definition';
import styles from './rail.module.css';

// KaTeX and its fonts weigh more than the rest of the rail: fetched when the first card is opened.
const FormulaLines = lazy(() => import('./FormulaLines').then((module) => ({ default: module.FormulaLines })));

/** The lower part of an opened card. */
export function OptimizerAbout({ definition }: { readonly definition: OptimizerDefinition }) {
  const { summary, formula, reference } = definition;
  return (
    <div className={styles.about}>
      <p>{summary}</p>
      <Suspense fallback={<div className={styles.formula} style={{ minHeight: `${2.6 * formula.length}rem` }} />}>
        <FormulaLines lines={formula} />
      </Suspense>
      <p className={styles.reference}>
        {reference.authors}:{' '}
        <a href={reference.url} target="_blank" rel="noreferrer">
          {reference.title}
        </a>
        , {reference.venue}, {reference.year}.
      </p>
    </div>
  );
}
