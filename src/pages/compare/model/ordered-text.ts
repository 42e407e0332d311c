/** Flat objects as text, the same in whatever order their keys were written: to tell whether two are equal. */

/** @param value an object whose values are plain or such objects */
export function orderedText(value: Readonly<Record<string, unknown>>): string {
  const parts = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(
    parts.map(([key, part]) => [key, typeof part === 'object' && part !== null ? orderedText(part as Record<string, unknown>) : part]),
  );
}
