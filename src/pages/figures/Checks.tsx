/** The claims of a figure, checked against what was run here: a sign, the word for it, the claim, and the numbers behind it. */
import type { Check, Verdict } from '../../paper/definition';
import styles from './told.module.css';

/** Sign and word of each verdict: never the colour alone. */
const verdicts: Readonly<Record<Verdict, { readonly sign: string; readonly word: string }>> = {
  yes: { sign: '✓', word: 'holds here' },
  no: { sign: '✗', word: 'does not hold here' },
  open: { sign: '…', word: 'not all runs have ended' },
  apart: { sign: '⊘', word: 'cannot be told here' },
};

/** The list; nothing where a figure has no checks. */
export function Checks({ checks, number }: { readonly checks: readonly Check[]; readonly number: string }) {
  if (checks.length === 0) return null;
  const told = checks.filter(({ verdict }) => verdict === 'yes' || verdict === 'no');
  const held = told.filter(({ verdict }) => verdict === 'yes').length;
  return (
    <section className={styles.checks} aria-label={`Claims of ${number}`}>
      <h4>
        Claims
        <span>{told.length === 0 ? 'told when the runs have ended' : `${held} of ${told.length} hold here`}</span>
      </h4>
      <ul>
        {checks.map(({ id, claim, verdict, detail }) => (
          <li key={id} data-verdict={verdict}>
            <span className={styles.sign} aria-hidden="true">
              {verdicts[verdict].sign}
            </span>
            <div>
              <p>
                {claim}{' '}
                {verdict === 'open' ? <span className="visually-hidden">({verdicts.open.word})</span> : <em>{verdicts[verdict].word}</em>}
              </p>
              {detail && <p className={styles.detail}>{detail}</p>}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
