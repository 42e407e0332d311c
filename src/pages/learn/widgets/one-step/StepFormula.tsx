/** The rule of the step with the numbers of the moment in the places of its symbols, each in its colour of the plots. */
import type { ReactNode } from 'react';
import { looks } from './looks';
import styles from './one-step.module.css';
import { fixedText, stepText } from './text';
import type { OneStepState } from './use-one-step';

function Colored({ by, children }: { readonly by: keyof typeof looks; readonly children: ReactNode }) {
  return <b style={{ color: looks[by] }}>{children}</b>;
}

function Fraction({ over, under }: { readonly over: ReactNode; readonly under: ReactNode }) {
  return (
    <span className={styles.fraction}>
      <span>{over}</span>
      <span className="visually-hidden"> / </span>
      <span>{under}</span>
    </span>
  );
}

/** ℓ̄ with a bar of its own: a font's combining one often lies across the letter. */
function LowerEll() {
  return (
    <Colored by="target">
      <span className={styles.bar} aria-hidden="true">
        ℓ
      </span>
      <span className="visually-hidden">ℓ̄</span>
    </Colored>
  );
}

/** A negative number in brackets, where it follows a sign. */
const bracketed = (value: number) => (value < 0 ? `(${fixedText(value)})` : fixedText(value));

/** The formulas. */
export function StepFormula({ state: { stand, step } }: { readonly state: OneStepState }) {
  const { w, loss, slope, target, eta } = stand;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls
    <div className={styles.formulas} role="group" aria-label="The rule, with its numbers">
      <p>
        <span className={styles.side}>γ</span> = max(0, min(η,{' '}
        <Fraction
          over={
            <>
              ℓ − <LowerEll />
            </>
          }
          under="g²"
        />
        )){' '}
        <span className={styles.filled}>
          = max(0, min({fixedText(eta)},{' '}
          <Fraction
            over={
              <>
                {fixedText(loss)} − <Colored by="target">{fixedText(target)}</Colored>
              </>
            }
            under={`${bracketed(slope)}²`}
          />
          )) =&nbsp;<Colored by="step">{stepText(step.stepSize)}</Colored>
        </span>
      </p>
      <p>
        <span className={styles.side}>next w</span> = w − γg{' '}
        <span className={styles.filled}>
          = {fixedText(w)} − <Colored by="step">{stepText(step.stepSize)}</Colored> · {bracketed(slope)} =&nbsp;
          <Colored by="step">{fixedText(step.next)}</Colored>
        </span>
      </p>
    </div>
  );
}
