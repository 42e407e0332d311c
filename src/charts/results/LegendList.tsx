/** The lines of a figure by name and look. */
import type { Look } from './shapes';

export interface LegendListProps {
  readonly looks: readonly Look[];
  /** What it lists, for screen readers. */
  readonly label: string;
  /** Keys of lines that are not drawn. */
  readonly hidden: ReadonlySet<string>;
  /** A click or Enter on a line: hides or shows it. None: the list is only a key. */
  readonly onHidden?: (hidden: ReadonlySet<string>) => void;
  /** The line under the pointer or with the focus; null: none. */
  readonly onEmphasis?: (key: string | null) => void;
}

export function LegendList(_props: LegendListProps) {
  return null;
}
