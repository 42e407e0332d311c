/** How long the rest of a session will take, from what its updates have taken so far. For the page and the command line. */

/** What of a run tells how long it still needs. */
export interface Pace {
  /** Updates made. */
  readonly updates: number;
  /** Its own training time for them. */
  readonly seconds: number;
  /** Updates still to be made. */
  readonly left: number;
}

/**
 * Seconds that all runs together still train, each at its own pace: a line search takes longer than plain steps. A run that has not begun is
 * taken for an average one. Evaluations are not counted.
 * @returns null before the first update
 */
export function trainingLeft(paces: readonly Pace[]): number | null {
  const known = paces.filter(({ updates, seconds }) => updates > 0 && seconds > 0);
  if (known.length === 0) return null;
  const average = known.reduce((sum, { updates, seconds }) => sum + seconds / updates, 0) / known.length;
  return paces.reduce((sum, { updates, seconds, left }) => sum + left * (updates > 0 && seconds > 0 ? seconds / updates : average), 0);
}

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;
const year = 365.25 * day;

/** Units for rough times: from how many seconds on, and how long one is. */
const units = [
  { from: 2 * year, seconds: year, name: 'years' },
  { from: 75 * day, seconds: year / 12, name: 'months' },
  { from: 2 * day, seconds: day, name: 'days' },
  { from: 2 * hour, seconds: hour, name: 'hours' },
] as const;

/** Time left in words: `12 s`, `5 min 20 s`, `1 h 12 min`, `about 5 hours`, `about 3 days`, `about 4 months`. */
export function timeLeftText(seconds: number): string {
  if (!Number.isFinite(seconds)) return '…';
  const unit = units.find(({ from }) => seconds >= from);
  if (unit) return `about ${Math.round(seconds / unit.seconds)} ${unit.name}`;
  const whole = Math.round(seconds);
  const two = (value: number) => String(value).padStart(2, '0');
  if (whole >= hour) return `${Math.floor(whole / hour)} h ${two(Math.floor((whole % hour) / minute))} min`;
  return whole >= minute ? `${Math.floor(whole / minute)} min ${two(whole % minute)} s` : `${whole} s`;
}
