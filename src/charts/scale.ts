/** From values to pixels and back, on the very line that the Recharts axis draws. */
import type { YScale } from '../state/chart-settings';
import type { Domain } from './domain';

export interface Scale {
  readonly kind: YScale;
  readonly domain: Domain;
  /** Pixels at the ends of the domain. */
  readonly pixels: readonly [number, number];
  /** Pixel of a value. On a log axis, what is not positive lies at the low end. */
  map(value: number): number;
  invert(pixel: number): number;
}

/** A scale through two points: the ends of the domain and the pixels at which the axis draws them. */
export function makeScale(kind: YScale, domain: Domain, pixels: readonly [number, number]): Scale {
  const [low, high] = domain;
  const [start, end] = pixels;
  if (kind === 'log') {
    const logLow = Math.log10(low);
    const perDecade = (end - start) / (Math.log10(high) - logLow);
    return {
      kind,
      domain,
      pixels,
      map: (value) => (value > 0 ? start + (Math.log10(value) - logLow) * perDecade : start),
      invert: (pixel) => 10 ** (logLow + (pixel - start) / perDecade),
    };
  }
  const perUnit = (end - start) / (high - low);
  return { kind, domain, pixels, map: (value) => start + (value - low) * perUnit, invert: (pixel) => low + (pixel - start) / perUnit };
}
