/** What a look has found: the reason in words, the picture, the rule with its numbers, and a table of all methods. */
import { useMediaQuery } from '@mantine/hooks';
import { useState } from 'react';
import { Stated, type StatedItem } from '../../../lesson-parts/Stated';
import { countText, measuredText, settingText } from '../../../state/number-text';
import type { RunView } from '../../../state/run-view';
import type { ProbeResult } from '../../../worker/protocol';
import { AnswersTable } from './AnswersTable';
import { capIn, explain } from './explain';
import { LookPlot } from './LookPlot';
import { beyond, type Method, methodsOf } from './methods';
import styles from './why.module.css';

interface ExplainedProps {
  readonly result: ProbeResult;
  readonly run: RunView;
}

function numbersOf(result: ProbeResult, { answer, color }: Method): StatedItem[] {
  const cap = capIn(answer);
  const items: (StatedItem | null)[] = [
    { name: 'γ', value: answer.stepSize === null ? 'none' : measuredText(answer.stepSize), color },
    answer.unclipped === null
      ? null
      : { name: answer.trials.length > 0 ? 'tried first' : 'γ before clipping', value: measuredText(answer.unclipped) },
    cap && { name: `maximum ${cap.symbol}`, value: settingText(cap.value) },
    answer.target === null ? null : { name: answer.batchAov === null ? 'target' : 'target (mean AOV)', value: measuredText(answer.target) },
    { name: 'loss of the batch', value: measuredText(result.batchLoss) },
    result.loss === result.batchLoss ? null : { name: 'with weight decay', value: measuredText(result.loss) },
    { name: '‖∇‖²', value: measuredText(result.gradNormSq) },
    { name: 'lower bound B', value: measuredText(result.lowerBound) },
    { name: 'price', value: answer.evaluations === 1 ? '1 evaluation' : `${answer.evaluations} evaluations` },
  ];
  return items.filter((item) => item !== null);
}

/** What was found. */
export function Explained({ result, run }: ExplainedProps) {
  const narrow = useMediaQuery('(max-width: 640px)', undefined, { getInitialValueInEffect: false });
  const [shownKey, setShownKey] = useState('own');
  const methods = methodsOf(result, run);
  const shown = methods.find(({ key }) => key === shownKey) ?? methods[0]!;
  const { kind, sentence, rule, filled, beside } = explain(shown.answer, result);
  const far = beyond(methods, result);
  const own = shown.key === 'own';
  return (
    <>
      <div className={styles.reason} data-kind={kind} style={{ '--method': shown.color } as React.CSSProperties}>
        <h3>
          {own ? run.label : `${shown.name}, were it to begin here`}, {result.which === 'next' ? 'next step' : 'last step'}: update{' '}
          {countText(result.update)}, epoch {result.epoch}
        </h3>
        <p className={styles.sentence}>{sentence}</p>
        {beside && <p className={styles.dim}>{beside}</p>}
      </div>
      <LookPlot result={result} methods={methods} shown={shown} height={narrow ? 320 : 380} />
      <Legend shown={shown} />
      {far.length > 0 && (
        <p className={styles.dim}>
          Farther out than the picture: {far.map(({ name, answer }) => `${name} (γ = ${measuredText(answer.stepSize)})`).join(', ')}.
        </p>
      )}
      <Stated label="Numbers of the step" items={numbersOf(result, shown)} />
      {rule && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls
        <div className={styles.formula} role="group" aria-label="The rule, with its numbers">
          <p>{rule}</p>
          {filled && <p>{filled}</p>}
        </div>
      )}
      <Samples samples={result.samples} />
      <h3>What every method does here</h3>
      <p className={styles.dim}>
        On the same batch, from the same weights: {run.label} as it stands, the others as their first step with default settings. Choose one
        to see its reasons.
      </p>
      <AnswersTable result={result} methods={methods} shown={shown} onShow={setShownKey} />
    </>
  );
}

function Legend({ shown }: { readonly shown: Method }) {
  const { answer } = shown;
  const searching = answer.trials.length > 0;
  const items = [
    { kind: 'curve', name: 'loss, 41 points' },
    { kind: 'tangent', name: 'tangent' },
    answer.target === null ? null : { kind: 'model', name: 'truncated model: tangent, but not below the target' },
    searching ? { kind: 'armijo', name: 'the loss has to fall below this' } : null,
    searching ? { kind: 'trial', name: 'trials (the accepted one filled)' } : null,
    capIn(answer) ? { kind: 'cap', name: `largest step ${capIn(answer)?.symbol}` } : null,
  ].filter((item) => item !== null);
  return (
    <ul className={styles.legend} style={{ '--method': shown.color } as React.CSSProperties}>
      {items.map(({ kind, name }) => (
        <li key={kind}>
          <span data-kind={kind} aria-hidden="true" />
          {name}
        </li>
      ))}
    </ul>
  );
}

/** More numbers than anybody reads are behind a fold. */
const few = 24;

/** Numbers of the batch's samples. */
function Samples({ samples }: { readonly samples: Int32Array }) {
  const numbers = Array.from(samples);
  const count = `${countText(numbers.length)} ${numbers.length === 1 ? 'sample' : 'samples'}`;
  if (numbers.length <= few) {
    return (
      <p className={styles.samples}>
        The batch is {count}: {numbers.join(', ')}.
      </p>
    );
  }
  return (
    <details className={styles.samples}>
      <summary>The batch is {count}</summary>
      {numbers.join(', ')}
    </details>
  );
}
