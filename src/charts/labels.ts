/** Labels at line ends, moved apart just so far that they can be read. */

/**
 * Places labels near where they want to be, at least `height` apart and inside [low, high] where they fit.
 * @param wanted vertical middles; NaN where there is no label
 * @returns the places, in the same order; NaN stays NaN
 */
export function spread(wanted: readonly number[], height: number, low: number, high: number): number[] {
  const order = wanted.map((_, i) => i).filter((i) => !Number.isNaN(wanted[i]));
  order.sort((a, b) => (wanted[a] as number) - (wanted[b] as number) || a - b);
  const places = wanted.map(() => Number.NaN);
  let last = -Infinity;
  for (const i of order) {
    last = Math.max(wanted[i] as number, low, last + height);
    places[i] = last;
  }
  // Whatever was pushed out below is pushed back up, and pushes its neighbours.
  let limit = high;
  for (const i of order.reverse()) {
    if ((places[i] as number) <= limit) break;
    places[i] = limit;
    limit -= height;
  }
  return places;
}
