/**
 * Small things that the browser remembers between visits. Where it remembers nothing for the page (a frame in a page of another site, some
 * settings), reading and writing throw: then they last for this visit.
 */

/** What was stored under a name; null where nothing was, or cannot be. */
export function stored(name: string): string | null {
  try {
    return globalThis.localStorage?.getItem(name) ?? null;
  } catch {
    return null;
  }
}

/** Remembers a text, where that can be. */
export function store(name: string, value: string): void {
  try {
    globalThis.localStorage?.setItem(name, value);
  } catch {
    // It lasts for this visit.
  }
}
