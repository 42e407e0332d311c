/** Long lists come in pieces, a task each: fifty rows and cards at once would hold up the page. */
import { useEffect, useState } from 'react';

/**
 * How many of a list are shown: some at once, soon all.
 * @param total of the list
 * @param atOnce how many are added in one go
 */
export function useGrowing(total: number, atOnce: number): number {
  const [shown, setShown] = useState(atOnce);
  useEffect(() => {
    if (shown >= total) return;
    const timer = setTimeout(() => setShown(shown + atOnce));
    return () => clearTimeout(timer);
  }, [shown, total, atOnce]);
  return Math.min(shown, total);
}
