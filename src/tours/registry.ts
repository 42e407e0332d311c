/** All guided tours, in the order in which they are offered. */
import { aovs } from './aovs';
import { cap } from './cap';
import { interpolation } from './interpolation';
import { lineSearch } from './line-search';
import { oneKnob } from './one-knob';
import type { Tour } from './tour';

export const tours: readonly Tour[] = [interpolation, cap, aovs, lineSearch, oneKnob];

/** The tour of this id, or null. */
export function tourOf(id: string): Tour | null {
  return tours.find((tour) => tour.id === id) ?? null;
}
