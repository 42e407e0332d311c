/** The terms of a rule as buttons, and what the active one is. */
import { type Term, type View, views } from '../../../code-view/rule';
import styles from './code.module.css';

interface TermListProps {
  readonly terms: readonly Term[];
  readonly active: Term;
  choose(id: string): void;
}

const missing: Readonly<Record<View, string>> = {
  formula: 'The formula leaves it out.',
  source: 'The page’s code leaves it out.',
  python: 'The PyTorch leaves it out.',
};

/** Focusing a button is enough: no other key is needed to read through the terms. */
export function TermList({ terms, active, choose }: TermListProps) {
  const absent = views.filter((view) => active[view].length === 0).map((view) => missing[view]);
  return (
    <div className={styles.terms}>
      <ul aria-label="Terms of the rule">
        {terms.map(({ id, name }) => (
          <li key={id}>
            <button
              type="button"
              data-term={id}
              aria-current={id === active.id ? 'true' : undefined}
              onFocus={() => choose(id)}
              onClick={() => choose(id)}
            >
              {name}
            </button>
          </li>
        ))}
      </ul>
      <p className={styles.says} aria-live="polite">
        <strong>{active.name}</strong> {active.says} {absent.join(' ')}
      </p>
    </div>
  );
}
