/** Numbers as the charts write them: powers of ten on log axes, three figures under the cursor. */
import type { XAxisKind } from '../state/chart-settings';

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** 10 to a whole power, e.g. "10⁻³". */
export function powerOfTen(exponent: number): string {
  const digits = [...String(Math.abs(exponent))].map((digit) => superscripts[Number(digit)]).join('');
  return `10${exponent < 0 ? '⁻' : ''}${digits}`;
}

/** A tick of a log axis: powers of ten in full, the steps between them by their leading digit. */
export function formatLogTick(value: number): string {
  const exponent = Math.floor(Math.log10(value) + 1e-9);
  const leading = Math.round(value / 10 ** exponent);
  return leading === 1 ? powerOfTen(exponent) : String(leading);
}

/** A formatter for the ticks of a linear axis: as many decimals as their distance needs, all alike. */
export function linearTickFormat(ticks: readonly number[]): (value: number) => string {
  const largest = Math.max(0, ...ticks.map(Math.abs));
  const step = ticks.length > 1 ? Math.abs((ticks[1] as number) - (ticks[0] as number)) : largest || 1;
  if (largest > 0 && (largest < 1e-3 || largest >= 1e6)) {
    const digits = Math.min(6, Math.max(0, Math.floor(Math.log10(largest)) - Math.floor(Math.log10(step) + 1e-9)));
    return (value) => (value === 0 ? '0' : trimExponent(value.toExponential(digits)));
  }
  const decimals = Math.min(10, Math.max(0, decimalsOf(step)));
  return (value) => {
    if (largest >= 10_000 && value !== 0)
      return `${trimZeros((value / 1000).toFixed(Math.max(0, Math.min(10, decimalsOf(step / 1000)))))}k`;
    return (Object.is(value, -0) ? 0 : value).toFixed(decimals);
  };
}

/** Decimals needed to tell multiples of `step` apart. */
function decimalsOf(step: number): number {
  for (let decimals = 0; decimals < 10; decimals++) {
    const scaled = step * 10 ** decimals;
    if (Math.abs(scaled - Math.round(scaled)) < 1e-6 * Math.max(1, scaled) && Math.round(scaled) > 0) return decimals;
  }
  return 10;
}

function trimExponent(text: string): string {
  return text.replace('e+', 'e');
}

function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** A value with three figures, e.g. "9.37e-3", "0.125", "12.5"; "–" where there is none. */
export function formatValue(value: number | null): string {
  if (value === null || Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size >= 99_999.5 || size < 0.00995) return trimExponent(value.toExponential(2));
  if (size >= 99.95) return value.toFixed(0);
  if (size >= 9.995) return value.toFixed(1);
  if (size >= 0.9995) return value.toFixed(2);
  return size >= 0.09995 ? value.toFixed(3) : value.toFixed(4);
}

/** A share as a percentage, e.g. "95.1 %". */
export function formatShare(value: number | null): string {
  return value === null || Number.isNaN(value) ? '–' : `${(value * 100).toFixed(1)} %`;
}

/** A position on the x axis with its unit, e.g. "epoch 12.5". */
export function formatPosition(x: number, kind: XAxisKind): string {
  switch (kind) {
    case 'epochs':
      return `epoch ${x.toFixed(x >= 1000 || Number.isInteger(x) ? 0 : x >= 100 ? 1 : 2)}`;
    case 'updates':
      return `update ${Math.round(x).toLocaleString('en')}`;
    case 'evaluations':
      return `evaluation ${Math.round(x).toLocaleString('en')}`;
    case 'seconds':
      return `${x.toFixed(x >= 100 ? 0 : x >= 10 ? 1 : 2)} s`;
    default:
      return kind satisfies never;
  }
}
