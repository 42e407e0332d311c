/** Values that change no more often than a person can read. */
import { useEffect, useRef, useState } from 'react';

/**
 * The latest value, at most once in `interval` milliseconds; while `held`, the value from before. What is passed over in between is
 * caught up with afterwards.
 */
export function useCalm<T>(value: T, held: boolean, interval: number): T {
  const [shown, setShown] = useState(value);
  const changedAt = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    if (held || Object.is(shown, value)) return;
    const wait = changedAt.current + interval - performance.now();
    const timer = setTimeout(
      () => {
        changedAt.current = performance.now();
        setShown(() => value);
      },
      Math.max(0, wait),
    );
    return () => clearTimeout(timer);
  }, [value, held, interval, shown]);
  return shown;
}
