/** Work that takes longer than a moment: how far it is, and a button that calls it off. */
import { useLongWork } from '../../state/long-work';
import styles from './notices.module.css';

/** A card for each; nothing where there is none. */
export function WorkCards() {
  const works = useLongWork((state) => state.works);
  return works.map(({ id, title, share, cancel }) => (
    <div key={id} className={styles.notice} data-kind="note">
      <div className={styles.body}>
        <p className={styles.title} role="status">
          {title} …
        </p>
        <progress className={styles.progress} aria-label={title} max={1} value={share}>
          {Math.floor(100 * share)} %
        </progress>
        <button type="button" className={styles.action} aria-label={`Cancel: ${title}`} onClick={cancel}>
          Cancel
        </button>
      </div>
    </div>
  ));
}
