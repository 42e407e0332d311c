/** Measures how fast a count grows, over the last seconds only, so that a pause or a slow start is soon forgotten. */
export class RateMeter {
  readonly #window: number;
  #points: { readonly at: number; readonly count: number }[] = [];

  /** @param windowSeconds how far back to look */
  constructor(windowSeconds: number) {
    this.#window = windowSeconds;
  }

  /** @param at seconds on any clock, never decreasing */
  add(at: number, count: number): void {
    this.#points.push({ at, count });
    while (this.#points.length > 2 && (this.#points[1]?.at ?? at) < at - this.#window) this.#points.shift();
  }

  /** Forgets what was, e.g. when training pauses. */
  clear(): void {
    this.#points = [];
  }

  /** Counts a second; null before two points half a second apart or more have come. */
  get rate(): number | null {
    const first = this.#points[0];
    const last = this.#points.at(-1);
    if (!first || !last || last.at - first.at < 0.5) return null;
    return (last.count - first.count) / (last.at - first.at);
  }
}
