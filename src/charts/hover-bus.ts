/**
 * The position under the cursor, shared between charts. An event bus and not React state: it changes with every movement
 * of the pointer, and all that follows it are a line and a few numbers in each chart.
 */

type Listener = (x: number | null) => void;

const listeners = new Set<Listener>();
let hovered: number | null = null;

/** The hovered position in units of the x axis; null: the pointer is elsewhere. */
export function hoveredX(): number | null {
  return hovered;
}

/** Tells all charts what position is hovered. */
export function publishHover(x: number | null): void {
  if (x === hovered) return;
  hovered = x;
  for (const listener of [...listeners]) listener(x);
}

/**
 * Calls `listener` when the hovered position changes.
 * @returns a function that ends the subscription
 */
export function onHover(listener: Listener): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
