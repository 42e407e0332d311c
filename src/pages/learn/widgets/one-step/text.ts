/** Numbers of the one-dimensional picture as text, with as many digits as dragging can set. */
import { measuredText } from '../../../../state/number-text';

/** `−1.50`; large ones short, ∞ as such. */
export function fixedText(value: number, digits = 2): string {
  if (!Number.isFinite(value) || Math.abs(value) >= 1000) return measuredText(value).replace(/^-/, '−');
  const text = value.toFixed(digits);
  return Number(text) === 0 ? text.replace('-', '') : text.replace('-', '−');
}

/** A step size or a share of one: `0.564`. */
export const stepText = (value: number) => fixedText(value, 3);
