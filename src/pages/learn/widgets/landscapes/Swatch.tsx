/** A piece of a method's line: its colour and its dashes. */
import type { Appearance } from '../../../../state/palette';
import styles from './landscapes.module.css';

/** The swatch. */
export function Swatch({ look }: { readonly look: Appearance }) {
  return (
    <svg className={styles.swatch} width={20} height={10} aria-hidden="true">
      <path d="M1 5H19" style={{ stroke: look.color }} strokeDasharray={look.dash ?? undefined} />
    </svg>
  );
}
