/** The three kinds of step as lamps, in the order of growing (ℓ − ℓ̄)/g²: the one that holds is lit, the ones met before are ticked. */
import { IconCheck } from '@tabler/icons-react';
import type { StepRegime } from '../../../../lessons/polyak-step';
import styles from './one-step.module.css';

const lamps: readonly { readonly regime: StepRegime; readonly rule: string; readonly name: string; readonly text: string }[] = [
  { regime: 'zero', rule: 'γ = 0', name: 'Stay', text: 'The loss is already at or below ℓ̄: nothing to gain.' },
  { regime: 'inside', rule: 'γ = (ℓ − ℓ̄)/g²', name: 'Polyak', text: 'The step ends where the tangent meets ℓ̄.' },
  { regime: 'capped', rule: 'γ = η', name: 'SGD', text: 'The tangent meets ℓ̄ further away than η lets it go.' },
];

/** The lamps. */
export function RegimeLamps({ regime, seen }: { readonly regime: StepRegime; readonly seen: readonly StepRegime[] }) {
  const lit = lamps.find((lamp) => lamp.regime === regime)!;
  return (
    <>
      <ol className={styles.lamps} aria-label="Kinds of step">
        {lamps.map((lamp) => (
          <li key={lamp.regime} data-regime={lamp.regime} aria-current={lamp.regime === regime || undefined}>
            <span className={styles.lamp} aria-hidden="true" />
            <strong>{lamp.name}</strong>
            <span className={styles.rule}>{lamp.rule}</span>
            <span className={styles.tick} data-seen={seen.includes(lamp.regime) || undefined}>
              {seen.includes(lamp.regime) && <IconCheck size={15} stroke={2.4} role="img" aria-label="met" />}
            </span>
            <p>{lamp.text}</p>
          </li>
        ))}
      </ol>
      <p className={styles.lit} role="status">
        {`${lit.name}: ${lit.text}`}
      </p>
    </>
  );
}
