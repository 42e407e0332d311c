/** What every method does on the batch: a row each, and a press explains it in the picture. */
import { measuredText } from '../../../state/number-text';
import type { ProbeResult } from '../../../worker/protocol';
import { Swatch } from '../Swatch';
import { explain, type StepKind } from './explain';
import type { Method } from './methods';
import styles from './why.module.css';

const words: Readonly<Record<StepKind, string>> = {
  zero: 'zero',
  inside: 'inside',
  capped: 'held back',
  fixed: 'fixed',
  searched: 'searched',
  measured: 'measured',
  rates: 'one for each weight',
  none: '–',
};

interface AnswersTableProps {
  readonly result: ProbeResult;
  readonly methods: readonly Method[];
  readonly shown: Method;
  readonly onShow: (key: string) => void;
}

/** The table. */
export function AnswersTable({ result, methods, shown, onShow }: AnswersTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls sideways, also from the keyboard
    <section className={styles.scroll} aria-label="Answers of all methods" tabIndex={0}>
      <table className={styles.answers}>
        <thead>
          <tr>
            <th scope="col">method</th>
            <th scope="col">γ</th>
            <th scope="col">before clipping</th>
            <th scope="col">target</th>
            <th scope="col">loss there</th>
            <th scope="col">evaluations</th>
            <th scope="col">step</th>
          </tr>
        </thead>
        <tbody>
          {methods.map((method) => {
            const { answer } = method;
            return (
              <tr key={method.key} data-shown={method === shown || undefined}>
                <th scope="row">
                  <button type="button" aria-pressed={method === shown} onClick={() => onShow(method.key)}>
                    <Swatch color={method.color} dash={method.dash} />
                    {method.name}
                    {method.key === 'own' && <small>this run</small>}
                  </button>
                </th>
                <td>{measuredText(answer.stepSize)}</td>
                <td>{measuredText(answer.unclipped)}</td>
                <td>{measuredText(answer.target)}</td>
                <td>{measuredText(method.end)}</td>
                <td>{answer.evaluations}</td>
                <td>{words[explain(answer, result).kind]}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
