/** What each method paid and got: a cell for every time the batch went through the model, the step, and the loss after it. */
import { optimizerOf } from '../../../../optimizers/registry';
import styles from './line-searches.module.css';
import { gammaText, lossText } from './text';
import type { LineSearchState } from './use-line-search';

interface Row {
  readonly name: string;
  readonly color: string;
  readonly evaluations: number;
  /** Cells that are filled by now. */
  readonly spent: number;
  readonly step: number;
  readonly loss: number;
}

/** The table. */
export function CostTable({ state }: { readonly state: LineSearchState }) {
  const { search, course, pal, polyak, line, colors, at } = state;
  const rows: readonly Row[] = [
    {
      name: optimizerOf(search).name,
      color: colors.search,
      evaluations: course.evaluations,
      spent: at + 1,
      step: course.applied,
      loss: line.phi(course.applied),
    },
    {
      name: 'PAL',
      color: colors.pal,
      evaluations: pal.evaluations,
      spent: pal.evaluations,
      step: pal.stepSize,
      loss: line.phi(pal.stepSize),
    },
    {
      name: 'Polyak',
      color: colors.polyak,
      evaluations: polyak.evaluations,
      spent: polyak.evaluations,
      step: polyak.stepSize,
      loss: polyak.loss,
    },
  ];
  return (
    <table className={styles.costs}>
      <caption>What the step costs, and what it gains from a loss of {lossText(line.loss)}</caption>
      <thead>
        <tr>
          <th scope="col">Method</th>
          <th scope="col">Evaluations</th>
          <th scope="col">Step γ</th>
          <th scope="col">Loss after</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, color, evaluations, spent, step, loss }) => (
          <tr key={name}>
            <th scope="row">
              {name}
              <span className={styles.cells} style={{ color }} aria-hidden="true">
                {Array.from({ length: evaluations }, (_, i) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: cells are all alike
                  <i key={i} data-spent={i < spent || undefined} />
                ))}
              </span>
            </th>
            <td>{evaluations}</td>
            <td>{gammaText(step)}</td>
            <td data-worse={loss > line.loss || undefined}>{lossText(loss)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
