/** How long a figure takes before it has been run, from what its definition says of each panel. */
import type { PanelVariant } from '../../paper/definition';
import { countText, durationText } from '../../state/number-text';

const units: Readonly<Record<string, number>> = { second: 1, minute: 60, hour: 3600, day: 86_400 };

/** Seconds of a time such as "25 seconds", "1.5 hours" or "an hour"; null where it is written otherwise. */
export function secondsIn(takes: string): number | null {
  const [, amount, unit] = /(\d+(?:\.\d+)?|an?) (second|minute|hour|day)s?\b/.exec(takes) ?? [];
  const size = units[unit ?? ''];
  if (amount === undefined || size === undefined) return null;
  return (amount.startsWith('a') ? 1 : Number(amount)) * size;
}

/**
 * Seconds that variants take one after the other; null where one of them does not say.
 * @param seeds how many are run, as a share of those that the definition runs
 */
export function estimatedSeconds(variants: readonly Pick<PanelVariant, 'takes'>[], seeds: number): number | null {
  const each = variants.map(({ takes }) => secondsIn(takes));
  return each.includes(null) || each.length === 0 ? null : each.reduce<number>((sum, one) => sum + (one ?? 0), 0) * seeds;
}

/** A time of which only the size is known: "about 40 s", "about 3 min", "about 2 h". */
export function roughly(seconds: number): string {
  if (seconds < 8) return 'some seconds';
  if (seconds < 55) return `about ${Math.max(10, Math.round(seconds / 10) * 10)} s`;
  if (seconds < 5400) return `about ${Math.max(1, Math.round(seconds / 60))} min`;
  return `about ${Math.round(seconds / 3600)} h`;
}

/** "1 run", "1,200 runs". */
export function runsText(count: number): string {
  return `${countText(count)} ${count === 1 ? 'run' : 'runs'}`;
}

/** A time left, without parts of a second: "6 s left", "2 min 05 s left". */
export function leftText(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds));
  return `${whole < 60 ? `${whole} s` : durationText(whole)} left`;
}
