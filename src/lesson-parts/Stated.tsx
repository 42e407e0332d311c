/**
 * The numbers of a widget in words: everything that a picture shows can be read, searched and tested. Each keeps its place while its
 * number changes.
 *
 *     <Stated label="Numbers of the step" items={[{ name: 'loss ℓ', value: measuredText(loss), color: 'var(--run-0)' }, …]} />
 */
import styles from './parts.module.css';

export interface StatedItem {
  readonly name: string;
  /** With its unit, e.g. `0.31`, `12 evaluations`. */
  readonly value: string;
  /** Of its line in the picture, shown as a swatch. */
  readonly color?: string;
}

/** The list; a group named `label` for screen readers. */
export function Stated({ label, items }: { readonly label: string; readonly items: readonly StatedItem[] }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls
    <div role="group" aria-label={label}>
      <dl className={styles.stated}>
        {items.map(({ name, value, color }) => (
          <div key={name}>
            <dt>
              {color && <span className={styles.swatch} style={{ background: color }} aria-hidden="true" />}
              {name}
            </dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
