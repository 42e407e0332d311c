/**
 * Axis domains that seldom change: x grows by doubling, logarithmic y snaps to decades, linear y to round numbers, and
 * both only ever grow while the same thing is shown. A domain that changed with each point would make every line wobble
 * and redraw the frame ten times a second.
 */
import type { XAxisKind, YScale } from '../state/chart-settings';
import { type Extent, hasValues } from './pyramid';

/** Float32 turns 0.1 into a little more than 0.1; that must not cost a decade. */
const roundingNoise = 1e-7;

export type Domain = readonly [number, number];

/** The first length of each x axis. */
const firstLength: Readonly<Record<XAxisKind, number>> = { epochs: 1, updates: 64, evaluations: 64, seconds: 1 };

/** Exponents of the smallest and largest numbers that float32 can tell from zero and infinity. */
const leastExponent = -45;
const greatestExponent = 39;

/** The x domain that holds `furthest`: starts at 0, doubles, never shrinks below `previous`. */
export function growX(kind: XAxisKind, furthest: number, previous: Domain | null): Domain {
  let length = Math.max(firstLength[kind], previous?.[1] ?? 0);
  if (!Number.isFinite(furthest)) return [0, length];
  while (length < furthest) length *= 2;
  return [0, length];
}

/** The y domain that holds `extent` and `previous`. Without values: a decade, or the unit interval. */
export function growY(scale: YScale, extent: Extent, previous: Domain | null): Domain {
  return scale === 'log' ? growLog(extent, previous) : growLinear(extent, previous);
}

function growLog(extent: Extent, previous: Domain | null): Domain {
  if (!hasValues(extent) || !(extent.max > 0)) return previous ?? [0.1, 1];
  const low = Math.max(extent.min > 0 ? extent.min : extent.max, 10 ** leastExponent);
  let bottom = clampExponent(Math.floor(Math.log10(low) + roundingNoise));
  let top = clampExponent(Math.ceil(Math.log10(extent.max) - roundingNoise));
  if (previous) {
    bottom = Math.min(bottom, Math.round(Math.log10(previous[0])));
    top = Math.max(top, Math.round(Math.log10(previous[1])));
  }
  if (bottom >= top) bottom = top - 1;
  return [decade(bottom), decade(top)];
}

function clampExponent(exponent: number): number {
  return Math.min(greatestExponent, Math.max(leastExponent, exponent));
}

/** 10 to a whole power, parsed from text: `10 ** -5` is off in the last digit. */
function decade(exponent: number): number {
  return Number(`1e${exponent}`);
}

function growLinear(extent: Extent, previous: Domain | null): Domain {
  if (!hasValues(extent)) return previous ?? [0, 1];
  let low = extent.min;
  let high = extent.max;
  // A baseline at zero is worth more than the last bit of resolution, unless the values keep far away from it.
  if (low > 0 && low < 0.6 * high) low = 0;
  if (high < 0 && high > 0.6 * low) high = 0;
  if (previous) {
    low = Math.min(low, previous[0]);
    high = Math.max(high, previous[1]);
    if (low === previous[0] && high === previous[1]) return previous;
  }
  if (low === high) {
    // A constant lies in the middle, with zero at the edge; of zeros alone, zero is the edge.
    if (high >= 0) high = high * 2 || 1;
    else low *= 2;
    if (low > 0) low = 0;
    if (high < 0) high = 0;
  }
  const step = niceStep(high - low, 5);
  const round: Domain = [tidy(Math.floor(low / step + 1e-9) * step), tidy(Math.ceil(high / step - 1e-9) * step)];
  return previous ? [Math.min(round[0], previous[0]), Math.max(round[1], previous[1])] : round;
}

/** The round step (1, 2 or 5 times a power of ten) that cuts `length` into about `parts`. */
export function niceStep(length: number, parts: number): number {
  const rough = length / Math.max(1, parts);
  const power = 10 ** Math.floor(Math.log10(rough));
  const leading = rough / power;
  // The bounds are geometric means of neighbouring steps, so that the nearest step is taken.
  return (leading < Math.SQRT2 ? 1 : leading < Math.sqrt(10) ? 2 : leading < Math.sqrt(50) ? 5 : 10) * power;
}

function tidy(value: number): number {
  return Number(value.toPrecision(12));
}

/** Round positions inside a linear domain, about `parts` of them, ascending. */
export function linearTicks([low, high]: Domain, parts: number): number[] {
  if (!(high > low)) return [low];
  const step = niceStep(high - low, parts);
  const ticks: number[] = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) ticks.push(tidy(i * step));
  return ticks;
}

/** Ticks of a log domain: decades, thinned to at most `limit`; with 2 and 5 between them where there are few decades. */
export function logTicks([low, high]: Domain, limit: number): number[] {
  const bottom = Math.ceil(Math.log10(low) - 1e-9);
  const top = Math.floor(Math.log10(high) + 1e-9);
  const decades = top - bottom;
  const ticks: number[] = [];
  if (decades <= 2 && decades * 3 + 1 <= limit) {
    for (let exponent = bottom - 1; exponent <= top; exponent++) {
      for (const digit of [1, 2, 5]) {
        const tick = Number(`${digit}e${exponent}`);
        if (tick >= low * 0.999999 && tick <= high * 1.000001) ticks.push(tick);
      }
    }
    return ticks;
  }
  const stride = [1, 2, 3, 4, 5, 10, 20, 50].find((step) => Math.floor(decades / step) + 1 <= limit) ?? 100;
  // Count from zero, so that the ticks stay where they are when the domain grows.
  for (let exponent = Math.ceil(bottom / stride) * stride; exponent <= top; exponent += stride) ticks.push(decade(exponent));
  return ticks;
}
