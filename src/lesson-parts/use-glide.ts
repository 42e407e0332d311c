/** A number that glides to where it is sent; at once for those who asked for less motion. */
import { useReducedMotion } from '@mantine/hooks';
import { useCallback, useEffect, useRef, useState } from 'react';

export interface Glide {
  readonly value: number;
  readonly gliding: boolean;
  /** Goes there at once. */
  set(value: number): void;
  /** Glides there. */
  to(value: number): void;
}

/** Fast first, gentle at the end. */
const eased = (share: number) => 1 - (1 - share) ** 3;

/** @param duration of a way, in milliseconds */
export function useGlide(initial: number, duration = 450): Glide {
  const calm = useReducedMotion();
  const [value, setValue] = useState(initial);
  const [gliding, setGliding] = useState(false);
  const frame = useRef(0);
  useEffect(() => () => cancelAnimationFrame(frame.current), []);
  const set = useCallback((to: number) => {
    cancelAnimationFrame(frame.current);
    setGliding(false);
    setValue(to);
  }, []);
  const to = (target: number) => {
    cancelAnimationFrame(frame.current);
    if (calm || target === value) {
      set(target);
      return;
    }
    setGliding(true);
    const from = value;
    const began = performance.now();
    frame.current = requestAnimationFrame(function next(now) {
      const share = Math.max(0, Math.min(1, (now - began) / duration));
      setValue(share === 1 ? target : from + (target - from) * eased(share));
      if (share === 1) setGliding(false);
      else frame.current = requestAnimationFrame(next);
    });
  };
  return { value, gliding, set, to };
}
