/** Whether something was in sight: what has not been needs not be drawn yet. */
import { type RefObject, useEffect, useRef, useState } from 'react';

/** @returns a ref for the element, and whether it has been within a screen of sight */
export function useSeen(): readonly [RefObject<HTMLDivElement | null>, boolean] {
  const host = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    const element = host.current;
    if (!element || seen) return;
    const sight = new IntersectionObserver((entries) => entries.some(({ isIntersecting }) => isIntersecting) && setSeen(true), {
      rootMargin: '100% 0px',
    });
    sight.observe(element);
    return () => sight.disconnect();
  }, [seen]);
  return [host, seen];
}
