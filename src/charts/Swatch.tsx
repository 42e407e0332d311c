/** A short piece of a run's line: its colour and dash. */
import { cssColor } from './theme';

export function Swatch({ color, dash }: { readonly color: string; readonly dash: string | null }) {
  return (
    <svg width="14" height="8" viewBox="0 0 14 8" aria-hidden="true" focusable="false">
      <line x1="0" x2="14" y1="4" y2="4" style={{ stroke: cssColor(color) }} strokeWidth="3" strokeDasharray={dash ?? undefined} />
    </svg>
  );
}
