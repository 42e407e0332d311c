/** A figure or table of the paper as a card: what it claims, how it is run here, what came of it, and what that says of the claim. */
import { memo, useMemo } from 'react';
import type { PaperFigure } from '../../paper/definition';
import { Checks } from './Checks';
import { Curves } from './Curves';
import { Footer } from './Footer';
import styles from './figures.module.css';
import { figureResults, partOf } from './panel-states';
import { RunBox } from './RunBox';
import { ScaledDown } from './ScaledDown';
import { TableView } from './TableView';
import { useFigureChoices, useFigureSweeps } from './use-figure';

/** The card. */
export const FigureSection = memo(function FigureSection({ figure }: { readonly figure: PaperFigure }) {
  const sweeps = useFigureSweeps(figure);
  const choices = useFigureChoices(figure, sweeps.newest);
  const results = useMemo(() => figureResults(sweeps.newest), [sweeps.newest]);
  const checks = useMemo(() => figure.check(results), [figure, results]);
  const isTable = partOf(figure) === 'column';
  const heading = `${figure.id}-heading`;
  return (
    <section id={figure.id} className={styles.figure} aria-labelledby={heading} tabIndex={-1}>
      <h3 id={heading} className={styles.heading}>
        {figure.number} · {figure.name}
      </h3>
      <div className={styles.about}>
        <div className={styles.claim}>
          <p>{figure.claim.join(' ')}</p>
          <details>
            <summary>What was published</summary>
            <ul>
              {figure.published.map((fact) => (
                <li key={fact}>{fact}</li>
              ))}
            </ul>
          </details>
        </div>
        <RunBox figure={figure} sweeps={sweeps} choices={choices} />
      </div>
      {isTable ? (
        <TableView figure={figure} sweeps={sweeps} choices={choices} />
      ) : (
        <Curves figure={figure} sweeps={sweeps} choices={choices} />
      )}
      <div className={styles.below}>
        <ScaledDown figure={figure} newest={sweeps.newest} choices={choices} />
        <Checks checks={checks} number={figure.number} />
      </div>
      <Footer figure={figure} newest={sweeps.newest} />
    </section>
  );
});
