/** The colour and dash of a run, as a short piece of its line. */
import type { Appearance } from '../../state/palette';

/** A line sample; says nothing to screen readers, since a name always stands beside it. */
export function Swatch({ color, dash }: Appearance) {
  return (
    <svg width="18" height="12" viewBox="0 0 18 12" aria-hidden="true" focusable="false" style={{ flex: 'none' }}>
      <path
        d="M1 6H17"
        stroke={color}
        strokeWidth="3.5"
        strokeDasharray={dash ? '4.5 2' : undefined}
        strokeLinecap={dash ? 'butt' : 'round'}
      />
    </svg>
  );
}
