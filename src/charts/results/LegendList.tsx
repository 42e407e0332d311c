/** The lines of a figure by name and look; each can be hidden, and stands out while pointer or focus are on its name. */
import { Swatch } from '../Swatch';
import styles from './results.module.css';
import type { Look } from './shapes';

export interface LegendListProps {
  readonly looks: readonly Look[];
  /** What it lists, for screen readers. */
  readonly label: string;
  /** Keys of lines that are not drawn. */
  readonly hidden?: ReadonlySet<string>;
  /** A click or Enter on a line: hides or shows it. None: the list is only a key. */
  readonly onHidden?: (hidden: ReadonlySet<string>) => void;
  /** The line under the pointer or with the focus; null: none. */
  readonly onEmphasis?: (key: string | null) => void;
  /** Key of the line that is pointed at in the figure. */
  readonly current?: string | null;
}

const nothing: ReadonlySet<string> = new Set();

export function LegendList({ looks, label, hidden = nothing, onHidden, onEmphasis, current = null }: LegendListProps) {
  const toggle = (key: string) => {
    const next = new Set(hidden);
    if (!next.delete(key)) next.add(key);
    onHidden?.(next);
    // What has just been hidden cannot stand out.
    onEmphasis?.(next.has(key) ? null : key);
  };
  return (
    <ul className={styles.legend} aria-label={label}>
      {looks.map(({ key, label: name, color, dash }) => (
        <li key={key}>
          {onHidden ? (
            <button
              type="button"
              aria-pressed={!hidden.has(key)}
              data-current={key === current || undefined}
              title={hidden.has(key) ? `Show ${name}` : `Hide ${name}`}
              onClick={() => toggle(key)}
              onPointerEnter={() => onEmphasis?.(hidden.has(key) ? null : key)}
              onPointerLeave={() => onEmphasis?.(null)}
              onFocus={() => onEmphasis?.(hidden.has(key) ? null : key)}
              onBlur={() => onEmphasis?.(null)}
            >
              <Swatch color={color} dash={dash} />
              {name}
            </button>
          ) : (
            <span data-entry data-current={key === current || undefined}>
              <Swatch color={color} dash={dash} />
              {name}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
