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
const ratioNow = () => Math.max(1, Math.min(2, Math.round(window.devicePixelRatio || 1)));

function usePixelRatio(): number {
  const [ratio, setRatio] = useState(ratioNow);
  useEffect(() => {
    const query = matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
    const listener = () => setRatio(ratioNow());
    query.addEventListener('change', listener);
    return () => query.removeEventListener('change', listener);
  }, []);
  return ratio;
}

/** The canvas. */
export const ContourMap = memo(function ContourMap({ landscape, width, height }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  const ratio = usePixelRatio();
  const [columns, rows] = [width * ratio, height * ratio];
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
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
