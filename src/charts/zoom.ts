/** Zooming along the x axis. */
import type { XRange } from '../state/chart-settings';
import type { Domain } from './domain';

/**
 * The stretch after zooming by `factor` (above 1: closer) about a centre, kept inside [0, furthest].
 * @param centre what stays where it is; null: the middle of what is shown
 * @param furthest where the data end; not needed when zooming in
 * @returns null where everything would be shown again
 */
export function zoomBy(factor: number, [low, high]: Domain, centre: number | null, furthest = high): XRange | null {
  const length = (high - low) / factor;
  const middle = centre !== null && centre >= low && centre <= high ? centre : (low + high) / 2;
  if (length >= furthest) return null;
  const share = high > low ? (middle - low) / (high - low) : 0.5;
  const from = Math.max(0, Math.min(middle - share * length, Math.max(0, furthest - length)));
  return { from, to: from + length };
}
