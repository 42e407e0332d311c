/**
 * Scales of figures of finished runs. Nothing moves in them any more: unlike the live charts' axes, which snap to decades so that they
 * seldom change, these end just beyond the values.
 */
import type { YScale } from '../../state/chart-settings';
import { type Domain, growY, niceStep } from '../domain';
import type { AxisFormat } from '../figure';
import { type Extent, hasValues } from '../pyramid';
import { makeScale, type Scale } from '../scale';

/** A log axis spans at least this factor, so that it has two ticks, and at most so many decades: beyond lies the noise of float32. */
const leastFactor = 5;
const mostDecades = 20;

interface FitOptions {
  readonly scale: YScale;
  readonly format: AxisFormat;
  /** Pixels of the low and of the high end. */
  readonly pixels: readonly [number, number];
  /** Pixels kept free beyond the lowest and the highest value; on linear axes round ends do that. */
  readonly room: readonly [number, number];
}

/** Shares between round ones. Differences near one are what matters: zero need not be on the axis. */
function shareDomain(extent: Extent): Domain {
  if (!hasValues(extent)) return [0, 1];
  const step = niceStep(Math.max(extent.max - extent.min, 0.004), 5);
  const low = Math.floor(extent.min / step + 1e-9) * step;
  const high = Math.ceil(extent.max / step - 1e-9) * step;
  const round = (value: number) => Number(value.toPrecision(12));
  // A share that is the same everywhere still has an axis.
  return high > low ? [round(low), round(high)] : low > 0 ? [round(low - step), round(high)] : [0, round(step)];
}

/** A scale that holds these values. Without any: a decade, or the unit interval. */
export function fitScale(extent: Extent, { scale, format, pixels, room }: FitOptions): Scale {
  if (scale === 'linear') {
    return makeScale('linear', format === 'share' ? shareDomain(extent) : growY('linear', extent, null), pixels);
  }
  if (!hasValues(extent) || !(extent.max > 0)) return makeScale('log', [0.1, 1], pixels);
  const top = Math.log10(extent.max);
  const bottom = Math.max(Math.log10(extent.min > 0 ? extent.min : extent.max), top - mostDecades);
  const lacking = Math.max(0, Math.log10(leastFactor) - (top - bottom)) / 2;
  const length = Math.abs(pixels[1] - pixels[0]);
  const perPixel = (top - bottom + 2 * lacking) / Math.max(20, length - room[0] - room[1]);
  const domain = [10 ** (bottom - lacking - room[0] * perPixel), 10 ** (top + lacking + room[1] * perPixel)] as const;
  return makeScale('log', domain, pixels);
}

/** The part of a scale above its low end's room: ticks of a log axis keep away from where zeros lie. */
export function withoutRoom(scale: Scale, pixels: number): Scale {
  const [start, end] = scale.pixels;
  const low = scale.invert(start + Math.sign(end - start) * pixels);
  return { ...scale, domain: [low, scale.domain[1]] };
}
