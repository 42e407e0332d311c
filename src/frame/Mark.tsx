/** The page's mark: a curve that falls to a floor that is not zero, and the step that gets there. */

/** Drawn in the current colour and the accent. */
export function Mark() {
  return (
    <svg width="22" height="22" viewBox="0 0 22 22" aria-hidden="true" focusable="false">
      <path d="M2.5 3.5C4.5 12 8 15.5 19.5 15.5" fill="none" stroke="var(--run-accent)" strokeWidth="2.4" strokeLinecap="round" />
      <path d="M2.5 19H19.5" fill="none" stroke="currentColor" strokeWidth="1.4" strokeLinecap="round" strokeDasharray="2.6 2.6" />
      <circle cx="8" cy="12.4" r="2.2" fill="var(--panel)" stroke="currentColor" strokeWidth="1.4" />
    </svg>
  );
}
