/** How those who race stand: place, loss, steps, what they cost, and the last step size. Rows move only when they are told to. */
import { measuredText } from '../../../../state/number-text';
import styles from './landscapes.module.css';
import { Swatch } from './Swatch';
import type { Entrant, RaceState } from './use-race';

function Row({ entrant }: { readonly entrant: Entrant }) {
  const { name, look, racer, point, arrived, out, place } = entrant;
  return (
    <tr>
      <td>{place ?? '–'}</td>
      <th scope="row">
        <Swatch look={look} />
        {name}
      </th>
      {out ? (
        <td className={styles.out} colSpan={4}>
          diverged at step {racer.divergedAt}
        </td>
      ) : (
        <>
          <td>
            {arrived && (
              <span className={styles.arrived} role="img" aria-label="arrived:">
                ✓
              </span>
            )}
            {measuredText(racer.losses[point])}
          </td>
          <td>{point}</td>
          <td>{racer.evaluations[point]}</td>
          <td>{point === 0 ? '–' : measuredText(racer.stepSizes[point - 1])}</td>
        </>
      )}
    </tr>
  );
}

/** The table. */
export function RaceTable({ state }: { readonly state: RaceState }) {
  return (
    <div className={styles.ranking}>
      <table aria-label="How they stand">
        <thead>
          <tr>
            <th scope="col">
              <span aria-hidden="true">#</span>
              <span className="visually-hidden">Place</span>
            </th>
            <th scope="col">Method</th>
            <th scope="col">Loss now</th>
            <th scope="col">Steps</th>
            <th scope="col">
              <span className={styles.wideOnly}>Evaluations</span>
              <abbr className={styles.narrowOnly} title="Evaluations">
                Eval.
              </abbr>
            </th>
            <th scope="col">γ</th>
          </tr>
        </thead>
        <tbody>
          {state.rows.map((entrant) => (
            <Row key={entrant.id} entrant={entrant} />
          ))}
        </tbody>
      </table>
      {state.rows.length === 0 && <p className={styles.nobody}>Nobody races. Press a method’s name to let it in.</p>}
    </div>
  );
}
