/** Proof that the comparison is fair: hashes of the initial weights and of the batches, and whether all runs share them. */
import { IconCheck, IconX } from '@tabler/icons-react';
import { useRuns } from '../../../state/runs';
import styles from './results.module.css';

/** Both hashes of the first run, with a check mark where every run of the same seed has the same. */
export function Hashes() {
  const first = useRuns((state) => state.runs[0]);
  const batchHash = useRuns((state) => (first ? (state.summaries[first.runId]?.batchHash ?? null) : null));
  const sameWeights = useRuns((state) => state.sameWeights);
  const sameBatches = useRuns((state) => state.sameBatches);
  const seeds = useRuns((state) => new Set(state.runs.map((run) => run.seed)).size);
  if (!first) return <p className={styles.hashes} />;
  return (
    <p className={styles.hashes}>
      <Hash name="initial weights" hash={first.initialHash} same={sameWeights} seeds={seeds} />
      <Hash name="batches" hash={batchHash ?? '–'} same={sameBatches} seeds={seeds} />
    </p>
  );
}

interface HashProps {
  readonly name: string;
  readonly hash: string;
  readonly same: boolean | null;
  readonly seeds: number;
}

function Hash({ name, hash, same, seeds }: HashProps) {
  const whom = seeds > 1 ? 'same for all runs of a seed' : 'same for all runs';
  return (
    <span className={styles.hash} data-same={same ?? undefined}>
      {name} <code>{hash}</code>
      {same === true && (
        <span className={styles.same}>
          <IconCheck size={14} stroke={2.2} aria-hidden="true" /> {whom}
        </span>
      )}
      {same === false && (
        <span className={styles.differ}>
          <IconX size={14} stroke={2.2} aria-hidden="true" /> runs differ
        </span>
      )}
    </span>
  );
}
