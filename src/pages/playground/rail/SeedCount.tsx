/** How many seeds each optimizer is run with: ×1 to ×5. */
import styles from './rail.module.css';

export interface SeedCountProps {
  readonly value: number;
  /** Runs that this makes. */
  readonly runs: number;
  readonly error: string | undefined;
  readonly onChange: (count: number) => void;
}

const counts = [1, 2, 3, 4, 5];

/** The select. */
export function SeedCount({ value, runs, error, onChange }: SeedCountProps) {
  return (
    <div className={styles.seedCount}>
      <label htmlFor="seed-count" title="How many seeds each optimizer is run with, counting up from the seed">
        seeds
      </label>
      <select id="seed-count" aria-describedby="seed-runs" value={value} onChange={(event) => onChange(Number(event.currentTarget.value))}>
        {(counts.includes(value) ? counts : [...counts, value]).map((count) => (
          <option key={count} value={count}>
            ×{count}
          </option>
        ))}
      </select>
      <span id="seed-runs" className="visually-hidden">
        {runs} runs
      </span>
      {error && (
        <p className={styles.seedError} role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
