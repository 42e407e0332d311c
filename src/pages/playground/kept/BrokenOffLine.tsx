/** A session that was broken off, in one line where its progress will be: it can go on, or be put aside. */
import { discardOffer, resumeKept } from '../../../state/kept/actions';
import { type KeptEntry, useKept } from '../../../state/kept/store';
import styles from './kept.module.css';

/** Where it was broken off. */
export function brokenOffText({ epoch, epochs, hasCheckpoint }: KeptEntry): string {
  return hasCheckpoint ? `A run was broken off at epoch ${epoch} of ${epochs}` : 'A run was broken off at its very beginning';
}

/** The line. */
export function BrokenOffLine({ entry }: { readonly entry: KeptEntry }) {
  const busy = useKept((state) => state.busy);
  return (
    <p className={styles.offer} role="status">
      <span>
        {brokenOffText(entry)}: {entry.name}
      </span>
      <span className={styles.choices}>
        <button type="button" className={styles.primary} disabled={busy} onClick={() => void resumeKept(entry.id)}>
          Resume
        </button>
        <button type="button" className={styles.quiet} disabled={busy} onClick={() => void discardOffer(entry.id)}>
          Discard
        </button>
      </span>
    </p>
  );
}
