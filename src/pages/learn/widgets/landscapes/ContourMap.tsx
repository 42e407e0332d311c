/** The landscape under the trails. Painted again only when the landscape, the size or the colour scheme changes. */
import { useComputedColorScheme } from '@mantine/core';
import { memo, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Landscape } from '../../../../lessons/landscapes';
import { contourColors, paintContours, viewOf } from './contours';
import styles from './landscapes.module.css';

interface Props {
  readonly landscape: Landscape;
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
}

/** Device pixels a CSS pixel, a whole number: more than two are not seen in lines this quiet. */
const wholeRatio = (exact: number) => Math.max(1, Math.min(2, Math.round(exact || 1)));

/** The ratio now: it changes with the zoom, and from screen to screen. */
function usePixelRatio(): number {
  const [exact, setExact] = useState(() => window.devicePixelRatio);
  useEffect(() => {
    const query = matchMedia(`(resolution: ${exact}dppx)`);
    const listener = () => setExact(window.devicePixelRatio);
    query.addEventListener('change', listener);
    return () => query.removeEventListener('change', listener);
  }, [exact]);
  return wholeRatio(exact);
}

/** The canvas. */
export const ContourMap = memo(function ContourMap({ landscape, width, height }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  const ratio = usePixelRatio();
  // While the page is laid out it can have no room at all.
  const [columns, rows] = [width, height].map((side) => Math.max(1, Math.round(side * ratio) || 0)) as [number, number];
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || !(width > 0 && height > 0)) return;
    const painted = paintContours(
      landscape,
      viewOf(landscape, width, height),
      columns,
      rows,
      ratio,
      contourColors(scheme, landscape.levels.length),
    );
    context.putImageData(new ImageData(painted, columns, rows), 0, 0);
  }, [landscape, width, height, columns, rows, ratio, scheme]);
  return <canvas ref={canvas} className={styles.canvas} width={columns} height={rows} style={{ width, height }} />;
});
