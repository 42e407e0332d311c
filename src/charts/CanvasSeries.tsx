/**
 * The bridge from Recharts to the canvas: a child of the chart that draws nothing itself, but tells where the plot area
 * lies and which pixels the ends of each axis have, so that canvas and axes agree to the pixel.
 */
import { useLayoutEffect } from 'react';
import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts';
import type { AxisFrame, Frame } from './frame';
import type { Box } from './painter';
import { makeScale, type Scale } from './scale';

/** Ids of the y axes inside a chart. */
export const axisIds = { y: 'y', strip: 'strip' } as const;

export interface Geometry {
  readonly frame: Frame;
  readonly plot: Box;
  readonly x: Scale;
  readonly y: Scale;
  readonly strip: Scale | null;
}

function scaleOf(axis: AxisFrame, map: ReturnType<typeof useYAxisScale>): Scale | null {
  const start = map?.(axis.domain[0]);
  const end = map?.(axis.domain[1]);
  if (start === undefined || end === undefined || !Number.isFinite(start) || !Number.isFinite(end) || start === end) return null;
  return makeScale(axis.scale, axis.domain, [start, end]);
}

/** Reports the geometry after each change of the frame, before the browser paints it. */
export function CanvasSeries({ frame, onGeometry }: { readonly frame: Frame; readonly onGeometry: (geometry: Geometry) => void }): null {
  const plot = usePlotArea();
  const mapX = useXAxisScale();
  const mapY = useYAxisScale(axisIds.y);
  const mapStrip = useYAxisScale(axisIds.strip);
  useLayoutEffect(() => {
    const x = scaleOf(frame.x, mapX);
    const y = scaleOf(frame.y, mapY);
    const strip = frame.strip && scaleOf(frame.strip, mapStrip);
    if (plot && x && y && (strip || !frame.strip)) onGeometry({ frame, plot, x, y, strip });
  }, [frame, plot, mapX, mapY, mapStrip, onGeometry]);
  return null;
}
