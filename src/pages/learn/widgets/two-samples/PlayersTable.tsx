/** What each method did in the update that is looked at, in numbers. */
import { bandOf } from '../../../../lessons/two-samples';
import { fixedText, stepText } from '../one-step/text';
import { players } from './looks';
import styles from './two-samples.module.css';
import type { TwoSamplesView } from './use-two-samples';

/** Over how many updates it is told how far a method moves to and fro. */
const bandUpdates = 10;

/** The table. */
export function PlayersTable({ view }: { readonly view: TwoSamplesView }) {
  const { game, frame, at } = view;
  return (
    <table className={styles.table}>
      <caption className="visually-hidden">The three methods after the update</caption>
      <thead>
        <tr>
          <th scope="col">Method</th>
          <th scope="col">weight w</th>
          <th scope="col">mean loss</th>
          <th scope="col">target ℓ̄</th>
          <th scope="col">step size γ</th>
          <th scope="col">range of last 10</th>
        </tr>
      </thead>
      <tbody>
        {players.map(({ id, name, color }) => {
          const { w, meanLoss, target, stepSize } = frame.players[id];
          const [low, high] = bandOf(game, id, bandUpdates, at);
          return (
            <tr key={id}>
              <th scope="row">
                <span className={styles.swatch} style={{ background: color }} aria-hidden="true" />
                {name}
              </th>
              <td>{fixedText(w)}</td>
              <td>{fixedText(meanLoss, 3)}</td>
              <td>{target === null ? 'none' : fixedText(target)}</td>
              <td>{stepSize === null ? '–' : stepText(stepSize)}</td>
              <td>{at < bandUpdates ? '–' : fixedText(high - low)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
