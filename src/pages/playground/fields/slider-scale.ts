/** How a field's slider maps positions to values: a log slider moves in tenths of a decade and ticks the powers of ten. */
import type { NumberField } from '../../../fields/field';

type SliderSpec = NumberField['slider'];

export interface Tick {
  /** Along the track, 0 to 1. */
  readonly at: number;
  readonly value: number;
}

/** Decades in a step of a log slider. */
export const logStep = 0.1;

/** Range of the slider's own positions: decades on a log scale, values on a linear one. */
export function positionRange({ min, max, scale, step }: SliderSpec): { min: number; max: number; step: number } {
  if (scale === 'log') return { min: Math.log10(min), max: Math.log10(max), step: logStep };
  return { min, max, step: step ?? (max - min) / 100 };
}

/** Where a value sits, held within the slider's reach. */
export function positionOf(value: number, slider: SliderSpec): number {
  const { min, max } = positionRange(slider);
  const raw = slider.scale === 'log' ? Math.log10(Math.max(value, Number.MIN_VALUE)) : value;
  return Math.min(max, Math.max(min, raw));
}

/** The value at a position, rounded to what a person would write: two digits on a log scale, the step's digits on a linear one. */
export function valueAtPosition(position: number, slider: SliderSpec, integer = false): number {
  const { step } = positionRange(slider);
  const raw =
    slider.scale === 'log' ? Number((10 ** position).toPrecision(2)) : Number((Math.round(position / step) * step).toPrecision(10));
  return integer ? Math.round(raw) : raw;
}

/** The share of the track before a value, 0 to 1. */
export function shareOf(value: number, slider: SliderSpec): number {
  const { min, max } = positionRange(slider);
  return (positionOf(value, slider) - min) / (max - min);
}

/** The powers of ten in reach of a log slider; the ends of a linear one. */
export function ticksOf(slider: SliderSpec): Tick[] {
  if (slider.scale === 'linear') {
    return [slider.min, slider.max].map((value, at) => ({ at, value }));
  }
  const { min, max } = positionRange(slider);
  const first = Math.ceil(min - 1e-9);
  const last = Math.floor(max + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => ({ at: (first + i - min) / (max - min), value: Number(`1e${first + i}`) }));
}

/** What a field that may be null starts with when it is switched on: zero or the middle of the slider. */
export function firstValue({ slider, integer }: NumberField): number {
  if (slider.scale === 'log') return Number(`1e${Math.round((Math.log10(slider.min) + Math.log10(slider.max)) / 2)}`);
  if (slider.min <= 0 && slider.max >= 0) return 0;
  const middle = (slider.min + slider.max) / 2;
  return integer ? Math.round(middle) : middle;
}

/**
 * What was typed, as a number; NaN where it is none. A typographic minus counts as one.
 */
export function typedNumber(text: string): number {
  const plain = text.trim().replaceAll('−', '-');
  return plain === '' ? Number.NaN : Number(plain);
}
