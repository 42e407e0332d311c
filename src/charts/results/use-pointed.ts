/** What lies under pointer or keyboard in a figure, and which of its lines are hidden or stand out. */
import { useCallback, useState } from 'react';
import type { Size } from '../frame';
import type { Hit } from './shapes';

interface Hittable<T> {
  hit(size: Size, x: number, y: number): Hit<T> | null;
}

/** The item that was last pointed at in a figure, and the callback that tells where. */
export function usePointed<T>(figure: Hittable<T> | null) {
  const [hit, setHit] = useState<Hit<T> | null>(null);
  const onPoint = useCallback(
    (at: readonly [number, number] | null, size: Size) => setHit(at && figure ? figure.hit(size, at[0], at[1]) : null),
    [figure],
  );
  return { pointed: figure ? (hit?.item ?? null) : null, marker: figure ? (hit?.at ?? null) : null, onPoint };
}

interface HiddenLines {
  readonly hidden?: ReadonlySet<string> | undefined;
  readonly onHidden?: ((hidden: ReadonlySet<string>) => void) | undefined;
}

const nothing: ReadonlySet<string> = new Set();

/** Which lines are hidden, kept by the page where it says so and else here, and which stands out. */
export function useLines({ hidden, onHidden }: HiddenLines) {
  const [own, setOwn] = useState(nothing);
  const [emphasis, setEmphasis] = useState<string | null>(null);
  return { hidden: hidden ?? own, setHidden: onHidden ?? setOwn, emphasis, setEmphasis };
}

/** Arrow keys go from point to point; how far one goes otherwise does not matter. */
export const anyStep = () => [12, 12] as const;
