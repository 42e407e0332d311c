/** Numbers and symbols as short text: in labels of runs, input fields and the results table. */
import type { Spread } from '../results/result';

/**
 * A setting as a person would type it: `0.1`, `1e-3`, `10`, `28000`. Reading it back gives the same number.
 */
export function settingText(value: number): string {
  const plain = String(value);
  if (value === 0 || !Number.isFinite(value)) return plain;
  const size = Math.abs(value);
  const scientific = value.toExponential().replace('e+', 'e');
  return (size < 0.01 || size >= 1e6) && scientific.length < plain.length + 1 ? scientific : plain;
}

/**
 * A measured number with three significant digits, always the same width for the same kind of number: `9.37e-3`,
 * `0.123`, `12.3`, `1.23e+4`. A dash where there is none.
 */
export function measuredText(value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size < 0.01 || size >= 1e4) return value.toExponential(2).replace('e+', 'e');
  return value.toPrecision(3);
}

/** A share as a percentage with one decimal: `97.3 %`. */
export function shareText(value: number | null | undefined): string {
  return value === null || value === undefined || Number.isNaN(value) ? '–' : `${(100 * value).toFixed(1)} %`;
}

const grouping = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** A count with thousands apart: `28,000`. */
export function countText(value: number | null | undefined): string {
  return value === null || value === undefined || Number.isNaN(value) ? '–' : grouping.format(value);
}

/** A stretch of time: `0.8 s`, `12.3 s`, `2 min 05 s`, `1 h 12 min`. */
export function durationText(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return '–';
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
  return `${Math.floor(whole / 3600)} h ${String(Math.floor((whole % 3600) / 60)).padStart(2, '0')} min`;
}

/** A standard deviation beside its mean: to the mean's last digit, or its own first where that is smaller. */
function deviationText(sd: number, mean: number): string {
  if (sd === 0) return '0';
  const written = measuredText(mean);
  if (!Number.isFinite(sd) || written.includes('e') || mean === 0 || sd >= 1e4) return measuredText(sd);
  const decimals = written.split('.')[1]?.length ?? 0;
  const aligned = sd.toFixed(decimals);
  if (Number(aligned) > 0) return aligned;
  return sd < 1e-3 ? sd.toExponential(0).replace('e+', 'e') : String(Number(sd.toPrecision(1)));
}

/** A mean over seeds with its standard deviation: `0.0123 ± 0.0004`, `9.37e-3 ± 1.20e-4`; of one seed the number alone. */
export function spreadText(spread: Spread | null): string {
  if (!spread) return '–';
  return spread.count > 1 ? `${measuredText(spread.mean)} ± ${deviationText(spread.sd, spread.mean)}` : measuredText(spread.mean);
}

/** The same of a share, in percent: `97.3 ± 0.2 %`. */
export function spreadShareText(spread: Spread | null): string {
  if (!spread) return '–';
  if (spread.count < 2) return shareText(spread.mean);
  const deviation = 100 * spread.sd;
  return `${(100 * spread.mean).toFixed(1)} ± ${deviation.toFixed(deviation > 0 && deviation < 0.05 ? 2 : 1)} %`;
}

/** The same of a count: `1,040 ± 12`; counts that all seeds share have no deviation to tell. */
export function spreadCountText(spread: Spread | null): string {
  if (!spread) return '–';
  if (spread.count < 2 || spread.sd === 0) return countText(spread.mean);
  return `${countText(spread.mean)} ± ${spread.sd < 0.95 ? spread.sd.toFixed(1) : countText(spread.sd)}`;
}

/** The same of seconds: `12.3 ± 0.4 s`, `2 min 05 s ± 3.1 s`. */
export function spreadDurationText(spread: Spread | null): string {
  if (!spread) return '–';
  const mean = durationText(spread.mean);
  if (spread.count < 2) return mean;
  const { sd } = spread;
  if (spread.mean >= 59.95) return `${mean} ± ${durationText(sd)}`;
  return `${mean.slice(0, -2)} ± ${sd > 0 && sd < 0.05 ? Number(sd.toPrecision(1)) : sd.toFixed(1)} s`;
}

const letters: Readonly<Record<string, string>> = {
  alpha: 'α',
  beta: 'β',
  gamma: 'γ',
  delta: 'δ',
  Delta: 'Δ',
  epsilon: 'ε',
  varepsilon: 'ε',
  eta: 'η',
  theta: 'θ',
  kappa: 'κ',
  lambda: 'λ',
  mu: 'μ',
  nu: 'ν',
  rho: 'ρ',
  sigma: 'σ',
  tau: 'τ',
  phi: 'φ',
  omega: 'ω',
  ell: 'ℓ',
  ast: '*',
  star: '*',
};
const subscripts: Readonly<Record<string, string>> = Object.fromEntries(
  [...'0123456789'].map((digit, i) => [digit, '₀₁₂₃₄₅₆₇₈₉'[i] ?? digit]),
);

/**
 * A field's KaTeX symbol as plain text: `\\eta` → η, `\\beta_1` → β₁, `\\eta_{\\max}` → η max. Symbols stand in places
 * where loading KaTeX for one letter would cost more than the page itself.
 */
export function symbolText(tex: string): string {
  return tex
    .replace(/\\(?:mathrm|text|operatorname|mathit|mathbf)\s*\{([^}]*)\}/g, '$1')
    .replace(/\\([A-Za-z]+)/g, (_, name: string) => letters[name] ?? name)
    .replace(/_\{?([0-9])\}?/g, (_, digit: string) => subscripts[digit] ?? digit)
    .replace(/[_^]\{([^}]*)\}/g, ' $1')
    .replace(/_/g, ' ')
    .replace(/\^(\S)/g, '$1')
    .replace(/[{}\\]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
